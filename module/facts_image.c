// SPDX-License-Identifier: GPL-2.0-only
/*
 * facts_image: the kernel's image, and the crash kernel's memory.
 *
 * The kernel enters the sections of its own image in the iomem tree, as children of the
 * System RAM they lie in (setup_arch() and e820__reserve_resources()). The tree's lock is
 * not exported, and an entry found by walking without it could be freed under the walker's
 * feet. The entries wanted here cannot: they are static. So they are reached through the
 * lock: an entry of our own, one byte inside the kernel's data, is inserted, which puts it
 * below "Kernel data"; its parent is the section, its parent's parent the System RAM with all
 * the sections as children. That RAM is busy, so no driver can request (and later free) a
 * child of it.
 *
 * All of the image was reserved as one (setup_arch()), and parts of it were freed after init,
 * of the bss too (mem_encrypt_free_decrypted_mem()). So what is still reserved in it when the
 * first table is made is the image's; between its sections, that is unwind tables and rests of
 * what was freed. Right behind its last section lies the brk, where the kernel
 * took memory before there was an allocator (extend_brk()).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ioport.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "facts.h"
#include "owner.h"
#include "pagetable.h"

/* The brk is 64 KiB and what RESERVE_BRK() asks for, in all 192 KiB on common kernels. */
#define BRK_MAX		SZ_512K

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

static int claim_section(struct facts *f, const struct resource *res)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sections); i++) {
		if (!res->name || strcmp(sections[i].resource, res->name))
			continue;
		f->image_start = min_t(u64, f->image_start, res->start);
		f->image_end = max_t(u64, f->image_end, res->end + 1);
		return facts_claim(f, res->start, res->end + 1, sections[i].owner);
	}
	return 0;
}

/**
 * facts_sections - the sections of the image
 * @f: where facts are collected; learns where the image is
 *
 * A kernel that does not show its image in iomem has no sections; that is no error.
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_sections(struct facts *f)
{
	unsigned long mapped;
	u64 data = pagetable_translate((unsigned long)&iomem_resource, &mapped);
	struct resource probe = DEFINE_RES_NAMED(data, 1, "early_res", IORESOURCE_MEM);
	struct resource *section, *ram, *res;
	unsigned int i;
	int err = 0;

	if (f->old) {
		for (i = 0; i < ARRAY_SIZE(sections); i++)
			err = err ?: facts_claim_again(f, sections[i].owner);
		return err;
	}
	if (!insert_resource(&iomem_resource, &probe)) {
		section = probe.parent;
		ram = section->parent;
		if (ram && ram != &iomem_resource &&
		    (ram->flags & IORESOURCE_SYSTEM_RAM) == IORESOURCE_SYSTEM_RAM)
			for (res = ram->child; res && !err; res = res->sibling)
				err = claim_section(f, res);
		remove_resource(&probe);
	}
	if (!f->image_end)
		pr_notice_once("/proc/iomem does not show the kernel: no owner kernel_*\n");
	return err;
}

static int claim_crash_kernel(struct resource *res, void *f)
{
	return facts_claim(f, res->start, res->end + 1, OWNER_CRASH_KERNEL);
}

/**
 * facts_crash_kernel - the crash kernel's memory
 * @f: where facts are collected
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_crash_kernel(struct facts *f)
{
	int err = walk_iomem_res_desc(IORES_DESC_CRASH_KERNEL, IORESOURCE_SYSTEM_RAM, 0, -1, f,
				      claim_crash_kernel);

	return err == -EINVAL ? 0 : err; /* there is none */
}

/* The end of what is in the table without a gap from @addr on */
static u64 end_of_run(const struct range_table *t, u64 addr)
{
	size_t i;

	for (i = range_first(t, addr); i < t->nr && t->r[i].start <= addr; i++)
		addr = t->r[i].end;
	return addr;
}

/**
 * facts_rest_of_image - what lies between the sections of the image, and behind them
 * @f: where facts are collected; facts_sections() was called
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_rest_of_image(struct facts *f)
{
	u64 end = f->image_end, brk_end = end_of_run(f->t, end);
	int err;

	if (f->old)
		return facts_claim_again(f, OWNER_KERNEL_OTHER) ?:
		       facts_claim_again(f, OWNER_KERNEL_BRK);

	err = facts_claim(f, f->image_start, end, OWNER_KERNEL_OTHER);
	if (!err && end && brk_end - end <= BRK_MAX)
		err = facts_claim(f, end, brk_end, OWNER_KERNEL_BRK);
	return err;
}
