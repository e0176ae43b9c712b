// SPDX-License-Identifier: GPL-2.0-only
/*
 * pfn_walk: counts reserved pages in the simplest way, to compare the module with it.
 *
 * It asks pfn_to_online_page() for every page frame of every node, and looks at PG_reserved. It
 * prints how many there were and how long that took, and refuses to load, so that it need not be
 * unloaded.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ktime.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/nodemask.h>
#include <linux/sched.h>

static int __init pfn_walk_init(void)
{
	unsigned long pfn, last = 0, reserved = 0, looked_at = 0;
	u64 start_ns = ktime_get_ns();
	struct page *page;
	int nid;

	for_each_online_node(nid)
		last = max(last, pgdat_end_pfn(NODE_DATA(nid)));

	for (pfn = 0; pfn < last; pfn++) {
		page = pfn_to_online_page(pfn);
		if (page) {
			looked_at++;
			reserved += PageReserved(page);
		}
		if (IS_ALIGNED(pfn, PAGES_PER_SECTION))
			cond_resched();
	}

	pr_info("%lu pages reserved or in holes; looked at %lu pages in %llu us\n",
		reserved, looked_at, (ktime_get_ns() - start_ns) / NSEC_PER_USEC);
	return -EAGAIN;
}
module_init(pfn_walk_init);

MODULE_DESCRIPTION("Count reserved pages one by one");
MODULE_LICENSE("GPL");
