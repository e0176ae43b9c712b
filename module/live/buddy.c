// SPDX-License-Identifier: GPL-2.0-only
/*
 * buddy: a model of the page allocator's buddy lists.
 *
 * The allocator takes back a block of 2^order pages by __free_one_page(): as
 * long as the block's buddy, the other half of the next larger aligned block, is
 * free as a whole, the two become one. At and above the order of a pageblock
 * they do not if the types of their pageblocks differ and one must not mix (isolated,
 * CMA, high-atomic). Zones never mix. What the lists are in the end does not depend
 * on the order in which pages came back.
 *
 * So the model keeps no lists. What is free is a function of two things that are
 * there: the free blocks that struct pages tell of, and the pages late freed in the
 * table. A block of the model "is there" if the allocator has it, in just that
 * order; or if one of its pages is late freed and both its halves are there, and
 * may merge. A simulation needs no memory, and is true of the free lists of the moment.
 *
 * Blocks of order 0 to 3 and of a huge page are first put on a list of the CPU,
 * where they do not merge (free_unref_page()). The model shows them where they will
 * be once these lists are drained.
 *
 * The free lists are read without the zone's lock. A block that is taken or freed
 * at the same moment may count either way.
 */
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>

#include "live/buddy.h"

/**
 * buddy_free_order - the order of a free block
 * @page: struct page, online
 * @pfn: its page frame
 *
 * Context: Any. Takes no lock: that the block was free all the time is believed
 * if it is free before and after its order was read, and the order makes sense.
 * Return: the order; -1 if no free block of the allocator begins here.
 */
int buddy_free_order(struct page *page, unsigned long pfn)
{
	unsigned long order;

	if (!PageBuddy(page))
		return -1;
	order = READ_ONCE(page->private);
	if (order > MAX_PAGE_ORDER || !IS_ALIGNED(pfn, 1UL << order))
		return -1;
	smp_rmb(); /* the order was read while the page was still free */
	return PageBuddy(page) ? order : -1;
}

/**
 * buddy_order_in_lists - where is a block that was handed in?
 * @pfn: its first page frame
 * @order: its order
 *
 * Context: Any.
 * Return: the order of the free block it is part of by now; @order if it is on
 * a list of a CPU, or taken again. That can be a smaller one, see compat_freed_order().
 */
unsigned int buddy_order_in_lists(unsigned long pfn, unsigned int order)
{
	int found, least = compat_freed_order(order);

	for (found = MAX_PAGE_ORDER; found >= least; found--) {
		unsigned long head = round_down(pfn, 1UL << found);
		struct page *page = pfn_to_online_page(head);

		if (page && buddy_free_order(page, head) == found)
			return found;
	}
	return order;
}

/* Is each page of a block within one pageblock late freed, and handed in? */
static bool all_late_freed(const struct buddy_model *m, struct page *page,
			   unsigned long pfn, unsigned long nr)
{
	u64 start = PFN_PHYS(pfn), end = PFN_PHYS(pfn + nr);

	if (page_zone_id(page) != page_zone_id(page + nr - 1))
		return false;
	if (pfn < m->hidden_end && pfn + nr > m->hidden)
		return false;
	return range_covers(m->t, start, end, RANGE_LATE_FREED);
}

/* A page with bytes of several states is late freed if no byte is reserved. */
static bool page_late_freed(const struct buddy_model *m, unsigned long pfn)
{
	u64 start = PFN_PHYS(pfn), end = PFN_PHYS(pfn + 1);

	if (pfn >= m->hidden && pfn < m->hidden_end)
		return false;
	return range_any(m->t, start, end, RANGE_LATE_FREED) &&
	       !range_any(m->t, start, end, RANGE_RESERVED);
}

/* May the two halves of a block of @order + 1 merge? See __free_one_page(). */
static bool halves_merge(unsigned long pfn, unsigned int order)
{
	unsigned long buddy = pfn ^ (1UL << order);
	struct page *page = pfn_to_online_page(pfn);
	struct page *other = pfn_to_online_page(buddy);
	unsigned int type, other_type;

	if (!page || !other || page_zone_id(page) != page_zone_id(other))
		return false;
	if (order < pageblock_order)
		return true;
	type = compat_pageblock_type(pfn);
	other_type = compat_pageblock_type(buddy);
	return type == other_type ||
	       (migratetype_is_mergeable(type) && migratetype_is_mergeable(other_type));
}

/*
 * Is this block there? Each step down halves the block, so it is at most
 * MAX_PAGE_ORDER steps deep; and it goes down only where pages are late freed.
 */
