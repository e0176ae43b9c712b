// SPDX-License-Identifier: GPL-2.0-only
/*
 * efi: find what UEFI left in memory and the kernel kept.
 *
 * The boot loader's parameters say where its EFI memory map was (bootparam.c). The variable `efi`,
 * which modules may use, says where the kernel's own map is.
 *
 * The memory attributes table is made by the firmware. No symbol that modules may use leads to it.
 * But memblock has an entry for it (efi_memattr_init()), and the table says its own size, which
 * must be the size of that entry.
 *
 * Memory of boot services is given to the buddy at the end of boot. If some of it is still
 * reserved, and nobody else holds it, the kernel kept it. With efi=debug it keeps all of it
 * (efi_free_boot_services()).
 */
#include <linux/efi.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "facts/facts.h"
#include "live/bootparam.h"
#include "live/memblock.h"
#include "table/owner.h"

/* An EFI memory map has at least so many descriptors; less is not taken for an old map. */
#define OLD_MAP_MIN	4

/**
 * struct loader_map - the EFI memory map that the boot loader handed over
 * @start: its first byte, a physical address
 * @size: its size in bytes
 * @desc_size: the size of one entry, in bytes
 */
struct loader_map {
	u64 start;
	u32 size;
	u32 desc_size;
};

static bool find_loader_map(struct loader_map *map)
{
	u32 low, high;

	if (!efi_enabled(EFI_BOOT) ||
	    !bootparam_read(&low, BOOTPARAM(efi_info.efi_memmap), sizeof(low)) ||
	    !bootparam_read(&high, BOOTPARAM(efi_info.efi_memmap_hi), sizeof(high)) ||
	    !bootparam_read(&map->size, BOOTPARAM(efi_info.efi_memmap_size), sizeof(map->size)) ||
	    !bootparam_read(&map->desc_size, BOOTPARAM(efi_info.efi_memdesc_size),
			    sizeof(map->desc_size)))
		return false;
	map->start = low | (u64)high << 32;
	return true;
}

/* Copy @size bytes from physical address @start, if all of them are still in the table. */
static bool read_kept(const struct range_table *t, void *to, u64 start, size_t size)
{
	return range_covers(t, start, start + size, RANGE_RESERVED) &&
	       !copy_from_kernel_nofault(to, __va(start), size);
}

/**
 * facts_efi - claim the EFI memory maps
 * @f: where facts are collected
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_efi(struct facts *f)
{
	struct loader_map map;
	int err = 0;

	if (find_loader_map(&map))
		err = facts_claim(f, map.start, map.start + map.size, OWNER_EFI_MEMMAP);
	if (err || !efi_enabled(EFI_MEMMAP)) /* without EFI_MEMMAP, efi.memmap is not valid */
		return err;
	return facts_claim(f, efi.memmap.phys_map,
			   efi.memmap.phys_map + efi.memmap.nr_map * efi.memmap.desc_size,
			   OWNER_EFI_MEMMAP);
}

/* Is @e memblock's entry for a memory attributes table? The table itself tells its size. */
static bool is_memattr(const struct facts *f, const struct memlist_entry *e, u32 desc_size)
{
	efi_memory_attributes_table_t table;
	const struct range_entry *r = range_find(f->t, e->start);

	return r && r->how == HOW_NONE && e->end - e->start > sizeof(table) &&
	       read_kept(f->t, &table, e->start, sizeof(table)) &&
	       (table.version == 1 || table.version == 2) && table.num_entries &&
	       table.desc_size == desc_size &&
	       sizeof(table) + (u64)table.num_entries * table.desc_size == e->end - e->start;
}

/*
 * Is this an old EFI memory map? When the kernel installs a new map, efi_memmap_install() frees the
 * old one, except pages that it shares with something else. Nothing points to what is left.
 */
static bool is_old_map(const struct facts *f, u64 start, u64 end, u32 size)
{
	const struct range_entry *r = range_find(f->t, start);
	efi_memory_desc_t md;

	if (!r || r->how != HOW_NONE || size < sizeof(md) || (end - start) % size ||
	    end - start < OLD_MAP_MIN * size)
		return false;
	for (; start < end; start += size)
		if (!read_kept(f->t, &md, start, sizeof(md)) || md.type >= EFI_MAX_MEMORY_TYPE ||
		    !md.num_pages || !IS_ALIGNED(md.phys_addr, EFI_PAGE_SIZE))
			return false;
	return true;
}

/*
 * Did the kernel reserve this range of boot services as a whole? efi_reserve_boot_services() does
 * not reserve a range if somebody already holds a part of it; memblock may have given the rest to
 * anybody. Parts that efi_mem_reserve() kept (efi_boot_data) do not count as somebody else's. @f->t
 * says what is still reserved.
 */
static bool was_reserved(const struct facts *f, u64 start, u64 end)
{
	const struct memlist *list = memblock_reserved();
	size_t i;

	for (i = range_first(f->t, start); i < f->t->nr && f->t->r[i].start < end; i++)
		if (f->t->r[i].how != HOW_NONE && f->t->r[i].owner != OWNER_EFI_BOOT_DATA)
			return false;
	if (!list)
		return range_covers(f->t, start, end, RANGE_RESERVED);
	i = memlist_first(list, start);
	return i < list->nr && list->e[i].start <= start && list->e[i].end >= end;
}

