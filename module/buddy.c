// SPDX-License-Identifier: GPL-2.0-only
/*
 * buddy: late free, simulated in the table. No memory is touched.
 *
 * Owners can be finer than a page, and so can a late free. Pages cannot: a page
 * becomes free when the last reserved byte in it is late freed, whichever range
 * that byte belonged to. What becomes free goes to the buddy in the largest
 * blocks that alignment allows; an event is emitted for each.
 */
#include <linux/mm.h>

#include "boot.h"
#include "buddy.h"
#include "compat.h"
#include "owner.h"
#include "trace.h"

static bool page_is_reserved(u64 pfn)
{
	return range_any(&mirror.table, PFN_PHYS(pfn), PFN_PHYS(pfn + 1), RANGE_RESERVED);
}

/* [pfn, end) as maximal aligned blocks */
static void emit_blocks(unsigned long pfn, unsigned long end, int nid, int zone)
{
	unsigned int order;

	if (!trace_early_res_block_enabled())
		return;

	for (; pfn < end; pfn += 1UL << order) {
		order = min_t(unsigned int, MAX_PAGE_ORDER, ilog2(end - pfn));
		if (pfn)
			order = min_t(unsigned int, order, __ffs(pfn));
		trace_early_res_block(pfn, order, order, nid, zone_name(nid, zone), true);
	}
}

/*
 * Say that the bytes [start, end) of entry @r were late freed, and which pages
 * became free by that. If @more, the byte at @end was late freed as well, and a
 * page that has both is told of there.
 */
static void emit_late_free(const struct range_entry *r, u64 start, u64 end, bool more)
{
	unsigned long first = PHYS_PFN(start), last = PHYS_PFN(end - 1) + 1;

	if (page_is_reserved(first))
		first++;
	if (last > first && !PAGE_ALIGNED(end) && (more || page_is_reserved(last - 1)))
		last--;
	last = max(first, last);

	trace_early_res_late_free(start, end - 1, r->nid, last - first, true,
				  owner_name(r->owner));
	emit_blocks(first, last, r->nid, r->zone);
}

static int late_free_range(struct range_table *t, u64 start, u64 end)
{
	size_t i;
	int err;

	if (!range_covers(t, start, end, RANGE_RESERVED))
		return -ENOENT;
	err = range_set_state(t, start, end, RANGE_LATE_FREED);
	if (err)
		return err;

	for (i = range_first(t, start); i < t->nr && t->r[i].start < end; i++) {
		const struct range_entry *r = &t->r[i];

		emit_late_free(r, max(start, r->start), min(end, r->end), r->end < end);
	}
	return 0;
}

static int late_free_owner(struct range_table *t, const char *name, int nid)
{
	int owner = owner_find(name), err = -ENOENT;
	size_t i;

	if (owner < 0)
		return owner;

	range_for_each(i, t) {
		struct range_entry *r = &t->r[i];

		if (r->owner != owner || r->state != RANGE_RESERVED ||
		    (nid != NUMA_NO_NODE && r->nid != nid))
			continue;
		r->state = RANGE_LATE_FREED;
		emit_late_free(r, r->start, r->end, false);
		err = 0;
	}
	range_merge(t);
	return err;
}

/**
 * buddy_late_free - simulate the late free of what a request speaks of
 * @rq: the request; every byte of it must be reserved
 *
 * Context: Process. Takes mirror.lock; may sleep.
 * Return: 0; -ENOENT if a byte of the range is not reserved, or the owner is
 * not there or has nothing reserved; -ENOMEM. Nothing is changed on error.
 */
int buddy_late_free(const struct request *rq)
{
	int err;

	mutex_lock(&mirror.lock);
	if (rq->owner)
		err = late_free_owner(&mirror.table, rq->owner, rq->nid);
	else
		err = late_free_range(&mirror.table, rq->start, rq->end);
	mutex_unlock(&mirror.lock);
	return err;
}
