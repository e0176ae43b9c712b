/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * owner: who holds a range.
 *
 * The table keeps a number for each owner; this file has the names. A name has no white
 * space, because it is a column of the dumps. A number is valid until the module is unloaded.
 *
 * A lock inside owner.c protects the names. To read the name of a number, no lock is needed.
 */
#ifndef EARLY_RES_OWNER_H
#define EARLY_RES_OWNER_H

#include <linux/types.h>

/* The owners that the module defines. Owners that got their name later have higher numbers. */
enum {
	OWNER_NONE,		/* nobody is known; printed as "-" */
	OWNER_KERNEL_CODE,
	OWNER_KERNEL_RODATA,
	OWNER_KERNEL_DATA,
	OWNER_KERNEL_BSS,
	OWNER_KERNEL_OTHER,	/* a part of the image that is in no section of iomem */
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
	OWNER_ACPI_TABLES,	/* ACPI tables that came in the initrd, see memory.c */
	OWNER_SETUP_DATA,	/* what the boot loader handed over */
	OWNER_LOW_1M,		/* the first MiB, where no other owner is known */
	OWNER_SLACK,		/* the rest of a page of which boot reserved a part */
	NR_BUILTIN_OWNERS,
};

/**
 * enum owner_how - how is the owner known? The higher the number, the surer
 * @HOW_NONE: no owner is known
 * @HOW_POINTER: a variable of the kernel points at it
 * @HOW_TOLD: a user said so
 * @HOW_BOOT: from the borders of memblock's reservations, or from what EFI left in memory
 * @HOW_FACT: the kernel was asked
 * @HOW_LIVE: it was reserved on the live kernel, under this name
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
