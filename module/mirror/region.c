// SPDX-License-Identifier: GPL-2.0-only
/*
 * region: the regions of the boot option reserve_mem=.
 *
 * The kernel can find such a region by its name, but it has no list of them for modules. names.c
 * finds the names in the kernel's image. Each region gets its owner when the module is loaded,
 * before all other owners are looked for. Otherwise a piece of memory before it whose end is not
 * known could seem to include the region.
 *
 * The owner of a region is its name. If the name cannot be an owner's name, or is one of the
 * owners that the module defines, the owner is "reserve_mem".
 *
 * A region (RANGE_NAMED) waits for somebody who finds it by its name and uses it: ramoops, or a
 * trace instance of the command line. In 7.3 the latter uses it through the direct map, without a
 * mapping or a reference. There is no way to find out whether a region is in use, so it is never
 * released here. The kernel itself can give it back (reserve_mem_release_by_name(), when a trace
 * instance is removed). Then its name is gone, too; a rescan asks for the name again.
 */
#include <linux/errno.h>

#include "compat.h"
#include "live/names.h"
#include "mirror/mirror.h"
#include "mirror/region.h"
#include "table/owner.h"
#include "table/parse.h"

/* The number of the owner for a region of that name; or -ENOMEM */
static int owner_of(const char *name)
{
	if (!parse_is_name(name) || owner_is_builtin(owner_find(name)))
		name = "reserve_mem";
	return owner_add(name);
}

/* Is all of a range reserved? What is late freed is still reserved outside of the simulation. */
static bool is_reserved(const struct range_table *t, u64 start, u64 end)
{
	u64 first, last;

	range_stretch(t, start, &first, &last);
	return end <= last;
}

/*
 * Find a region by its name, and give it its owner. mirror.lock is held if @t is the mirror's
 * table. Returns 0; -ENOENT if there is no such region, or is_reserved() is false; -ENOMEM.
 */
static int find_region(struct range_table *t, const char *name)
{
	struct range_entry named = { .how = HOW_FACT, .flags = RANGE_NAMED };
	u64 start, end;
	int owner;

	if (!compat_find_reserve_mem(name, &start, &end) || !is_reserved(t, start, end))
		return -ENOENT;
	owner = owner_of(name);
	if (owner < 0)
		return owner;
	named.owner = owner;
	return range_set_holder(t, start, end, &named);
}

/* The same, but a region that the kernel has given back is no error. */
static int find_again(struct range_table *t, const char *name)
{
	int err = find_region(t, name);

	return err == -ENOENT ? 0 : err;
}

/**
 * region_find_all - find all reserve_mem= regions whose names are known, and give them owners
 * @t: a new table
 * @old: the table before it, which may have more regions that users named; empty if there was none
 *
 * Context: Process. mirror.work is held, mirror.lock is not; may sleep.
 * Return: 0 or -ENOMEM.
 */
int region_find_all(struct range_table *t, const struct range_table *old)
{
	const char *name;
	size_t i;
	int err = 0;

	for (i = 0; !err && (name = names_nth(i)); i++)
		err = find_again(t, name);
	range_for_each(i, old)
		if (!err && old->r[i].flags & RANGE_NAMED && old->r[i].state != RANGE_RELEASED)
			err = find_again(t, owner_name(old->r[i].owner));
	return err;
}

/**
 * region_tell - a user says that there is a reserve_mem= region of that name
 * @name: its name
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep.
 * Return: 0; -ENOENT if there is no such region, or not all of it is reserved or late freed;
 * -ENOMEM; -EINTR after a fatal signal.
 */
int region_tell(const char *name)
{
	int err = mirror_lock_all();

	if (err)
		return err;
	err = find_region(&mirror.table, name);
	mirror_unlock_all();
	return err;
}
