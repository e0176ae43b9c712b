/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compat: every difference between kernel versions, and nowhere else.
 *
 * Each entry says in which version the kernel changed.
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
 * The highest order of the buddy. MAX_ORDER was one above it until 6.4, then
 * the order itself, and got its name of today in 6.8.
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

/* The flags of a page, with its node and zone; a struct of one member since 6.18. */
static inline unsigned long compat_page_flags(const struct page *page)
{
	return READ_ONCE(*(const unsigned long *)&page->flags);
}

/*
 * The migrate type of a pageblock, from its bits as get_pfnblock_migratetype()
 * reads them, which is not exported. The type is in the lowest three; since 6.16
 * an isolated pageblock keeps its type, and has a bit that says so.
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

/*
 * A block of this order is put on the free lists in blocks of which order? Since 6.10 one that is
 * larger than a pageblock goes pageblock by pageblock (split_large_buddy()).
 */
static inline unsigned int compat_freed_order(unsigned int order)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
	return order;
#else
	return min_t(unsigned int, order, pageblock_order);
#endif
}

/* A driver moves its page: in a bit of page->mapping until 6.17, then a page flag. */
static inline bool compat_page_has_movable_ops(struct page *page)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
	return __PageMovable(page);
#else
	return page_has_movable_ops(page);
#endif
}

/*
 * alloc_contig_range() was told a migrate type until 6.17, and now takes flags. Without it
 * there is no reserve.c either.
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

/*
 * Does alloc_contig_range() warn if somebody holds a page that it took and gives back, because
 * it lies in the same free block as the range (free_contig_range())? 7.3 does not: nobody can hold
 * these pages there (alloc_contig_frozen_range()). 6.12 does; the versions between were not seen.
 */
static inline bool compat_contig_warns(void)
{
	return LINUX_VERSION_CODE < KERNEL_VERSION(7, 3, 0);
}

/*
 * Since 6.10 the kernel can keep a tag on each page that says who allocated it. A
 * page that is not freed alone keeps the tag (pgalloc_tag_sub() of free_pages_prepare()
 * looks at the first of a block); and one that never got a tag must be freed by
 * free_reserved_page(), or the kernel warns (alloc_tag_sub_check()). Whether tags are kept now is
 * not exported, so it is assumed wherever they can be.
 */
static inline bool compat_pages_have_tags(void)
{
	return IS_ENABLED(CONFIG_MEM_ALLOC_PROFILING);
}

/*
 * Free a reserved page by free_reserved_page(), where that is the faster way: since 7.3 it does
 * not drop a reference, and wants a page that nobody else holds. So the one reference is
 * frozen first. False if it was not freed.
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

/* The size of node data was rounded up to pages until 6.12 (alloc_node_data()). */
static inline unsigned long compat_node_data_size(void)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
	return roundup(sizeof(pg_data_t), PAGE_SIZE);
#else
	return roundup(sizeof(pg_data_t), SMP_CACHE_BYTES);
#endif
}

/*
 * The address of the unit of a CPU in the first per-CPU chunk; 0 without CONFIG_SMP. Until
 * 6.15 the static variables began at 0, and the offset was the unit. Since then the offset is
 * from where they are in the image, which is not exported. But the unit of the first CPU is
 * where its group begins, at a multiple of PMD_SIZE (setup_per_cpu_areas(),
 * pcpu_build_alloc_info()), and a unit is not as large; or, with percpu_alloc=page, where the
 * vmalloc area begins (vm_area_register_early()). A variable of all CPUs is as far into the
 * units of the others as into that one.
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

/*
 * Read a binary file of sysfs, as a reader of the file would. From 6.13 to 6.17 an attribute
 * has its function in one of two members. Each is called by its own type, for kCFI.
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

/* reserve_mem= came with 6.12. */
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
