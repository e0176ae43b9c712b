/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * told: who holds what, as a user says it.
 */
#ifndef EARLY_RES_TOLD_H
#define EARLY_RES_TOLD_H

#include "table/claim.h"

/**
 * struct told - what a user says about who holds what, before it is put into the table
 * @claims: what was said
 * @start: first byte of the stretch of the table that was looked at last
 * @end: first byte after that stretch
 *
 * A struct of zeros is empty.
 */
struct told {
	struct claims claims;
	u64 start;
	u64 end;
};

/**
 * told_look_again - forget the stretch that was looked at last, as the table can have changed
 * @told: what a user says
 *
 * Context: Any.
 */
static inline void told_look_again(struct told *told)
{
	told->start = 0;
	told->end = 0;
}

bool told_is_allowed(const struct range_entry *e);
int told_add(struct told *told, u64 start, u64 end, const char *name);
int told_apply(struct told *told);

#endif
