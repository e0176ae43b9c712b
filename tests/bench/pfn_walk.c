// SPDX-License-Identifier: GPL-2.0-only
/*
 * pfn_walk: counts reserved pages in the simplest way, to compare the module with it.
 *
 * At each write to its parameter `run` it asks pfn_to_online_page() for every page frame of every
 * node, and looks at PG_reserved. It prints how many there were and how long that took.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ktime.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/nodemask.h>
#include <linux/sched.h>

static int pfn_walk_run(const char *val, const struct kernel_param *kp)
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
	return 0;
}

static const struct kernel_param_ops run_ops = { .set = pfn_walk_run };
module_param_cb(run, &run_ops, NULL, 0200);
MODULE_PARM_DESC(run, "Any value: count now");

MODULE_DESCRIPTION("Count reserved pages one by one");
MODULE_LICENSE("GPL");
