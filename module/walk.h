/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * walk: a walk over the struct pages that finds the reserved ones.
 */
#ifndef EARLY_RES_WALK_H
#define EARLY_RES_WALK_H

#include "range.h"

/**
 * struct walk - a walk, and what it found
 * @found: the reservations
 * @reserved: how many pages those are, by zone_index()
 * @unavailable: pages without memory, by zone_index()
 * @looked_at: struct pages looked at
 * @us: microseconds it took
 * @skip_free: free blocks were skipped by their order
 * @run: the reservation that is being extended; none if @run.start == @run.end
 * @memory: what is memory
 * @next_memory: the first entry of @memory that does not end below the walk
 */
struct walk {
	struct range_table found;
	unsigned long *reserved;
	unsigned long *unavailable;
	unsigned long looked_at;
	u64 us;
	bool skip_free;
	/* while it goes on */
	struct range_entry run;
	struct range_table memory;
	size_t next_memory;
};

int walk_struct_pages(struct walk *w, bool skip_free);
void walk_destroy(struct walk *w);

#endif
