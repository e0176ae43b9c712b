/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memlist: a copy of one of memblock's lists, and the checks that prove it.
 *
 * A list is an array of byte ranges [start, end), each with flags and a node. The copy comes
 * from memory that can hold anything by now. So nobody may use it before
 * memlist_prove_header() and memlist_prove() found no fault in it.
 *
 * Nothing here uses pages of a live kernel, locks or user space.
 */
#ifndef EARLY_RES_MEMLIST_H
#define EARLY_RES_MEMLIST_H

#include <linux/types.h>

#include "table/range.h"

/*
 * A list with room for more entries than this is refused. The largest machines have some
 * thousand entries in the firmware's map. memblock starts with room for 128 and doubles it.
 */
#define MEMLIST_MAX	65536

/**
 * enum memlist_now - what happened to an entry
 * @MEMLIST_UNKNOWN: it is not memory, or nobody has looked yet
 * @MEMLIST_RESERVED: it is still reserved
 * @MEMLIST_FREED: it was freed after boot
 */
enum memlist_now {
	MEMLIST_UNKNOWN,
	MEMLIST_RESERVED,
	MEMLIST_FREED,
};

/**
 * struct memlist_entry - an entry of a list
 * @start: first byte
 * @end: first byte after the range
 * @flags: memblock's flags (enum memblock_flags)
 * @nid: node; NUMA_NO_NODE if memblock did not know it
 * @now: what happened to it, see memlist_split()
 */
struct memlist_entry {
	u64 start;
	u64 end;
	u32 flags;
	int nid;
	enum memlist_now now;
};

/**
 * struct memlist - a list
 * @e: the entries; NULL while empty
 * @nr: how many entries are in use
 * @max: how many entries there is room for
 *
 * A struct of zeros is an empty list.
 */
struct memlist {
	struct memlist_entry *e;
	size_t nr;
	size_t max;
};

/**
 * struct memlist_header - what memblock says about a list
 * @cnt: number of entries
 * @max: how many entries there is room for
 * @total: bytes of all entries
 * @trimmed: how many bytes @total may be too large
 */
struct memlist_header {
	u64 cnt;
	u64 max;
	u64 total;
	u64 trimmed;
};

int memlist_push(struct memlist *l, const struct memlist_entry *e);
void memlist_destroy(struct memlist *l);

const char *memlist_prove_header(const struct memlist_header *h);
const char *memlist_prove(const struct memlist *l, const struct memlist_header *h,
			  unsigned int nr_nodes);

size_t memlist_first(const struct memlist *l, u64 addr);
const char *memlist_flag_name(unsigned int bit);
int memlist_split(struct memlist *rows, const struct memlist *reserved,
		  const struct memlist *memory, const struct range_table *t, int nid);

#endif
