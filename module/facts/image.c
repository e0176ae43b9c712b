// SPDX-License-Identifier: GPL-2.0-only
/*
 * image: find the kernel's image, its brk, and the crash kernel's memory.
 *
 * The whole image was reserved as one range (setup_arch()). Parts of it were freed after init, also
 * parts of the bss (mem_encrypt_free_decrypted_mem()). So what is still reserved in it when the
 * first table is made belongs to the image. Between its sections are unwind tables, and pieces that
 * are left of sections that were freed. The brk follows right after the last section: the kernel
 * took memory there before it had an allocator (extend_brk()). It ends at the next gap. Rarely
 * there is none near, as KASLR put the kernel right below other memory that boot reserved. Then the
 * end is not known, and nothing is claimed. live/image.c finds the image.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/printk.h>
#include <linux/sizes.h>

#include "facts/facts.h"
#include "live/image.h"
#include "table/owner.h"

/* The brk has 64 KiB, plus what RESERVE_BRK() asks for: 192 KiB in all on common kernels. */
#define BRK_MAX		SZ_512K

/**
 * facts_sections - claim the sections of the image
 * @f: where facts are collected; its image_start and image_end are set for the first table
 *
 * If iomem does not show the kernel's image, nothing is claimed. That is no error.
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_sections(struct facts *f)
{
	static const u32 owners[NR_IMAGE_SECTIONS] = {
		[IMAGE_CODE] = OWNER_KERNEL_CODE,
		[IMAGE_RODATA] = OWNER_KERNEL_RODATA,
		[IMAGE_DATA] = OWNER_KERNEL_DATA,
		[IMAGE_BSS] = OWNER_KERNEL_BSS,
	};
	struct image image;
	unsigned int i;
	int err = 0;

	if (f->old) {
		for (i = 0; i < NR_IMAGE_SECTIONS; i++)
			err = err ?: facts_claim_again(f, owners[i]);
		return err;
	}
	if (!image_read(&image)) {
		pr_notice_once("/proc/iomem does not show the kernel: no owner kernel_*\n");
		return 0;
	}
	f->image_start = image.start;
	f->image_end = image.end;
	for (i = 0; i < NR_IMAGE_SECTIONS && !err; i++)
		err = facts_claim(f, image.section[i].start, image.section[i].end, owners[i]);
	return err;
}

static int claim_crash_kernel(struct resource *res, void *f)
{
	return facts_claim(f, res->start, res->end + 1, OWNER_CRASH_KERNEL);
}

/**
 * facts_crash_kernel - claim the crash kernel's memory
 * @f: where facts are collected
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_crash_kernel(struct facts *f)
{
	int err = walk_iomem_res_desc(IORES_DESC_CRASH_KERNEL, IORESOURCE_SYSTEM_RAM, 0, -1, f,
				      claim_crash_kernel);

	return err == -EINVAL ? 0 : err; /* -EINVAL: there is no crash kernel */
}

/**
 * facts_rest_of_image - claim what lies between the sections of the image, and the brk after them
 * @f: where facts are collected; facts_sections() was called with it
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_rest_of_image(struct facts *f)
{
	u64 end = f->image_end, start, brk_end;
	int err;

	if (f->old)
		return facts_claim_again(f, OWNER_KERNEL_OTHER) ?:
		       facts_claim_again(f, OWNER_KERNEL_BRK);

	range_stretch(f->t, end, &start, &brk_end);
	err = facts_claim(f, f->image_start, end, OWNER_KERNEL_OTHER);
	if (!err && end && brk_end - end <= BRK_MAX)
		err = facts_claim(f, end, brk_end, OWNER_KERNEL_BRK);
	return err;
}