static int claim_if_boot_services(struct facts *f, const efi_memory_desc_t *md)
{
	u64 start = md->phys_addr, end = start + (md->num_pages << EFI_PAGE_SHIFT);

	if ((md->type != EFI_BOOT_SERVICES_CODE && md->type != EFI_BOOT_SERVICES_DATA) ||
	    md->num_pages > (U64_MAX - start) >> EFI_PAGE_SHIFT || !was_reserved(f, start, end))
		return 0;
	return facts_claim(f, start, end, OWNER_BOOT_SERVICES);
}

/* Claim the boot services that a map at physical address @start lists, as far as it can be read. */
static int claim_boot_services(struct facts *f, u64 start, u64 end, u32 desc_size)
{
	efi_memory_desc_t md;
	int err = 0;

	if (desc_size < sizeof(md))
		return 0;
	for (; start + sizeof(md) <= end && !err; start += desc_size) {
		if (!read_kept(f->t, &md, start, sizeof(md)))
			break;
		err = claim_if_boot_services(f, &md);
	}
	return err;
}

/* Claim a table of EFI for which memblock has an entry. Its content shows what it is. */
static int claim_entry(struct facts *f, const struct memlist_entry *e, u32 desc_size)
{
	if (is_memattr(f, e, desc_size))
		return facts_claim(f, e->start, e->end, OWNER_EFI_MEMATTR);
	if (!is_old_map(f, e->start, e->end, desc_size))
		return 0;
	return facts_claim(f, e->start, e->end, OWNER_EFI_MEMMAP) ?:
	       claim_boot_services(f, e->start, e->end, desc_size);
}

/*
 * Is the boot loader's map still as it was at boot? It is if it is still reserved. It also is if it
 * lies in memory that the kernel does not use as RAM: the EFI stub asks for EFI_ACPI_RECLAIM_MEMORY
 * (efi_get_memory_map()), which Linux never takes.
 */
static bool loader_map_stays(const struct facts *f, const struct loader_map *map)
{
	if (!map->size || map->desc_size < sizeof(efi_memory_desc_t))
		return false;
	return range_covers(f->t, map->start, map->start + map->size, RANGE_RESERVED) ||
	       region_intersects(map->start, map->size, IORESOURCE_SYSTEM_RAM,
				 IORES_DESC_NONE) == REGION_DISJOINT;
}

/* With SME the kernel's memory is encrypted, but this map is not. memremap() takes care of that. */
static int claim_by_loader_map(struct facts *f, const struct loader_map *map)
{
	void *start;
	u32 offset;
	int err = 0;

	if (!loader_map_stays(f, map))
		return 0;
	start = memremap(map->start, map->size, MEMREMAP_WB);
	if (!start)
		return 0;
	for (offset = 0; !err && map->size - offset >= map->desc_size; offset += map->desc_size)
		err = claim_if_boot_services(f, start + offset);
	memunmap(start);
	return err;
}

/*
 * The kernel's own map lists boot services only if the kernel kept all of them. A kernel without a
 * map reserved none of them (with efi=noruntime, efi_init() drops it), so memblock gave them to
 * anybody.
 */
static int claim_by_maps(struct facts *f, const struct loader_map *map)
{
	efi_memory_desc_t *md;
	int err;

	if (!efi_enabled(EFI_MEMMAP))
		return 0;
	err = claim_by_loader_map(f, map);
	for_each_efi_memory_desc(md)
		err = err ?: claim_if_boot_services(f, md);
	return err;
}

/**
 * facts_efi_kept - claim what the kernel kept of the firmware's memory and nobody else holds
 * @f: where facts are collected. All other owners are in the table already, except those that are
 * found by pointers; these do not matter, because memblock gave nobody memory of boot services
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_efi_kept(struct facts *f)
{
	const struct memlist *list = memblock_reserved();
	struct loader_map map;
	size_t i;
	int err = 0;

	f->claims.how = HOW_BOOT;
	if (f->old)
		return facts_claim_again(f, OWNER_EFI_MEMATTR) ?:
		       facts_claim_again(f, OWNER_EFI_MEMMAP) ?:
		       facts_claim_again(f, OWNER_BOOT_SERVICES);
	if (!find_loader_map(&map))
		return 0;
	for (i = 0; list && i < list->nr; i++)
		err = err ?: claim_entry(f, &list->e[i], map.desc_size);
	return err ?: claim_by_maps(f, &map);
}

/**
 * facts_efi_left - claim old EFI memory maps in what nobody holds
 * @f: where facts are collected. All other owners are in the table already
 *
 * memblock joins ranges that touch, so an old map need not be an entry of its list.
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_efi_left(struct facts *f)
{
	struct loader_map map;
	size_t i;
	int err = 0;

	if (f->old || !find_loader_map(&map))
		return 0;
	f->claims.how = HOW_BOOT;
	range_for_each(i, f->t)
		if (!err && is_old_map(f, f->t->r[i].start, f->t->r[i].end, map.desc_size))
			err = facts_claim(f, f->t->r[i].start, f->t->r[i].end, OWNER_EFI_MEMMAP);
	return err;
}
