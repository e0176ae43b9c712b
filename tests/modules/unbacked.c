// SPDX-License-Identifier: GPL-2.0-only
/*
 * unbacked: makes pages that look hot-added but have no memory behind them. Up to 6.1, Hyper-V's
 * balloon driver has such pages: PageOffline, PG_reserved, present and not managed.
 *
 * It takes @pages single pages from the allocator, and gives them back when it is unloaded.
 */
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>

static unsigned int pages = 1;
module_param(pages, uint, 0);
MODULE_PARM_DESC(pages, "How many");

static LIST_HEAD(taken);

static void give_all(void)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, &taken, lru) {
		list_del(&page->lru);
		__ClearPageOffline(page);
		ClearPageReserved(page);
		adjust_managed_page_count(page, 1);
		__free_page(page);
	}
}

static int __init unbacked_init(void)
{
	struct page *page;

	for (; pages; pages--) {
		page = alloc_page(GFP_KERNEL);
		if (!page) {
			give_all();
			return -ENOMEM;
		}
		__SetPageOffline(page);
		SetPageReserved(page);
		adjust_managed_page_count(page, -1);
		list_add(&page->lru, &taken);
	}
	return 0;
}

static void __exit unbacked_exit(void)
{
	give_all();
}

module_init(unbacked_init);
module_exit(unbacked_exit);

MODULE_DESCRIPTION("Pages without memory, as some hypervisors hot-add them");
MODULE_LICENSE("GPL");
