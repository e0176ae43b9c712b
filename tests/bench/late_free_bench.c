// SPDX-License-Identifier: GPL-2.0-only
/*
 * late_free_bench: how long it takes to take and to give back a page, with early_res and with the
 * kernel's usual ways.
 *
 * It takes a free area with alloc_contig_range() and gives it back page by page, as
 * free_reserved_area() does. Then it does the same with early_res's own code, which is compiled in
 * here, in ranges of so many pages. It does this for each of @ranges, @runs times, and once before
 * that to warm up. It prints how long each run took, and refuses to load, so that it need not be
 * unloaded.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/module.h>

/* No events: those of this name belong to early_res itself. */
#define EARLY_RES_TRACE_H
#define trace_early_res_block_enabled()	false
static inline void trace_early_res_block(unsigned long pfn, unsigned int order,
					 unsigned int merged_order, int nid,
					 const char *zone, bool simulated)
{
}

#include "table/range.c"
#include "table/range_build.c"
#include "table/range_find.c"
#include "live/buddy.c"
#include "act/handover.c"

struct mirror mirror;

static unsigned long pfn;
module_param(pfn, ulong, 0);
static unsigned long pages;
module_param(pages, ulong, 0);
static unsigned int runs = 1;
module_param(runs, uint, 0);
static unsigned long ranges[8];
static unsigned int nr_ranges;
module_param_array(ranges, ulong, &nr_ranges, 0);

static bool warm;

static void say(const char *what, unsigned long range, u64 start_ns)
{
	u64 ns = ktime_get_ns() - start_ns;

	if (warm)
		pr_info("%s %lu %lu %llu\n", what, range, pages, ns);
}

static int plain(void)
{
	void *virt = pfn_to_kaddr(pfn), *end = pfn_to_kaddr(pfn + pages);
	u64 start = ktime_get_ns();
	unsigned long i;
	int err;

	err = compat_alloc_contig_range(pfn, pfn + pages);
	if (err)
		return err;
	say("alloc_contig_range", pages, start);

	adjust_managed_page_count(pfn_to_page(pfn), -(long)pages);
	for (i = 0; i < pages; i++)
		SetPageReserved(pfn_to_page(pfn + i));

	start = ktime_get_ns();
	for (; virt < end; virt += PAGE_SIZE)
		free_reserved_page(virt_to_page(virt));
	say("page-by-page", 1, start);
	return 0;
}

static int ours(unsigned long range)
{
	unsigned long first = pfn, end = pfn + pages;
	u64 start = ktime_get_ns();
	int err;

	err = handover_take(first, end);
	if (err)
		return err;
	handover_unmanage(first, end);
	say("take", pages, start);

	start = ktime_get_ns();
	for (; first < end; first += range)
		handover_give(first, first + range);
	say("give", range, start);
	return 0;
}

static int run(void)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < nr_ranges && !err; i++)
		err = plain() ?: ours(ranges[i]);
	return err;
}

static int __init late_free_bench_init(void)
{
	int err = run();

	for (warm = true; runs && !err; runs--)
		err = run();
	if (err)
		pr_err("area of %lu pages: error %d\n", pages, err);
	return -EAGAIN;
}
module_init(late_free_bench_init);

MODULE_DESCRIPTION("What a page costs to take and to give");
MODULE_LICENSE("GPL");
