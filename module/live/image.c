// SPDX-License-Identifier: GPL-2.0-only
/*
 * image: find where the kernel's image is.
 *
 * The kernel puts the sections of its image into the iomem tree, as children of the System RAM
 * that they lie in (setup_arch() and e820__reserve_resources()). The lock of this tree is not
 * exported. Without the lock, an entry can be freed while one looks at it. But the entries of the
 * sections are static, so they are never freed. To reach them, this inserts an entry of its own,
 * one byte inside the kernel's data; the kernel takes the lock for that, and puts the new entry
 * below "Kernel data". So its parent is the section, and the parent of that is the System RAM,
 * whose children are all sections. That System RAM is busy, so no driver can add a child to it and
 * free it later. All this is done only once, because the image does not move.
 *
 * The kernel needs its code and its read-only data as long as it runs, so their pages stay
 * reserved. Other parts of the image were freed after init (free_initmem(), mark_rodata_ro()), but
 * these lie between the sections.
 */
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/pgtable.h>
#include <linux/string.h>

#include "live/image.h"
#include "live/pagetable.h"

static const char * const names[NR_IMAGE_SECTIONS] = {
	[IMAGE_CODE] = "Kernel code",
	[IMAGE_RODATA] = "Kernel rodata",
	[IMAGE_DATA] = "Kernel data",
	[IMAGE_BSS] = "Kernel bss",
};

static void add_section(struct image *image, const struct resource *res)
{
	unsigned int i;

	for (i = 0; i < NR_IMAGE_SECTIONS; i++) {
		if (!res->name || strcmp(names[i], res->name))
			continue;
		image->section[i].start = res->start;
		image->section[i].end = res->end + 1;
		image->start = image->end ? min_t(u64, image->start, res->start) : res->start;
		image->end = max_t(u64, image->end, res->end + 1);
	}
}

static void read_iomem(struct image *image)
{
	unsigned long known = (unsigned long)&iomem_resource, mapped;
	u64 data = pagetable_translate(known, &mapped);
	struct resource probe = DEFINE_RES_NAMED(data, 1, "early_res", IORESOURCE_MEM);
	struct resource *ram, *res;

	if (insert_resource(&iomem_resource, &probe))
		return;
	ram = probe.parent->parent;
	if (ram && ram != &iomem_resource &&
	    (ram->flags & IORESOURCE_SYSTEM_RAM) == IORESOURCE_SYSTEM_RAM)
		for (res = ram->child; res; res = res->sibling)
			add_section(image, res);
	remove_resource(&probe);
	if (image->end)
		image->mapped = known - (data - image->start);
}

/**
 * image_read - find where the kernel's image is
 * @image: is set
 *
 * Context: Process. May sleep. The first call, at load, may not run beside another one.
 * Return: true; false if the iomem tree does not show the image. Then @image is all zero.
 */
bool image_read(struct image *image)
{
	static struct image found;
	static bool looked;

	if (!looked)
		read_iomem(&found);
	looked = true;
	*image = found;
	return found.end;
}

/**
 * image_blocks - find the blocks of 2 MiB that hold nothing but the kernel's code or read-only data
 * @blocks: they are pushed to it, in bytes
 *
 * Context: Process. May sleep.
 * Return: 0 or -ENOMEM.
 */
int image_blocks(struct range_table *blocks)
{
	struct image image;
	unsigned int i;
	int err = 0;

	image_read(&image);
	for (i = IMAGE_CODE; i <= IMAGE_RODATA && !err; i++) {
		struct range_entry r = {
			.start = round_up(image.section[i].start, PMD_SIZE),
			.end = round_down(image.section[i].end, PMD_SIZE),
		};

		if (r.start < r.end)
			err = range_push(blocks, &r);
	}
	return err;
}
