// SPDX-License-Identifier: GPL-2.0-only
/*
 * leak: takes memory that boot reserved and gave back, and makes it look as if boot had kept it.
 *
 *	insmod leak.ko pages=N,... at=PFN,... room=M,... [map=ADDRESS size=BYTES desc_size=BYTES]
 *
 * It takes N pages from the allocator, from the M pages that begin at PFN. If PFN is 0, it takes
 * them from the middle of memory that the boot loader's EFI memory map has for boot services. Each
 * page is then as it was at boot: PG_reserved, and not managed. The parameter `at` says where the
 * pages are. Unloading gives them back.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitmap.h>
#include <linux/efi.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/module.h>

#include "compat.h"

/* Do not reclaim or move anything for us; but the kernel's last reserves may be used. */
#define GFP_FREE_ONLY	(__GFP_MOVABLE | __GFP_HIGH | __GFP_THISNODE | __GFP_NOWARN | \
			 __GFP_NOMEMALLOC)

#define PLACES	4
/* So many pages at both ends of the firmware's range are not taken. */
#define MARGIN	3

static unsigned long at[PLACES], pages[PLACES], room[PLACES];
static unsigned int nr;
module_param_array(at, ulong, NULL, 0400);
module_param_array(pages, ulong, &nr, 0);
module_param_array(room, ulong, NULL, 0);

static unsigned long map, size, desc_size;
module_param(map, ulong, 0);
module_param(size, ulong, 0);
module_param(desc_size, ulong, 0);

static void give(unsigned int place)
{
	unsigned long pfn;

	for (pfn = at[place]; pfn < at[place] + pages[place]; pfn++) {
		ClearPageReserved(pfn_to_page(pfn));
		adjust_managed_page_count(pfn_to_page(pfn), 1);
		__free_page(pfn_to_page(pfn));
	}
}

static bool was_freed(unsigned long pfn, unsigned long end)
{
	for (; pfn < end; pfn++) {
		struct page *page = pfn_to_online_page(pfn);

		if (!page || PageReserved(page))
			return false;
	}
	return true;
}

static void keep(unsigned int place, unsigned long pfn)
{
	unsigned long end = pfn + pages[place];

	for (at[place] = pfn; pfn < end; pfn++) {
		SetPageReserved(pfn_to_page(pfn));
		adjust_managed_page_count(pfn_to_page(pfn), -1);
	}
}

/* Take the first place in [@pfn, @end) that can be taken; pages that can move are moved away */
static int take_in(unsigned int place, unsigned long pfn, unsigned long end)
{
	unsigned long nr = pages[place];

	for (; nr && pfn + nr <= end; pfn += nr) {
		if (!was_freed(pfn, pfn + nr) || compat_alloc_contig_range(pfn, pfn + nr))
			continue;
		keep(place, pfn);
		return 0;
	}
	return -EBUSY;
}

/* Find the first @nr bits in a row that are set; @size if there are none */
static unsigned long find_run(const unsigned long *bits, unsigned long size, unsigned long nr)
{
	unsigned long first = find_first_bit(bits, size), end;

	for (; first < size; first = find_next_bit(bits, size, end)) {
		end = find_next_zero_bit(bits, size, first);
		if (end - first >= nr)
			return first;
	}
	return size;
}

/*
 * The same, but only with free pages, for pageblocks that contain pages which cannot move, as those
 * of the image: take all free memory page by page, the smallest blocks first, until enough of the
 * right pages follow each other. The rest is given back.
 */
static int search_in(unsigned int place, unsigned long start, unsigned long end)
{
	unsigned long *had = bitmap_zalloc(end - start, GFP_KERNEL);
	unsigned long found = end - start, first, pfn;
	struct page *page, *next;
	LIST_HEAD(taken);

	while (had && found == end - start) {
		page = alloc_pages_node(pfn_to_nid(start), GFP_FREE_ONLY, 0);
		if (!page)
			break;
		list_add(&page->lru, &taken);
		pfn = page_to_pfn(page);
		if (pfn < start || pfn >= end)
			continue;
		set_bit(pfn - start, had);
		found = find_run(had, end - start, pages[place]);
	}
	first = start + found;
	list_for_each_entry_safe(page, next, &taken, lru) {
		list_del(&page->lru);
		pfn = page_to_pfn(page);
		if (pfn < first || pfn >= first + pages[place])
			__free_page(page);
	}
	bitmap_free(had);
	if (found == end - start) {
		pr_info("nothing of place %u is free\n", place);
		return -EBUSY;
	}
	keep(place, first);
	return 0;
}

static int take_boot_services(unsigned int place)
{
	void *start = memremap(map, size, MEMREMAP_WB);
	unsigned long offset, pfn;
	efi_memory_desc_t *md;
	int err = -EBUSY;

	if (!start || desc_size < sizeof(*md))
		return -EINVAL;
	for (offset = 0; err && offset + desc_size <= size; offset += desc_size) {
		md = start + offset;
		pfn = PHYS_PFN(md->phys_addr);
		if ((md->type == EFI_BOOT_SERVICES_CODE || md->type == EFI_BOOT_SERVICES_DATA) &&
		    md->phys_addr >= SZ_1M)
			err = take_in(place, pfn + MARGIN, pfn + md->num_pages - MARGIN);
	}
	memunmap(start);
	return err;
}

static int __init leak_init(void)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < nr && !err; i++) {
		if (!at[i])
			err = take_boot_services(i);
		else if (take_in(i, at[i], at[i] + room[i]))
			err = search_in(i, at[i], at[i] + room[i]);
	}
	for (; err && i > 1; i--)
		give(i - 2);
	return err;
}

static void __exit leak_exit(void)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		give(i);
}

module_init(leak_init);
module_exit(leak_exit);

MODULE_DESCRIPTION("Memory that boot gave back, as if it had not");
MODULE_LICENSE("GPL");
