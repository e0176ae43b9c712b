// SPDX-License-Identifier: GPL-2.0-only
/*
 * told: who holds what, as a user says it. The user read it in a log or with a debugger.
 *
 * What a user says does not replace a surer owner (see enum owner_how), except the general
 * "low_1m". If users said different things about a byte, the latest counts.
 */
#include <linux/errno.h>
#include <linux/mutex.h>

#include "mirror/mirror.h"
#include "mirror/told.h"
#include "table/owner.h"

/**
 * told_is_allowed - may a user say who holds this range? A rule for claims_apply()
 * @e: an entry of the table
 *
 * Context: Any.
 * Return: true if so.
 */
bool told_is_allowed(const struct range_entry *e)
{
	return e->how <= HOW_TOLD || e->owner == OWNER_LOW_1M;
}

/**
 * told_add - collect one statement of a user about who holds what
 * @told: where it is collected
 * @start: first byte
 * @end: first byte after the range
 * @name: the owner
 *
 * Context: Process. Takes mirror.lock; may sleep.
 * Return: 0; -ENOENT if a byte is not in the table or was released; -ENOMEM.
 */
int told_add(struct told *told, u64 start, u64 end, const char *name)
{
	int owner, err = 0;

	told->claims.how = HOW_TOLD;
	mutex_lock(&mirror.lock);
	if (start < told->start || end > told->end)
		range_stretch(&mirror.table, start, &told->start, &told->end);
	if (start < told->start || end > told->end || start >= end)
		err = -ENOENT;
	owner = err ?: owner_add(name);
	mutex_unlock(&mirror.lock);
	return owner < 0 ? owner : claims_add(&told->claims, start, end, owner);
}

/**
 * told_apply - put what was collected into the table
 * @told: the collected statements; it has none afterwards, also after -ENOMEM
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal. On error the table does not change.
 */
int told_apply(struct told *told)
{
	int err;

	if (!told->claims.nr)
		return 0;
	err = mirror_lock_all();
	if (err)
		return err;
	err = claims_apply(&told->claims, &mirror.table, told_is_allowed);
	mirror_unlock_all();
	claims_destroy(&told->claims);
	return err;
}
