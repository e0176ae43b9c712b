// SPDX-License-Identifier: GPL-2.0-only
/*
 * peer: the kernel's memblock.reserved, see peer.h. Compiled as a part of the
 * memblock simulator (tools/testing/memblock).
 */
#include <linux/memblock.h>
#include <linux/slab.h>
#include <string.h>

#include "peer.h"

/* The parts of the simulator that have both are not used here. */
bool movable_node_enabled;

bool slab_is_available(void)
{
	return true;	/* so that arrays grow into malloc()ed memory */
}

void peer_reset(void)
{
	struct memblock_type *type = &memblock.reserved;

	memset(type->regions, 0, type->max * sizeof(*type->regions));
	type->cnt = 0;
	type->total_size = 0;
	memblock_allow_resize();
}

int peer_reserve(unsigned long long start, unsigned long long end, int nid)
{
	int err = memblock_reserve(start, end - start);

	if (err || nid < 0)
		return err;
	return memblock_set_node(start, end - start, &memblock.reserved, nid);
}

int peer_free(unsigned long long start, unsigned long long end)
{
	return memblock_phys_free(start, end - start);
}

int peer_mark(unsigned long long start, unsigned long long end)
{
	return memblock_reserved_mark_noinit(start, end - start);
}

size_t peer_count(void)
{
	return memblock.reserved.cnt;
}

void peer_get(size_t i, unsigned long long *start, unsigned long long *end, int *nid, bool *marked)
{
	const struct memblock_region *r = &memblock.reserved.regions[i];

	*start = r->base;
	*end = r->base + r->size;
	*nid = r->nid == MAX_NUMNODES ? PEER_NO_NODE : r->nid;
	*marked = r->flags & MEMBLOCK_RSRV_NOINIT;
}

bool peer_is_reserved(unsigned long long addr)
{
	return memblock_is_reserved(addr);
}

bool peer_touches(unsigned long long start, unsigned long long end)
{
	return memblock_is_region_reserved(start, end - start);
}

size_t peer_count_reserved(const unsigned long long *addrs, size_t nr)
{
	size_t i, hits = 0;

	for (i = 0; i < nr; i++)
		hits += memblock_is_reserved(addrs[i]);
	return hits;
}
