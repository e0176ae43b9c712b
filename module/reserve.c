// SPDX-License-Identifier: GPL-2.0-only
/*
 * reserve: reservations made on a live kernel, as reserve_early() and
 * find_early_area() once made them at boot.
 *
 * A reservation is a range of whole pages of one zone. It gets its pages from
 * the buddy (handover.c), and from then on nothing but RANGE_LIVE in the table
 * tells it from one of boot.
 *
 * An area is looked for from the highest zone of the node down, and in the zone
 * from its start up: first one that is all free, so that nothing has to move; then
 * one without reservations, and alloc_contig_range() tells if its pages, and all others
 * of its first and last pageblock, can be moved out of the way. Areas are aligned for
 * the buddy's largest blocks, so that they can go back in such. Movable zones are passed
 * over: what is reserved cannot move.
 *
 * A zone must keep its high watermark, so that nobody has to reclaim pages for us;
 * the OOM killer is out of reach, as alloc_contig_range() moves pages with
 * __GFP_RETRY_MAYFAIL.
 */
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/sched/signal.h>
#include <linux/vmstat.h>

#include "boot.h"
#include "buddy.h"
#include "compat.h"
#include "handover.h"
#include "owner.h"
#include "reserve.h"
#include "trace.h"

/* Does @zone keep its watermark without @nr pages? */
static bool zone_can_spare(struct zone *zone, unsigned long nr)
{
	unsigned long free = zone_page_state(zone, NR_FREE_PAGES);

	return free > nr && free - nr >= high_wmark_pages(zone);
}

/*
 * How many pages can be in an area, at @page? The caller steps over 0 as over 1.
 * In the first pass free ones can, in the second all but reserved ones.
 */
static unsigned long usable_pages(struct page *page, unsigned long pfn, bool only_free)
{
	int order = buddy_free_order(page, pfn);

	if (order >= 0)
		return 1UL << order;
	return !only_free && !PageReserved(page);
}

/*
 * The first area of @nr pages in @zone from @pfn on, aligned to @align; @none
 * if there is no more.
 */
static unsigned long find_area(struct zone *zone, unsigned long pfn, unsigned long nr,
			       unsigned long align, bool only_free)
{
	unsigned long start = ALIGN(pfn, align), step;

	for (; pfn < zone_end_pfn(zone); pfn += max(step, 1UL)) {
		struct page *page = pfn_to_online_page(pfn);

		step = page && page_zone(page) == zone ?
		       usable_pages(page, pfn, only_free) : 0;
		if (!step)
			start = ALIGN(pfn + 1, align);
		else if (pfn + step >= start + nr)
			return start;
		if (IS_ALIGNED(pfn, PAGES_PER_SECTION)) {
			cond_resched();
			if (fatal_signal_pending(current))
				break;
		}
	}
	return ULONG_MAX;
}

/*
 * Put pages that were just taken in the table. Watermarks are looked at again: others
 * may have taken pages meanwhile.
 */
static int enter(struct zone *zone, unsigned long pfn, unsigned long nr,
		 const char *name)
{
	struct range_entry r = {
		.start = PFN_PHYS(pfn),
		.end = PFN_PHYS(pfn + nr),
		.nid = zone_to_nid(zone),
		.zone = zone_idx(zone),
		.flags = RANGE_LIVE,
	};
	int owner, err;

	if (zone_page_state(zone, NR_FREE_PAGES) < low_wmark_pages(zone))
		return -ENOMEM;
	owner = owner_add(name);
	if (owner < 0)
		return owner;
	r.owner = owner;
	err = range_reserve(&mirror.table, &r);
	if (!err)
		trace_early_res_reserve(r.start, r.end - 1, r.nid, zone->name, name);
	return err;
}

static int take(struct zone *zone, unsigned long pfn, unsigned long nr,
		const char *name)
{
	int err;

	if (!zone_can_spare(zone, nr))
		return -ENOMEM;
	err = handover_take(pfn, pfn + nr);
	if (err)
		return err;
	mutex_lock(&mirror.lock);
	handover_unmanage(pfn, pfn + nr);
	err = enter(zone, pfn, nr, name);
	if (err)
		handover_give(pfn, pfn + nr);
	mutex_unlock(&mirror.lock);
	return err;
}

