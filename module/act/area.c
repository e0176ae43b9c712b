// SPDX-License-Identifier: GPL-2.0-only
/*
 * area: find contiguous pages that could be taken from the buddy.
 *
 * alloc_contig_range() isolates whole pageblocks, moves the pages of the range that are in
 * use, and takes the range. A failed attempt is expensive, changes pageblocks, and may fail
 * only at the last page. So this file looks first. An area is open if all pageblocks that it
 * touches
 *
 *  - are online, and of one zone;
 *  - have types that may mix (migratetype_is_mergeable()). A CMA pageblock is kept for a
 *    device; alloc_contig_range() does not take it for us (has_unmovable_pages()). An isolated
 *    pageblock is being used by somebody else at this moment. A high-atomic pageblock is kept
 *    for requests that cannot wait. Before Linux 6.16, undo_isolate_page_range() makes it an
 *    ordinary one, even if nothing was taken, but the zone's nr_reserved_highatomic counts it
 *    for ever;
 *  - have no page that cannot move. Pages outside the area that this module reserved do not
 *    count, because handover.c hides them.
 *
 * has_unmovable_pages() decides which pages can move: free pages, pages that are about to be
 * free, pages on an LRU list, huge pages, and pages of a driver that can move them.
 *
 * No lock is held while this file looks, so the answer can be old: alloc_contig_range()
 * decides in the end. The zone's lock cannot be held until alloc_contig_range() isolates the
 * pageblocks. So one gap remains: if a pageblock becomes high-atomic in these microseconds,
 * the wrong count described above still happens.
 */
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/pageblock-flags.h>
#include <linux/sched/signal.h>

#include "act/area.h"
#include "compat.h"
#include "live/buddy.h"
#include "mirror/mirror.h"

/* Which pages do not prevent that an area is taken? Each value includes those before it. */
enum look {
	LOOK_FREE,	/* free pages */
	LOOK_MOVABLE,	/* and pages that can move */
	LOOK_OUTSIDE,	/* and pages that this module reserved */
};

/* Could this page be moved? No free block begins at it. See has_unmovable_pages(). */
static bool page_can_move(struct page *page)
{
	/* To move a gigantic page, the kernel would have to make another one. */
	if (PageHuge(page))
		return compound_order(compound_head(page)) <= MAX_PAGE_ORDER;
	/* All pages of this zone can move; a new one only when it is on an LRU list. */
	if (page_zonenum(page) == ZONE_MOVABLE)
		return true;
	if (PageCompound(page))
		return PageLRU(page) || compat_page_has_movable_ops(compound_head(page));
	/* The page is part of a free block, is on a list of a CPU, or is being freed. */
	if (!page_ref_count(page))
		return true;
	return PageLRU(page) || compat_page_has_movable_ops(page);
}

/* How many pages from this one on do not prevent that the area is taken? 0 if this one does. */
static unsigned long pages_open(unsigned long pfn, enum look look)
{
	struct page *page = pfn_to_page(pfn);
	int order = buddy_free_order(page, pfn);

	if (order >= 0)
		return 1UL << order;
	if (look == LOOK_FREE)
		return 0;
	if (PageReserved(page))
		return look == LOOK_OUTSIDE && mirror_page_is_live(pfn);
	return page_can_move(page);
}

/*
 * The first page of [@pfn, @end) that prevents that the area is taken. All of these pages are in
 * one pageblock that is online. If there is no such page, returns where to go on: @end, or the
 * end of the last free block, which can be after @end.
 */
static unsigned long find_obstacle(unsigned long pfn, unsigned long end, enum look look)
{
	unsigned long step;

	for (; pfn < end; pfn += step) {
		step = pages_open(pfn, look);
		if (!step)
			break;
	}
	return pfn;
}

static bool block_is_open(struct zone *zone, unsigned long pfn)
{
	struct page *page = pfn_to_online_page(pfn);

	return page && page_zone(page) == zone &&
	       page_zone(page + pageblock_nr_pages - 1) == zone &&
	       migratetype_is_mergeable(compat_pageblock_type(pfn));
}

/* Can all pages of [@pfn, @end) stay where they are? They lie beside the area; may be empty. */
static bool beside_is_open(unsigned long pfn, unsigned long end)
{
	return find_obstacle(pfn, end, LOOK_OUTSIDE) >= end;
}

/*
 * Look at the area [@pfn, @end), pageblock by pageblock, up to the first thing that prevents that
 * it is taken. Returns ULONG_MAX if there is none. Else returns a page frame number: no area that
 * begins at @pfn, or between @pfn and there, is open. It can be far after @end, if a whole section
 * is offline.
 */
static unsigned long look_at(struct zone *zone, unsigned long pfn, unsigned long end,
			     bool only_free)
{
	enum look look = only_free ? LOOK_FREE : LOOK_MOVABLE;
	unsigned long block, block_end, at = pfn;

	for (block = pageblock_start_pfn(pfn); block < end; block = block_end) {
		unsigned long nr = pfn_to_section_nr(block);

		cond_resched();
		if (fatal_signal_pending(current))
			return block;
		block_end = block + pageblock_nr_pages;
		if (!online_section_nr(nr))
			return section_nr_to_pfn(nr + 1) - 1;
		if (!block_is_open(zone, block))
			return block_end - 1;
		at = find_obstacle(at, min(block_end, end), look);
		if (at < min(block_end, end))
			return at;
		if (!beside_is_open(block, min(block_end, pfn)) ||
		    !beside_is_open(max(block, end), block_end))
			return block_end - 1;
	}
	return ULONG_MAX;
}

/**
 * area_is_open - could these pages be taken from the buddy?
 * @zone: the zone that all of them should be in
 * @pfn: first page frame number
 * @end: first page frame number after the area
 *
 * Context: Process. May sleep. mirror.work is held.
 * Return: true if they could; false if a pageblock of the area is not open, or a page in it
 * cannot move. Also false after a fatal signal.
 */
bool area_is_open(struct zone *zone, unsigned long pfn, unsigned long end)
{
	return look_at(zone, pfn, end, false) == ULONG_MAX;
}

/**
 * area_find - find the first area that could be taken from the buddy
 * @zone: zone
 * @pfn: first page frame number to look at
 * @nr: how many pages; > 0
 * @only_free: all pages must be free, so that none has to move
 *
 * An area is aligned to its size, rounded up to a power of two, but not to more than the buddy's
 * largest block. So it can be given back in large blocks. Each page is looked at once or twice.
 *
 * Context: Process. May sleep. mirror.work is held.
 * Return: the first page frame number of the area; ULONG_MAX if there is none, or after a fatal
 * signal.
 */
unsigned long area_find(struct zone *zone, unsigned long pfn, unsigned long nr, bool only_free)
{
	const unsigned long align = min(roundup_pow_of_two(nr), MAX_ORDER_NR_PAGES);
	unsigned long at;

	for (pfn = ALIGN(pfn, align); pfn + nr <= zone_end_pfn(zone); pfn = ALIGN(at + 1, align)) {
		at = look_at(zone, pfn, pfn + nr, only_free);
		if (at == ULONG_MAX)
			return pfn;
		if (fatal_signal_pending(current))
			break;
	}
	return ULONG_MAX;
}
