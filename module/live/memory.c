// SPDX-License-Identifier: GPL-2.0-only
/*
 * memory: find which addresses are memory that the kernel was given at boot.
 *
 * If memblock left its lists (memblock.c), its list `memory` is the answer. If not, the answer is
 * computed as described below. If there is a list, both answers are compared when the module is
 * loaded, and the kernel log says if they differ.
 *
 * memblock.memory was made from the e820 map (e820__memblock_setup()). "System RAM" in the iomem
 * tree still shows that map. Two entries that touch can share a page. So entries are joined
 * first, and then cut to whole pages, as memblock_trim_memory() does.
 *
 * Two functions changed the e820 map after memblock was made from it. The memory that they took is
 * still memory, and reserved, but it is no longer "System RAM":
 *
 *  - efi_mem_reserve() keeps tables that firmware left in its boot services data (ESRT,
 *    BGRT, ...). Their pages become "Reserved".
 *  - acpi_table_upgrade() copies ACPI tables of the initrd to new memory. This memory becomes
 *    "ACPI Non-volatile Storage" (arch_reserve_mem_area()).
 *
 * A third function does so on SNP hosts: it makes the edges of the RMP, a table of pages,
 * "Reserved" (snp_fixup_e820_tables()). There is no way to tell these edges from memory that
 * memmap= took away. So they count as holes here, and `unexplained` shows them.
 */
#include <linux/efi.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <asm/e820/types.h>

#include "live/bootparam.h"
#include "live/memblock.h"
#include "live/memory.h"

/* Push a range. An impossible range is ignored, because firmware maps can have such entries. */
static int push_stretch(struct range_table *t, u64 start, u64 end)
{
	struct range_entry r = { .start = start, .end = end };
	int err = range_push(t, &r);

	return err == -EINVAL ? 0 : err;
}

static int push_resource(struct resource *res, void *table)
{
	return push_stretch(table, res->start, res->end + 1);
}

/* Read all entries of a kind from the iomem tree, sorted. */
static int read_iomem(struct range_table *t, unsigned long desc, unsigned long flags)
{
	int err = walk_iomem_res_desc(desc, flags, 0, -1, t, push_resource);

	if (err == -EINVAL)
		err = 0; /* there is no such entry */
	return err ?: range_build(t);
}

static int push_efi(struct range_table *t, const efi_memory_desc_t *md, u64 from)
{
	return push_stretch(t, max(md->phys_addr, from),
			    md->phys_addr + (md->num_pages << EFI_PAGE_SHIFT));
}

/* Push what efi_mem_reserve() kept. @map has all memory that the EFI map describes. */
static int push_efi_kept(struct range_table *kept, const struct range_table *map,
			 const struct range_table *reserved)
{
	const struct range_entry *stretch;
	efi_memory_desc_t *md;
	int err = 0;

	for_each_efi_memory_desc(md) {
		if (err || md->type != EFI_BOOT_SERVICES_DATA ||
		    !(md->attribute & EFI_MEMORY_RUNTIME))
			continue;
		stretch = range_find(reserved, md->phys_addr);
		if (stretch && range_covers(map, stretch->start, stretch->end, RANGE_RESERVED))
			err = push_efi(kept, md, PAGE_SIZE); /* not page 0: trim_bios_range() */
	}
	return err;
}

/**
 * memory_read_efi_kept - find what efi_mem_reserve() kept
 * @kept: an empty table; the ranges are put into it, in bytes
 *
 * efi_arch_mem_reserve() marks such memory as runtime memory in the EFI map, and as "Reserved" in
 * the e820 map. Memory that the user took from the kernel with memmap= is "Reserved" as well, and
 * boot services data in it is also marked as runtime (efi_reserve_boot_services()). But such a
 * "Reserved" range also has memory that the EFI map no longer describes. So a "Reserved" range
 * counts only if the EFI map describes all of it.
 *
 * Context: Process. May sleep.
 * Return: 0 or -ENOMEM; then @kept is only good for range_destroy().
 */
int memory_read_efi_kept(struct range_table *kept)
{
	struct range_table map = {}, reserved = {};
	efi_memory_desc_t *md;
	int err = 0;

	if (!efi_enabled(EFI_MEMMAP))
		return 0;
	for_each_efi_memory_desc(md)
		err = err ?: push_efi(&map, md, 0);
	err = err ?: range_build(&map) ?:
	      read_iomem(&reserved, IORES_DESC_RESERVED, IORESOURCE_MEM) ?:
	      push_efi_kept(kept, &map, &reserved) ?:
	      range_build(kept);
	range_destroy(&map);
	range_destroy(&reserved);
	return err;
}

