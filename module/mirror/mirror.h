/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mirror: the table of what was reserved at boot and still is, and its two locks. mirror.c
 * explains the locks.
 */
#ifndef EARLY_RES_MIRROR_H
#define EARLY_RES_MIRROR_H

#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/mutex.h>

#include "live/zone.h"
#include "table/range.h"

/**
 * struct mirror - the boot-time reservations of this kernel
 * @work: held, maybe for long, by whoever looks at struct pages or changes anything here. Memory
 *	  hotplug takes its own lock before this one
 * @lock: held, for a short time, by whoever changes @table, @unavailable or @other, and by whoever
 *	  reads them without holding @work. Taken after @work
 * @table: the reservations
 * @unavailable: pages that have a struct page but no memory, by zone_index()
 * @other: pages that are neither managed nor reserved, for a known reason (selfhosted.c), by
 *	   zone_index()
 * @unexplained: pages that the last walk did not explain, by zone_index(); negative if it found
 *		 too many. Protected by @work
 * @took_us: how long it took to make @table the last time, in microseconds; read without a lock
 */
struct mirror {
	struct mutex work; /* see above */
	struct mutex lock; /* see above */
	struct range_table table;
	unsigned long *unavailable;
	unsigned long *other;
	long *unexplained;
	u64 took_us;
};

extern struct mirror mirror;

/**
 * mirror_is_held - is any byte of a range in the table, and not released?
 * @start: first byte
 * @end: first byte after the range
 *
 * Context: Any. mirror.work or mirror.lock is held.
 * Return: true if one is.
 */
static inline bool mirror_is_held(u64 start, u64 end)
{
	return range_any(&mirror.table, start, end, RANGE_RESERVED) ||
	       range_any(&mirror.table, start, end, RANGE_LATE_FREED);
}

/**
 * mirror_page_is_held - is any byte of a page in the table, and not released?
 * @pfn: page frame number
 *
 * Context: Any. mirror.work or mirror.lock is held.
 * Return: true if one is.
 */
static inline bool mirror_page_is_held(unsigned long pfn)
{
	return mirror_is_held(PFN_PHYS(pfn), PFN_PHYS(pfn + 1));
}

/**
 * mirror_is_live - did this module reserve this range on the live kernel, and not release it?
 * @r: an entry of the table
 *
 * Context: Any. mirror.work or mirror.lock is held.
 * Return: true if so.
 */
static inline bool mirror_is_live(const struct range_entry *r)
{
	return r->flags & RANGE_LIVE && r->state != RANGE_RELEASED;
}

/**
 * mirror_page_is_live - did this module reserve this page on the live kernel, and not release it?
 * @pfn: page frame number
 *
 * Context: Any. mirror.work or mirror.lock is held.
 * Return: true if so, also if only a part of the page was released.
 */
static inline bool mirror_page_is_live(unsigned long pfn)
{
	const struct range_entry *r = range_find(&mirror.table, PFN_PHYS(pfn));

	return r && r->flags & RANGE_LIVE && mirror_page_is_held(pfn);
}

int mirror_lock_all(void);
void mirror_unlock_all(void);

#endif
