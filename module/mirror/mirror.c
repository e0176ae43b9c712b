// SPDX-License-Identifier: GPL-2.0-only
/*
 * mirror: the table of what was reserved at boot and still is, and its locks.
 *
 * Two locks. mirror.work is for everything that may take long: it is held by whoever looks
 * at struct pages, or changes anything here, for as long as that takes. Whoever waits for
 * it in a system call can be killed. mirror.lock is for the short moments in which something
 * changes, and in which those who only read take their copy. So a reader never waits for
 * a walk, nor for pages that are moved out of the way. mirror.work comes first.
 *
 * The pages that the buddy manages change only together with the table, under mirror.lock:
 * so the counts of a zone and the table are of one moment.
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
