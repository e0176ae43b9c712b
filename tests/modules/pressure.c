// SPDX-License-Identifier: GPL-2.0-only
/*
 * pressure: takes memory of a node in the way that a guest test needs, and keeps it until the
 * module is removed.
 *
 *	insmod pressure.ko node=N what=WHAT [kb=SIZE] [at=PFN] [type=TYPE]
 *
 *	unmovable	takes SIZE as single pages, as a kernel does that needs memory; nothing is
 *			reclaimed for them
 *	fragment	takes one page of each of the buddy's largest free blocks
 *	highatomic	makes a high-atomic pageblock, and frees all its pages again
 *	mark		gives the pageblock at PFN, which is reserved, another TYPE: highatomic, cma
 *		or
 *			isolated; takes nothing
 *	count		only counts: `pages` gets how many pages the zones count as high-atomic
 *
 * The parameter pfn then has the last page frame that was taken, and pages how many are held.
 */
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/module.h>
#include <linux/nodemask.h>
#include <linux/sched.h>

#include "compat.h"

/* Nobody may reclaim or move anything for us, and the kernel's reserves stay. */
#define GFP_FREE_ONLY	(__GFP_THISNODE | __GFP_NOWARN | __GFP_NOMEMALLOC)
/* As GFP_KERNEL, down to the watermark min; but NULL where that would have to reclaim first. */
#define GFP_NO_STALL	((GFP_KERNEL & ~__GFP_DIRECT_RECLAIM) | __GFP_NOWARN | __GFP_NOMEMALLOC)
#define ATOMIC_TRIES	64

static int node;
module_param(node, int, 0400);

static char *what = "";
module_param(what, charp, 0400);

static unsigned long kb;
module_param(kb, ulong, 0400);

static unsigned long at;
module_param(at, ulong, 0400);

static char *type = "";
module_param(type, charp, 0400);

static unsigned long pfn;
module_param(pfn, ulong, 0400);

static unsigned long pages;
module_param(pages, ulong, 0400);

static LIST_HEAD(held);
static LIST_HEAD(blocks);

static void free_list(struct list_head *list, unsigned int order)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, list, lru) {
		list_del(&page->lru);
		__free_pages(page, order);
		cond_resched();
	}
}

static void hold(struct page *page)
{
	list_add(&page->lru, &held);
	pfn = page_to_pfn(page);
	pages++;
}

static int take_unmovable(void)
{
	struct page *page;

	while (pages < kb >> (PAGE_SHIFT - 10)) {
		page = alloc_pages_node(node, GFP_NO_STALL, 0);
		if (!page)
			return -ENOMEM;
		hold(page);
	}
	return 0;
}

/*
 * Take free blocks of an order, from the smallest blocks that are large enough, as far as
 * watermarks allow.
 */
static void take_blocks(unsigned int order)
{
	struct page *page;

	while ((page = alloc_pages_node(node, GFP_FREE_ONLY, order)))
		list_add(&page->lru, &blocks);
}

static int fragment(void)
{
	struct page *page, *next;
	unsigned int i;

	take_blocks(MAX_PAGE_ORDER);
	list_for_each_entry_safe(page, next, &blocks, lru) {
		list_del(&page->lru);
		split_page(page, MAX_PAGE_ORDER);
		hold(page);
		for (i = 1; i < MAX_ORDER_NR_PAGES; i++)
			__free_page(page + i);
		cond_resched();
	}
	return pages ? 0 : -ENOMEM;
}

/* Is every page of this block on the free lists, or on its way there? */
static bool block_is_empty(unsigned long start)
{
	unsigned long i;

	for (i = 0; i < pageblock_nr_pages; i++)
		if (page_ref_count(pfn_to_page(start + i)))
			return false;
	return true;
}

/*
 * If a zone is below its low watermark, atomic requests of an order take the slow path, and the
 * pageblock of the page that they get becomes high-atomic (reserve_highatomic_pageblock()). Blocks
 * of half a pageblock come first from the rest of used pageblocks, and then from free pageblocks.
 */
