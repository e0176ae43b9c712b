// SPDX-License-Identifier: GPL-2.0-only
/*
 * facts: who holds a range, as far as the running kernel itself can tell.
 *
 * Everything here is asked of the kernel as it is, not remembered: what a symbol that
 * modules may use points to, or what the page tables say. A byte gets the first owner that
 * is found for it, so the order in facts_mark() is from the certain to the general. A wrong
 * owner would be worse than none: what cannot be told from a guess stays "-".
 *
 * The kernel image. The kernel enters the sections of its own image in the
 * iomem tree, as children of the System RAM they lie in (setup_arch() and
 * e820__reserve_resources()). The tree's lock is not exported, and an entry
 * found by walking without it could be freed under the walker's feet. The
 * entries wanted here cannot: they are static. So they are reached through the
 * lock: an entry of our own, one byte inside the kernel's data, is inserted,
 * which puts it below "Kernel data"; its parent is the section, its parent's
 * parent the System RAM with all the sections as children. That RAM is busy,
 * so no driver can request (and later free) a child of it.
 *
 * All of the image was reserved as one (setup_arch()). So what is still reserved between
 * its sections is the image's: unwind tables, rests of sections that were freed after init.
 * Right behind its last section lies the brk, where the kernel took memory before there was
 * an allocator (extend_brk()).
 *
 * The struct pages, section tables, node data and the per-CPU areas are found by their
 * addresses, the page tables by walking them. What of these came after boot, from the
 * buddy, is not in the table, and passed over.
 *
 * The per-CPU areas. The first chunk has a unit for each CPU, side by side or in
 * different nodes (pcpu_embed_first_chunk()); all are of one size, which is not said
 * anywhere, and what is behind a unit was freed at boot. So the size is that of the shortest
 * reserved stretch a unit begins.
 *
 * The boot loader's parameters say where the initrd and the EFI memory map were
 * (bootparam.c). A kernel that frees its initrd frees all of
 * it; so it was kept if all of it is still reserved.
 */
#include <linux/efi.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <asm/pgtable_types.h>

#include "bootparam.h"
#include "compat.h"
#include "facts.h"
#include "memory.h"
#include "owner.h"
#include "pagetable.h"

/* The brk is 64 KiB and what RESERVE_BRK() asks for, in all 192 KiB on common kernels. */
#define BRK_MAX		SZ_512K

/* Entries of the setup data that are looked at: a list that loops ends, too. */
#define SETUP_DATA_MAX	100

/* The names of the image's sections in the iomem tree */
static const struct {
	const char *resource;
	u32 owner;
} sections[] = {
	{ "Kernel code",   OWNER_KERNEL_CODE },
	{ "Kernel rodata", OWNER_KERNEL_RODATA },
	{ "Kernel data",   OWNER_KERNEL_DATA },
	{ "Kernel bss",    OWNER_KERNEL_BSS },
};

/* What of [@start, @end) is in the table and has no owner yet is @owner's. */
static int claim(struct range_table *t, u64 start, u64 end, u32 owner)
{
	size_t i = range_first(t, start);
	int err = 0;

	while (!err && i < t->nr && t->r[i].start < end) {
		const struct range_entry r = t->r[i++];

		if (r.owner != OWNER_NONE)
			continue;
		err = range_set_owner(t, max(r.start, start), min(r.end, end), owner);
		i = range_first(t, r.end);
	}
	return err;
}

/* The same for @size bytes at an address of the kernel */
static int claim_virt(struct range_table *t, const void *p, unsigned long size, u32 owner)
{
	unsigned long addr = (unsigned long)p, step;
	int err = 0;

	for (; size && !err; addr += step, size -= step) {
		u64 phys = pagetable_translate(addr, &step);

		step = min(step, size);
		if (phys)
			err = claim(t, phys, phys + step, owner);
	}
	return err;
}

static int mark_section(struct range_table *t, const struct resource *res, u64 *end)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sections); i++) {
		if (!res->name || strcmp(sections[i].resource, res->name))
			continue;
		*end = max_t(u64, *end, res->end + 1);
		return claim(t, res->start, res->end + 1, sections[i].owner);
	}
	return 0;
}

/*
 * @end is set to where the last section ends. A kernel that does not show its image in
 * iomem has no sections; that is no error.
 */
static int mark_sections(struct range_table *t, u64 *end)
{
	u64 data = slow_virt_to_phys(&iomem_resource);
	struct resource probe = DEFINE_RES_NAMED(data, 1, "early_res", IORESOURCE_MEM);
	struct resource *section, *ram, *res;
	int err = 0;

	if (insert_resource(&iomem_resource, &probe))
		return 0;

	section = probe.parent;
	ram = section->parent;
	if (ram && ram != &iomem_resource &&
	    (ram->flags & IORESOURCE_SYSTEM_RAM) == IORESOURCE_SYSTEM_RAM)
		for (res = ram->child; res && !err; res = res->sibling)
			err = mark_section(t, res, end);

	remove_resource(&probe);
	return err;
}

