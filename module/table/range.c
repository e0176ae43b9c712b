// SPDX-License-Identifier: GPL-2.0-only
/*
 * range: changes of the table of reserved ranges. range.h explains the table.
 *
 * The table is a sorted array, as memblock's lists are. A read is a binary search. A write moves
 * entries with memmove(); writes are few. Every write has the same four steps:
 *
 *  - make room for all splits it can need, so that no later step can fail;
 *  - isolate: split the entries that cross a border of the range;
 *  - change the entries between the borders;
 *  - merge neighbours that touch and agree.
 *
 * No function computes an end from a start and a length, so no sum can overflow.
 */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "table/grow.h"
#include "table/range.h"
#include "table/range_impl.h"

/* May a new reservation replace this entry? A released range is not reserved any more. */
static bool entry_gives_way(const struct range_entry *e)
{
	return e->flags & RANGE_OVERLAP_OK || e->state == RANGE_RELEASED;
}

/**
 * range_room - make room for more entries
 * @t: table
 * @n: how many more entries
 *
 * Context: May sleep.
 * Return: 0, or -ENOMEM. The entries do not change.
 */
int range_room(struct range_table *t, size_t n)
{
	struct range_entry *r;

	if (t->max - t->nr >= n)
		return 0;
	r = grow_array(t->r, t->nr, &t->max, t->nr + n, sizeof(*r));
	if (!r)
		return -ENOMEM;
	t->r = r;
	return 0;
}

/* Put @e at index @i. The caller has made room. */
static void range_insert(struct range_table *t, size_t i, const struct range_entry *e)
{
	memmove(&t->r[i + 1], &t->r[i], (t->nr - i) * sizeof(*t->r));
	t->r[i] = *e;
	t->nr++;
}

/* Remove the entries [@first, @last). */
static void range_remove(struct range_table *t, size_t first, size_t last)
{
	memmove(&t->r[first], &t->r[last], (t->nr - last) * sizeof(*t->r));
	t->nr -= last - first;
}

/* Make @addr a border between entries. Returns the index of the first entry at or after @addr. */
static size_t range_split(struct range_table *t, u64 addr)
{
	size_t i = range_first(t, addr);
	struct range_entry below;

	if (i == t->nr || t->r[i].start >= addr)
		return i;

	below = t->r[i];
	below.end = addr;
	t->r[i].start = addr;
	range_insert(t, i, &below);
	return i + 1;
}

/*
 * Split entries so that the part of the table in [@start, @end) is the entries [*@first, *@last).
 * Needs room for two more entries.
 */
static void range_isolate(struct range_table *t, u64 start, u64 end,
			  size_t *first, size_t *last)
{
	*first = range_split(t, start);
	*last = range_split(t, end);
}

/* Merge neighbours that touch and agree among the entries [@first, @last). */
static void range_merge_between(struct range_table *t, size_t first, size_t last)
{
	size_t i, kept = first;

	if (first >= last)
		return;
	for (i = first + 1; i < last; i++) {
		if (t->r[kept].end == t->r[i].start &&
		    entries_agree(&t->r[kept], &t->r[i]))
			t->r[kept].end = t->r[i].end;
		else
			t->r[++kept] = t->r[i];
	}
	if (kept + 1 < last)
		range_remove(t, kept + 1, last);
}

/* The same, including the neighbour on each side. */
static void range_merge_around(struct range_table *t, size_t first, size_t last)
{
	range_merge_between(t, first ? first - 1 : 0, min(last + 1, t->nr));
}

/**
 * range_destroy - free a table's memory
 * @t: table; it is empty afterwards, and can be used again
 *
 * Context: May sleep.
 */
void range_destroy(struct range_table *t)
{
	kvfree(t->r);
	*t = (struct range_table) {};
}

/**
 * range_copy - copy a table, or its entries on one node
 * @to: an empty table
 * @from: the table to copy
 * @nid: node; a negative number means all nodes
 *
 * Context: May sleep.
 * Return: 0 or -ENOMEM.
 */
int range_copy(struct range_table *to, const struct range_table *from, int nid)
{
	size_t i;
	int err;

	err = range_room(to, from->nr);
	if (err)
		return err;

	range_for_each_node(i, from, nid)
		to->r[to->nr++] = from->r[i];
	return 0;
}

/**
 * range_reserve - put an entry in the table
 * @t: table
 * @e: the new entry. It replaces bytes that are RANGE_OVERLAP_OK or released; no others
 *
 * Context: May sleep.
 * Return: 0; -EBUSY if it overlaps bytes that it must not replace; -EINVAL if @e is empty or has
 * an unknown state; -ENOMEM. On error the table does not change.
 */
int range_reserve(struct range_table *t, const struct range_entry *e)
{
	size_t first, last;
	int err;

	if (!entry_is_sound(e))
		return -EINVAL;
	for (first = range_first(t, e->start);
	     first < t->nr && t->r[first].start < e->end; first++)
		if (!entry_gives_way(&t->r[first]))
			return -EBUSY;
	err = range_room(t, 2);
	if (err)
		return err;

	range_isolate(t, e->start, e->end, &first, &last);
	range_remove(t, first, last);
	range_insert(t, first, e);
	range_merge_around(t, first, first + 1);
	return 0;
}

