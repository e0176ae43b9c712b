/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sums: how much the table holds, by zone and by owner.
 */
#ifndef EARLY_RES_SUMS_H
#define EARLY_RES_SUMS_H

#include <linux/types.h>

/**
 * struct zone_count - a zone, and what the table holds in it, in pages
 * @present: the zone's present pages
 * @managed: the zone's managed pages
 * @reserved: not in the buddy: reserved, or simulated as late freed
 * @late_freed: those of @reserved that are simulated as late freed
 * @released: back in the buddy
 * @unavailable: no memory, see walk.c
 * @other: neither managed nor reserved, and known, see selfhosted.c
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
 * @bytes: bytes
 * @pages: pages; one with bytes of several owners is that of the first in it
 * @owner: the owner
 * @nid: the node
 * @how: how that is known, where it is the least sure
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
