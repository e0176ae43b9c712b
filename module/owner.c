// SPDX-License-Identifier: GPL-2.0-only
/*
 * owner: who holds a range, by facts the running kernel knows.
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
 */
#include <linux/ioport.h>
#include <linux/string.h>
#include <asm/pgtable_types.h>

#include "owner.h"

/* Owner n is owners[n]. @resource is its name in the iomem tree. */
static const struct {
	const char *name;
	const char *resource;
} owners[] = {
	{ "-" },
	{ "kernel_code",   "Kernel code" },
	{ "kernel_rodata", "Kernel rodata" },
	{ "kernel_data",   "Kernel data" },
	{ "kernel_bss",    "Kernel bss" },
};

/**
 * owner_name - the name of an owner
 * @owner: its number, from the table
 *
 * Context: Any.
 * Return: a name that stays; "-" for nobody.
 */
const char *owner_name(u32 owner)
{
	return owners[owner].name;
}

/**
 * owner_find - the owner of that name
 * @name: as dumps print it; "-" is nobody
 *
 * Context: Any.
 * Return: its number, or -ENOENT.
 */
int owner_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(owners); i++)
		if (!strcmp(owners[i].name, name))
			return i;
	return -ENOENT;
}

/* What the table does not hold cannot have an owner, and is no error. */
static int owner_mark_section(struct range_table *t, const struct resource *res)
{
	unsigned int i;
	int err;

	for (i = 1; i < ARRAY_SIZE(owners); i++) {
		if (!res->name || strcmp(owners[i].resource, res->name))
			continue;
		err = range_set_owner(t, res->start, res->end + 1, i);
		return err == -ENOENT ? 0 : err;
	}
	return 0;
}

/**
 * owner_mark_image - say which ranges are the kernel's image
 * @t: table; the sections of the image get their owners, byte by byte
 *
 * Context: Process. May sleep.
 * Return: 0, or -ENOMEM. A kernel that does not show its image in iomem has
 * no owners, which is no error.
 */
int owner_mark_image(struct range_table *t)
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
			err = owner_mark_section(t, res);

	remove_resource(&probe);
	return err;
}
