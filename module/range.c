// SPDX-License-Identifier: GPL-2.0-only
/*
 * range: the table of reserved ranges, see range.h.
 *
 * The table is an array, as the early reservation list was and as memblock is:
 * reading is a binary search, and the few writes shuffle memory. Every write is
 * built the same way: make room for the splits it can need, so that nothing can
 * fail later; isolate, so that the range's borders are borders of entries; change
 * what lies between; merge what then touches and agrees. A table from many ranges
 * is not made by inserting them one by one: they are pushed, sorted once and
 * swept once.
 *
 * Nothing here computes an end from a start and a length, so nothing overflows.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "grow.h"
#include "range.h"

static bool entry_is_sound(const struct range_entry *e)
{
	return e->start < e->end && e->state <= RANGE_RELEASED;
}

/* Can a reservation take its place? What was released is not reserved any more. */
static bool entry_gives_way(const struct range_entry *e)
{
	return e->flags & RANGE_OVERLAP_OK || e->state == RANGE_RELEASED;
}

/* Do they agree in everything but the address? */
static bool entries_agree(const struct range_entry *a, const struct range_entry *b)
{
	return a->nid == b->nid && a->zone == b->zone && a->state == b->state &&
	       a->flags == b->flags && a->owner == b->owner && a->how == b->how;
}

/* Make room for @n entries more. */
static int range_room(struct range_table *t, size_t n)
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

/* There is room for it. */
static void range_insert(struct range_table *t, size_t i, const struct range_entry *e)
{
	memmove(&t->r[i + 1], &t->r[i], (t->nr - i) * sizeof(*t->r));
	t->r[i] = *e;
	t->nr++;
}

/* Entries [@first, @last) go. */
static void range_remove(struct range_table *t, size_t first, size_t last)
{
	memmove(&t->r[first], &t->r[last], (t->nr - last) * sizeof(*t->r));
	t->nr -= last - first;
}

/* Make @addr a border. Returns the first entry at or behind it. */
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

/* Make [@start, @end) consist of entries, [*first, *last). Needs room for two. */
static void range_isolate(struct range_table *t, u64 start, u64 end,
			  size_t *first, size_t *last)
{
	*first = range_split(t, start);
	*last = range_split(t, end);
}

/* Merge what touches and agrees among the entries [@first, @last). */
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

/* The same, with the neighbours on both sides. */
static void range_merge_around(struct range_table *t, size_t first, size_t last)
{
	range_merge_between(t, first ? first - 1 : 0, min(last + 1, t->nr));
}

/**
 * range_destroy - free a table's memory
 * @t: table; is empty afterwards, and can be used again
 */
void range_destroy(struct range_table *t)
{
	kvfree(t->r);
	*t = (struct range_table) {};
}

/**
 * range_copy - copy a table, or one node's part of it
 * @to: an empty table
 * @from: table
 * @nid: node; all, if negative
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
 * range_push - add an entry to a heap that range_build() makes a table of
 * @t: heap
 * @e: entry
 *
 * Context: May sleep.
 * Return: 0; -EINVAL if @e is empty or makes no sense; -ENOMEM.
 */
int range_push(struct range_table *t, const struct range_entry *e)
{
	int err;

	if (!entry_is_sound(e))
		return -EINVAL;
	err = range_room(t, 1);
	if (err)
		return err;
	t->r[t->nr++] = *e;
	return 0;
}

/* Merge the sorted entries [@first, @mid) and [@mid, @last) of @from into the same of @to. */
static void merge_sorted(struct range_entry *to, const struct range_entry *from,
			 size_t first, size_t mid, size_t last)
{
	size_t a = first, b = mid, i;

	for (i = first; i < last; i++)
		if (b == last || (a < mid && from[a].start <= from[b].start))
			to[i] = from[a++];
		else
			to[i] = from[b++];
}

