/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * boot: the mirror. What was reserved at boot, read from the struct pages.
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
 * @work: held by whoever looks at struct pages, or changes anything here; for long, maybe.
 *	  Memory hotplug holds its own lock around it
 * @lock: held, for a short time, by who changes @table, @unavailable or @other, and by who reads
 *	  them without @work; @work comes first
 * @table: the reservations
 * @unavailable: pages that only have a struct page, by zone_index()
 * @other: pages that are neither managed nor reserved, and known (selfhosted.c), by zone_index()
 * @unexplained: what the last walk that looked at each page did not explain, by
 *		 zone_index(); only @work is needed
 * @took_us: microseconds it took to make @table, the last time; read without a lock
 */
struct mirror {
	struct mutex work; /* of who looks and changes, see above */
	struct mutex lock; /* of the members below, see above */
	struct range_table table;
	unsigned long *unavailable;
	unsigned long *other;
	long *unexplained;
	u64 took_us;
};

extern struct mirror mirror;

/* Is any byte of [@start, @end) in the table, and not released? */
static inline bool mirror_is_held(u64 start, u64 end)
{
	return range_any(&mirror.table, start, end, RANGE_RESERVED) ||
	       range_any(&mirror.table, start, end, RANGE_LATE_FREED);
}

/* The same for a page */
static inline bool mirror_page_is_held(unsigned long pfn)
{
	return mirror_is_held(PFN_PHYS(pfn), PFN_PHYS(pfn + 1));
}

/* Was this reserved on the live kernel, and is still? */
static inline bool mirror_is_live(const struct range_entry *r)
{
	return r->flags & RANGE_LIVE && r->state != RANGE_RELEASED;
}

/* The same for a page */
static inline bool mirror_page_is_live(unsigned long pfn)
{
	const struct range_entry *r = range_find(&mirror.table, PFN_PHYS(pfn));

	return r && r->flags & RANGE_LIVE && mirror_page_is_held(pfn);
}

int mirror_lock_all(void);
void mirror_unlock_all(void);

#endif
