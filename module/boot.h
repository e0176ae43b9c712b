/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * boot: the mirror. What was reserved at boot, read from the struct pages.
 */
#ifndef EARLY_RES_BOOT_H
#define EARLY_RES_BOOT_H

#include <linux/efi.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/mutex.h>

#include "range.h"

/**
 * struct mirror - the boot-time reservations of this kernel
 * @lock: held by whoever reads or changes anything here, and for the whole of
 *	  a walk over the struct pages; memory hotplug holds its own lock around it
 * @table: the reservations
 * @unavailable: pages that only have a struct page, by zone_index()
 */
struct mirror {
	struct mutex lock; /* of all below */
	struct range_table table;
	unsigned long *unavailable;
};

extern struct mirror mirror;

/**
 * struct zone_count - a zone, and what the table holds in it, in pages
 * @present: the zone's present pages
 * @managed: the zone's managed pages
 * @reserved: not in the buddy: reserved, or simulated as late freed
 * @late_freed: those of @reserved that are simulated as late freed
 * @released: back in the buddy
 * @unavailable: no memory, see boot.c
 */
struct zone_count {
	unsigned long present;
	unsigned long managed;
	unsigned long reserved;
	unsigned long late_freed;
	unsigned long released;
	unsigned long unavailable;
};

/* Arrays with an element a zone, of all possible nodes, are indexed so. */
#define NR_ZONE_INDEXES		(nr_node_ids * MAX_NR_ZONES)

static inline unsigned int zone_index(int nid, int zone)
{
	return nid * MAX_NR_ZONES + zone;
}

/* Is the struct page that of a node and a zone there is? See boot.c on holes. */
static inline bool boot_page_is_sound(struct page *page)
{
	int nid = page_to_nid(page);

	return nid < nr_node_ids && node_online(nid) && page_zonenum(page) < MAX_NR_ZONES;
}

static inline const char *zone_name(int nid, int zone)
{
	return NODE_DATA(nid)->node_zones[zone].name;
}

/* Is any byte of [@start, @end) in the table, and not released? */
static inline bool boot_is_held(u64 start, u64 end)
{
	return range_any(&mirror.table, start, end, RANGE_RESERVED) ||
	       range_any(&mirror.table, start, end, RANGE_LATE_FREED);
}

/* The same for a page */
static inline bool boot_page_is_held(unsigned long pfn)
{
	return boot_is_held(PFN_PHYS(pfn), PFN_PHYS(pfn + 1));
}

/* Was this reserved on the live kernel, and is still? */
static inline bool boot_is_live(const struct range_entry *r)
{
	return r->flags & RANGE_LIVE && r->state != RANGE_RELEASED;
}

bool boot_efi_is_kept(const efi_memory_desc_t *md);
int boot_mirror(void);
void boot_forget(void);
struct zone_count *boot_count(void);

int boot_init(void);
void boot_exit(void);

#endif
