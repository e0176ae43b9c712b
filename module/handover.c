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
 * pages adjusted once for each. But it looks first: should anyone hold a reference to
 * a page of a block, or should a page have gone bad, the block goes back page by page,
 * and a page that is held when its holder lets go.
 */
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/page_ref.h>
#include <linux/sched.h>

#include "boot.h"
#include "buddy.h"
#include "compat.h"
#include "handover.h"
#include "trace.h"

/* Is this page held by a reservation made on this live kernel? */
static bool page_is_ours(unsigned long pfn)
{
	const struct range_entry *r = range_find(&mirror.table, PFN_PHYS(pfn));

	return r && r->flags & RANGE_LIVE && boot_page_is_held(pfn);
}

/*
 * alloc_contig_range() isolates whole pageblocks, and refuses those that hold a page
 * which cannot move, be it outside the range (isolate_single_pageblock()). For pages
 * of ours there is no need to: while it works they look like pages on their way to
 * the buddy, which it passes over.
 */
static void hide_ours(unsigned long pfn, unsigned long end)
{
	for (; pfn < end; pfn++) {
		struct page *page = pfn_to_online_page(pfn);

		if (page && page_is_ours(pfn) && page_ref_freeze(page, 1))
			ClearPageReserved(page);
	}
}

static void unhide_ours(unsigned long pfn, unsigned long end)
{
	for (; pfn < end; pfn++) {
		struct page *page = pfn_to_online_page(pfn);

		if (page && page_is_ours(pfn) && !PageReserved(page)) {
			SetPageReserved(page);
			page_ref_unfreeze(page, 1);
		}
	}
}

static int take_pages(unsigned long pfn, unsigned long end)
{
	unsigned long outer_pfn = pageblock_start_pfn(pfn), outer_end = pageblock_align(end);
	int err;

	hide_ours(outer_pfn, pfn);
	hide_ours(end, outer_end);
	err = compat_alloc_contig_range(pfn, end);
	unhide_ours(outer_pfn, pfn);
	unhide_ours(end, outer_end);
	return err;
}

/**
 * handover_take - take pages from the buddy and make them reserved
 * @pfn: first page frame
 * @end: first page frame behind; all are online, and of one zone
 *
 * Context: Process. May sleep, and move pages that are in use.
 * Return: 0; -EBUSY if a page of these pageblocks is in use and cannot be moved; -ENOMEM; -EINTR
 * after a fatal signal. Nothing was taken then.
 */
int handover_take(unsigned long pfn, unsigned long end)
{
	long nr = end - pfn;
	int err;

	err = take_pages(pfn, end);
	if (err)
		return err;

	adjust_managed_page_count(pfn_to_page(pfn), -nr);
	for (; pfn < end; pfn++) {
		SetPageReserved(pfn_to_page(pfn));
		if (IS_ALIGNED(pfn, PAGES_PER_SECTION))
			cond_resched();
	}
	return 0;
}

/**
 * handover_is_idle - are these pages reserved, and nobody uses them?
 * @pfn: first page frame
 * @end: first page frame behind
 *
 * Context: Process. May sleep.
 * Return: true if all are online, reserved, sound, and held by nobody else.
 */
bool handover_is_idle(unsigned long pfn, unsigned long end)
{
	struct page *page = NULL;

	for (; pfn < end; pfn++, page++) {
		if (!page || IS_ALIGNED(pfn, PAGES_PER_SUBSECTION)) {
			cond_resched();
			page = pfn_to_online_page(pfn);
		}
		if (!page || !PageReserved(page) || page_ref_count(page) != 1 ||
		    PageHWPoison(page))
			return false;
	}
	return true;
}

/*
 * Make a block one that __free_pages() takes: none of its pages reserved, and only the
 * first with a reference. False if it must go back page by page. Nobody finds a reserved
 * page by a list or a mapping, to change its flags or take a reference meanwhile.
 */
static bool make_block(struct page *page, unsigned long nr)
{
	unsigned long i;

	for (i = 0; i < nr; i++) {
		if (page_ref_count(page + i) != 1 || PageHWPoison(page + i))
			break;
		__ClearPageReserved(page + i);
		if (i)
			set_page_count(page + i, 0);
	}
	if (i == nr)
		return true;
	while (i-- > 1)
		set_page_count(page + i, 1);
	return false;
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
 * @end: first page frame behind; all are online and reserved
 *
 * Context: Process. May sleep.
 */
void handover_give_blocks(unsigned long pfn, unsigned long end)
{
	struct page *page;
	unsigned long nr;
	unsigned int order;

	while (pfn < end) {
		order = buddy_block_order(pfn, end);
		nr = 1UL << order;
		page = pfn_to_page(pfn);
		if (order && !compat_pages_have_tags() && make_block(page, nr)) {
			adjust_managed_page_count(page, nr);
			__free_pages(page, order);
			trace_given(pfn, order);
			pfn += nr;
		} else {
			for (; nr--; pfn++) {
				compat_free_reserved_page(pfn_to_page(pfn));
				trace_given(pfn, 0);
			}
		}
		if (pageblock_aligned(pfn))
			cond_resched();
	}
}
