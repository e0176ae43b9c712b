/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * claim: who holds what, as somebody says; a heap of claims put on a table at once.
 *
 * Claims may overlap, nest and repeat: of two that speak of the same byte the later
 * one wins, or the first, as the heap says. Which entries of the table a claim can
 * change is the caller's rule. A heap of n claims goes on a table of m entries in
 * O(n log n + m), where n changes of the table, one after the other, would take O(n m).
 *
 * As with range, nothing here knows of pages, locks or user space.
 */
#ifndef EARLY_RES_CLAIM_H
#define EARLY_RES_CLAIM_H

#include "table/range.h"

/**
 * struct claim - these bytes are theirs
 * @start: first byte
 * @end: first byte behind; > @start
 * @owner: whose
 */
struct claim {
	u64 start;
	u64 end;
	u32 owner;
};

/**
 * struct claims - a heap of claims
 * @c: the claims, the latest last; NULL while empty
 * @nr: claims in use
 * @max: claims there is room for
 * @how: how the owners of all these claims are known
 * @first_wins: of two claims that speak of the same byte the first wins, not the later
 *
 * All zero is an empty heap.
 */
struct claims {
	struct claim *c;
	size_t nr;
	size_t max;
	u8 how;
	bool first_wins;
};

int claims_add(struct claims *claims, u64 start, u64 end, u32 owner);
int claims_apply(const struct claims *claims, struct range_table *t,
		 bool (*gives_way)(const struct range_entry *e));
void claims_destroy(struct claims *claims);

#endif
