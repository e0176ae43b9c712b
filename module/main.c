// SPDX-License-Identifier: GPL-2.0-only
/*
 * early_res: the boot-time reservations of a live kernel.
 *
 * At boot the kernel keeps a list of reserved ranges (reserve_early() long ago, memblock today).
 * After boot it does not need the list any more. This module makes the list again, from what
 * memblock left behind and from the struct pages. Each range gets its node, and its owner where
 * the owner can be known. The module shows the table in debugfs and sysfs. It can late free ranges,
 * in a model of the buddy or for real, and it can make reservations on the live kernel. It emits
 * events for all of this (trace.h).
 *
 * A file may include files of its own line and of the lines below it, never of a line above
 * (tests/arrows.sh checks it):
 *
 *	face    debugfs and sysfs
 *	act     late free and reserve: everything that changes something
 *	mirror  the table of this kernel: made, made again, told by users, counted
 *	facts   what the kernel knows about who holds what
 *	live    reads the live kernel: memblock, memory, the walk, the buddy
 *	table   plain C: ranges, claims, lists, names, and the words that users write
 */
#include <linux/module.h>

#include "act/late_free.h"
#include "face/faces.h"
#include "mirror/remake.h"
#include "table/owner.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

static int __init early_res_init(void)
{
	int err;

	err = mirror_init();
	if (err)
		goto err_names;

	err = early_res_sysfs_init();
	if (err)
		goto err_boot;

	err = early_res_debugfs_init();
	if (err)
		goto err_sysfs;

	return 0;

err_sysfs:
	early_res_sysfs_exit();
err_boot:
	mirror_exit();
err_names:
	owner_exit();
	return err;
}

static void __exit early_res_exit(void)
{
	early_res_debugfs_exit();
	early_res_sysfs_exit();
	late_free_release_live();
	mirror_exit();
	owner_exit();
}

module_init(early_res_init);
module_exit(early_res_exit);

MODULE_DESCRIPTION("Boot-time memory reservations of a live kernel");
MODULE_AUTHOR("The early_res authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(EARLY_RES_VERSION);
