// SPDX-License-Identifier: GPL-2.0-only
/*
 * range_find: look things up in a table. Nothing here changes the table.
 */
#include <linux/compiler.h>
#include <linux/minmax.h>
#include <linux/mm.h>

#include "table/range.h"

/**
 * range_first - the first entry that ends after an address
 * @t: table
 * @addr: address
 *
 * Takes O(log n).
 *
 * Context: Any.
 * Return: the index of the entry; the number of entries if there is none.
 */
size_t range_first(const struct range_table *t, u64 addr)
{
	const struct range_entry *r = t->r, *upper;
	size_t half, n;

	/* No branch depends on the addresses, because the CPU could not predict it. */
	for (n = t->nr; n > 1; n -= half) {
		half = n / 2;
		upper = r + half;
		OPTIMIZER_HIDE_VAR(upper); /* without this, gcc makes a branch of the next line */
		r = upper[-1].end <= addr ? upper : r;
	}
	if (n && r->end <= addr)
		r++;
	return r - t->r;
}

/**
 * range_find - the entry that contains an address
 * @t: table
 * @addr: address
 *
 * Context: Any.
 * Return: the entry, which is valid until the table changes; NULL if there is none.
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
 * @nid: node; a negative number means any node
 *
 * Context: Any.
 * Return: the index of the entry; the number of entries if there is none.
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
 * @end: first byte after the range
 *
 * Context: Any.
 * Return: true if one is; false for an empty range.
 */
bool range_touches(const struct range_table *t, u64 start, u64 end)
{
	size_t i = range_first(t, start);

	return start < end && i < t->nr && t->r[i].start < end;
}

/**
 * range_covers - are all bytes of a range in the table, and in one state?
 * @t: table
 * @start: first byte
 * @end: first byte after the range
 * @state: the state
 *
 * Context: Any.
 * Return: true if they are; false for an empty range.
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
 * range_any - is any byte of a range in the table, and in this state?
 * @t: table
 * @start: first byte
 * @end: first byte after the range
 * @state: the state
 *
 * Context: Any.
 * Return: true if one is; false for an empty range.
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
 * range_stretch - the stretch around an address that has no gap and no released byte
 * @t: table
 * @addr: address
 * @start: set to the first byte of the stretch
 * @end: set to the first byte after the stretch
 *
 * If @addr is not in the table, or its byte is released, both are set to @addr.
 *
 * Context: Any.
 */
void range_stretch(const struct range_table *t, u64 addr, u64 *start, u64 *end)
{
	size_t first = range_first(t, addr), last = first;

	*start = addr;
	*end = addr;
	if (!range_find(t, addr) || t->r[first].state == RANGE_RELEASED)
		return;
	while (first && t->r[first - 1].end == t->r[first].start &&
	       t->r[first - 1].state != RANGE_RELEASED)
		first--;
	while (last + 1 < t->nr && t->r[last].end == t->r[last + 1].start &&
	       t->r[last + 1].state != RANGE_RELEASED)
		last++;
	*start = t->r[first].start;
	*end = t->r[last].end;
}

/**
 * range_next_pages - iterate over the pages that entries touch
 * @t: table; it must not change during the iteration
 * @run: all zero before the first call; then the last run. It is set to the next run
 *
 * Each page is in exactly one run. A page that several entries touch has the node
 * and zone of the first of them, and the lowest of their states (see enum
 * range_state). The page at the very end of the address space ends at U64_MAX.
 * The whole iteration takes O(n log n).
 *
 * Context: Any.
 * Return: true; false if there are no more pages.
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