/* Append the part of @e that lies in [@start, @end). The caller has made room. */
static void append_part(struct range_table *t, const struct range_entry *e, u64 start, u64 end)
{
	if (start >= end)
		return;
	t->r[t->nr] = *e;
	t->r[t->nr].start = start;
	t->r[t->nr].end = end;
	t->nr++;
}

/**
 * range_overlay - put all entries of one table on another
 * @t: table; the new entries replace what it has at their addresses
 * @over: table of the new entries; it does not change
 *
 * Takes O(n + m). To call range_reserve() m times would take O(n m).
 *
 * Context: May sleep.
 * Return: 0, or -ENOMEM; then @t does not change.
 */
int range_overlay(struct range_table *t, const struct range_table *over)
{
	struct range_table new = {};
	size_t i, o = 0;
	u64 covered = 0;
	int err;

	if (!over->nr)
		return 0;
	/* An entry of @over splits at most one entry of @t. */
	err = range_room(&new, t->nr + 2 * over->nr);
	if (err)
		return err;

	for (i = 0; i < t->nr; i++) {
		struct range_entry rest = t->r[i];

		for (; o < over->nr && over->r[o].start < rest.end; o++) {
			append_part(&new, &rest, max(rest.start, covered), over->r[o].start);
			new.r[new.nr++] = over->r[o];
			covered = over->r[o].end;
		}
		append_part(&new, &rest, max(rest.start, covered), rest.end);
	}
	for (; o < over->nr; o++)
		new.r[new.nr++] = over->r[o];

	range_merge(&new);
	range_destroy(t);
	*t = new;
	return 0;
}

/**
 * range_free - remove a range from the table
 * @t: table
 * @start: first byte
 * @end: first byte after the range
 *
 * The range can be a part of one entry, or cross several.
 *
 * Context: May sleep.
 * Return: 0; -ENOENT if a byte of the range is not in the table; -EINVAL if the range is empty;
 * -ENOMEM. On error the table does not change.
 */
int range_free(struct range_table *t, u64 start, u64 end)
{
	size_t i, first, last;
	u64 covered = start;
	int err;

	if (start >= end)
		return -EINVAL;
	for (i = range_first(t, start); covered < end; i++) {
		if (i == t->nr || t->r[i].start > covered)
			return -ENOENT;
		covered = t->r[i].end;
	}
	err = range_room(t, 2);
	if (err)
		return err;

	range_isolate(t, start, end, &first, &last);
	range_remove(t, first, last);
	return 0;
}

static void set_state(struct range_entry *e, const struct range_entry *to)
{
	e->state = to->state;
}

static void set_holder(struct range_entry *e, const struct range_entry *to)
{
	e->owner = to->owner;
	e->how = to->how;
	e->flags = to->flags;
}

static int range_set(struct range_table *t, u64 start, u64 end,
		     void (*set)(struct range_entry *e, const struct range_entry *to),
		     const struct range_entry *to)
{
	size_t i, first, last;
	int err;

	if (start >= end)
		return -EINVAL;
	if (!range_touches(t, start, end))
		return -ENOENT;
	err = range_room(t, 2);
	if (err)
		return err;

	range_isolate(t, start, end, &first, &last);
	for (i = first; i < last; i++)
		set(&t->r[i], to);
	range_merge_around(t, first, last);
	return 0;
}

/**
 * range_set_state - set the state of all entries in a range
 * @t: table
 * @start: first byte
 * @end: first byte after the range
 * @state: new state
 *
 * An entry that lies partly in the range is split. Bytes that are not in the table are skipped.
 *
 * Context: May sleep.
 * Return: 0; -ENOENT if no byte of the range is in the table; -EINVAL if the range is empty;
 * -ENOMEM. On error the table does not change.
 */
int range_set_state(struct range_table *t, u64 start, u64 end, enum range_state state)
{
	const struct range_entry to = { .state = state };

	return range_set(t, start, end, set_state, &to);
}

/**
 * range_set_holder - set the owner, how it is known, and the flags of all entries in a range
 * @t: table
 * @start: first byte
 * @end: first byte after the range
 * @to: the entry whose owner, how and flags are taken
 *
 * An entry that lies partly in the range is split. Bytes that are not in the table are skipped.
 *
 * Context: May sleep.
 * Return: 0; -ENOENT if no byte of the range is in the table; -EINVAL if the range is empty;
 * -ENOMEM. On error the table does not change.
 */
int range_set_holder(struct range_table *t, u64 start, u64 end,
		     const struct range_entry *to)
{
	return range_set(t, start, end, set_holder, to);
}

/**
 * range_merge - merge neighbours that agree, after entries were changed in place
 * @t: table
 *
 * Takes O(n).
 *
 * Context: Any. Allocates nothing.
 */
void range_merge(struct range_table *t)
{
	range_merge_between(t, 0, t->nr);
}
