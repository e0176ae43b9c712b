// SPDX-License-Identifier: GPL-2.0-only
/*
 * owner: the names of owners, and the words for the ways in which an owner is known. See owner.h.
 */
#include <linux/hashtable.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/stringhash.h>
#include <linux/xarray.h>

#include "table/owner.h"

static const char * const owners[] = {
	[OWNER_NONE]		= "-",
	[OWNER_KERNEL_CODE]	= "kernel_code",
	[OWNER_KERNEL_RODATA]	= "kernel_rodata",
	[OWNER_KERNEL_DATA]	= "kernel_data",
	[OWNER_KERNEL_BSS]	= "kernel_bss",
	[OWNER_KERNEL_OTHER]	= "kernel_other",
	[OWNER_KERNEL_BRK]	= "kernel_brk",
	[OWNER_INITRD]		= "initrd",
	[OWNER_MEMMAP]		= "memmap",
	[OWNER_PAGE_TABLES]	= "page_tables",
	[OWNER_NODE_DATA]	= "node_data",
	[OWNER_SECTION_TABLE]	= "section_table",
	[OWNER_SECTION_USAGE]	= "section_usage",
	[OWNER_PERCPU]		= "percpu",
	[OWNER_CRASH_KERNEL]	= "crash_kernel",
	[OWNER_KFENCE_POOL]	= "kfence_pool",
	[OWNER_KASAN_SHADOW]	= "kasan_shadow",
	[OWNER_KMSAN_METADATA]	= "kmsan_metadata",
	[OWNER_EFI_MEMMAP]	= "efi_memmap",
	[OWNER_EFI_BOOT_DATA]	= "efi_boot_data",
	[OWNER_EFI_MEMATTR]	= "efi_memattr",
	[OWNER_BOOT_SERVICES]	= "boot_services_kept",
	[OWNER_ACPI_TABLES]	= "acpi_tables",
	[OWNER_SETUP_DATA]	= "setup_data",
	[OWNER_LOW_1M]		= "low_1m",
	[OWNER_SLACK]		= "slack",
};

/**
 * struct named_owner - an owner that is not built in
 * @hash: entry of by_name
 * @number: its number
 * @name: its name
 */
struct named_owner {
	struct hlist_node hash;
	u32 number;
	char name[];
};

static DEFINE_XARRAY_ALLOC(by_number);
static DEFINE_HASHTABLE(by_name, 10);
static DEFINE_MUTEX(names_lock);

/**
 * owner_name - the name of an owner
 * @owner: its number, from the table
 *
 * Context: Any.
 * Return: the name, which is valid until owner_exit(); "-" for nobody.
 */
const char *owner_name(u32 owner)
{
	struct named_owner *named;

	if (owner < NR_BUILTIN_OWNERS)
		return owners[owner];
	named = xa_load(&by_number, owner);
	return named->name;
}

/**
 * owner_how_name - the word that dumps print for how an owner is known
 * @how: an enum owner_how, from the table
 *
 * Context: Any.
 * Return: the word, which is never freed.
 */
const char *owner_how_name(enum owner_how how)
{
	static const char * const names[] = {
		[HOW_NONE] = "-",
		[HOW_POINTER] = "pointer",
		[HOW_TOLD] = "told",
		[HOW_BOOT] = "boot",
		[HOW_FACT] = "fact",
		[HOW_LIVE] = "live",
	};

	return names[how];
}

static u32 hash_of(const char *name)
{
	return full_name_hash(NULL, name, strlen(name));
}

static int find(const char *name)
{
	struct named_owner *named;
	unsigned int i;

	for (i = 0; i < NR_BUILTIN_OWNERS; i++)
		if (!strcmp(owners[i], name))
			return i;
	hash_for_each_possible(by_name, named, hash, hash_of(name))
		if (!strcmp(named->name, name))
			return named->number;
	return -ENOENT;
}

static int add(const char *name)
{
	size_t size = strlen(name) + 1;
	struct named_owner *named;

	named = kzalloc(struct_size(named, name, size), GFP_KERNEL);
	if (!named)
		return -ENOMEM;
	memcpy(named->name, name, size);
	if (xa_alloc(&by_number, &named->number, named,
		     XA_LIMIT(NR_BUILTIN_OWNERS, INT_MAX), GFP_KERNEL)) {
		kfree(named);
		return -ENOMEM;
	}
	hash_add(by_name, &named->hash, hash_of(name));
	return named->number;
}

/**
 * owner_find - find an owner by its name
 * @name: the name, as dumps print it; "-" is nobody
 *
 * Context: Process. Takes a lock of its own; may sleep.
 * Return: its number, or -ENOENT.
 */
int owner_find(const char *name)
{
	int owner;

	mutex_lock(&names_lock);
	owner = find(name);
	mutex_unlock(&names_lock);
	return owner;
}

/**
 * owner_add - find an owner by its name, or make a new one
 * @name: the name; it is copied
 *
 * Context: Process. Takes a lock of its own; may sleep.
 * Return: its number, or -ENOMEM.
 */
int owner_add(const char *name)
{
	int owner;

	mutex_lock(&names_lock);
	owner = find(name);
	if (owner < 0)
		owner = add(name);
	mutex_unlock(&names_lock);
	return owner;
}

/**
 * owner_is_builtin - is this one of the owners that the module itself defines?
 * @owner: its number, or a negative error
 *
 * Context: Any.
 * Return: true if it is; false for an error.
 */
bool owner_is_builtin(int owner)
{
	return owner >= 0 && owner < NR_BUILTIN_OWNERS;
}

/**
 * owner_exit - free all names that are not built in
 *
 * Context: Process. May sleep. Nobody may use an owner's number any more.
 */
void owner_exit(void)
{
	struct named_owner *named;
	unsigned long number;

	xa_for_each(&by_number, number, named)
		kfree(named);
	xa_destroy(&by_number);
}
