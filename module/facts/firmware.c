// SPDX-License-Identifier: GPL-2.0-only
/*
 * firmware: find what firmware and the boot loader handed over.
 *
 * The boot loader's parameters (bootparam.c) say where the initrd and the setup data were. A kernel
 * that frees its initrd frees all of it. So if all of it is still reserved, the kernel kept it.
 */
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "facts/facts.h"
#include "live/bootparam.h"
#include "live/memory.h"
#include "table/owner.h"

/* How many entries of the setup data are looked at. The list could be a loop. */
#define SETUP_DATA_MAX	100

/* Claim memory that was kept after memblock was made; memory.c explains it. */
static int claim_kept(struct facts *f, int (*read)(struct range_table *kept), u32 owner)
{
	struct range_table kept = {};
	int err = read(&kept);
	size_t i;

	range_for_each(i, &kept)
		err = err ?: facts_claim(f, kept.r[i].start, kept.r[i].end, owner);
	range_destroy(&kept);
	return err;
}

/*
 * Read from the setup data, a list that the boot loader or the EFI stub hands over. The kernel
 * reserved it before it looked at its command line. It is read only where it is still in the table.
 * With SME the kernel's memory is encrypted, but setup data is not. memremap() takes care of that
 * (memremap_is_setup_data()); a read through the direct map would not.
 */
static bool read_setup_data(const struct range_table *t, u64 at, void *buf, size_t size)
{
	void *data;

	if (!range_covers(t, at, at + size, RANGE_RESERVED))
		return false;
	data = memremap(at, size, MEMREMAP_WB);
	if (!data)
		return false;
	memcpy(buf, data, size);
	memunmap(data);
	return true;
}

/* Claim the data that an entry points to, see memblock_x86_reserve_range_setup_data(). */
static int claim_indirect(struct facts *f, u64 at, const struct setup_data *data)
{
	struct setup_indirect to;

	if (data->type != SETUP_INDIRECT || data->len < sizeof(to) ||
	    !read_setup_data(f->t, at + sizeof(*data), &to, sizeof(to)) ||
	    to.type == SETUP_INDIRECT ||
	    !range_covers(f->t, to.addr, to.addr + to.len, RANGE_RESERVED))
		return 0;
	return facts_claim(f, to.addr, to.addr + to.len, OWNER_SETUP_DATA);
}

static int claim_setup_data(struct facts *f)
{
	struct setup_data data;
	int err = 0, n = 0;
	u64 at, end;

	if (!bootparam_read(&at, BOOTPARAM(hdr.setup_data), sizeof(at)))
		return 0;
	for (; !err && at && n < SETUP_DATA_MAX; n++, at = data.next) {
		if (!read_setup_data(f->t, at, &data, sizeof(data)))
			break;
		end = at + sizeof(data) + data.len;
		if (!range_covers(f->t, at, end, RANGE_RESERVED))
			break;
		err = facts_claim(f, at, end, OWNER_SETUP_DATA) ?: claim_indirect(f, at, &data);
	}
	return err;
}

/**
 * facts_firmware - claim the firmware's tables that were kept, and the setup data
 * @f: where facts are collected
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_firmware(struct facts *f)
{
	return claim_kept(f, memory_read_efi_kept, OWNER_EFI_BOOT_DATA) ?:
	       claim_kept(f, memory_read_acpi_kept, OWNER_ACPI_TABLES) ?:
	       claim_setup_data(f);
}

/* Where the boot loader put the initrd, computed as in early_reserve_initrd() */
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

/* Is a part of this the crash kernel's? It can be where an initrd was, and then stays reserved. */
static bool is_crash_kernel(u64 start, u64 end)
{
	return walk_iomem_res_desc(IORES_DESC_CRASH_KERNEL, IORESOURCE_SYSTEM_RAM, start,
				   end - 1, NULL, is_there) == 1;
}

/* Does somebody else hold a byte of it? Then the kernel gave the memory of the initrd away. */
static bool is_held(const struct range_table *t, u64 start, u64 end)
{
	size_t i;

	for (i = range_first(t, start); i < t->nr && t->r[i].start < end; i++)
		if (t->r[i].how >= HOW_FACT && t->r[i].owner != OWNER_INITRD)
			return true;
	return false;
}

/*
 * Was no page of it in the page allocator since boot? kexec marks pages that it got from there
 * PG_reserved (kimage_alloc_pages()). The list head of such a page has other pages or poison in it
 * (__del_page_from_free_list()). That of a page which boot reserved still points to itself
 * (__init_single_page()).
 */
static bool is_as_boot_left_it(u64 start, u64 end)
{
	unsigned long pfn;

	for (pfn = PHYS_PFN(start); pfn < PHYS_PFN(end); pfn++)
		if (!list_empty(&pfn_to_page(pfn)->lru))
			return false;
	return true;
}

/**
 * facts_mark_initrd - give the initrd its owner, if the kernel kept it
 * @t: the first table. In a later one, the range can be reserved for somebody else
 *
 * Context: Process. May sleep.
 * Return: 0 or -ENOMEM.
 */
int facts_mark_initrd(struct range_table *t)
{
	const struct range_entry initrd = {
		.owner = OWNER_INITRD, .how = HOW_FACT, .flags = RANGE_DONE,
	};
	u64 start, end;

	if (!find_initrd(&start, &end) || !range_covers(t, start, end, RANGE_RESERVED) ||
	    is_crash_kernel(start, end) || is_held(t, start, end) ||
	    !is_as_boot_left_it(start, end))
		return 0;
	return range_set_holder(t, start, end, &initrd);
}
