// SPDX-License-Identifier: GPL-2.0-only
/*
 * late_free: give ranges back to the buddy, in a simulation or for real.
 *
 * Both work in the same way. The ranges get a new state. Then the pages that became free by
 * this go to the buddy in the largest blocks that alignment allows. In the simulation, the
 * model (buddy.c) says where each block would end up, and only the state changes. A release
 * really gives the pages to the buddy (handover.c).
 *
 * An owner can hold a part of a page, so a range that is late freed can end inside a page. A
 * page becomes free when its last byte becomes free, whichever range that byte belonged to.
 *
 * What may be released? A range that was reserved on this live kernel (RANGE_LIVE), always. A
 * range that was reserved at boot, only if the module was loaded with allow_release=1 and its
 * owner does not need it any more (RANGE_DONE). The only such owner is the initrd, if the
 * kernel kept it. Since 6.8 a kept initrd can be read in /sys/firmware/initrd. This file is
 * removed first. Nothing else in the kernel uses an initrd after boot.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kmemleak.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/panic.h>
#include <linux/sysfs.h>

#include "act/handover.h"
#include "act/late_free.h"
#include "live/buddy.h"
#include "mirror/mirror.h"
#include "table/owner.h"
#include "trace.h"

static bool allow_release;
module_param(allow_release, bool, 0400);
MODULE_PARM_DESC(allow_release,
		 "Let boot-time ranges be released whose owner is done with them");

/* Is any byte of this page in a state before @to? */
static bool page_is_held(u64 pfn, enum range_state to)
{
	if (to == RANGE_RELEASED)
		return mirror_page_is_held(pfn);
	return range_any(&mirror.table, PFN_PHYS(pfn), PFN_PHYS(pfn + 1), RANGE_RESERVED);
}

/*
 * Say where each of the largest blocks of [@pfn, @end) would end up. The pages from the end of the
 * current block up to @hidden_end are given later, so the model does not see them yet.
 */
static void simulate_blocks(const struct range_entry *r, unsigned long pfn,
			    unsigned long end, unsigned long hidden_end)
{
	struct buddy_model m = { .t = &mirror.table, .hidden_end = hidden_end };
	unsigned int order;

	if (!trace_early_res_block_enabled())
		return;

	for (; pfn < end; pfn = m.hidden) {
		order = buddy_block_order(pfn, end);
		m.hidden = pfn + (1UL << order);
		trace_early_res_block(pfn, order, buddy_merged_order(&m, pfn, order),
				      r->nid, zone_name(r->nid, r->zone), true);
		cond_resched();
	}
}

/*
 * The pages [*@first, *@last) that became free when [@start, @end) went to state @to. With @more,
 * the bytes after @end follow as part of the same request.
 */
static void pages_freed(u64 start, u64 end, bool more, enum range_state to,
			unsigned long *first, unsigned long *last)
{
	*first = PHYS_PFN(start);
	*last = PHYS_PFN(end - 1) + 1;

	if (page_is_held(*first, to))
		++*first;
	if (*last > *first && !PAGE_ALIGNED(end) && (more || page_is_held(*last - 1, to)))
		--*last;
	*last = max(*first, *last);
}

/*
 * The bytes [@start, @end) of entry @r have state @to now. Emit the event, and free the pages
 * that became free by this. The whole request ends at @rq_end. A page that also has bytes of the
 * next part of the request is freed with the next part.
 */
static void free_part(const struct range_entry *r, u64 start, u64 end, u64 rq_end,
		      enum range_state to)
{
	bool simulated = to == RANGE_LATE_FREED;
	unsigned long first, last;

	pages_freed(start, end, end < rq_end, to, &first, &last);
	trace_early_res_late_free(start, end - 1, r->nid, last - first, simulated,
				  owner_name(r->owner));
	if (first == last)
		return; /* no page became free; there may be no struct page for @first */
	if (simulated)
		simulate_blocks(r, first, last, PHYS_PFN(rq_end - 1) + 1);
	else if (r->flags & RANGE_LIVE)
		handover_give(first, last);
	else
		handover_give_boot(first, last);
}

