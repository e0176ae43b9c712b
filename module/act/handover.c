// SPDX-License-Identifier: GPL-2.0-only
/*
 * handover: pages change hands between the buddy and a reservation. Nothing else
 * in this module changes a page.
 *
 * A reserved page is what reserve_bootmem_region() made of it at boot: PG_reserved,
 * held by one reference, not managed by its zone. Taking makes pages so: they come
 * from alloc_contig_range(), which moves what can be moved out of the way, as
 * single pages with a reference each.
 *
 * Giving undoes it, as __free_pages_core() does at boot: whole blocks, managed
 * pages adjusted once for all. But others can hold these pages. Who walks memory by page frame
 * takes a reference before he looks what the page is: DAMON (damon_get_folio()), split_huge_pages
 * (split_huge_pages_all()), memory_failure(). So a page is claimed by freezing its one
 * reference, in one step with finding that it is the only one: from then on nobody can take
 * another. A page that somebody holds is not claimed. It is given alone, by dropping our
 * reference, and whoever lets go last frees it. The same for a page that has gone bad.
 */
#include <linux/delay.h>
#include <linux/log2.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/page_ref.h>
#include <linux/sched.h>

#include "act/handover.h"
#include "compat.h"
#include "live/buddy.h"
#include "mirror/mirror.h"
#include "trace.h"

/*
 * Does nobody else hold this page? @freeze it then. Who walks memory by page frame lets go soon,
 * so others get up to 25 ms.
 */
static bool page_is_alone(struct page *page, bool freeze)
{
	unsigned int us;

	for (us = 50; us < 10000; us *= 2) {
		if (freeze ? page_ref_freeze(page, 1) : page_ref_count(page) == 1)
			return true;
		usleep_range(us, 2 * us);
	}
	return false;
}

/* The opposite of a claim: make a frozen page reserved again. */
static void unclaim(struct page *page)
{
	SetPageReserved(page);
	page_ref_unfreeze(page, 1);
}

/*
 * alloc_contig_range() isolates whole pageblocks, and refuses those that hold a page
 * which cannot move, be it outside the range (isolate_single_pageblock()). For pages
 * of ours there is no need to: while it works they look like pages on their way to
 * the buddy, which it passes over. False if somebody holds one of them.
 */
static bool hide_ours(unsigned long pfn, unsigned long end)
{
	for (; pfn < end; pfn++) {
		struct page *page = pfn_to_online_page(pfn);

		if (!page || !mirror_page_is_live(pfn))
			continue;
		if (!page_is_alone(page, true))
			return false;
		ClearPageReserved(page);
	}
	return true;
}

static void unhide_ours(unsigned long pfn, unsigned long end)
{
	for (; pfn < end; pfn++) {
		struct page *page = pfn_to_online_page(pfn);

		if (page && mirror_page_is_live(pfn) && !PageReserved(page))
			unclaim(page);
	}
}

/*
 * Claim up to @nr pages for the buddy, up to the first that somebody else holds or that has gone
 * bad: they are frozen, and no longer reserved. Returns how many those are. The flag is cleared
 * atomically: memory_failure() sets PG_hwpoison before it has a reference.
 */
static unsigned long claim(struct page *page, unsigned long nr)
{
	unsigned long i;

	for (i = 0; i < nr && page_ref_freeze(page + i, 1); i++) {
		if (unlikely(PageHWPoison(page + i))) {
			page_ref_unfreeze(page + i, 1);
			break;
		}
		ClearPageReserved(page + i);
	}
	return i;
}

/*
 * Give the largest block that begins at @page, has 2^@order pages at most, and no page that
 * somebody else holds; or that page alone. Returns the order of what it gave.
 */
static unsigned int give_block(struct page *page, unsigned int order)
{
	unsigned long nr = order ? claim(page, 1UL << order) : 0;

	if (!nr) {
		handover_drop(page);
		return 0;
	}
	order = ilog2(nr);
	while (nr-- > 1UL << order)
		unclaim(page + nr);
	/* If somebody takes the head now, __free_pages() frees the rest, and he frees the head. */
	page_ref_unfreeze(page, 1);
	__free_pages(page, order);
	return order;
}

/* The largest block to give that begins at @pfn; one that has tags goes page by page. */
static unsigned int order_to_give(unsigned long pfn, unsigned long end)
{
	return compat_pages_have_tags() ? 0 : buddy_block_order(pfn, end);
}

/* Give pages back that nobody asked for; their zone counts them as managed. */
static void give_rest(unsigned long pfn, unsigned long end)
{
	while (pfn < end)
		pfn += 1UL << give_block(pfn_to_page(pfn), order_to_give(pfn, end));
}

/* Is this page free, or on its way to the buddy? The later pages of a large one look the same. */
static bool page_is_free(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	return !page_ref_count(page) && !PageCompound(page) && !PageSlab(page);
}

static int take_hiding(unsigned long pfn, unsigned long end)
{
	unsigned long outer_pfn = pageblock_start_pfn(pfn), outer_end = pageblock_align(end);
	int err = -EBUSY;

	if (hide_ours(outer_pfn, pfn) && hide_ours(end, outer_end))
		err = compat_alloc_contig_range(pfn, end);
	unhide_ours(outer_pfn, pfn);
	unhide_ours(end, outer_end);
	return err;
}