/* Take the first area that can be had. */
static int take_area(struct zone *zone, unsigned long nr, bool only_free,
		     const char *name)
{
	unsigned long align = min(roundup_pow_of_two(nr), MAX_ORDER_NR_PAGES);
	unsigned long pfn = zone->zone_start_pfn;
	int err;

	for (;; pfn += max(align, pageblock_nr_pages)) {
		pfn = find_area(zone, pfn, nr, align, only_free);
		if (pfn == ULONG_MAX)
			return fatal_signal_pending(current) ? -EINTR : -ENOMEM;
		err = take(zone, pfn, nr, name);
		if (err != -EBUSY)
			return err;
	}
}

static int reserve_on_node(int nid, unsigned long nr, const char *name)
{
	struct zone *zone;
	int err = -ENOMEM, i, pass;

	for (i = ZONE_MOVABLE - 1; i >= 0; i--) {
		zone = &NODE_DATA(nid)->node_zones[i];
		for (pass = 0; pass < 2 && err == -ENOMEM; pass++)
			if (managed_zone(zone) && zone_can_spare(zone, nr))
				err = take_area(zone, nr, !pass, name);
	}
	return err;
}

/* The zone that all of [@pfn, @end) is in, as online memory */
static int zone_of(unsigned long pfn, unsigned long end, struct zone **zone)
{
	struct page *page;

	for (*zone = NULL; pfn < end; pfn = min(round_up(pfn + 1, PAGES_PER_SUBSECTION), end - 1)) {
		page = pfn_to_online_page(pfn);
		if (!page || !page_is_sound(page))
			return -ENOENT;
		if (*zone && page_zone(page) != *zone)
			return -EINVAL;
		*zone = page_zone(page);
		if (pfn == end - 1)
			break;
		cond_resched();
	}
	return 0;
}

static int reserve_range(u64 start, u64 end, const char *name)
{
	struct zone *zone;
	int err;

	if (!PAGE_ALIGNED(start) || !PAGE_ALIGNED(end))
		return -EINVAL;
	err = zone_of(PHYS_PFN(start), PHYS_PFN(end), &zone);
	if (err)
		return err;
	if (boot_is_held(start, end))
		return -EBUSY;
	return take(zone, PHYS_PFN(start), PHYS_PFN(end - start), name);
}

static int reserve_size(int nid, u64 size, const char *name)
{
	if (!size || !PAGE_ALIGNED(size))
		return -EINVAL;
	if (nid >= nr_node_ids || !node_online(nid))
		return -ENOENT;
	if (PHYS_PFN(size) > node_present_pages(nid))
		return -ENOMEM;
	return reserve_on_node(nid, PHYS_PFN(size), name);
}

/* A name stands for one reservation at a time, and for none that it is not of. */
static bool name_is_in_use(const char *name)
{
	const struct range_table *t = &mirror.table;
	u64 start, end;
	int owner;
	size_t i;

	mutex_lock(&mirror.lock);
	owner = owner_find(name);
	mutex_unlock(&mirror.lock);

	range_for_each(i, t)
		if (owner >= 0 && t->r[i].owner == owner && t->r[i].state != RANGE_RELEASED)
			return true;
	return owner_is_builtin(owner) || compat_find_reserve_mem(name, &start, &end);
}

/**
 * reserve - take memory from the buddy and reserve it
 * @rq: a range, or a size and a node; and a name
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep, and move pages that are in use.
 * Return: 0; -EINVAL if range or size are not whole pages, or the range is not in one
 * zone; -ENOENT if there is no such node or memory; -EBUSY if the name is in use, the
 * range overlaps a reservation, or it has pages that cannot be moved; -ENOMEM if there
 * is no area of that size, or the zone would be short of memory; -EINTR after a fatal
 * signal. Nothing was taken then.
 */
int reserve(const struct request *rq)
{
	int err;

	err = mutex_lock_killable(&mirror.work);
	if (err)
		return err;
	if (name_is_in_use(rq->owner))
		err = -EBUSY;
	else if (rq->nid == NUMA_NO_NODE)
		err = reserve_range(rq->start, rq->end, rq->owner);
	else
		err = reserve_size(rq->nid, rq->size, rq->owner);
	mutex_unlock(&mirror.work);
	return err;
}
