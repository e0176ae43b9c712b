/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * walk: find the reserved pages by a walk over the struct pages. walk.c explains how.
 */
#ifndef EARLY_RES_WALK_H
#define EARLY_RES_WALK_H

#include "live/where.h"
#include "table/range.h"

/**
 * struct walk - a walk, and what it found
 * @found: the reservations
 * @reserved: how many pages these are, by zone_index()
 * @unavailable: pages without memory, by zone_index()
 * @looked_at: how many struct pages were looked at
 * @us: how long it took, in microseconds
 * @how: where it looks
 * @run: the reservation that is being extended; none if @run.start == @run.end
 * @where: where it looks, see where_to_look()
 * @memory: what is memory
 * @next_memory: the first entry of @memory that does not end before the walk's position
 * @whole: blocks of 2 MiB of which all is in use as long as both ends are
 * @next_whole: the first entry of @whole that does not end before the walk's position
 */
struct walk {
	struct range_table found;
	unsigned long *reserved;
	unsigned long *unavailable;
	unsigned long looked_at;
	u64 us;
	enum walk_how how;
	/* only during the walk */
	struct range_entry run;
	struct range_table where;
	struct range_table memory;
	size_t next_memory;
	struct range_table whole;
	size_t next_whole;
};

int walk_struct_pages(struct walk *w, enum walk_how how, const struct range_table *known);
void walk_destroy(struct walk *w);

#endif
