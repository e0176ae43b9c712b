/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * zone: numbers for the zones of all nodes, and small helpers for zones.
 *
 * An array that counts something for each zone has NR_ZONE_INDEXES elements: one for every zone of
 * every possible node.
 */
#ifndef EARLY_RES_ZONE_H
#define EARLY_RES_ZONE_H

#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>

#define NR_ZONE_INDEXES		(nr_node_ids * MAX_NR_ZONES)

/**
 * zone_index - the index of a zone in such an array
 * @nid: node
 * @zone: zone index within the node
 *
 * Context: Any.
 * Return: the index.
 */
static inline unsigned int zone_index(int nid, int zone)
{
	return nid * MAX_NR_ZONES + zone;
}

/**
 * zone_name - the name of a zone
 * @nid: an online node
 * @zone: zone index within the node
 *
 * Context: Any.
 * Return: the name, as in /proc/zoneinfo.
 */
static inline const char *zone_name(int nid, int zone)
{
	return NODE_DATA(nid)->node_zones[zone].name;
}

/**
 * nodes_end_pfn - the end of all nodes
 *
 * Looks at all nodes, because one node can lie inside another.
 *
 * Context: Process.
 * Return: the first page frame number after all online nodes.
 */
static inline unsigned long nodes_end_pfn(void)
{
	unsigned long end = 0;
	int nid;

	for_each_online_node(nid)
		end = max(end, node_end_pfn(nid));
	return end;
}

/**
 * page_is_sound - do the node and the zone in this page's flags exist?
 * @page: the page
 *
 * Some pages of holes have a zone that no node has, see walk.c.
 *
 * Context: Any.
 * Return: true if they do.
 */
static inline bool page_is_sound(struct page *page)
{
	int nid = page_to_nid(page);

	return nid < nr_node_ids && node_online(nid) && page_zonenum(page) < MAX_NR_ZONES;
}

#endif
