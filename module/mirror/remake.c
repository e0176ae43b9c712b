// SPDX-License-Identifier: GPL-2.0-only
/*
 * remake: make the mirror's table, at load and at each rescan.
 *
 * A walk over the struct pages finds the reserved pages (walk.c). Each range gets its owner
 * (facts.c, or carry.c). In every zone, present_pages - managed_pages must be the number of these
 * pages, plus those that are neither managed nor reserved for a known reason (selfhosted.c).
 *
 * The first walk looks where memblock's list says, later ones where the old table says. If the
 * number is wrong, another walk looks everywhere. If it is still wrong, a last walk looks at every
 * single page. If that does not explain it either, only what the old table has is believed: what
 * else was found can be pages that somebody marked later. What is not explained is remembered, so
 * that the next walk is not done again for the same reason.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ktime.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "facts/facts.h"
#include "live/memblock.h"
#include "live/memory.h"
#include "live/selfhosted.h"
#include "live/walk.h"
#include "live/words.h"
#include "mirror/carry.h"
#include "mirror/mirror.h"
#include "mirror/region.h"
#include "mirror/remake.h"
#include "table/owner.h"
#include "trace.h"

/*
 * The first page after the struct pages that a memory block holds itself, while that block is going
 * offline; else 0
 */
static unsigned long leaving;

/* How many pages of a zone does a walk not explain? Negative if it found too many. */
static long unexplained_by(const struct walk *w, int nid, int i)
{
	struct zone *zone = &NODE_DATA(nid)->node_zones[i];

	return zone->present_pages - zone_managed_pages(zone) -
	       w->reserved[zone_index(nid, i)] - mirror.other[zone_index(nid, i)];
}

/*
 * Does a walk explain all pages of each zone? If it is quick, it is enough if it explains all but
 * as many as the last time. It can also find too many: pages that somebody marked later, where boot
 * had reserved memory. To look elsewhere would only find more of these, so that is enough, too.
 */
static bool explains_enough(const struct walk *w)
{
	bool quick = w->how == WALK_KNOWN || w->how == WALK_LISTED;
	long pages, before;
	int nid, i;

	for_each_online_node(nid) {
		for (i = 0; i < MAX_NR_ZONES; i++) {
			pages = unexplained_by(w, nid, i);
			before = mirror.unexplained[zone_index(nid, i)];
			if (pages && !(quick && (pages < 0 || pages == before)))
				return false;
		}
	}
	return true;
}

static void remember_unexplained(const struct walk *w)
{
	int nid, i;

	for_each_online_node(nid)
		for (i = 0; i < MAX_NR_ZONES; i++)
			mirror.unexplained[zone_index(nid, i)] = unexplained_by(w, nid, i);
}

/* Count mirror.other anew. mirror.work is held. */
static void count_other(void)
{
	mutex_lock(&mirror.lock);
	selfhosted_count(mirror.other, leaving);
	mutex_unlock(&mirror.lock);
}

/*
 * Walk until the result explains enough; the quick ways come first. No memory is added to what was
 * reserved at boot. A page that somebody marked after the last walk was not reserved at boot. So
 * what a look everywhere finds is believed only if it explains what is missing, or if there is no
 * old table.
 */
static int walk_until_explained(struct walk *w)
{
	enum walk_how how;
	int err;

	for (how = WALK_KNOWN;; how++) {
		if (!where_can(how, &mirror.table))
			continue;
		err = walk_struct_pages(w, how, &mirror.table);
		if (err || explains_enough(w))
			return err;
		if (how == WALK_ALL)
			break;
		walk_destroy(w);
	}
	if (!where_can(WALK_KNOWN, &mirror.table))
		return 0;
	walk_destroy(w);
	pr_info("looked at each page; that does not explain what is missing\n");
	return walk_struct_pages(w, WALK_KNOWN, &mirror.table);
}

static int make_table(struct walk *w)
{
	const struct range_table *old = &mirror.table;
	int err;

	count_other();
	err = walk_until_explained(w);
	if (err)
		return err;

	err = old->nr ? carry_over(&w->found, old, w->how == WALK_KNOWN) :
			region_find_all(&w->found, old) ?: facts_mark(&w->found, NULL) ?:
			facts_mark_initrd(&w->found);
	if (err)
		walk_destroy(w);
	else
		remember_unexplained(w);
	return err;
}

static void trace_mirrored(const struct range_table *t)
{
	const struct range_entry *r;
	size_t i;

	if (!trace_early_res_reserve_enabled())
		return;
	range_for_each(i, t) {
		r = &t->r[i];
		trace_early_res_reserve(r->start, r->end - 1, r->nid,
					zone_name(r->nid, r->zone),
					owner_name(r->owner));
	}
}

/* Put the table of a walk into the mirror. The walk gets the old table. */
static void put_table(struct walk *w)
{
	mutex_lock(&mirror.lock);
	swap(mirror.table, w->found);
	swap(mirror.unavailable, w->unavailable);
	mutex_unlock(&mirror.lock);
	trace_mirrored(&mirror.table);
}

static void say_mirrored(const struct walk *w)
{
	unsigned long reserved = 0;
	unsigned int i;

	for (i = 0; i < NR_ZONE_INDEXES; i++)
		reserved += w->reserved[i];
	pr_info("%lu pages reserved, in %zu ranges; looked at %lu pages in %llu us%s, all in %llu us\n",
		reserved, mirror.table.nr, w->looked_at, w->us,
		w->how == WALK_ALL ? ", at each one" : "",
		mirror.took_us);
}

/**
 * mirror_make - make the table from the struct pages
 *
 * The simulation is forgotten. Released ranges are forgotten, too, as they are not reserved any
 * more. What this module reserved stays. Prints to the kernel log how many pages are reserved and
 * how long it took.
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep.
 * Return: 0, -ENOMEM, or -EINTR after a fatal signal. On error the table does not change.
 */
