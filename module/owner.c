// SPDX-License-Identifier: GPL-2.0-only
/*
 * owner: who holds a range.
 *
 * An owner comes from one of four: the kernel's own facts (facts.c); a user who
 * reserved it (reserve.c); a region of reserve_mem=, which the kernel finds by name and does
 * not list, so that it gets its owner when the name is first asked for; or a user who
 * says so, of what a log or a debugger told. The last kind never replaces one of the others,
 * but for the general "low_1m", and among those that users said the latest wins.
 *
 * One owner is done with what it holds (RANGE_DONE), and it can be released: the initrd,
 * if the kernel kept it. Since 6.8 a kept initrd can be read in /sys/firmware/initrd; that
 * file goes with it, and nothing else in the kernel uses an initrd after boot.
 *
 * A region of reserve_mem= (RANGE_NAMED) is there for somebody to find it by its name, and
 * use it later: ramoops, or a trace instance of the command line, which in 7.3 uses it through
 * the direct map, without a mapping or a reference. Nobody can be asked whether he does, so it
 * is never released here. The kernel can give it back itself (reserve_mem_release_by_name(), when
 * a trace instance is removed). Then its name is gone, and a rescan asks for the name again.
 */
#include <linux/hashtable.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/stringhash.h>
#include <linux/sysfs.h>
#include <linux/xarray.h>

#include "boot.h"
#include "claim.h"
#include "compat.h"
#include "facts.h"
#include "owner.h"

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
	[OWNER_EFI_MEMMAP]	= "efi_memmap",
	[OWNER_EFI_BOOT_DATA]	= "efi_boot_data",
	[OWNER_ACPI_TABLES]	= "acpi_tables",
	[OWNER_SETUP_DATA]	= "setup_data",
	[OWNER_LOW_1M]		= "low_1m",
	[OWNER_SLACK]		= "slack",
};

/**
 * struct named_owner - an owner whose name came later
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

/**
 * owner_name - the name of an owner
 * @owner: its number, from the table
 *
 * Context: Any.
 * Return: a name that stays; "-" for nobody.
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
 * owner_how_name - how an owner is known, as dumps print it
 * @how: an enum owner_how, from the table
 *
 * Context: Any.
 * Return: a word.
 */
const char *owner_how_name(enum owner_how how)
{
	static const char * const names[] = {
		[HOW_NONE] = "-",
		[HOW_FACT] = "fact",
		[HOW_BOOT] = "boot",
		[HOW_TOLD] = "told",
		[HOW_LIVE] = "live",
	};

	return names[how];
}

static u32 hash_of(const char *name)
{
	return full_name_hash(NULL, name, strlen(name));
}

/**
 * owner_find - the owner of that name
 * @name: as dumps print it; "-" is nobody
 *
 * Context: Process. mirror.lock is held.
 * Return: its number, or -ENOENT.
 */
int owner_find(const char *name)
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

/**
 * owner_add - find the owner of that name, or make one
 * @name: a name
 *
 * Context: Process. mirror.lock is held; may sleep.
 * Return: its number, or -ENOMEM.
 */
