/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compat: all differences between kernel versions are in this file.
 *
 * Each comment says in which version the kernel changed.
 */
#ifndef EARLY_RES_COMPAT_H
#define EARLY_RES_COMPAT_H

#include <linux/cpumask.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page_ref.h>
#include <linux/percpu.h>
#include <linux/sysfs.h>
#include <linux/version.h>
#include <linux/vmalloc.h>

#ifndef CONFIG_X86_64
#error "early_res is for x86-64: other architectures have no e820 map and may keep memblock"
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "early_res needs Linux 6.1 or later"
#endif

/*
 * The highest order of the buddy. Before 6.4, MAX_ORDER was this order plus 1. From 6.4 on it was
 * the order itself. In 6.8 it was renamed to MAX_PAGE_ORDER.
 */
#ifndef MAX_PAGE_ORDER
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
#define MAX_PAGE_ORDER (MAX_ORDER - 1)
#else
#define MAX_PAGE_ORDER MAX_ORDER
#endif
#endif
#ifndef NR_PAGE_ORDERS
#define NR_PAGE_ORDERS (MAX_PAGE_ORDER + 1)
#endif

/**
 * compat_page_flags - the flags of a page, which also hold its node and zone
 * @page: the page
 *
 * Since 6.18 the member is a struct that has one member.
 *
 * Context: Any.
 * Return: the flags.
 */
static inline unsigned long compat_page_flags(const struct page *page)
{
	return READ_ONCE(*(const unsigned long *)&page->flags);
}

/**
 * compat_pageblock_type - the migrate type of a pageblock
 * @pfn: page frame number of any page in it; its section is online
 *
 * get_pfnblock_migratetype() is not exported, so this reads the same bits. The lowest three are
 * the type. Since 6.16 an isolated pageblock keeps its type, and another bit says that it is
 * isolated.
 *
 * Context: Any. Takes no lock, so the type can change at any moment.
 * Return: an enum migratetype.
 */
static inline unsigned int compat_pageblock_type(unsigned long pfn)
{
	const unsigned long *map = section_to_usemap(__pfn_to_section(pfn));
	unsigned long bit = ((pfn % PAGES_PER_SECTION) >> pageblock_order) * NR_PAGEBLOCK_BITS;
	unsigned long bits = READ_ONCE(map[bit / BITS_PER_LONG]) >> (bit % BITS_PER_LONG);

#if defined(PAGEBLOCK_ISO_MASK) && defined(CONFIG_MEMORY_ISOLATION)
	if (bits & PAGEBLOCK_ISO_MASK)
		return MIGRATE_ISOLATE;
#endif
	return bits & 7;
}

/**
 * compat_freed_order - into which blocks is a freed block cut before it goes on the free lists?
 * @order: order of the freed block
 *
 * Since 6.10 a block that is larger than a pageblock is freed pageblock by pageblock
 * (split_large_buddy()).
 *
 * Context: Any.
 * Return: the order of these blocks; @order if the block is not cut.
 */
static inline unsigned int compat_freed_order(unsigned int order)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
	return order;
#else
	return min_t(unsigned int, order, pageblock_order);
#endif
}

/**
 * compat_page_has_movable_ops - can the driver that owns this page move it?
 * @page: the page
 *
 * Until 6.17 a bit of page->mapping says so, since then a page flag.
 *
 * Context: Any.
 * Return: true if it can.
 */
static inline bool compat_page_has_movable_ops(struct page *page)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
	return __PageMovable(page);
#else
	return page_has_movable_ops(page);
#endif
}

/**
 * compat_alloc_contig_range - take all pages of a range from the buddy
 * @pfn: first page frame number
 * @end: first page frame number after the last
 *
 * alloc_contig_range() had an argument for the migrate type; now it has one for flags. Without
 * CONFIG_CONTIG_ALLOC it does not exist, and reserve.c is not built.
 *
 * Context: Process. May sleep, and move pages that are in use.
 * Return: 0, or an error of alloc_contig_range(); -EOPNOTSUPP if it does not exist.
 */
static inline int compat_alloc_contig_range(unsigned long pfn, unsigned long end)
{
#if !defined(CONFIG_CONTIG_ALLOC)
	return -EOPNOTSUPP;
#elif defined(ACR_FLAGS_NONE)
	return alloc_contig_range(pfn, end, ACR_FLAGS_NONE, GFP_KERNEL | __GFP_NOWARN);
#else
	return alloc_contig_range(pfn, end, MIGRATE_MOVABLE, GFP_KERNEL | __GFP_NOWARN);
#endif
}

/**
 * compat_contig_warns - does alloc_contig_range() warn if a page that it gives back is held?
 *
 * It gives back pages that are not in the range, but in the same free block. If somebody else
 * holds one of them, 6.12 warns (free_contig_range()). 7.3 does not, because nobody can take a
 * reference to them (alloc_contig_frozen_range()). The versions between them were not looked at,
 * so they count as those that warn.
 *
 * Context: Any.
 * Return: true if it warns.
 */
