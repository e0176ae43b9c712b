/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * owner: who holds a range.
 *
 * The table keeps a number; here are the names. A name has no white space: it is a
 * column of the dumps. A number is good until the module is unloaded.
 *
 * mirror.lock is held by who looks for a name or adds one. The name of a number is read without.
 */
#ifndef EARLY_RES_OWNER_H
#define EARLY_RES_OWNER_H

#include "claim.h"
#include "range.h"

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
	OWNER_EFI_MEMMAP,
	OWNER_EFI_BOOT_DATA,
	OWNER_ACPI_TABLES,	/* tables of the initrd, see memory.c */
	OWNER_SETUP_DATA,	/* what the boot loader handed over */
	OWNER_LOW_1M,		/* the first MiB, where nothing finer is known */
	OWNER_SLACK,		/* of a page that boot reserved in parts, the rest */
	NR_BUILTIN_OWNERS,
};

/**
 * enum owner_how - how is the owner known?
 * @HOW_NONE: nobody is known
 * @HOW_FACT: the kernel was asked
 * @HOW_BOOT: by the borders of what memblock had reserved
 * @HOW_TOLD: a user said so
 * @HOW_LIVE: who reserved it on the live kernel
 */
enum owner_how {
	HOW_NONE,
	HOW_FACT,
	HOW_BOOT,
	HOW_TOLD,
	HOW_LIVE,
};

/**
 * struct owner_told - what a user says of who holds what, on its way to the table
 * @claims: what was said
 * @start: first byte of the stretch of the table that was looked at last
 * @end: first byte behind it
 *
 * All zero is empty.
 */
struct owner_told {
	struct claims claims;
	u64 start;
	u64 end;
};

const char *owner_name(u32 owner);
const char *owner_how_name(enum owner_how how);
int owner_find(const char *name);
int owner_add(const char *name);
bool owner_is_builtin(int owner);

int owner_mark_boot(struct range_table *t);
int owner_mark_again(struct range_table *t, const struct range_table *old);
int owner_name_again(struct range_table *t, const struct range_table *old);
int owner_find_reserve_mem(struct range_table *t, const char *name);
void owner_released(u32 owner);

int owner_tell(struct owner_told *told, u64 start, u64 end, const char *name);
int owner_tell_reserve_mem(const char *name);
int owner_apply(struct owner_told *told);

void owner_exit(void);

#endif
