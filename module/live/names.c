// SPDX-License-Identifier: GPL-2.0-only
/*
 * names: the names of the regions of reserve_mem=.
 *
 * The kernel keeps them in an array of its image (reserved_mem_table[] in mm/memblock.c): the name
 * of each region, and where the region is. Modules cannot read this array, but they can ask where
 * the region of a given name is. memblock.c reads the whole image once, when the module is loaded.
 * If some bytes look like an entry of the array, the kernel is asked for the name in them. If it
 * gives the same place, this is an entry. So every name that is found is right. If a later kernel
 * has another kind of array, no name is found.
 *
 * The search runs once. If the kernel gives a region back later, it does not find its name then.
 */
#include <linux/cache.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "compat.h"
#include "live/names.h"

/* More than the kernel has: RESERVE_MEM_MAX_ENTRIES is 8. */
#define NAMES_MAX	32

/**
 * struct region - an entry of the array, as the kernel's struct reserve_mem_table
 * @name: its name; never empty, ends with a NUL
 * @start: first byte, a physical address
 * @size: bytes; 0 after the kernel gave the region back
 */
struct region {
	char name[16];
	u64 start;
	u64 size;
};

static char names[NAMES_MAX][sizeof_field(struct region, name)];
static size_t nr_names;

/* The quick checks come first, because the image has millions of words. */
static bool is_region(const struct region *r)
{
	u64 start, end;
	size_t len;

	if (!r->start || !r->size || !IS_ALIGNED(r->start, SMP_CACHE_BYTES))
		return false;
	len = strnlen(r->name, sizeof(r->name));
	if (!len || len == sizeof(r->name))
		return false;
	return compat_find_reserve_mem(r->name, &start, &end) &&
	       start == r->start && end == r->start + r->size;
}

static bool is_known(const char *name)
{
	size_t i;

	for (i = 0; i < nr_names; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/**
 * names_collect - look for names in a piece of the image
 * @copy: a copy of the piece
 * @size: its size in bytes. Pieces may overlap, so that each entry is whole in one of them
 *
 * Context: Process. May sleep. Not from two threads at the same time.
 */
void names_collect(const void *copy, size_t size)
{
	const struct region *r;
	size_t at;

	for (at = 0; at + sizeof(*r) <= size && nr_names < NAMES_MAX; at += sizeof(u64)) {
		r = copy + at;
		if (is_region(r) && !is_known(r->name))
			strscpy(names[nr_names++], r->name, sizeof(r->name));
	}
}

/**
 * names_nth - a name that was found
 * @n: its number, from 0
 *
 * Context: Any. names_collect() is not running.
 * Return: the name, which does not change; NULL if there are no more.
 */
const char *names_nth(size_t n)
{
	return n < nr_names ? names[n] : NULL;
}
