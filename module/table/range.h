/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * range: the table of reserved ranges.
 *
 * A table is a sorted array of byte ranges [start, end) that do not overlap. Each
 * has a node, a zone, a state and an owner. No entry crosses a node or a zone.
 * Neighbours that touch and agree in everything but the address are one entry, so
 * there is exactly one table for given facts.
 *
 * Addresses are physical, in bytes. Ends are exclusive, so the very last byte
 * of the 64-bit space cannot be in a table. No memory is there.
 *
 * Nothing here uses pages of a live kernel, locks or user space. The caller makes
 * sure that only one thread changes a table, and that nobody reads it meanwhile.
 * Functions that can grow the array may sleep (GFP_KERNEL). All others only read or
 * move memory. A function that fails leaves the table as it was, if its comment does
 * not say something else.
 */
#ifndef EARLY_RES_RANGE_H
#define EARLY_RES_RANGE_H

#include <linux/types.h>

/**
 * enum range_state - what happened to a range
 * @RANGE_RESERVED: reserved, as at boot
 * @RANGE_LATE_FREED: late freed in the simulation; the memory is untouched
 * @RANGE_RELEASED: its pages are in the buddy
 *
 * The order matters. A page that has bytes of several states has the lowest of
 * them: one reserved byte makes the whole page reserved.
 */
enum range_state {
	RANGE_RESERVED,
	RANGE_LATE_FREED,
	RANGE_RELEASED,
};

/* A later reservation may replace this range, see range_reserve(). */
#define RANGE_OVERLAP_OK	0x01
/* Not reserved at boot: this module took it from the buddy of the live kernel. */
#define RANGE_LIVE		0x02
/* Reserved at boot, but its owner does not need it any more: it can be released. */
#define RANGE_DONE		0x04
/* Reserved at boot: a region of reserve_mem=, which the kernel finds by its name. */
#define RANGE_NAMED		0x08

/**
 * struct range_entry - an entry of the table
 * @start: first byte
 * @end: first byte after the range; always > @start
 * @owner: who holds it: a number. The caller knows what it means; 0 is nobody
 * @nid: node
 * @zone: zone index within the node
 * @how: how the owner is known: a number. The caller knows what it means
 * @state: reserved, late freed or released: see enum range_state
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
 * @r: the entries, sorted, without overlaps; NULL while empty
 * @nr: how many entries are in use
 * @max: how many entries there is room for
 *
 * A table of zeros is an empty table.
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
void range_stretch(const struct range_table *t, u64 addr, u64 *start, u64 *end);

/**
 * struct range_pages - whole pages, one after another, see range_next_pages()
 * @start: first byte, page aligned
 * @end: first byte after them, page aligned
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
 * @n: node; a negative number means all nodes
 */
#define range_for_each_node(i, t, n)				\
	for ((i) = range_next_on_node(t, 0, n); (i) < (t)->nr;		\
	     (i) = range_next_on_node(t, (i) + 1, n))

#endif
