// SPDX-License-Identifier: GPL-2.0-only
/*
 * sums: how much the table holds, by zone and by owner.
 *
 * All sums of one call are taken under mirror.lock, in one moment. So they fit together, as far as
 * only this module changes the count of managed pages.
 */
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "mirror/mirror.h"
#include "mirror/sums.h"

static void count_zones(struct zone_count *count)
{
	struct zone *zone;
	unsigned int at;
	int nid, i;

	for_each_online_node(nid) {
		for (i = 0; i < MAX_NR_ZONES; i++) {
			zone = &NODE_DATA(nid)->node_zones[i];
			at = zone_index(nid, i);
			count[at].present = zone->present_pages;
			count[at].managed = zone_managed_pages(zone);
			count[at].unavailable = mirror.unavailable[at];
			count[at].other = mirror.other[at];
		}
	}
}

/**
 * sums_of_zones - count the pages of each zone, and what the table holds in it
 *
 * Context: Process. Takes mirror.lock; may sleep.
 * Return: an array with an element for each zone_index(), to be freed with kvfree(); NULL if there
 * is no memory for it.
 */
struct zone_count *sums_of_zones(void)
{
	struct range_pages run = {};
	struct zone_count *count, *c;
	unsigned long pages;

	count = kvcalloc(NR_ZONE_INDEXES, sizeof(*count), GFP_KERNEL);
	if (!count)
		return NULL;

	mutex_lock(&mirror.lock);
	count_zones(count);
	while (range_next_pages(&mirror.table, &run)) {
		c = &count[zone_index(run.nid, run.zone)];
		pages = PHYS_PFN(run.end - run.start);
		if (run.state == RANGE_RELEASED)
			c->released += pages;
		else
			c->reserved += pages;
		if (run.state == RANGE_LATE_FREED)
			c->late_freed += pages;
	}
	mutex_unlock(&mirror.lock);
	return count;
}

static int compare_owners(const void *a, const void *b)
{
	const struct owner_sum *x = a, *y = b;

	if (x->owner != y->owner)
		return x->owner < y->owner ? -1 : 1;
	return x->nid - y->nid;
}

static int compare_totals(const void *a, const void *b)
{
	const struct owner_sum *x = a, *y = b;

	if (x->total != y->total)
		return x->total > y->total ? -1 : 1;
	return compare_owners(a, b);
}

/* A row for each range that is not released. A page counts in the first row with a byte of it. */
static size_t sum_rows(struct owner_sum *sums, const struct range_table *t)
{
	u64 page, next_page = 0;
	size_t i, nr = 0;

	range_for_each(i, t) {
		const struct range_entry *e = &t->r[i];

		if (e->state == RANGE_RELEASED)
			continue;
		page = max(next_page, round_down(e->start, PAGE_SIZE));
		next_page = max(page, round_up(e->end, PAGE_SIZE));
		sums[nr++] = (struct owner_sum) {
			.bytes = e->end - e->start,
			.pages = PHYS_PFN(next_page - page),
			.owner = e->owner,
			.nid = e->nid,
			.how = e->how,
		};
	}
	return nr;
}

/* Add up the rows of the same owner and node. Returns how many rows are left. */
static size_t merge_sums(struct owner_sum *sums, size_t nr)
{
	size_t i, first, kept = 0;

	sort(sums, nr, sizeof(*sums), compare_owners, NULL);
	for (i = 1; i < nr; i++) {
		if (compare_owners(&sums[kept], &sums[i])) {
			sums[++kept] = sums[i];
			continue;
		}
		sums[kept].bytes += sums[i].bytes;
		sums[kept].pages += sums[i].pages;
		sums[kept].how = min(sums[kept].how, sums[i].how);
	}
	nr = nr ? kept + 1 : 0;

	for (first = 0; first < nr; first = i) {
		for (i = first; i < nr && sums[i].owner == sums[first].owner; i++)
			sums[first].total += sums[i].bytes;
		for (i = first; i < nr && sums[i].owner == sums[first].owner; i++)
			sums[i].total = sums[first].total;
	}
	return nr;
}

/**
 * sums_of_owners - how much does each owner hold, on each node?
 * @nr: set to the number of sums
 *
 * Context: Process. Takes mirror.lock; may sleep.
 * Return: an array of sums, the largest owner first, to be freed with kvfree(); NULL if there is
 * no memory for it.
 */
struct owner_sum *sums_of_owners(size_t *nr)
{
	struct owner_sum *sums;

	mutex_lock(&mirror.lock);
	sums = kvmalloc_array(mirror.table.nr + 1, sizeof(*sums), GFP_KERNEL);
	if (sums) {
		*nr = merge_sums(sums, sum_rows(sums, &mirror.table));
		sort(sums, *nr, sizeof(*sums), compare_totals, NULL);
	}
	mutex_unlock(&mirror.lock);
	return sums;
}

