// SPDX-License-Identifier: GPL-2.0-only
/*
 * region: the regions of reserve_mem=.
 *
 * The kernel finds such a region by its name, and does not list them. The names are found in its
 * image (names.c), so each region gets its owner when the module is loaded, before anybody else:
 * else a neighbour whose end is not known could seem to reach over it.
 *
 * Its owner is its name. A name that cannot be an owner's, or is one of the module's own, does
 * not count: such a region is of "reserve_mem".
 *
 * A region (RANGE_NAMED) is there for somebody to find it by its name, and
 * use it later: ramoops, or a trace instance of the command line, which in 7.3 uses it through
 * the direct map, without a mapping or a reference. Nobody can be asked whether he does, so it
 * is never released here. The kernel can give it back itself (reserve_mem_release_by_name(), when
 * a trace instance is removed). Then its name is gone, and a rescan asks for the name again.
 */
#include <linux/errno.h>
#include <linux/minmax.h>

#include "compat.h"
#include "live/names.h"
#include "mirror/mirror.h"
#include "mirror/region.h"
#include "table/owner.h"
#include "table/parse.h"

/* The owner of a region of that name; or -ENOMEM */
static int owner_of(const char *name)
{
	if (!parse_is_name(name) || owner_is_builtin(owner_find(name)))
		name = "reserve_mem";
	return owner_add(name);
}

/**
 * region_find - is there a reserve_mem= region of that name?
 * @t: the table; the region gets its owner
 * @name: its name
 *
 * Context: Process. mirror.lock is held; may sleep.
 * Return: its number; -ENOENT if there is none, or not all of it is reserved;
 * -ENOMEM.
 */
int region_find(struct range_table *t, const char *name)
{
	struct range_entry named = { .how = HOW_FACT, .flags = RANGE_NAMED };
	u64 start, end;
	int owner, err;

	if (!compat_find_reserve_mem(name, &start, &end) ||
	    !range_covers(t, start, end, RANGE_RESERVED))
		return -ENOENT;
	owner = owner_of(name);
	if (owner < 0)
		return owner;
	named.owner = owner;
	err = range_set_holder(t, start, end, &named);
	return err ?: owner;
}

/* The kernel may have given the region back, and then it has no owner any more. */
static int find_again(struct range_table *t, const char *name)
{
	int owner = region_find(t, name);

	return owner == -ENOENT ? 0 : min(owner, 0);
}

/**
 * region_find_all - ask for all regions of reserve_mem= that are known by name
 * @t: a new table; each region gets its owner
 * @old: the one before, with regions that somebody told of; empty if there was none
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
 * region_tell - say that there is a reserve_mem= region of that name
 * @name: its name
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep.
 * Return: 0; -ENOENT if there is none; -ENOMEM; -EINTR.
 */
int region_tell(const char *name)
{
	int owner, err;

	err = mirror_lock_all();
	if (err)
		return err;
	owner = region_find(&mirror.table, name);
	mirror_unlock_all();
	return min(owner, 0);
}
