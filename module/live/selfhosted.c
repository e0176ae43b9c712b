// SPDX-License-Identifier: GPL-2.0-only
/*
 * selfhosted: struct pages that live in the memory block they describe.
 *
 * Memory that is hot-added needs struct pages. With memory_hotplug.memmap_on_memory=1 they
 * are not allocated: the first pages of each memory block hold the struct pages of that block
 * (add_memory_resource(), create_altmaps_and_memory_blocks()). While the block is online these
 * pages are present, and not managed (memory_block_online()). Nobody reserved them at boot, so
 * they are counted apart, as `other`. On 6.1 they are PG_reserved all the same
 * (memmap_init_range()).
 *
 * mhp_init_memmap_on_memory() marks them PG_vmemmap_self_hosted, a bit that other pages use
 * for other things. The proof is where the struct page of a block's first page is: in that very
 * page. How many follow is known from the size of a block: its struct pages, rounded up to
 * pageblocks (memory_block_memmap_on_memory_pages(); 6.1 takes only sizes that need no
 * rounding).
 */
#include <linux/memory.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/string.h>

#include "live/pagetable.h"
#include "live/selfhosted.h"
#include "live/zone.h"

/**
 * selfhosted_pages - is this where a memory block begins with its own struct pages?
 * @pfn: any page
 *
 * Context: Process. mirror.work is held, so that no struct page goes.
 * Return: how many pages from @pfn on hold them; 0 if @pfn is not the first page of a block that
 * is online and holds its own struct pages.
 */
unsigned long selfhosted_pages(unsigned long pfn)
{
	unsigned long block = PHYS_PFN(memory_block_size_bytes()), mapped;
	struct page *page;

	if (pfn % block)
		return 0;
	page = pfn_to_online_page(pfn);
	if (!page || !PageVmemmapSelfHosted(page) ||
	    pagetable_translate((unsigned long)page, &mapped) != PFN_PHYS(pfn))
		return 0;
	return ALIGN(PFN_UP(block * sizeof(struct page)), pageblock_nr_pages);
}

/**
 * selfhosted_count - count the pages that hold the struct pages of their own block
 * @count: how many there are, by zone_index(); what was in it is lost
 * @leaving: the first page behind such pages that are not counted, because their block is
 *	     going offline; 0 if there is none
 *
 * Looks at one struct page of each block.
 *
 * Context: Process. mirror.work is held, so that no struct page goes.
 */
void selfhosted_count(unsigned long *count, unsigned long leaving)
{
	unsigned long block = PHYS_PFN(memory_block_size_bytes()), pfn, n;
	unsigned long end = nodes_end_pfn();
	struct page *page;

	memset(count, 0, NR_ZONE_INDEXES * sizeof(*count));

	for (pfn = 0; pfn < end; pfn += block) {
		n = selfhosted_pages(pfn);
		if (!n || pfn + n == leaving)
			continue;
		page = pfn_to_page(pfn);
		if (page_is_sound(page))
			count[zone_index(page_to_nid(page), page_zonenum(page))] += n;
	}
}
