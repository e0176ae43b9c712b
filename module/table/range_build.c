// SPDX-License-Identifier: GPL-2.0-only
/*
 * range_build: make a table of many ranges at once.
 *
 * The caller pushes the ranges in any order: that is a heap. Then the heap is sorted once,
 * and one pass makes it a table.
 */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "table/range.h"
#include "table/range_impl.h"

/**
 * range_push - add an entry to a heap, of which range_build() makes a table
 * @t: heap
 * @e: entry
 *
 * Context: May sleep.
 * Return: 0; -EINVAL if @e is empty or has an unknown state; -ENOMEM. On error the heap does
 * not change.
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

/* Merge the sorted entries [@first, @mid) and [@mid, @last) of @from into @to, same indexes. */
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

/* A merge sort. sort() is a heapsort, and takes three times as long for entries of this size. */
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
 * range_build - make a table of a heap of pushed entries
 * @t: heap, in any order
 *
 * Entries that agree in everything but the address may touch or overlap, and become one. Takes
 * O(n log n), and as much memory again. If the heap is sorted already, it takes O(n) and no
 * memory.
 *
 * Context: May sleep.
 * Return: 0; -EBUSY if two entries overlap that do not agree; -ENOMEM. After an error @t is
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
