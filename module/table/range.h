/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * range: the table of reserved ranges.
 *
 * A table is a sorted array of disjoint byte ranges [start, end), each with
 * a node, a zone, a state and an owner. No entry crosses a node or a zone, and
 * neighbours that touch and agree in everything but the address are one entry:
 * for a given set of facts there is exactly one table.
 *
 * Addresses are physical, in bytes. Ends are exclusive, so the very last byte
 * of the 64-bit space cannot be in a table; no memory is there either.
 *
 * Nothing here knows of pages of a live kernel, of locks or of user space. The
 * caller serialises. Functions that can grow the array may sleep (GFP_KERNEL);
 * all others only read or shuffle memory. A function that fails leaves the
 * table as it was.
 */
#ifndef EARLY_RES_RANGE_H
#define EARLY_RES_RANGE_H

#include <linux/types.h>

/**
 * enum range_state - what became of a range
 * @RANGE_RESERVED: reserved, as at boot
 * @RANGE_LATE_FREED: late freed in the simulation; the memory is untouched
 * @RANGE_RELEASED: its pages are in the buddy
 *
 * In the order in which a page with bytes of several states takes its own: a
 * page is as reserved as its most reserved byte.
 */
enum range_state {
	RANGE_RESERVED,
	RANGE_LATE_FREED,
	RANGE_RELEASED,
};

/* A later reservation may take this range's place, see range_reserve(). */
#define RANGE_OVERLAP_OK	0x01
/* Not of boot: taken from the buddy of a live kernel. */
#define RANGE_LIVE		0x02
/* Of boot, but its owner is done with it: it can be released. */
#define RANGE_DONE		0x04
/* Of boot: a region of reserve_mem=, which the kernel finds by its name. */
#define RANGE_NAMED		0x08

/**
 * struct range_entry - an entry of the table
 * @start: first byte
 * @end: first byte behind the range; always > @start
 * @owner: who holds it, a number whose meaning is the caller's; 0 is nobody
 * @nid: node
 * @zone: zone index within the node
 * @how: how the owner is known, a number whose meaning is the caller's
 * @state: an enum range_state
 * @flags: RANGE_* flags, or 0
 */
struct range_entry {
	u64 start;
	u64 end;
	u32 owner;
	s16 nid;
	u8 zone:4;
	u8 how:4;
	u8 state:4;
	u8 flags:4;
};

/**
 * struct range_table - the table
 * @r: the entries, sorted and disjoint; NULL while empty
 * @nr: entries in use
 * @max: entries there is room for
 *
 * All zero is an empty table.
 */
struct range_table {
	struct range_entry *r;
	size_t nr;
	size_t max;
};

void range_destroy(struct range_table *t);
int range_copy(struct range_table *to, const struct range_table *from, int nid);

int range_push(struct range_table *t, const struct range_entry *r);
int range_build(struct range_table *t);

int range_reserve(struct range_table *t, const struct range_entry *r);
int range_overlay(struct range_table *t, const struct range_table *over);
int range_free(struct range_table *t, u64 start, u64 end);
int range_set_state(struct range_table *t, u64 start, u64 end, enum range_state state);
int range_set_holder(struct range_table *t, u64 start, u64 end,
		     const struct range_entry *to);
void range_merge(struct range_table *t);

size_t range_first(const struct range_table *t, u64 addr);
const struct range_entry *range_find(const struct range_table *t, u64 addr);
size_t range_next_on_node(const struct range_table *t, size_t i, int nid);
bool range_touches(const struct range_table *t, u64 start, u64 end);
bool range_covers(const struct range_table *t, u64 start, u64 end, enum range_state state);
bool range_any(const struct range_table *t, u64 start, u64 end, enum range_state state);

/**
 * struct range_pages - a run of whole pages, see range_next_pages()
 * @start: first byte, page aligned
 * @end: first byte behind, page aligned
 * @nid: node
 * @zone: zone index
 * @state: state of each of the pages
 */
struct range_pages {
	u64 start;
	u64 end;
	int nid;
	int zone;
	enum range_state state;
};

bool range_next_pages(const struct range_table *t, struct range_pages *run);

/**
 * range_for_each - iterate over the entries of a table, in address order
 * @i: cursor, a size_t
 * @t: table
 */
#define range_for_each(i, t) \
	for ((i) = 0; (i) < (t)->nr; (i)++)

/**
 * range_for_each_node - iterate over the entries on one node, in address order
 * @i: cursor, a size_t
 * @t: table
 * @n: node
 */
#define range_for_each_node(i, t, n)				\
	for ((i) = range_next_on_node(t, 0, n); (i) < (t)->nr;		\
	     (i) = range_next_on_node(t, (i) + 1, n))

#endif