/* A merge sort: sort() is a heapsort, three times as slow on entries of this size. */
static int range_sort(struct range_table *t)
{
	struct range_entry *to = kvmalloc_array(t->max, sizeof(*to), GFP_KERNEL);
	size_t width, i;

	if (!to)
		return -ENOMEM;
	for (width = 1; width < t->nr; width *= 2) {
		for (i = 0; i < t->nr; i += 2 * width)
			merge_sorted(to, t->r, i, min(i + width, t->nr),
				     min(i + 2 * width, t->nr));
		swap(t->r, to);
	}
	kvfree(to);
	return 0;
}

static bool is_sorted(const struct range_table *t)
{
	size_t i;

	for (i = 1; i < t->nr; i++)
		if (t->r[i - 1].start > t->r[i].start)
			return false;
	return true;
}

/**
 * range_build - make a heap of pushed entries a table
 * @t: heap, in any order
 *
 * Entries that agree in everything but the address may touch or overlap, and
 * become one. Takes O(n log n), and as much memory again; O(n) and none if the heap is
 * in order already.
 *
 * Context: May sleep.
 * Return: 0; -EBUSY if entries overlap that do not agree; -ENOMEM. After an error @t is
 * only good for range_destroy().
 */
int range_build(struct range_table *t)
{
	size_t i, kept = 0;
	int err;

	if (!t->nr)
		return 0;
	if (!is_sorted(t)) {
		err = range_sort(t);
		if (err)
			return err;
	}

	for (i = 1; i < t->nr; i++) {
		struct range_entry *last = &t->r[kept];
		const struct range_entry *e = &t->r[i];

		if (e->start < last->end && !entries_agree(last, e))
			return -EBUSY;
		if (e->start <= last->end && entries_agree(last, e))
			last->end = max(last->end, e->end);
		else
			t->r[++kept] = *e;
	}
	t->nr = kept + 1;
	return 0;
}

/**
 * range_reserve - put an entry in the table
 * @t: table
 * @e: entry; what lies in its way must be RANGE_OVERLAP_OK or released, and goes
 *
 * Context: May sleep.
 * Return: 0; -EBUSY if something is in the way; -EINVAL if @e is empty or makes
 * no sense; -ENOMEM.
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

/* Append what of @e lies in [@start, @end). There is room for it. */
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
 * range_overlay - put all entries of one table on another, in place of what is there
 * @t: table
 * @over: table of what is put there; is not changed
 *
 * Takes O(n + m), where m calls of range_reserve() would take O(n m).
 *
 * Context: May sleep.
 * Return: 0, or -ENOMEM; then @t is what it was.
 */