int owner_add(const char *name)
{
	int owner = owner_find(name);
	size_t size = strlen(name) + 1;
	struct named_owner *named;

	if (owner >= 0)
		return owner;

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
 * owner_is_builtin - is this an owner that the module knows without being told?
 * @owner: its number, or an error
 *
 * Context: Any.
 * Return: true if so.
 */
bool owner_is_builtin(int owner)
{
	return owner >= 0 && owner < NR_BUILTIN_OWNERS;
}

/**
 * owner_find_reserve_mem - is there a reserve_mem= region of that name?
 * @t: the table; the region gets its owner
 * @name: its name
 *
 * Context: Process. mirror.lock is held; may sleep.
 * Return: its number; -ENOENT if there is none, or not all of it is reserved;
 * -ENOMEM.
 */
int owner_find_reserve_mem(struct range_table *t, const char *name)
{
	struct range_entry named = { .how = HOW_FACT, .flags = RANGE_NAMED };
	u64 start, end;
	int owner, err;

	if (!compat_find_reserve_mem(name, &start, &end) ||
	    !range_covers(t, start, end, RANGE_RESERVED))
		return -ENOENT;
	owner = owner_add(name);
	if (owner < 0)
		return owner;
	named.owner = owner;
	err = range_set_holder(t, start, end, &named);
	return err ?: owner;
}

/**
 * owner_mark_boot - say who holds the ranges of a table that was just made
 * @t: the first table
 *
 * Context: Process. mirror.work is held; may sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int owner_mark_boot(struct range_table *t)
{
	return facts_mark(t, NULL) ?: facts_mark_initrd(t);
}

/* May a user say who holds this? */
static bool may_be_told(const struct range_entry *e)
{
	return e->how == HOW_NONE || e->how == HOW_TOLD || e->owner == OWNER_LOW_1M;
}

/* The kernel may have given the region back, and then it has no owner any more. */
static int name_again(struct range_table *t, const char *name)
{
	int owner;

	mutex_lock(&mirror.lock); /* of the names */
	owner = owner_find_reserve_mem(t, name);
	mutex_unlock(&mirror.lock);
	return owner == -ENOENT ? 0 : min(owner, 0);
}

/**
 * owner_name_again - ask for the regions of reserve_mem= by their names again
 * @t: a new table
 * @old: the one before, with the regions
 *
 * Context: Process. mirror.work is held, mirror.lock is not; may sleep.
 * Return: 0 or -ENOMEM.
 */
int owner_name_again(struct range_table *t, const struct range_table *old)
{
	size_t i;
	int err = 0;

	range_for_each(i, old)
		if (!err && old->r[i].flags & RANGE_NAMED && old->r[i].state != RANGE_RELEASED)
			err = name_again(t, owner_name(old->r[i].owner));
	return err;
}

/**
 * owner_mark_again - say who holds the ranges of a table, made in place of another
 * @t: the new table
 * @old: the one before
 *
 * An owner that is done keeps what it had, and was not released: pages that are
 * reserved where it once had some are somebody else's. A region of reserve_mem= is asked for by
 * its name again: the kernel may have given it back. What users said stays, where it is still
 * reserved.
 *
 * Context: Process. mirror.work is held, mirror.lock is not; may sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int owner_mark_again(struct range_table *t, const struct range_table *old)
{
	struct claims told = { .how = HOW_TOLD };
	int err = facts_mark(t, old) ?: owner_name_again(t, old);
	size_t i;

	range_for_each(i, old) {
		const struct range_entry *e = &old->r[i];

		if (err || e->state == RANGE_RELEASED)
			continue;
		if (e->flags & RANGE_DONE && range_touches(t, e->start, e->end))
			err = range_set_holder(t, e->start, e->end, e);
		if (e->how == HOW_TOLD)
			err = claims_add(&told, e->start, e->end, e->owner);
	}
	err = err ?: claims_apply(&told, t, may_be_told);
	claims_destroy(&told);
	return err;
}

/* Look for the stretch of the table that @addr lies in, without a gap or a released byte. */
static void told_run(struct owner_told *told, const struct range_table *t, u64 addr)
{
	size_t first = range_first(t, addr), last = first;

	told->start = addr;
	told->end = addr;
	if (!range_find(t, addr) || t->r[first].state == RANGE_RELEASED)
		return;
	while (first && t->r[first - 1].end == t->r[first].start &&
	       t->r[first - 1].state != RANGE_RELEASED)
		first--;
	while (last + 1 < t->nr && t->r[last].end == t->r[last + 1].start &&
	       t->r[last + 1].state != RANGE_RELEASED)
		last++;
	told->start = t->r[first].start;
	told->end = t->r[last].end;
}

/**
 * owner_tell - collect what a user says of who holds what
 * @told: where it is collected
 * @start: first byte
 * @end: first byte behind
 * @name: the owner
 *
 * Context: Process. Takes mirror.lock; may sleep.
 * Return: 0; -ENOENT if not every byte is in the table and unreleased; -ENOMEM.
 */
int owner_tell(struct owner_told *told, u64 start, u64 end, const char *name)
{
	int owner, err = 0;

	told->claims.how = HOW_TOLD;
	mutex_lock(&mirror.lock);
	if (start < told->start || end > told->end)
		told_run(told, &mirror.table, start);
	if (start < told->start || end > told->end || start >= end)
		err = -ENOENT;
	owner = err ?: owner_add(name);
	mutex_unlock(&mirror.lock);
	return owner < 0 ? owner : claims_add(&told->claims, start, end, owner);
}

/**
 * owner_apply - put what was collected in the table
 * @told: where it is; is empty afterwards
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep.
 * Return: 0; -ENOMEM or -EINTR, and nothing of it is in the table.
 */
int owner_apply(struct owner_told *told)
{
	int err;

	err = mirror_lock_all();
	if (!err) {
		err = claims_apply(&told->claims, &mirror.table, may_be_told);
		mirror_unlock_all();
	}
	claims_destroy(&told->claims);
	return err;
}

/**
 * owner_tell_reserve_mem - say that there is a reserve_mem= region of that name
 * @name: its name
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep.
 * Return: 0; -ENOENT if there is none; -ENOMEM; -EINTR.
 */
int owner_tell_reserve_mem(const char *name)
{
	int owner, err;

	err = mirror_lock_all();
	if (err)
		return err;
	owner = owner_find_reserve_mem(&mirror.table, name);
	mirror_unlock_all();
	return min(owner, 0);
}

/**
 * owner_released - what an owner held at boot is about to be released
 * @owner: its number
 *
 * Context: Process. May sleep.
 */
void owner_released(u32 owner)
{
	struct bin_attribute initrd = { .attr.name = "initrd" };

	/* Waits for whoever is reading it. Kernels before 6.8 have none. */
	if (owner == OWNER_INITRD)
		sysfs_remove_bin_file(firmware_kobj, &initrd);
}

/**
 * owner_exit - forget all names
 *
 * Context: Process. Nobody uses owners any more.
 */
void owner_exit(void)
{
	struct named_owner *named;
	unsigned long number;

	xa_for_each(&by_number, number, named)
		kfree(named);
	xa_destroy(&by_number);
}