/* Does a request for the ranges of @owner on @nid include this one? */
static bool is_owners(const struct range_entry *r, u32 owner, int nid)
{
	return r->owner == owner && (nid == NUMA_NO_NODE || r->nid == nid);
}

/* A reserved range can go to each later state. A simulated late free can still be released. */
static bool can_go(const struct range_entry *r, enum range_state to)
{
	return r->state < to;
}

/*
 * May the bytes [@start, @end) of @r be released? Nobody else uses pages that this module
 * reserved. Pages reserved at boot may still be used by somebody who found them.
 */
static int may_release(const struct range_entry *r, u64 start, u64 end)
{
	unsigned long first = PHYS_PFN(start), last = PHYS_PFN(end - 1) + 1;

	if (!(r->flags & RANGE_LIVE) && !(r->flags & RANGE_DONE && allow_release))
		return -EPERM;
	if (r->flags & RANGE_LIVE)
		return 0;
	return handover_is_idle(first, last) ? 0 : -EBUSY;
}

/* Waits until nobody reads the file. Kernels before 6.8 do not have it; that is no error. */
static void remove_initrd_file(void)
{
	struct bin_attribute initrd = { .attr.name = "initrd" };

	sysfs_remove_bin_file(firmware_kobj, &initrd);
}

/*
 * The bytes [@start, @end) of @r are about to be released. If they were reserved at boot: warn,
 * taint the kernel, remove the initrd's file, and tell kmemleak.
 */
static void leave_boot(const struct range_entry *r, u64 start, u64 end)
{
	if (r->flags & RANGE_LIVE)
		return;
	pr_warn("releasing %llu kB that were reserved at boot for %s\n",
		(end - start) >> 10, owner_name(r->owner));
	add_taint(TAINT_USER, LOCKDEP_STILL_OK);
	if (r->owner == OWNER_INITRD)
		remove_initrd_file();
	kmemleak_free_part_phys(start, end - start);
}

/* The part [*@from, *@to) of entry @i in [@start, @end). NULL if the entry lies after @end. */
static const struct range_entry *part_of(const struct range_table *t, size_t i,
					 u64 start, u64 end, u64 *from, u64 *to)
{
	const struct range_entry *r = i < t->nr ? &t->r[i] : NULL;

	if (!r || r->start >= end)
		return NULL;
	*from = max(r->start, start);
	*to = min(r->end, end);
	return r;
}

/* May all of [@start, @end) go to state @to? 0 or an error. */
static int check_range(const struct range_table *t, u64 start, u64 end, enum range_state to)
{
	const struct range_entry *r;
	u64 lo, hi, at = start;
	int err = 0;
	size_t i;

	for (i = range_first(t, start); (r = part_of(t, i, start, end, &lo, &hi)); i++) {
		if (lo != at || !can_go(r, to))
			return -ENOENT;
		at = hi;
	}
	if (at != end || start == end)
		return -ENOENT;
	if (to == RANGE_LATE_FREED)
		return 0;
	for (i = range_first(t, start); (r = part_of(t, i, start, end, &lo, &hi)); i++)
		err = err ?: may_release(r, lo, hi);
	return err;
}

/*
 * The bytes [@start, @end) of the table have state @to now. Free the pages that became free by
 * this, and do what leave_boot() does before a release.
 */
static void free_parts(const struct range_table *t, u64 start, u64 end, enum range_state to)
{
	const struct range_entry *r;
	u64 lo, hi;
	size_t i;

	if (to == RANGE_RELEASED)
		for (i = range_first(t, start); (r = part_of(t, i, start, end, &lo, &hi)); i++)
			leave_boot(r, lo, hi);
	for (i = range_first(t, start); (r = part_of(t, i, start, end, &lo, &hi)); i++)
		free_part(r, lo, hi, end, to);
}

/*
 * Released pages must go to the buddy in the same moment in which the table changes, so mirror.lock
 * is held for both. A simulation changes no page, so its events are made without the lock.
 */
