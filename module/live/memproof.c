// SPDX-License-Identifier: GPL-2.0-only
/*
 * memproof: do memblock's lists agree with the pages and zones of the live kernel?
 *
 * Only memory that was there at boot is compared. Hot-added memory is not in the lists, and its
 * sections are not "early" sections.
 */
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "live/memproof.h"
#include "live/zone.h"

/* How many pages of a node were there at boot and are online? */
static unsigned long early_pages(int nid)
{
	unsigned long pages = 0;
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++) {
		struct zone *zone = &NODE_DATA(nid)->node_zones[i];

#ifdef CONFIG_MEMORY_HOTPLUG
		pages += zone->present_early_pages;
#else
		pages += zone->present_pages;
#endif
	}
	return pages;
}

/**
 * memproof_covers_nodes - does memblock's list have all memory of each node?
 * @memory: the list, proved
 *
 * The list may have more: pages that were taken offline, or removed.
 *
 * Context: Process.
 * Return: true if it does.
 */
bool memproof_covers_nodes(const struct memlist *memory)
{
	unsigned long pages;
	size_t i;
	int nid;

	for_each_online_node(nid) {
		for (pages = 0, i = 0; i < memory->nr; i++)
			if (memory->e[i].nid == nid)
				pages += PFN_DOWN(memory->e[i].end) - PFN_UP(memory->e[i].start);
		if (pages < early_pages(nid))
			return false;
	}
	return true;
}

/* How many pages of [@start, @end) were there at boot? */
static unsigned long boot_pages(u64 start, u64 end)
{
	unsigned long pages = 0;
	u64 next;

	for (; start < end; start = next) {
		unsigned long nr = pfn_to_section_nr(PHYS_PFN(start));

		next = min_t(u64, end, PFN_PHYS(section_nr_to_pfn(nr + 1)));
		if (early_section(__nr_to_section(nr)))
			pages += PHYS_PFN(next - start);
	}
	return pages;
}

/* How many pages of @run are not in a list? */
static unsigned long pages_outside(const struct memlist *l, const struct range_pages *run)
{
	u64 at = run->start, start;
	unsigned long pages = 0;
	size_t i;

	for (i = memlist_first(l, at); at < run->end; i++) {
		start = i < l->nr ? round_down(l->e[i].start, PAGE_SIZE) : run->end;
		if (start > at)
			pages += boot_pages(at, min(start, run->end));
		if (i == l->nr)
			break;
		at = max_t(u64, at, round_up(l->e[i].end, PAGE_SIZE));
	}
	return pages;
}

/* Reserved pages of a zone: how many there are, and how many of them are not in the list */
struct pages {
	unsigned long reserved;
	unsigned long outside;
};

/*
 * A page of the buddy that somebody marked PG_reserved later (kexec does) is still managed. Such a
 * page is in the table but not in the list. So as many pages may be outside the list as the table
 * has more than the zone has pages that are not managed.
 */
static bool holds_in_zone(struct zone *zone, const struct pages *p)
{
	return !p->outside ||
	       p->outside + zone->present_pages <= p->reserved + zone_managed_pages(zone);
}

/**
 * memproof_has_all - does memblock's list have every page that is reserved since boot?
 * @reserved: the list, proved
 * @t: the first table of this kernel, with nothing that was reserved on the live kernel
 *
 * Context: Process. May sleep. @t must not change meanwhile.
 * Return: 1 if it does; 0 if not; -ENOMEM.
 */
int memproof_has_all(const struct memlist *reserved, const struct range_table *t)
{
	struct range_pages run = {};
	struct pages *zones, *z;
	int nid, i, all = 1;

	zones = kvcalloc(NR_ZONE_INDEXES, sizeof(*zones), GFP_KERNEL);
	if (!zones)
		return -ENOMEM;
	while (range_next_pages(t, &run)) {
		z = &zones[zone_index(run.nid, run.zone)];
		z->reserved += PHYS_PFN(run.end - run.start);
		z->outside += pages_outside(reserved, &run);
	}
	for_each_online_node(nid)
		for (i = 0; i < MAX_NR_ZONES; i++)
			if (!holds_in_zone(&NODE_DATA(nid)->node_zones[i],
					   &zones[zone_index(nid, i)]))
				all = 0;
	kvfree(zones);
	return all;
}