static int make_highatomic(void)
{
	const unsigned int order = pageblock_order - 1;
	struct page *page;
	unsigned int i;

	take_blocks(order);
	for (i = 0; i < ATOMIC_TRIES; i++) {
		page = alloc_pages_node(node, GFP_ATOMIC | __GFP_THISNODE | __GFP_NOWARN, order);
		if (!page)
			break;
		list_add(&page->lru, &blocks);
		pfn = page_to_pfn(page);
		if (compat_pageblock_type(pfn) == MIGRATE_HIGHATOMIC)
			break;
	}
	free_list(&blocks, order);
	if (!pfn || compat_pageblock_type(pfn) != MIGRATE_HIGHATOMIC)
		return -ENODATA;
	return block_is_empty(pageblock_start_pfn(pfn)) ? 0 : -EBUSY;
}

/* Where the bits of a pageblock begin in the map of its section */
static unsigned long block_bits(unsigned long pfn)
{
	return ((pfn % PAGES_PER_SECTION) >> pageblock_order) * NR_PAGEBLOCK_BITS;
}

static void set_type(unsigned long pfn, unsigned int migratetype)
{
	unsigned long *map = section_to_usemap(__pfn_to_section(pfn));
	int i;

	for (i = 0; i < 3; i++)
		assign_bit(block_bits(pfn) + i, map, migratetype >> i & 1);
}

static void set_isolated(unsigned long pfn)
{
#ifdef PAGEBLOCK_ISO_MASK
	set_bit(block_bits(pfn) + PB_migrate_isolate, section_to_usemap(__pfn_to_section(pfn)));
#else
	set_type(pfn, MIGRATE_ISOLATE);
#endif
}

/*
 * Do what reserve_highatomic_pageblock(), init_cma_reserved_pageblock() and
 * set_migratetype_isolate() do, for a block without free pages.
 */
static int mark_as(struct zone *zone)
{
	if (!strcmp(type, "highatomic")) {
		set_type(at, MIGRATE_HIGHATOMIC);
		zone->nr_reserved_highatomic += pageblock_nr_pages;
	} else if (!strcmp(type, "isolated")) {
		set_isolated(at);
		zone->nr_isolate_pageblock++;
#ifdef CONFIG_CMA
	} else if (!strcmp(type, "cma")) {
		set_type(at, MIGRATE_CMA);
#endif
	} else {
		return -EOPNOTSUPP;
	}
	return 0;
}

static int mark(void)
{
	struct page *page = pfn_to_online_page(at);
	unsigned long flags;
	struct zone *zone;
	int err;

	if (!page || !PageReserved(page))
		return -EINVAL;
	zone = page_zone(page);
	spin_lock_irqsave(&zone->lock, flags);
	err = mark_as(zone);
	spin_unlock_irqrestore(&zone->lock, flags);
	return err;
}

static int count(void)
{
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++)
		pages += NODE_DATA(node)->node_zones[i].nr_reserved_highatomic;
	return 0;
}

static int __init pressure_init(void)
{
	int err = -EINVAL;

	if (node < 0 || node >= nr_node_ids || !node_online(node))
		return -EINVAL;
	if (!strcmp(what, "unmovable"))
		err = take_unmovable();
	else if (!strcmp(what, "fragment"))
		err = fragment();
	else if (!strcmp(what, "highatomic"))
		err = make_highatomic();
	else if (!strcmp(what, "mark"))
		err = mark();
	else if (!strcmp(what, "count"))
		err = count();
	if (err)
		free_list(&held, 0);
	return err;
}
module_init(pressure_init);

static void __exit pressure_exit(void)
{
	free_list(&held, 0);
}
module_exit(pressure_exit);

MODULE_DESCRIPTION("Takes memory of a node in the ways that the tests of early_res need");
MODULE_LICENSE("GPL");
