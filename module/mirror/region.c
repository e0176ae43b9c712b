// SPDX-License-Identifier: GPL-2.0-only
/*
 * region: the regions of reserve_mem=.
 *
 * The kernel finds such a region by its name, and does not list them. So a region gets its owner
 * when its name is first asked for.
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
#include "mirror/mirror.h"
#include "mirror/region.h"
#include "table/owner.h"

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
	owner = owner_add(name);
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
 * region_find_again - ask for the regions of reserve_mem= by their names again
 * @t: a new table
 * @old: the one before, with the regions
 *
 * Context: Process. mirror.work is held, mirror.lock is not; may sleep.
 * Return: 0 or -ENOMEM.
 */
int region_find_again(struct range_table *t, const struct range_table *old)
{
	size_t i;
	int err = 0;

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