/*
 * alloc_contig_range() takes free blocks as a whole. Where it does not bear that somebody holds a
 * page that it gives back, ask for all free pages beside ours too, and give them back here.
 * Somebody can take one of them meanwhile, and it cannot be moved then: look again.
 */
static int take_pages(unsigned long pfn, unsigned long end)
{
	unsigned long min = pageblock_start_pfn(pfn), max = pageblock_align(end);
	unsigned long first = pfn, last = end, from, to;
	int err, tries = 3;

	do {
		from = first;
		to = last;
		for (first = pfn; first > min && page_is_free(first - 1); first--)
			;
		for (last = end; last < max && page_is_free(last); last++)
			;
		err = take_hiding(first, last);
	} while (err == -EBUSY && --tries && (first != from || last != to));
	if (!err) {
		give_rest(first, pfn);
		give_rest(end, last);
	}
	return err;
}

/**
 * handover_take - take pages from the buddy
 * @pfn: first page frame
 * @end: first page frame behind; all are online, and of one zone
 *
 * They are PG_reserved then, and held by one reference. Their zone still counts them as managed:
 * handover_unmanage() must follow.
 *
 * Context: Process. mirror.work is held. May sleep, and move pages that are in use.
 * Return: 0; -EBUSY if a page of these pageblocks is in use and cannot be moved; -ENOMEM; -EINTR
 * after a fatal signal. Nothing was taken then.
 */
int handover_take(unsigned long pfn, unsigned long end)
{
	int err = compat_contig_warns() ? take_pages(pfn, end) : take_hiding(pfn, end);

	if (err)
		return err;
	for (; pfn < end; pfn++) {
		SetPageReserved(pfn_to_page(pfn));
		if (IS_ALIGNED(pfn, PAGES_PER_SECTION))
			cond_resched();
	}
	return 0;
}

/**
 * handover_unmanage - their zone no longer counts pages as managed
 * @pfn: first page frame
 * @end: first page frame behind; handover_take() took them
 *
 * Context: Process. mirror.lock is held, as the table changes with it.
 */
void handover_unmanage(unsigned long pfn, unsigned long end)
{
	adjust_managed_page_count(pfn_to_page(pfn), -(long)(end - pfn));
}

/**
 * handover_is_idle - are these pages reserved, and nobody uses them?
 * @pfn: first page frame
 * @end: first page frame behind
 *
 * Context: Process. May sleep.
 * Return: true if all are online, reserved, sound, and held by nobody else for long.
 */
bool handover_is_idle(unsigned long pfn, unsigned long end)
{
	struct page *page = NULL;

	for (; pfn < end; pfn++, page++) {
		if (!page || IS_ALIGNED(pfn, PAGES_PER_SUBSECTION)) {
			cond_resched();
			page = pfn_to_online_page(pfn);
		}
		if (!page || !PageReserved(page) || PageHWPoison(page) ||
		    !page_is_alone(page, false))
			return false;
	}
	return true;
}

static inline void trace_given(unsigned long pfn, unsigned int order)
{
	struct page *page = pfn_to_page(pfn);

	if (trace_early_res_block_enabled())
		trace_early_res_block(pfn, order, buddy_order_in_lists(pfn, order),
				      page_to_nid(page),
				      zone_name(page_to_nid(page), page_zonenum(page)), false);
}

/**
 * handover_give_blocks - handover_give() of any number of pages
 * @pfn: first page frame
 * @end: first page frame behind; all are online and reserved, and of one zone
 *
 * Context: Process. May sleep.
 */
void handover_give_blocks(unsigned long pfn, unsigned long end)
{
	unsigned int order;

	adjust_managed_page_count(pfn_to_page(pfn), end - pfn);
	while (pfn < end) {
		order = give_block(pfn_to_page(pfn), order_to_give(pfn, end));
		trace_given(pfn, order);
		pfn += 1UL << order;
		if (pageblock_aligned(pfn))
			cond_resched();
	}
}

/**
 * handover_give_boot - give pages to the buddy that were reserved at boot
 * @pfn: first page frame
 * @end: first page frame behind; all are online and reserved, and of one zone
 *
 * As handover_give(), but nobody ever allocated these pages. Where pages can have a tag that
 * says who did, they have none, and only free_reserved_page() knows of that. It is for pages that
 * nobody else holds.
 *
 * Context: Process. May sleep.
 */
void handover_give_boot(unsigned long pfn, unsigned long end)
{
	if (!compat_pages_have_tags()) {
		handover_give(pfn, end);
		return;
	}
	for (; pfn < end; pfn++) {
		struct page *page = pfn_to_page(pfn);

		if (page_is_alone(page, true)) {
			free_reserved_page(page);
			trace_given(pfn, 0);
		} else {
			handover_give_blocks(pfn, pfn + 1);
		}
		if (pageblock_aligned(pfn))
			cond_resched();
	}
}