/* The end of what is in the table without a gap from @addr on */
static u64 end_of_run(const struct range_table *t, u64 addr)
{
	size_t i;

	for (i = range_first(t, addr); i < t->nr && t->r[i].start <= addr; i++)
		addr = t->r[i].end;
	return addr;
}

/* The end of what has no owner from @addr on */
static u64 end_of_unowned(const struct range_table *t, u64 addr)
{
	size_t i;

	for (i = range_first(t, addr); i < t->nr && t->r[i].start <= addr; i++) {
		if (t->r[i].owner != OWNER_NONE)
			break;
		addr = t->r[i].end;
	}
	return addr;
}

/* The image, whose sections are marked and end at @end: what is between them, and behind. */
static int mark_rest_of_image(struct range_table *t, u64 end)
{
	u64 start = U64_MAX, brk_end = end_of_run(t, end);
	size_t i;
	int err;

	range_for_each(i, t)
		if (t->r[i].owner == OWNER_KERNEL_CODE)
			start = min(start, t->r[i].start);

	err = start < end ? claim(t, start, end, OWNER_KERNEL_OTHER) : 0;
	if (!err && end && brk_end - end <= BRK_MAX)
		err = claim(t, end, brk_end, OWNER_KERNEL_BRK);
	return err;
}

struct claiming {
	struct range_table *t;
	u32 owner;
};

static int claim_resource(struct resource *res, void *arg)
{
	const struct claiming *c = arg;

	return claim(c->t, res->start, res->end + 1, c->owner);
}

static int mark_crash_kernel(struct range_table *t)
{
	struct claiming c = { t, OWNER_CRASH_KERNEL };
	int err;

	err = walk_iomem_res_desc(IORES_DESC_CRASH_KERNEL, IORESOURCE_SYSTEM_RAM, 0, -1, &c,
				  claim_resource);
	return err == -EINVAL ? 0 : err; /* there is none */
}

/* The map as the boot loader gave it. The kernel made itself another one later. */
static int mark_efi_map(struct range_table *t)
{
	u32 low, high, size;
	u64 start;

	if (!efi_enabled(EFI_BOOT) ||
	    !bootparam_read(&low, BOOTPARAM(efi_info.efi_memmap), sizeof(low)) ||
	    !bootparam_read(&high, BOOTPARAM(efi_info.efi_memmap_hi), sizeof(high)) ||
	    !bootparam_read(&size, BOOTPARAM(efi_info.efi_memmap_size), sizeof(size)))
		return 0;
	start = low | (u64)high << 32;
	return claim(t, start, start + size, OWNER_EFI_MEMMAP);
}

/* What was kept of memory after memblock was made, see memory.c */
static int mark_kept(struct range_table *t, int (*read)(struct range_table *kept), u32 owner)
{
	struct range_table kept = {};
	int err = read(&kept);
	size_t i;

	range_for_each(i, &kept)
		err = err ?: claim(t, kept.r[i].start, kept.r[i].end, owner);
	range_destroy(&kept);
	return err;
}

/*
 * What the boot loader or the EFI stub hands over, a list. It was reserved before the kernel
 * looked at its command line, and is read only where it is still in the table.
 */
static int mark_setup_data(struct range_table *t)
{
	int err = 0, n = 0;
	u64 at;

	if (!bootparam_read(&at, BOOTPARAM(hdr.setup_data), sizeof(at)))
		return 0;
	while (!err && at && n++ < SETUP_DATA_MAX &&
	       range_covers(t, at, at + sizeof(struct setup_data), RANGE_RESERVED)) {
		struct setup_data *data = phys_to_virt(at);

		err = claim(t, at, at + sizeof(*data) + data->len, OWNER_SETUP_DATA);
		at = data->next;
	}
	return err;
}

static int mark_node_data(struct range_table *t)
{
	int nid, err = 0;

	for_each_online_node(nid)
		err = err ?: claim_virt(t, NODE_DATA(nid), compat_node_data_size(),
					OWNER_NODE_DATA);
	return err;
}

/*
 * A section's usage map and struct pages. The struct pages of one that is offline can go at
 * any moment; those of an online one stay while mirror.work is held (boot_memory_event()).
 */
static int mark_memory_section(struct range_table *t, unsigned long nr)
{
	struct mem_section *ms = __nr_to_section(nr);
	size_t usage = sizeof(*ms->usage) +
		       BITS_TO_LONGS(SECTION_BLOCKFLAGS_BITS) * sizeof(unsigned long);

	if (!online_section(ms))
		return 0;
	return claim_virt(t, ms->usage, usage, OWNER_SECTION_USAGE) ?:
	       claim_virt(t, pfn_to_page(section_nr_to_pfn(nr)),
			  PAGES_PER_SECTION * sizeof(struct page), OWNER_MEMMAP);
}