int mirror_make(void)
{
	u64 start_ns = ktime_get_ns();
	struct walk w;
	int err;

	err = mutex_lock_killable(&mirror.work);
	if (err)
		return err;
	err = make_table(&w);
	if (!err) {
		put_table(&w);
		WRITE_ONCE(mirror.took_us, (ktime_get_ns() - start_ns) / NSEC_PER_USEC);
		say_mirrored(&w);
		walk_destroy(&w);
	}
	mutex_unlock(&mirror.work);
	return err;
}

/**
 * mirror_forget - forget the simulation: all late freed ranges are reserved again
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep.
 * Return: 0, or -EINTR after a fatal signal.
 */
int mirror_forget(void)
{
	struct range_table *t = &mirror.table;
	size_t i;
	int err;

	err = mirror_lock_all();
	if (err)
		return err;
	range_for_each(i, t)
		if (t->r[i].state == RANGE_LATE_FREED)
			t->r[i].state = RANGE_RESERVED;
	range_merge(t);
	mirror_unlock_all();
	return 0;
}

/* Is any byte of [@start, @end) reserved by this module? */
static bool holds_live(u64 start, u64 end)
{
	const struct range_table *t = &mirror.table;
	size_t i;

	for (i = range_first(t, start); i < t->nr && t->r[i].start < end; i++)
		if (mirror_is_live(&t->r[i]))
			return true;
	return false;
}

/*
 * Memory goes offline or comes online. Reserved pages cannot move, so memory with a reservation
 * of ours must stay online. The kernel finds that out itself, but not if it looks while handover.c
 * hides the pages. And the struct pages go away soon after MEM_OFFLINE, while a walk may still use
 * them. So this waits for mirror.work, which the walk holds.
 *
 * For a block that holds its own struct pages, @start_pfn is the first page after them. That is not
 * the first page of a section. These pages are no longer present when MEM_GOING_OFFLINE is sent
 * (memory_block_offline()).
 */
static int mirror_memory_event(struct notifier_block *nb, unsigned long event, void *arg)
{
	const struct memory_notify *m = arg;
	bool selfhosted = !IS_ALIGNED(m->start_pfn, PAGES_PER_SECTION);
	bool going = event == MEM_GOING_OFFLINE, busy;

	if (!going && event != MEM_OFFLINE &&
	    !(selfhosted && (event == MEM_ONLINE || event == MEM_CANCEL_OFFLINE)))
		return NOTIFY_OK;
	mutex_lock(&mirror.work);
	busy = going && holds_live(PFN_PHYS(m->start_pfn), PFN_PHYS(m->start_pfn + m->nr_pages));
	if (selfhosted && !busy) {
		leaving = going ? m->start_pfn : 0;
		count_other();
	}
	mutex_unlock(&mirror.work);
	return notifier_from_errno(busy ? -EBUSY : 0);
}

static struct notifier_block mirror_memory_nb = {
	.notifier_call = mirror_memory_event,
};

/* Empty the table. The notifier reads it already. */
static void drop_table(void)
{
	mutex_lock(&mirror.work);
	mutex_lock(&mirror.lock);
	range_destroy(&mirror.table);
	mirror_unlock_all();
}

/*
 * Make the first table. It must agree with memblock's list. If it does not, the list is not used,
 * and the table is made again without it.
 */
static int mirror_and_check(void)
{
	bool listed;
	int err;

	err = memblock_find();
	if (err)
		return err;
	listed = memblock_reserved();
	err = mirror_make() ?: memblock_check(&mirror.table);
	if (err || !listed || memblock_reserved())
		return err;
	drop_table();
	return mirror_make();
}

/* Print what an administrator should know about memblock's list. */
static int say_listed(void)
{
	unsigned long pages;
	int err = memory_compare(&pages);

	if (memblock_refused())
		pr_notice("no list of memblock is used: %s\n", memblock_refused());
	if (!err && pages)
		pr_notice("memblock and firmware differ about %lu pages of memory\n", pages);
	return err;
}

static int mirror_first(void)
{
	int err = mirror_and_check() ?: say_listed();

	words_forget();
	if (err) {
		memblock_forget();
		drop_table();
		kvfree(mirror.unavailable);
		mirror.unavailable = NULL;
	}
	return err;
}

/**
 * mirror_init - make the first table, and follow memory hotplug
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep.
 * Return: 0, -ENOMEM, or -EINTR after a fatal signal. After an error nothing is left.
 */
int mirror_init(void)
{
	int err;

	mirror.unexplained = kvcalloc(NR_ZONE_INDEXES, sizeof(long), GFP_KERNEL);
	mirror.other = kvcalloc(NR_ZONE_INDEXES, sizeof(long), GFP_KERNEL);
	err = mirror.unexplained && mirror.other ? register_memory_notifier(&mirror_memory_nb) :
						   -ENOMEM;
	if (err)
		goto err_free;

	err = mirror_first();
	if (err)
		goto err_unregister;
	return 0;

err_unregister:
	unregister_memory_notifier(&mirror_memory_nb);
err_free:
	kvfree(mirror.other);
	kvfree(mirror.unexplained);
	return err;
}

/**
 * mirror_exit - undo mirror_init()
 *
 * Context: Process. May sleep. Nobody may use the mirror any more.
 */
void mirror_exit(void)
{
	unregister_memory_notifier(&mirror_memory_nb);
	memblock_forget();
	range_destroy(&mirror.table);
	kvfree(mirror.unavailable);
	kvfree(mirror.other);
	kvfree(mirror.unexplained);
}
