// SPDX-License-Identifier: GPL-2.0-only
/*
 * memmap: find where the kernel's struct pages lie.
 *
 * They take 1/64 of memory, which on most machines is most of what boot reserved. They are mapped
 * at vmemmap, nearly always in blocks of 2 MiB (vmemmap_populate_hugepages()). Each block was
 * allocated as a whole: by memblock at boot, or by the buddy for hot-added memory. As long as the
 * page tables map a block as a whole, all of it is in use. So its first and last page tell about
 * all of it. If hugetlb gives back a part of a block, it first maps the block page by page
 * (vmemmap_split_pmd()).
 */
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/sched/signal.h>

#include "live/memmap.h"
#include "live/pagetable.h"
#include "live/zone.h"

static int push_block(unsigned long addr, u64 phys, void *blocks)
{
	struct range_table *t = blocks;
	struct range_entry *last = t->nr ? &t->r[t->nr - 1] : NULL;
	unsigned long pfn = page_to_pfn((struct page *)addr);
	struct range_entry r = { .start = phys, .end = phys + PMD_SIZE };

	if (fatal_signal_pending(current))
		return -EINTR;
	if (!online_section_nr(pfn_to_section_nr(pfn)))
		return 0;
	if (last && last->end == phys) {
		last->end = r.end;
		return 0;
	}
	return range_push(t, &r);
}

/**
 * memmap_blocks - find the blocks of 2 MiB that hold struct pages
 * @blocks: an empty table; the blocks are pushed to it, in bytes
 *
 * Finds nothing without CONFIG_SPARSEMEM_VMEMMAP.
 *
 * Context: Process. mirror.work is held, so that no struct page is freed; may sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int memmap_blocks(struct range_table *blocks)
{
	const struct pagetable_visit v = { .block = push_block, .arg = blocks };
	unsigned long end = nodes_end_pfn();

	if (!IS_ENABLED(CONFIG_SPARSEMEM_VMEMMAP))
		return 0;
	return pagetable_walk((unsigned long)pfn_to_page(0), (unsigned long)pfn_to_page(end) - 1,
			      &v);
}
