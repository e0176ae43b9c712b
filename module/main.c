// SPDX-License-Identifier: GPL-2.0-only
/*
 * early_res: the boot-time reservations of a live kernel.
 *
 * The early list of reserved ranges (once reserve_early(), today memblock) is of no use
 * to the kernel when boot is over. This module makes it again, from what memblock left behind and
 * from the struct pages, with the node of each range, and names who holds it where that can be
 * known. It shows the table in debugfs and sysfs, lets ranges be late freed, in a model of the
 * buddy or for real, and makes reservations on the live kernel. All of it is traced (trace.h).
 *
 * Includes point one way, and never in a circle (tests/arrows.sh):
 *
 *	face    debugfs and sysfs
 *	act     late free, reserve: what changes something
 *	mirror  the table of this kernel: made, taken over, told, counted
 *	facts   what the kernel knows of who holds what
 *	live    reads the live kernel: memblock, memory, the walk, the buddy
 *	table   plain C: ranges, claims, lists, names, what users write
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
MODULE_VERSION("0.1.0");
