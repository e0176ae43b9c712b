/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * range_impl: what range.c and range_build.c share. Other files do not use it.
 */
#ifndef EARLY_RES_RANGE_IMPL_H
#define EARLY_RES_RANGE_IMPL_H

#include <linux/types.h>

#include "table/range.h"

/* Is the entry not empty, and its state a known one? */
static inline bool entry_is_sound(const struct range_entry *e)
{
	return e->start < e->end && e->state <= RANGE_RELEASED;
}

/* Do they agree in everything but the address? */
static inline bool entries_agree(const struct range_entry *a, const struct range_entry *b)
{
	return a->nid == b->nid && a->zone == b->zone && a->state == b->state &&
	       a->flags == b->flags && a->owner == b->owner && a->how == b->how;
}

int range_room(struct range_table *t, size_t n);

#endif
