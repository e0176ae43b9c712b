/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * zone: the zones of all nodes, and which of them a page is in.
 *
 * Arrays that count something for each zone have an element for every zone of every
 * possible node.
 */
#ifndef EARLY_RES_ZONE_H
#define EARLY_RES_ZONE_H

#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>

#define NR_ZONE_INDEXES		(nr_node_ids * MAX_NR_ZONES)

/* Where a zone stands in such an array */
static inline unsigned int zone_index(int nid, int zone)
{
	return nid * MAX_NR_ZONES + zone;
}

static inline const char *zone_name(int nid, int zone)
{
	return NODE_DATA(nid)->node_zones[zone].name;
}

/* The first page frame behind all nodes: they can lie inside one another. */
static inline unsigned long nodes_end_pfn(void)
{
	unsigned long end = 0;
	int nid;

	for_each_online_node(nid)
		end = max(end, node_end_pfn(nid));
	return end;
}

/* Is the struct page that of a node and a zone there is? See walk.c on holes. */
static inline bool page_is_sound(struct page *page)
{
	int nid = page_to_nid(page);

	return nid < nr_node_ids && node_online(nid) && page_zonenum(page) < MAX_NR_ZONES;
}

#endif