static inline bool compat_contig_warns(void)
{
	return LINUX_VERSION_CODE < KERNEL_VERSION(7, 3, 0);
}

/**
 * compat_pages_have_tags - can pages have a tag that says who allocated them?
 *
 * Kernels since 6.10 can be built so. A page that is freed as a part of a larger block keeps its
 * tag, because only the tag of the first page of the block is cleared (pgalloc_tag_sub() in
 * free_pages_prepare()). A page that never had a tag must be freed by free_reserved_page(), or
 * the kernel warns (alloc_tag_sub_check()). Modules cannot see whether tags are in use now, so
 * this assumes that they are.
 *
 * Context: Any.
 * Return: true if the kernel was built with tags.
 */
static inline bool compat_pages_have_tags(void)
{
	return IS_ENABLED(CONFIG_MEM_ALLOC_PROFILING);
}

/**
 * compat_free_reserved_page - free a reserved page by free_reserved_page(), if that is faster
 * @page: the page, with one reference of ours
 *
 * It is faster since 7.3: there free_reserved_page() drops no reference, and expects a page that
 * nobody holds. So this freezes our reference first.
 *
 * Context: Any.
 * Return: true if the page was freed; false if not, and then the page is as it was.
 */
static inline bool compat_free_reserved_page(struct page *page)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 3, 0)
	if (compat_pages_have_tags() || !page_ref_freeze(page, 1))
		return false;
	if (likely(!PageHWPoison(page))) {
		free_reserved_page(page);
		return true;
	}
	page_ref_unfreeze(page, 1);
#endif
	return false;
}

/**
 * compat_node_data_size - how much memory boot took for the data of a node (pg_data_t)
 *
 * Until 6.12 the size was rounded up to whole pages (alloc_node_data()).
 *
 * Context: Any.
 * Return: bytes.
 */
static inline unsigned long compat_node_data_size(void)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
	return roundup(sizeof(pg_data_t), PAGE_SIZE);
#else
	return roundup(sizeof(pg_data_t), SMP_CACHE_BYTES);
#endif
}

/**
 * compat_percpu_unit - where is the unit of a CPU in the first per-CPU chunk?
 * @cpu: a possible CPU
 *
 * Before 6.15 the static per-CPU variables began at address 0, so per_cpu_offset() was the address
 * of the unit. Since then the offset is counted from where these variables are in the kernel's
 * image, and that address is not exported. So the unit of the first CPU is found in another way:
 * it begins where its group begins, at a multiple of PMD_SIZE (setup_per_cpu_areas(),
 * pcpu_build_alloc_info()), and a unit is smaller than that. With percpu_alloc=page it begins where
 * the vmalloc area begins (vm_area_register_early()). A per-CPU variable is at the same offset in
 * the unit of every CPU, so the other units follow from the first.
 *
 * Context: Any.
 * Return: the address that the unit is mapped at; 0 without CONFIG_SMP.
 */
static inline unsigned long compat_percpu_unit(unsigned int cpu)
{
#ifndef CONFIG_SMP
	return 0;
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
	return per_cpu_offset(cpu);
#else
	unsigned int first_cpu = cpumask_first(cpu_possible_mask);
	unsigned long first = (unsigned long)per_cpu_ptr(&this_cpu_off, first_cpu);
	unsigned long unit = is_vmalloc_addr((void *)first) ? VMALLOC_START :
							      round_down(first, PMD_SIZE);

	return (unsigned long)per_cpu_ptr(&this_cpu_off, cpu) - (first - unit);
#endif
}

/**
 * compat_read_bin_attribute - read a binary file of sysfs, as a reader of the file would
 * @kobj: the directory
 * @attr: the file
 * @buf: where to put the bytes
 * @offset: first byte in the file
 * @size: how many bytes
 *
 * From 6.13 to 6.17 an attribute has its function in one of two members. Each is called with its
 * own type, because kCFI checks the type.
 *
 * Context: Process. May sleep.
 * Return: how many bytes were read, or an error; -ENXIO if the file cannot be read.
 */
static inline ssize_t compat_read_bin_attribute(struct kobject *kobj, struct bin_attribute *attr,
						char *buf, loff_t offset, size_t size)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0) && LINUX_VERSION_CODE < KERNEL_VERSION(6, 18, 0)
	if (attr->read_new)
		return attr->read_new(NULL, kobj, attr, buf, offset, size);
#endif
	return attr->read ? attr->read(NULL, kobj, attr, buf, offset, size) : -ENXIO;
}

/**
 * compat_find_reserve_mem - find a region of reserve_mem= by its name
 * @name: the name
 * @start: set to the first byte of the region, a physical address
 * @end: set to the first byte after the region
 *
 * reserve_mem= is new in 6.12.
 *
 * Context: Process. May sleep.
 * Return: true; false if there is no such region, and then nothing is set.
 */
static inline bool compat_find_reserve_mem(const char *name, u64 *start, u64 *end)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	phys_addr_t from, size;

	if (!reserve_mem_find_by_name(name, &from, &size))
		return false;
	*start = from;
	*end = from + size;
	return true;
#else
	return false;
#endif
}

#endif