static int free_range(struct range_table *t, u64 start, u64 end, enum range_state to)
{
	int err = check_range(t, start, end, to);

	if (err)
		return err;

	mutex_lock(&mirror.lock);
	err = range_set_state(t, start, end, to);
	if (!err && to == RANGE_RELEASED)
		free_parts(t, start, end, to);
	mutex_unlock(&mirror.lock);
	if (!err && to == RANGE_LATE_FREED)
		free_parts(t, start, end, to);
	return err;
}

static int check_owner(const struct range_table *t, u32 owner, int nid, enum range_state to)
{
	int err = -ENOENT;
	size_t i;

	range_for_each(i, t) {
		const struct range_entry *r = &t->r[i];

		if (!is_owners(r, owner, nid) || !can_go(r, to))
			continue;
		err = to == RANGE_RELEASED ? may_release(r, r->start, r->end) : 0;
		if (err)
			break;
	}
	return err;
}

/* The ranges are freed one by one. The model does not count the later ones as free yet. */
static int free_owner(struct range_table *t, u32 owner, int nid, enum range_state to)
{
	int err = check_owner(t, owner, nid, to);
	size_t i;

	if (err)
		return err;

	range_for_each(i, t) {
		struct range_entry *r = &t->r[i];

		if (!is_owners(r, owner, nid) || !can_go(r, to))
			continue;
		mutex_lock(&mirror.lock);
		r->state = to;
		if (to == RANGE_RELEASED)
			free_parts(t, r->start, r->end, to);
		mutex_unlock(&mirror.lock);
		if (to == RANGE_LATE_FREED)
			free_parts(t, r->start, r->end, to);
	}
	mutex_lock(&mirror.lock);
	range_merge(t);
	mutex_unlock(&mirror.lock);
	return 0;
}

static int late_free(const struct request *rq, enum range_state to)
{
	struct range_table *t = &mirror.table;
	int owner, err;

	err = mutex_lock_killable(&mirror.work);
	if (err)
		return err;
	if (rq->owner) {
		owner = owner_find(rq->owner);
		err = owner < 0 ? owner : free_owner(t, owner, rq->nid, to);
	} else {
		err = free_range(t, rq->start, rq->end, to);
	}
	mutex_unlock(&mirror.work);
	return err;
}

/**
 * late_free_simulate - simulate the late free of ranges
 * @rq: a range, or an owner and a node. All bytes of a range must be reserved
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep.
 * Return: 0; -ENOENT if a byte of the range is not reserved, or if the owner does not exist or
 * has nothing reserved there; -ENOMEM; -EINTR after a fatal signal. On error nothing is changed.
 */
int late_free_simulate(const struct request *rq)
{
	return late_free(rq, RANGE_LATE_FREED);
}

/**
 * late_free_release - give ranges to the buddy
 * @rq: a range, or an owner and a node. All bytes of a range must be reserved, or late freed in
 * the simulation
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep.
 * Return: 0; -ENOENT if a byte of the range is in no such state, or if the owner does not exist
 * or has no such bytes there; -EPERM if a part of it may not be released; -EBUSY if a page of it
 * is in use; -ENOMEM; -EINTR after a fatal signal. On error nothing is changed.
 */
int late_free_release(const struct request *rq)
{
	return late_free(rq, RANGE_RELEASED);
}

/**
 * late_free_release_live - release all that this module reserved on the live kernel
 *
 * Context: Process, when the module is unloaded. Takes mirror.work and mirror.lock; may sleep.
 */
void late_free_release_live(void)
{
	struct range_table *t = &mirror.table;
	size_t i;

	mutex_lock(&mirror.work);
	mutex_lock(&mirror.lock);
	range_for_each(i, t) {
		struct range_entry *r = &t->r[i];

		if (!mirror_is_live(r))
			continue;
		r->state = RANGE_RELEASED;
		free_part(r, r->start, r->end, r->end, RANGE_RELEASED);
	}
	mirror_unlock_all();
}
