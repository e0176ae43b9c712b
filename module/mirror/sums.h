/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sums: how much the table holds, by zone and by owner.
 */
#ifndef EARLY_RES_SUMS_H
#define EARLY_RES_SUMS_H

#include <linux/types.h>

/**
 * struct zone_count - the pages of a zone, and what the table holds in it
 * @present: the zone's present pages
 * @managed: the zone's managed pages
 * @reserved: pages that the buddy does not have: reserved, or late freed in the simulation
 * @late_freed: the part of @reserved that is late freed in the simulation
 * @released: pages that were given back to the buddy
 * @unavailable: pages that have a struct page but no memory, see walk.c
 * @other: pages that are neither managed nor reserved, for a known reason, see selfhosted.c
 */
struct zone_count {
	unsigned long present;
	unsigned long managed;
	unsigned long reserved;
	unsigned long late_freed;
	unsigned long released;
	unsigned long unavailable;
	unsigned long other;
};

/**
 * struct owner_sum - what an owner holds on a node
 * @total: bytes that it holds on all nodes
 * @bytes: bytes that it holds on this node
 * @pages: pages that it holds on this node. A page of several owners counts only for the first
 * @owner: number of the owner
 * @nid: the node
 * @how: how the owner is known; if that differs, the least sure way
 */
struct owner_sum {
	u64 total;
	u64 bytes;
	unsigned long pages;
	u32 owner;
	int nid;
	u8 how;
};

struct zone_count *sums_of_zones(void);
struct owner_sum *sums_of_owners(size_t *nr);

#endif
