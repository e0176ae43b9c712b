// SPDX-License-Identifier: GPL-2.0-only
/*
 * early_res: the boot-time reservations of a live kernel.
 *
 * The early list of reserved ranges (once reserve_early(), today memblock) is of no use
 * to the kernel when boot is over. This module makes it again, from the struct pages
 * (walk.c, boot.c), with the node of each range, and names who holds it where that can be
 * known (owner.c). What memblock itself left behind is found, proved, and shown beside it
 * (memblock.c). It shows the table in debugfs and sysfs, lets ranges
 * be late freed (late_free.c), in a model of the buddy (buddy.c) or for real, and makes
 * reservations on the live kernel (reserve.c). All of it is traced (trace.h).
 *
 * Dependencies point one way:
 *
 *	debugfs, sysfs -> late_free, reserve -> handover, area -> boot -> walk, owner ->
 *		memory, buddy, memblock -> image -> range
 */
#include <linux/module.h>

#include "boot.h"
#include "faces.h"
#include "late_free.h"
#include "owner.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

static int __init early_res_init(void)
{
	int err;

	err = boot_init();
	if (err)
		return err;

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
	boot_exit();
	owner_exit();
	return err;
}

static void __exit early_res_exit(void)
{
	early_res_debugfs_exit();
	early_res_sysfs_exit();
	late_free_release_live();
	boot_exit();
	owner_exit();
}

module_init(early_res_init);
module_exit(early_res_exit);

MODULE_DESCRIPTION("Boot-time memory reservations of a live kernel");
MODULE_AUTHOR("The early_res authors");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