static bool block_is_there(const struct buddy_model *m, unsigned long pfn, unsigned int order)
{
	struct page *page = pfn_to_online_page(pfn);

	if (!page)
		return false;
	if (buddy_free_order(page, pfn) == order)
		return true;
	if (!order)
		return page_late_freed(m, pfn);
	if (order < pageblock_order && all_late_freed(m, page, pfn, 1UL << order))
		return true;
	return range_any(m->t, PFN_PHYS(pfn), PFN_PHYS(pfn + (1UL << order)), RANGE_LATE_FREED) &&
	       block_is_there(m, pfn, order - 1) &&
	       block_is_there(m, pfn + (1UL << (order - 1)), order - 1) &&
	       halves_merge(pfn, order - 1);
}

/**
 * buddy_merged_order - where would a block end up?
 * @m: the model
 * @pfn: first page frame of a block that is handed in
 * @order: its order
 *
 * Context: Process. The table does not change.
 * Return: the order of the block it becomes a part of; that begins at @pfn
 * rounded down to this order.
 */
unsigned int buddy_merged_order(const struct buddy_model *m, unsigned long pfn,
				unsigned int order)
{
	for (order = compat_freed_order(order); order < MAX_PAGE_ORDER; order++) {
		unsigned long buddy;

		pfn = round_down(pfn, 1UL << order);
		buddy = pfn ^ (1UL << order);
		if (!block_is_there(m, buddy, order) || !halves_merge(pfn, order))
			break;
	}
	return order;
}

/**
 * buddy_read - the free lists of a zone, as /proc/buddyinfo shows them
 * @zone: zone
 * @lists: filled in
 *
 * Context: Any.
 */
void buddy_read(struct zone *zone, struct buddy_lists *lists)
{
	unsigned int order;

	for (order = 0; order < NR_PAGE_ORDERS; order++)
		/* without zone->lock: they can be old by the time they are used anyway */
		lists->nr[order] = data_race(zone->free_area[order].nr_free);
}

/* The block that page @pfn of @run, which is late freed, is part of, and its order */
static unsigned long block_of(const struct buddy_model *m, unsigned long pfn,
			      unsigned long end, unsigned int *order)
{
	*order = buddy_merged_order(m, pfn, buddy_block_order(pfn, end));
	return round_down(pfn, 1UL << *order);
}

/* The free blocks of the allocator that lie in [@pfn, @end) are no longer there. */
static void take_free_blocks(unsigned long pfn, unsigned long end, struct buddy_lists *lists)
{
	while (pfn < end) {
		struct page *page = pfn_to_online_page(pfn);
		int order = page ? buddy_free_order(page, pfn) : -1;

		if (order >= 0)
			lists->nr[order]--;
		pfn += 1UL << max(order, 0);
	}
}

static void simulate_once(const struct range_table *t, struct zone *zone,
			  struct buddy_lists *lists)
{
	const struct buddy_model m = { .t = t };
	unsigned long pfn, next = 0, start, end;
	struct range_pages run = {};
	unsigned int order;

	while (range_next_pages(t, &run) && !fatal_signal_pending(current)) {
		if (run.state != RANGE_LATE_FREED || run.nid != zone_to_nid(zone) ||
		    run.zone != zone_idx(zone))
			continue;
		start = PHYS_PFN(run.start);
		end = PHYS_PFN(run.end);
		for (pfn = max(next, start); pfn < end; pfn = next) {
			pfn = block_of(&m, pfn, end, &order);
			next = pfn + (1UL << order);
			/* The allocator has no part of the run itself. */
			take_free_blocks(pfn, min(start, next), lists);
			take_free_blocks(max(end, pfn), next, lists);
			lists->nr[order]++;
			cond_resched();
		}
	}
}

/**
 * buddy_simulate - the free lists of a zone, and what they would be
 * @t: the table
 * @zone: a zone
 * @free: filled in: the free lists as they are
 * @simulated: filled in: as they would be with what is late freed in @t
 *
 * Starts over, a few times, if the free lists change meanwhile.
 *
 * Context: Process. mirror.work is held. May sleep. After a fatal signal the result is no good.
 */
void buddy_simulate(const struct range_table *t, struct zone *zone,
		    struct buddy_lists *free, struct buddy_lists *simulated)
{
	struct buddy_lists after;
	int tries = 10;

	do {
		buddy_read(zone, free);
		*simulated = *free;
		simulate_once(t, zone, simulated);
		buddy_read(zone, &after);
	} while (--tries && !fatal_signal_pending(current) &&
		 memcmp(free, &after, sizeof(after)));
}
