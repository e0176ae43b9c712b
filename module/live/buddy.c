// SPDX-License-Identifier: GPL-2.0-only
/*
 * buddy: a model of the page allocator's buddy lists.
 *
 * The allocator frees a block of 2^order pages with __free_one_page(). The block's buddy is the
 * other half of the next larger aligned block. If all of the buddy is free, the two merge, and so
 * on for the larger block. From the order of a pageblock on, they do not merge if the types of
 * their pageblocks differ and one of these must not mix (isolated, CMA, high-atomic). Blocks of
 * different zones never merge. The order in which pages are freed does not change the final lists.
 *
 * So the model keeps no lists. It computes what is free from two things that exist anyway: the
 * free blocks that struct pages show, and the late freed pages of the table. A block "is there" in
 * the model if it is a free block of the allocator, of exactly that order. It is also there if one
 * of its pages is late freed, both its halves are there, and they may merge. A simulation takes no
 * memory, and always starts from the free lists of the moment.
 *
 * The kernel first puts blocks of order 0 to 3, and of a huge page, on a list of the CPU, where
 * they do not merge (free_unref_page()). The model shows where they will be when these lists have
 * been drained.
 *
 * The free lists are read without the zone's lock. If a block is taken or freed at the same moment,
 * it may count or not.
 */
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>

#include "live/buddy.h"

/**
 * buddy_free_order - the order of a free block
 * @page: struct page, online
 * @pfn: its page frame number
 *
 * Context: Any. Takes no lock. It checks that the block is free before and after it reads the
 * order, and that the order is possible. Then it assumes that the block was free in between.
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
 * buddy_order_in_lists - how large is the free block that a freed block is part of now?
 * @pfn: first page frame number of the freed block
 * @order: its order
 *
 * Context: Any.
 * Return: the order of the free block; it can be smaller than @order, see compat_freed_order().
 * @order if the freed block is on a list of a CPU, or was allocated again.
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

/*
 * Is each page of this block late freed, and given to the model by now? All its pages are in one
 * pageblock.
 */
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

/* Is this page late freed, and given to the model by now? No byte of it may be reserved. */
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
 * Is this block there? Each step down halves the block, so there are at most MAX_PAGE_ORDER steps.
 * It goes down only where pages are late freed.
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
 * buddy_merged_order - how large would the block be that a freed block becomes part of?
 * @m: the model
 * @pfn: first page frame number of the freed block
 * @order: its order
 *
 * Context: Process. The table must not change meanwhile.
 * Return: the order of the larger block. It begins at @pfn rounded down to this order.
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
 * buddy_read - count the free blocks of a zone, as /proc/buddyinfo does
 * @zone: zone
 * @lists: filled in
 *
 * Context: Any. Takes no lock.
 */
void buddy_read(struct zone *zone, struct buddy_lists *lists)
{
	unsigned int order;

	for (order = 0; order < NR_PAGE_ORDERS; order++)
		/* Without zone->lock: the numbers can be old when they are used anyway. */
		lists->nr[order] = data_race(zone->free_area[order].nr_free);
}

/*
 * The first page of the block that the late freed page @pfn is part of; *@order is its order. The
 * run of late freed pages ends at @end.
 */
static unsigned long block_of(const struct buddy_model *m, unsigned long pfn,
			      unsigned long end, unsigned int *order)
{
	*order = buddy_merged_order(m, pfn, buddy_block_order(pfn, end));
	return round_down(pfn, 1UL << *order);
}

/* Subtract the allocator's free blocks in [@pfn, @end): they are parts of a larger block now. */
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
			/* The block's pages outside the run are the allocator's. */
			take_free_blocks(pfn, min(start, next), lists);
			take_free_blocks(max(end, pfn), next, lists);
			lists->nr[order]++;
			cond_resched();
		}
	}
}

/**
 * buddy_simulate - the free lists of a zone as they are, and as they would be
 * @t: the table
 * @zone: a zone
 * @free: filled in: the free lists as they are
 * @simulated: filled in: as they would be if the late freed pages of @t were free
 *
 * Starts again if the free lists change meanwhile, at most nine times.
 *
 * Context: Process. mirror.work is held. May sleep. After a fatal signal the result is not valid.
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
