/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * owner: who holds a range.
 *
 * The table keeps a number; here are the names. A name has no white space: it is a
 * column of the dumps. A number is good until the module is unloaded.
 *
 * Names have a lock of their own. The name of a number is read without.
 */
#ifndef EARLY_RES_OWNER_H
#define EARLY_RES_OWNER_H

#include <linux/types.h>

/* The owners that need not be told; those that users name come behind. */
enum {
	OWNER_NONE,		/* nobody known, printed "-" */
	OWNER_KERNEL_CODE,
	OWNER_KERNEL_RODATA,
	OWNER_KERNEL_DATA,
	OWNER_KERNEL_BSS,
	OWNER_KERNEL_OTHER,	/* of the image, in no section of iomem */
	OWNER_KERNEL_BRK,
	OWNER_INITRD,
	OWNER_MEMMAP,		/* struct pages */
	OWNER_PAGE_TABLES,
	OWNER_NODE_DATA,
	OWNER_SECTION_TABLE,
	OWNER_SECTION_USAGE,
	OWNER_PERCPU,
	OWNER_CRASH_KERNEL,
	OWNER_KFENCE_POOL,
	OWNER_KASAN_SHADOW,
	OWNER_KMSAN_METADATA,	/* shadow and origins */
	OWNER_EFI_MEMMAP,
	OWNER_EFI_BOOT_DATA,
	OWNER_EFI_MEMATTR,	/* the memory attributes table */
	OWNER_BOOT_SERVICES,	/* code and data of boot services */
	OWNER_ACPI_TABLES,	/* tables of the initrd, see memory.c */
	OWNER_SETUP_DATA,	/* what the boot loader handed over */
	OWNER_LOW_1M,		/* the first MiB, where nothing finer is known */
	OWNER_SLACK,		/* of a page that boot reserved in parts, the rest */
	NR_BUILTIN_OWNERS,
};

/**
 * enum owner_how - how is the owner known? The surer, the higher
 * @HOW_NONE: nobody is known
 * @HOW_POINTER: a symbol of the kernel points at it
 * @HOW_TOLD: a user said so
 * @HOW_BOOT: by the borders of what memblock had reserved, or by what EFI left in memory
 * @HOW_FACT: the kernel was asked
 * @HOW_LIVE: who reserved it on the live kernel
 */
enum owner_how {
	HOW_NONE,
	HOW_POINTER,
	HOW_TOLD,
	HOW_BOOT,
	HOW_FACT,
	HOW_LIVE,
};

const char *owner_name(u32 owner);
const char *owner_how_name(enum owner_how how);
int owner_find(const char *name);
int owner_add(const char *name);
bool owner_is_builtin(int owner);

void owner_exit(void);

#endif