static int mark_memory_sections(struct range_table *t)
{
	unsigned long nr, root, last_root = ULONG_MAX;
	int nid, err;

	err = claim_virt(t, mem_section, NR_SECTION_ROOTS * sizeof(*mem_section),
			 OWNER_SECTION_TABLE);
	for_each_online_node(nid) {
		nr = pfn_to_section_nr(node_start_pfn(nid));
		for (; section_nr_to_pfn(nr) < node_end_pfn(nid) && !err; nr++) {
			root = SECTION_NR_TO_ROOT(nr);
			if (root != last_root && mem_section[root])
				err = claim_virt(t, mem_section[root],
						 SECTIONS_PER_ROOT * sizeof(**mem_section),
						 OWNER_SECTION_TABLE);
			last_root = root;
			err = err ?: mark_memory_section(t, nr);
			cond_resched();
		}
	}
	return err;
}

static int claim_table(unsigned long pfn, void *arg)
{
	return claim(arg, PFN_PHYS(pfn), PFN_PHYS(pfn + 1), OWNER_PAGE_TABLES);
}

static int mark_page_tables(struct range_table *t)
{
	const struct pagetable_visit v = { .table = claim_table, .arg = t };

	return pagetable_walk(PAGE_OFFSET, ULONG_MAX, &v);
}

/* Where a CPU's unit begins; 0 if that is not memory that lies side by side */
static u64 percpu_unit(unsigned int cpu)
{
	unsigned long mapped;

	return pagetable_translate(compat_percpu_unit(cpu), &mapped);
}

static int mark_percpu(struct range_table *t)
{
	u64 unit, size = U64_MAX;
	unsigned int cpu;
	int err = 0;

	for_each_possible_cpu(cpu) {
		unit = percpu_unit(cpu);
		size = min(size, end_of_unowned(t, unit) - unit);
	}
	for_each_possible_cpu(cpu) {
		unit = percpu_unit(cpu);
		err = err ?: claim(t, unit, unit + size, OWNER_PERCPU);
	}
	return err;
}

/**
 * facts_mark - say who holds the ranges of a table
 * @t: the table; entries that have an owner keep it
 *
 * Context: Process. May sleep. mirror.work is held, so that no struct page goes.
 * Return: 0, or -ENOMEM; owners may be there in part then.
 */
int facts_mark(struct range_table *t)
{
	u64 image_end = 0;

	return mark_sections(t, &image_end) ?:
	       mark_crash_kernel(t) ?:
	       mark_node_data(t) ?:
	       mark_memory_sections(t) ?:
	       mark_page_tables(t) ?:
	       mark_rest_of_image(t, image_end) ?:
	       mark_efi_map(t) ?:
	       mark_kept(t, memory_read_efi_kept, OWNER_EFI_BOOT_DATA) ?:
	       mark_kept(t, memory_read_acpi_kept, OWNER_ACPI_TABLES) ?:
	       mark_setup_data(t) ?:
	       mark_percpu(t) ?:
	       claim(t, 0, SZ_1M, OWNER_LOW_1M);
}

/* Where the boot loader put the initrd, as early_reserve_initrd() computes it */
static bool find_initrd(u64 *start, u64 *end)
{
	u32 image, size, ext_image, ext_size;

	if (!bootparam_read(&image, BOOTPARAM(hdr.ramdisk_image), sizeof(image)) ||
	    !bootparam_read(&size, BOOTPARAM(hdr.ramdisk_size), sizeof(size)) ||
	    !bootparam_read(&ext_image, BOOTPARAM(ext_ramdisk_image), sizeof(ext_image)) ||
	    !bootparam_read(&ext_size, BOOTPARAM(ext_ramdisk_size), sizeof(ext_size)))
		return false;

	*start = image | (u64)ext_image << 32;
	*end = PAGE_ALIGN(*start + (size | (u64)ext_size << 32));
	return *start && *start < *end;
}

static int is_there(struct resource *res, void *unused)
{
	return 1;
}

/* The crash kernel may have been laid over an initrd, and then stays reserved. */
static bool is_crash_kernel(u64 start, u64 end)
{
	return walk_iomem_res_desc(IORES_DESC_CRASH_KERNEL, IORESOURCE_SYSTEM_RAM, start,
				   end - 1, NULL, is_there) == 1;
}

/**
 * facts_mark_initrd - mark the initrd, if the kernel kept it
 * @t: the first table: what is reserved there later is somebody else's
 *
 * Context: Process. May sleep.
 * Return: 0, or -ENOMEM.
 */
int facts_mark_initrd(struct range_table *t)
{
	u64 start, end;

	if (!find_initrd(&start, &end) || !range_covers(t, start, end, RANGE_RESERVED) ||
	    is_crash_kernel(start, end))
		return 0;
	return range_set_holder(t, start, end, OWNER_INITRD, RANGE_DONE);
}
