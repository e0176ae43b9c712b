// SPDX-License-Identifier: GPL-2.0-only
/*
 * reserve: make reservations on a live kernel, as reserve_early() and find_early_area()
 * did at boot.
 *
 * A reservation is a range of whole pages of one zone. Its pages come from the buddy
 * (handover.c). After that it differs from a reservation of boot only in the flag RANGE_LIVE
 * of its entry in the table.
 *
 * Areas are searched from the highest zone of the node down, and in a zone from its start
 * up. First an area is searched that is all free, so that nothing has to move; then one whose
 * pages can move (area.c). alloc_contig_range() finds out whether they really do. Movable
 * zones are not used, because a reserved page cannot move.
 *
 * Before and after the pages are taken, the zone must have so many free pages that an ordinary
 * request finds one without reclaim. So nobody has to reclaim pages for us. The OOM killer is
 * not called either, because alloc_contig_range() moves pages with __GFP_RETRY_MAYFAIL. The
 * pages that it moves go where the pages of an ordinary request go: to a zone that is above its
 * low watermark. This zone is above it, even if all of these pages stay here.
 */
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/sched/signal.h>
#include <linux/vmstat.h>

#include "act/area.h"
#include "act/handover.h"
#include "act/reserve.h"
#include "compat.h"
#include "live/memory.h"
#include "mirror/mirror.h"
#include "table/owner.h"
#include "trace.h"

/*
 * Free pages that an ordinary request could get, computed as in __zone_watermark_unusable_free():
 * without CMA pages and without pages that are kept for atomic requests. (Newer kernels subtract
 * only those of the latter that are free. This subtracts all of them, as 6.1 does. The result is
 * too low by at most 1% of a zone, which is the safe side.)
 */
static long usable_pages(struct zone *zone)
{
	long usable = zone_page_state_snapshot(zone, NR_FREE_PAGES);

	usable -= zone_page_state_snapshot(zone, NR_FREE_CMA_PAGES);
	return usable - (long)READ_ONCE(zone->nr_reserved_highatomic);
}

/*
 * Pages that a zone keeps back from ordinary requests, computed as in
 * calculate_totalreserve_pages(): its high watermark, and the largest lowmem_reserve[]. That array
 * says how much the zone keeps back from a request that could also use a higher zone.
 */
static long kept_pages(struct zone *zone)
{
	long max = 0;
	int i;

	for (i = zone_idx(zone); i < MAX_NR_ZONES; i++)
		max = max(max, READ_ONCE(zone->lowmem_reserve[i]));
	return max + high_wmark_pages(zone);
}

/* Can an ordinary request still be met when @nr more pages of @zone are gone? */
static bool zone_can_spare(struct zone *zone, unsigned long nr)
{
	return usable_pages(zone) - kept_pages(zone) >= (long)nr;
}

/*
 * Put pages that were just taken into the table. Others may have taken pages meanwhile, so check
 * again what the zone has left.
 */
static int enter(struct zone *zone, unsigned long pfn, unsigned long nr,
		 const char *name)
{
	struct range_entry r = {
		.start = PFN_PHYS(pfn),
		.end = PFN_PHYS(pfn + nr),
		.nid = zone_to_nid(zone),
		.zone = zone_idx(zone),
		.how = HOW_LIVE,
		.flags = RANGE_LIVE,
	};
	int owner, err;

	if (!zone_can_spare(zone, 0))
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

/* Take the pages from @pfn on, and put them into the table. -EBUSY if they cannot be taken. */
static int take(struct zone *zone, unsigned long pfn, unsigned long nr,
		const char *name)
{
	int err;

	if (mirror_is_held(PFN_PHYS(pfn), PFN_PHYS(pfn + nr)))
		return -EBUSY; /* if it is free, the kernel freed it since the last rescan */
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

/*
 * Take the first area that can be taken. An attempt can fail for a reason that area.c cannot see,
 * for example a pinned page. Then the whole area is skipped, as alloc_contig_pages() does: so a
 * large reservation makes few attempts in a zone.
 */
static int take_area(struct zone *zone, unsigned long nr, bool only_free,
		     const char *name)
{
	unsigned long pfn = zone->zone_start_pfn;
	int err;

	for (;; pfn += max(nr, pageblock_nr_pages)) {
		pfn = area_find(zone, pfn, nr, only_free);
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

/* Set *@zone to the zone of all pages in [@pfn, @end). All must be online, and in one zone. */
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

/* Is all of [@start, @end) memory? The struct page does not tell: a hole can have one, too. */
static int check_memory(u64 start, u64 end)
{
	struct range_table memory = {};
	int err = memory_read(&memory);

	if (!err && !range_covers(&memory, start, end, RANGE_RESERVED))
		err = -ENOENT;
	range_destroy(&memory);
	return err;
}

static int reserve_range(u64 start, u64 end, const char *name)
{
	struct zone *zone;
	int err;

	if (!PAGE_ALIGNED(start) || !PAGE_ALIGNED(end))
		return -EINVAL;
	err = check_memory(start, end) ?: zone_of(PHYS_PFN(start), PHYS_PFN(end), &zone);
	if (err)
		return err;
	if (!area_is_open(zone, PHYS_PFN(start), PHYS_PFN(end)))
		return fatal_signal_pending(current) ? -EINTR : -EBUSY;
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

/*
 * A name can be used for one reservation at a time. It must not be an owner that the module
 * defines, or a region of reserve_mem=.
 */
static bool name_is_in_use(const char *name)
{
	const struct range_table *t = &mirror.table;
	u64 start, end;
	int owner = owner_find(name);
	size_t i;

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
 * Return: 0; -EINVAL if the range or the size is not whole pages, or the range is not in one
 * zone; -ENOENT if there is no such node or memory; -EBUSY if the name is in use, the range
 * overlaps a reservation, or it has pages that cannot be moved; -ENOMEM if there is no area of
 * that size, or the zone would have too little memory left; -EINTR after a fatal signal. On error
 * nothing is taken.
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
