// SPDX-License-Identifier: GPL-2.0-only
/*
 * selfhosted: struct pages that lie in the memory block that they describe.
 *
 * Hot-added memory needs struct pages. With memory_hotplug.memmap_on_memory=1 the kernel does not
 * allocate them: the first pages of each memory block hold the struct pages of that block
 * (add_memory_resource(), create_altmaps_and_memory_blocks()). While the block is online, these
 * pages are present but not managed (memory_block_online()). Boot did not reserve them, so they
 * are counted separately, as `other`. On 6.1 they are PG_reserved, too (memmap_init_range()).
 *
 * mhp_init_memmap_on_memory() marks them PG_vmemmap_self_hosted, but other pages use the same bit
 * for other purposes. The proof is where the struct page of the block's first page lies: in that
 * page itself. The size of a block tells how many such pages there are: its struct pages, rounded
 * up to whole pageblocks (memory_block_memmap_on_memory_pages(); 6.1 accepts only sizes that need
 * no rounding).
 *
 * Memory of boot needs no look. Its sections are marked as early. Memory that is removed and added
 * again is not early any more (section_deactivate()).
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
 * selfhosted_pages - does a memory block begin here that holds its own struct pages?
 * @pfn: any page frame number
 *
 * Context: Process. mirror.work is held, so that no struct page is freed.
 * Return: how many pages from @pfn on hold the struct pages; 0 if @pfn is not the first page of
 * such a block, or the block is not online.
 */
unsigned long selfhosted_pages(unsigned long pfn)
{
	unsigned long block = PHYS_PFN(memory_block_size_bytes()), mapped;
	struct page *page;

	if (pfn % block || early_section(__pfn_to_section(pfn)))
		return 0;
	page = pfn_to_online_page(pfn);
	if (!page || !PageVmemmapSelfHosted(page) ||
	    pagetable_translate((unsigned long)page, &mapped) != PFN_PHYS(pfn))
		return 0;
	return ALIGN(PFN_UP(block * sizeof(struct page)), pageblock_nr_pages);
}

/**
 * selfhosted_count - count the pages that hold the struct pages of their own block
 * @count: an array with an element for each zone_index(); it is overwritten
 * @leaving: do not count the pages that end before this page frame number, because their block is
 *	     going offline; 0 if there are none
 *
 * Looks at one struct page of each hot-added memory block.
 *
 * Context: Process. mirror.work is held, so that no struct page is freed.
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
