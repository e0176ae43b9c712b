// SPDX-License-Identifier: GPL-2.0-only
/*
 * frames: takes and drops references on random page frames, as fast as it can.
 *
 * Code that walks memory by page frame must take a reference before it can know what the page is:
 * DAMON (damon_get_folio()), split_huge_pages (split_huge_pages_all()), migration, memory failure.
 * This module does the same steps as DAMON on all CPUs except one, until it is unloaded: it asks
 * for an online page, takes a reference if the page has one already, looks at the page, and drops
 * the reference. Sometimes it holds the page for a while. If the page was given to the buddy in the
 * meantime, dropping the last reference frees it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/sched.h>

static unsigned long pfn;
module_param(pfn, ulong, 0);
MODULE_PARM_DESC(pfn, "first page frame");
static unsigned long pages;
module_param(pages, ulong, 0);
MODULE_PARM_DESC(pages, "how many");
static unsigned int hold = 256;
module_param(hold, uint, 0);
MODULE_PARM_DESC(hold, "one of so many references is held for 20 microseconds");

/**
 * struct walker - a thread, and what it counted
 * @task: the thread
 * @taken: references that it took
 * @reserved: how many of them were on pages that were reserved when it looked
 */
struct walker {
	struct task_struct *task;
	unsigned long taken;
	unsigned long reserved;
};

static struct walker walkers[8];

static void visit(struct walker *w, u32 random)
{
	struct page *page = pfn_to_online_page(pfn + random % pages);
	struct folio *folio;

	if (!page)
		return;
	folio = page_folio(page);
	if (!folio_try_get(folio))
		return;
	if (page_folio(page) == folio) {
		w->taken++;
		w->reserved += PageReserved(page);
		if (hold && !((random >> 8) % hold))
			usleep_range(20, 40);
	}
	folio_put(folio);
}

static int walk(void *arg)
{
	struct walker *w = arg;
	struct rnd_state rnd;
	unsigned int i;

	prandom_seed_state(&rnd, (unsigned long)w);
	while (!kthread_should_stop()) {
		for (i = 0; i < 100; i++)
			visit(w, prandom_u32_state(&rnd));
		cond_resched();
	}
	return 0;
}

static void stop(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(walkers); i++)
		if (!IS_ERR_OR_NULL(walkers[i].task))
			kthread_stop(walkers[i].task);
}

static int __init frames_init(void)
{
	unsigned int i, nr = clamp(num_online_cpus() - 1, 1, ARRAY_SIZE(walkers));

	if (!pages)
		return -EINVAL;
	for (i = 0; i < nr; i++) {
		struct walker *w = &walkers[i];

		w->task = kthread_run(walk, w, "frames/%u", i);
		if (IS_ERR(w->task)) {
			stop();
			return PTR_ERR(w->task);
		}
	}
	return 0;
}

static void __exit frames_exit(void)
{
	unsigned long taken = 0, reserved = 0;
	unsigned int i;

	stop();
	for (i = 0; i < ARRAY_SIZE(walkers); i++) {
		taken += walkers[i].taken;
		reserved += walkers[i].reserved;
	}
	pr_info("took %lu references, %lu of them on reserved pages\n", taken, reserved);
}

module_init(frames_init);
module_exit(frames_exit);

MODULE_DESCRIPTION("Takes and drops references on random page frames");
MODULE_LICENSE("GPL");