int range_overlay(struct range_table *t, const struct range_table *over)
{
	struct range_table new = {};
	size_t i, o = 0;
	u64 covered = 0;
	int err;

	/* An entry of @over splits one of @t at most. */
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
 * range_free - take a range out of the table
 * @t: table
 * @start: first byte
 * @end: first byte behind the range
 *
 * The range can be any part of one entry, or cross several.
 *
 * Context: May sleep.
 * Return: 0; -ENOENT if a byte of it is not in the table; -EINVAL if it is
 * empty; -ENOMEM.
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
 * @end: first byte behind the range
 * @state: new state
 *
 * Entries that lie partly in the range are split. Bytes that are not in the
 * table are passed over.
 *
 * Context: May sleep.
 * Return: 0; -ENOENT if no byte of it is in the table; -EINVAL if it is empty;
 * -ENOMEM.
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
 * @end: first byte behind the range
 * @to: owner, how and flags of this one
 *
 * As range_set_state().
 *
 * Context: May sleep.
 * Return: 0; -ENOENT if no byte of it is in the table; -EINVAL if it is empty;
 * -ENOMEM.
 */
int range_set_holder(struct range_table *t, u64 start, u64 end,
		     const struct range_entry *to)
{
	return range_set(t, start, end, set_holder, to);
}

/**
 * range_merge - merge neighbours, after entries were changed in place
 * @t: table
 *
 * One sweep, O(n).
 */
void range_merge(struct range_table *t)
{
	range_merge_between(t, 0, t->nr);
}

/**
 * range_first - the first entry that ends behind an address
 * @t: table
 * @addr: address
 *
 * Return: its index; the number of entries if there is none. O(log n).
 */
size_t range_first(const struct range_table *t, u64 addr)
{
	const struct range_entry *r = t->r, *upper;
	size_t half, n;

	/* No branch depends on the addresses: they cannot be predicted. */
	for (n = t->nr; n > 1; n -= half) {
		half = n / 2;
		upper = r + half;
		OPTIMIZER_HIDE_VAR(upper); /* else gcc makes it a branch */
		r = upper[-1].end <= addr ? upper : r;
	}
	if (n && r->end <= addr)
		r++;
	return r - t->r;
}

/**
 * range_find - the entry that an address lies in
 * @t: table
 * @addr: address
 *
 * Return: the entry, good until the table changes; NULL if there is none.
 */
const struct range_entry *range_find(const struct range_table *t, u64 addr)
{
	size_t i = range_first(t, addr);

	return i < t->nr && t->r[i].start <= addr ? &t->r[i] : NULL;
}

/**
 * range_next_on_node - the next entry on a node
 * @t: table
 * @i: the first index to look at
 * @nid: node; any, if negative
 *
 * Return: its index; the number of entries if there is none.
 */
size_t range_next_on_node(const struct range_table *t, size_t i, int nid)
{
	while (i < t->nr && nid >= 0 && t->r[i].nid != nid)
		i++;
	return min(i, t->nr);
}

/**
 * range_touches - is any byte of a range in the table, in whatever state?
 * @t: table
 * @start: first byte
 * @end: first byte behind the range
 *
 * Return: true if so.
 */
bool range_touches(const struct range_table *t, u64 start, u64 end)
{
	size_t i = range_first(t, start);

	return start < end && i < t->nr && t->r[i].start < end;
}

/**
 * range_covers - does the table hold all of a range, in one state?
 * @t: table
 * @start: first byte
 * @end: first byte behind the range
 * @state: the state
 *
 * Return: true if so; false for an empty range.
 */
bool range_covers(const struct range_table *t, u64 start, u64 end, enum range_state state)
{
	size_t i;

	for (i = range_first(t, start); start < end; i++) {
		if (i == t->nr || t->r[i].start > start || t->r[i].state != state)
			return false;
		if (t->r[i].end >= end)
			return true;
		start = t->r[i].end;
	}
	return false;
}

/**
 * range_any - has any byte of a range this state?
 * @t: table
 * @start: first byte
 * @end: first byte behind the range
 * @state: the state
 *
 * Return: true if so.
 */
bool range_any(const struct range_table *t, u64 start, u64 end, enum range_state state)
{
	size_t i;

	for (i = range_first(t, start); i < t->nr && t->r[i].start < end; i++)
		if (t->r[i].state == state && start < end)
			return true;
	return false;
}

/**
 * range_next_pages - iterate over the pages that entries touch
 * @t: table; must not change during the iteration
 * @run: all zero at first; then the last run, and is set to the next
 *
 * Each page is in exactly one run. One that several entries touch has the node
 * and zone of the first, and the most reserved state of all. The page at the
 * very end of the address space ends at U64_MAX.
 *
 * Return: false if there are no more. The whole iteration takes O(n log n).
 */
bool range_next_pages(const struct range_table *t, struct range_pages *run)
{
	size_t i = range_first(t, run->end);
	const struct range_entry *e;

	if (i == t->nr)
		return false;

	e = &t->r[i];
	*run = (struct range_pages) {
		.start = max_t(u64, run->end, round_down(e->start, PAGE_SIZE)),
		.nid = e->nid,
		.zone = e->zone,
		.state = e->state,
	};
	if (e->end - run->start >= PAGE_SIZE) {
		run->end = round_down(e->end, PAGE_SIZE);
		return true;
	}

	run->end = run->start + PAGE_SIZE ?: U64_MAX;
	for (; i < t->nr && t->r[i].start < run->end; i++)
		run->state = min_t(enum range_state, run->state, t->r[i].state);
	return true;
}