/* Read what the boot loader's e820 map calls memory. That map has at most 128 entries. */
static int read_loader_map(struct range_table *t)
{
	struct boot_e820_entry e;
	u8 nr = 0, i;
	int err = 0;

	if (!bootparam_read(&nr, BOOTPARAM(e820_entries), sizeof(nr)))
		return 0;
	for (i = 0; i < min_t(u8, nr, E820_MAX_ENTRIES_ZEROPAGE) && !err; i++)
		if (bootparam_read(&e, BOOTPARAM(e820_table[i]), sizeof(e)) &&
		    e.type == E820_TYPE_RAM && e.addr + e.size > e.addr)
			err = push_stretch(t, e.addr, e.addr + e.size);
	return err ?: range_build(t);
}

/* Push the bytes that are in both tables. */
static int push_common(struct range_table *to, const struct range_table *a,
		       const struct range_table *b)
{
	int err = 0;
	size_t i, j;

	range_for_each(i, a) {
		const struct range_entry *r = &a->r[i];

		for (j = range_first(b, r->start); j < b->nr && b->r[j].start < r->end; j++)
			err = err ?: push_stretch(to, max(r->start, b->r[j].start),
						  min(r->end, b->r[j].end));
	}
	return err;
}

/**
 * memory_read_acpi_kept - find what acpi_table_upgrade() kept
 * @kept: an empty table; the ranges are put into it, in bytes
 *
 * It is memory that is "ACPI Non-volatile Storage" in the iomem tree, and was memory in the boot
 * loader's map.
 *
 * Context: Process. May sleep.
 * Return: 0 or -ENOMEM; then @kept is only good for range_destroy().
 */
int memory_read_acpi_kept(struct range_table *kept)
{
	struct range_table nvs = {}, loader = {};
	int err;

	err = read_iomem(&nvs, IORES_DESC_ACPI_NV_STORAGE, IORESOURCE_MEM);
	if (!err && nvs.nr)
		err = read_loader_map(&loader) ?: push_common(kept, &nvs, &loader);
	range_destroy(&nvs);
	range_destroy(&loader);
	return err;
}

static int push_all(struct range_table *to, const struct range_table *from)
{
	int err = 0;
	size_t i;

	range_for_each(i, from)
		err = err ?: range_push(to, &from->r[i]);
	return err;
}

/* Push memory that is not "System RAM" any more, see the top of this file. */
static int push_found(struct range_table *memory)
{
	struct range_table kept = {};
	int err;

	err = memory_read_efi_kept(&kept) ?: push_all(memory, &kept);
	range_destroy(&kept);
	err = err ?: memory_read_acpi_kept(&kept) ?: push_all(memory, &kept);
	range_destroy(&kept);
	return err;
}

static int push_list(struct range_table *memory, const struct memlist *list)
{
	int err = 0;
	size_t i;

	for (i = 0; i < list->nr; i++)
		err = err ?: push_stretch(memory, list->e[i].start, list->e[i].end);
	return err;
}

/*
 * Read what is memory by @list; if that is NULL, by the second way. Hot-added memory is only in the
 * iomem tree.
 */
static int read_memory(struct range_table *memory, const struct memlist *list)
{
	int err = walk_iomem_res_desc(IORES_DESC_NONE, IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
				      0, -1, memory, push_resource);

	err = err ?: (list ? push_list(memory, list) : push_found(memory));
	return err ?: range_build(memory);
}

/**
 * memory_read - find which addresses are memory that the kernel was given
 * @memory: an empty table; the ranges are put into it, in bytes. Ranges that touch are joined.
 * Only whole pages of a range are memory. Hot-added memory is in it, too
 *
 * Context: Process. May sleep.
 * Return: 0 or -ENOMEM; then @memory is only good for range_destroy().
 */
int memory_read(struct range_table *memory)
{
	return read_memory(memory, memblock_memory());
}

/* How many whole pages do all ranges have? */
static unsigned long count_pages(const struct range_table *t)
{
	unsigned long pages = 0;
	size_t i;

	range_for_each(i, t)
		if (PFN_DOWN(t->r[i].end) > PFN_UP(t->r[i].start))
			pages += PFN_DOWN(t->r[i].end) - PFN_UP(t->r[i].start);
	return pages;
}

/**
 * memory_compare - in how many pages do the list and the second way differ?
 * @pages: set to how many pages are memory by only one of them; 0 if there is no list
 *
 * Context: Process. May sleep.
 * Return: 0 or -ENOMEM.
 */
int memory_compare(unsigned long *pages)
{
	struct range_table listed = {}, found = {}, both = {};
	int err;

	*pages = 0;
	if (!memblock_memory())
		return 0;
	err = read_memory(&listed, memblock_memory()) ?: read_memory(&found, NULL) ?:
	      push_common(&both, &listed, &found);
	if (!err)
		*pages = count_pages(&listed) + count_pages(&found) - 2 * count_pages(&both);
	range_destroy(&listed);
	range_destroy(&found);
	range_destroy(&both);
	return err;
}
