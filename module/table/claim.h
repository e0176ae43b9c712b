/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * claim: statements about who holds what, put on a table together.
 *
 * A claim says: these bytes belong to this owner. Claims are collected in a heap. They
 * may overlap, nest and repeat. If two claims speak of the same byte, the later one
 * wins, or the first one if the heap says so. The caller decides which entries of the
 * table a claim may change. A heap of n claims goes on a table of m entries in
 * O(n log n + m). To change the table n times would take O(n m).
 *
 * As in range.h, nothing here uses pages, locks or user space.
 */
#ifndef EARLY_RES_CLAIM_H
#define EARLY_RES_CLAIM_H

#include "table/range.h"

/**
 * struct claim - the statement that these bytes belong to an owner
 * @start: first byte
 * @end: first byte after the range; > @start
 * @owner: the owner
 */
struct claim {
	u64 start;
	u64 end;
	u32 owner;
};

/**
 * struct claims - a heap of claims
 * @c: the claims, the latest last; NULL while empty
 * @nr: how many claims are in use
 * @max: how many claims there is room for
 * @how: how the owners of all these claims are known
 * @first_wins: if two claims speak of the same byte, the first one wins, not the later
 *
 * A struct of zeros is an empty heap.
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
