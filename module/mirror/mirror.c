// SPDX-License-Identifier: GPL-2.0-only
/*
 * mirror: the table of what was reserved at boot and still is, and its two locks.
 *
 * mirror.work can be held for long. Whoever looks at struct pages, or changes anything in the
 * mirror, holds it until the work is done. A system call that waits for it can be killed.
 * mirror.lock is held only for a short time: by those who change something, while they change
 * it, and by those who only read, while they take a copy. So a reader never waits for a walk,
 * or for pages that are being moved. If both are needed, mirror.work is taken first.
 *
 * The count of managed pages changes only together with the table, under mirror.lock. So the
 * counts of a zone and the table always fit together.
 */
#include <linux/errno.h>
#include <linux/mutex.h>

#include "mirror/mirror.h"

struct mirror mirror = {
	.work = __MUTEX_INITIALIZER(mirror.work),
	.lock = __MUTEX_INITIALIZER(mirror.lock),
};

/**
 * mirror_lock_all - begin to change the mirror
 *
 * Context: Process. Takes mirror.work and mirror.lock; may sleep.
 * Return: 0, or -EINTR after a fatal signal; nothing is locked then.
 */
int mirror_lock_all(void)
{
	int err = mutex_lock_killable(&mirror.work);

	if (!err)
		mutex_lock(&mirror.lock);
	return err;
}

/**
 * mirror_unlock_all - undo mirror_lock_all()
 *
 * Context: Process.
 */
void mirror_unlock_all(void)
{
	mutex_unlock(&mirror.lock);
	mutex_unlock(&mirror.work);
}
