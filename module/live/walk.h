/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * walk: a walk over the struct pages that finds the reserved ones.
 */
#ifndef EARLY_RES_WALK_H
#define EARLY_RES_WALK_H

#include "table/range.h"

/**
 * enum walk_how - where does a walk look?
 * @WALK_KNOWN: where the table before says
 * @WALK_LISTED: and where memblock's list says
 * @WALK_SKIP_FREE: everywhere, but free blocks are skipped by their order
 * @WALK_ALL: at every page
 */
enum walk_how {
	WALK_KNOWN,
	WALK_LISTED,
	WALK_SKIP_FREE,
	WALK_ALL,
};

/**
 * struct walk - a walk, and what it found
 * @found: the reservations
 * @reserved: how many pages those are, by zone_index()
 * @unavailable: pages without memory, by zone_index()
 * @looked_at: struct pages looked at
 * @us: microseconds it took
 * @how: where it looks
 * @run: the reservation that is being extended; none if @run.start == @run.end
 * @where: where it looks, sorted; nodes and zones say nothing there
 * @memory: what is memory
 * @next_memory: the first entry of @memory that does not end below the walk
 * @memmap: what holds struct pages, in whole blocks
 * @next_memmap: the same of @memmap
 */
struct walk {
	struct range_table found;
	unsigned long *reserved;
	unsigned long *unavailable;
	unsigned long looked_at;
	u64 us;
	enum walk_how how;
	/* while it goes on */
	struct range_entry run;
	struct range_table where;
	struct range_table memory;
	size_t next_memory;
	struct range_table memmap;
	size_t next_memmap;
};

bool walk_can(enum walk_how how, const struct range_table *known);
int walk_struct_pages(struct walk *w, enum walk_how how, const struct range_table *known);
void walk_destroy(struct walk *w);

#endif
