// SPDX-License-Identifier: GPL-2.0-only
/*
 * handover: move pages between the buddy and a reservation. No other file of this
 * module changes a page.
 *
 * A reserved page is in the state that reserve_bootmem_region() gave it at boot:
 * PG_reserved is set, it has one reference, and its zone does not count it as managed.
 * To take pages means to bring them into this state. They come from
 * alloc_contig_range(), as single pages with one reference each; it moves pages that
 * are in use out of the range.
 *
 * To give pages back does the opposite, as __free_pages_core() does at boot: it frees
 * whole blocks, and corrects the count of managed pages once for all of them. But
 * somebody else can hold such a page for a moment. Code that walks memory by page frame
 * number takes a reference before it looks what the page is: DAMON (damon_get_folio()),
 * split_huge_pages (split_huge_pages_all()), memory_failure(). So each page is claimed
 * with page_ref_freeze(page, 1). In one step, this checks that ours is the only reference
 * and makes the count 0; from then on nobody can take another reference. If somebody else
 * holds the page, it is not claimed. Then it is given alone: we drop our reference, and
 * the page is free when the last reference is dropped. A page with PG_hwpoison is treated
 * in the same way.
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
 * Does nobody else hold this page? With @freeze, also claim it. Code that walks memory drops its
 * references soon, so this waits for them: 13 to 26 ms in all.
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

/* The opposite of a claim: make a frozen page a reserved page again. */
static void unclaim(struct page *page)
{
	SetPageReserved(page);
	page_ref_unfreeze(page, 1);
}

/*
 * alloc_contig_range() isolates whole pageblocks. It refuses a pageblock that has a page which
 * cannot move, even if that page is outside the range (isolate_single_pageblock()). Our own
 * reserved pages are such pages, but they are no reason to refuse. So while it works they look
 * like pages that are being freed, which it ignores. Returns false if somebody else holds one.
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
 * Claim the pages from @page on, @nr at most. Stop at the first page that somebody else holds or
 * that has PG_hwpoison. Claimed pages are frozen, and no longer reserved. Returns how many were
 * claimed. The flag is cleared atomically, because memory_failure() sets PG_hwpoison before it
 * has a reference.
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
 * Give the largest block that begins at @page, has at most 2^@order pages, and has no page that
 * somebody else holds. If @page itself cannot be claimed, give it alone. Returns the order of the
 * block that was given.
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
	/* If somebody takes the head now: __free_pages() frees the rest, his put frees the head. */
	page_ref_unfreeze(page, 1);
	__free_pages(page, order);
	return order;
}

/*
 * The order of the largest block to give that begins at @pfn. Where pages can have allocation tags,
 * each page is given alone.
 */
static unsigned int order_to_give(unsigned long pfn, unsigned long end)
{
	return compat_pages_have_tags() ? 0 : buddy_block_order(pfn, end);
}

/* Give back pages that were taken only because of their neighbours. Their zone manages them. */
static void give_rest(unsigned long pfn, unsigned long end)
{
	while (pfn < end)
		pfn += 1UL << give_block(pfn_to_page(pfn), order_to_give(pfn, end));
}

/* Is this page free, or being freed? The tail pages of a compound page also have no reference. */
static bool page_is_free(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	return !page_ref_count(page) && !PageCompound(page) && !PageSlab(page);
}

/* Take pages, while our own reserved pages in the same pageblocks are hidden. */
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
 * alloc_contig_range() takes a free block as a whole, and gives back the part that is outside the
 * range. Some kernels warn if somebody holds a page of that part. There, ask also for all free
 * pages beside the range, and give them back here. If somebody takes one of these pages meanwhile
 * and it cannot be moved, look again.
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
 * handover_take - take pages from the buddy and make them reserved
 * @pfn: first page frame number
 * @end: first page frame number after the last; all pages are online, and of one zone
 *
 * Afterwards each page has PG_reserved and one reference. Its zone still counts it as managed:
 * the caller must call handover_unmanage().
 *
 * Context: Process. mirror.work is held. May sleep, and move pages that are in use.
 * Return: 0; -EBUSY if a page of these pageblocks is in use and cannot be moved; -ENOMEM; -EINTR
 * after a fatal signal. On error nothing was taken.
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
 * handover_unmanage - stop counting pages as managed
 * @pfn: first page frame number
 * @end: first page frame number after the last; handover_take() took these pages
 *
 * Context: Process. mirror.lock is held, because the table must change at the same time.
 */
void handover_unmanage(unsigned long pfn, unsigned long end)
{
	adjust_managed_page_count(pfn_to_page(pfn), -(long)(end - pfn));
}

/**
 * handover_is_idle - are these pages reserved, and held by nobody else?
 * @pfn: first page frame number
 * @end: first page frame number after the last
 *
 * Waits for those who hold a page only for a short time.
 *
 * Context: Process. May sleep.
 * Return: true if all pages are online and reserved, have no PG_hwpoison, and nobody else holds
 * them.
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
 * handover_give_blocks - the part of handover_give() that works for more than one page, too
 * @pfn: first page frame number
 * @end: first page frame number after the last, > @pfn; all are online and reserved, of one zone
 *
 * Context: Process. mirror.lock is held, because the table must change at the same time. May
 * sleep.
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
 * @pfn: first page frame number
 * @end: first page frame number after the last, > @pfn; all are online and reserved, of one zone
 *
 * Does the same as handover_give(), for pages that nobody ever allocated. Where pages can have a
 * tag that says who allocated them, such pages have none, and only free_reserved_page() expects
 * that. Call it for pages that nobody else holds (handover_is_idle()).
 *
 * Context: Process. mirror.lock is held, because the table must change at the same time. May
 * sleep.
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
