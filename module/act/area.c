// SPDX-License-Identifier: GPL-2.0-only
/*
 * area: pages in one piece that could be taken from the buddy.
 *
 * alloc_contig_range() isolates whole pageblocks, moves what is in use in the range, and
 * takes it. To try costs much, changes pageblocks, and can fail at the last page. So look
 * first. An area is open if all pageblocks that it touches are
 *
 *  - online, and of one zone;
 *  - of types that may mix (migratetype_is_mergeable()). A CMA pageblock is kept for a
 *    device, and alloc_contig_range() refuses it to us (has_unmovable_pages()). An isolated
 *    one is somebody else's just now. A high-atomic one is kept for requests that cannot
 *    wait. Before Linux 6.16 undo_isolate_page_range() makes it an ordinary one, also when
 *    nothing was taken, but leaves it in the zone's nr_reserved_highatomic, for ever;
 *  - without a page that cannot move. Outside the area, pages reserved by us do not count,
 *    as handover.c hides them.
 *
 * What can move is what has_unmovable_pages() lets through: free pages, those on their
 * way to be free, those on an LRU list, huge pages, and those of a driver that can move them.
 *
 * All of it is read without a lock, so it was true a moment ago: alloc_contig_range() has
 * the last word. The zone's lock cannot be held until it isolates the pageblocks. So one
 * gap remains: a pageblock that becomes high-atomic in these microseconds is lost as before.
 */
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/pageblock-flags.h>
#include <linux/sched/signal.h>

#include "act/area.h"
#include "compat.h"
#include "live/buddy.h"
#include "mirror/mirror.h"

/* Which pages are in nobody's way? */
enum look {
	LOOK_FREE,	/* the free ones */
	LOOK_MOVABLE,	/* and those that can move */
	LOOK_OUTSIDE,	/* and those that were reserved by us */
};

/* Could this page, which no free block begins at, be moved? See has_unmovable_pages(). */
static bool page_can_move(struct page *page)
{
	/* A gigantic page would have to be made anew elsewhere. */
	if (PageHuge(page))
		return compound_order(compound_head(page)) <= MAX_PAGE_ORDER;
	/* In this zone all can, if not at once: new ones are not on the LRU yet. */
	if (page_zonenum(page) == ZONE_MOVABLE)
		return true;
	if (PageCompound(page))
		return PageLRU(page) || compat_page_has_movable_ops(compound_head(page));
	/* It is part of a free block, on a list of a CPU, or on its way. */
	if (!page_ref_count(page))
		return true;
	return PageLRU(page) || compat_page_has_movable_ops(page);
}

/* How many pages, from this one on, are in nobody's way? 0 if this one is. */
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
 * The first page of [@pfn, @end), all of one pageblock that is online, that is in the way. If there
 * is none, where to go on: at @end, or behind it, where the last free block ends.
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

/* Is nothing in the way in [@pfn, @end), which lies beside the area, or is empty? */
static bool beside_is_open(unsigned long pfn, unsigned long end)
{
	return find_obstacle(pfn, end, LOOK_OUTSIDE) >= end;
}

/*
 * Look at the area [@pfn, @end), pageblock by pageblock, up to the first thing that is in the way.
 * Returns ULONG_MAX if there is none; else a page frame: no area that begins between @pfn
 * and there is open. That can be far behind @end, in a section that is offline as a whole.
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
 * area_is_open - could these pages be taken?
 * @zone: zone
 * @pfn: first page frame
 * @end: first page frame behind
 *
 * Context: Process. May sleep. mirror.work is held.
 * Return: false if they cannot: one of their pageblocks is closed, or has a page that cannot
 * move. Also after a fatal signal.
 */
bool area_is_open(struct zone *zone, unsigned long pfn, unsigned long end)
{
	return look_at(zone, pfn, end, false) == ULONG_MAX;
}

/**
 * area_find - the first area that could be taken
 * @zone: zone
 * @pfn: first page frame to look at
 * @nr: how many pages; > 0
 * @only_free: all of them must be free, so that nothing has to move
 *
 * Areas are aligned to their size, at most to the buddy's largest blocks, so that they
 * can go back in such. Each page is looked at once or twice.
 *
 * Context: Process. May sleep. mirror.work is held.
 * Return: its first page frame; ULONG_MAX if there is none, or after a fatal signal.
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
