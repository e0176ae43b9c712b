// SPDX-License-Identifier: GPL-2.0-only
/*
 * bootparam: the boot loader's parameters. They show the machine before the kernel changed
 * anything: the e820 map, and where the initrd and the EFI memory map were.
 *
 * The kernel's copy is not exported. But the file /sys/kernel/boot_params/data shows it, so this
 * calls the read function of that file.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernfs.h>
#include <linux/kobject.h>
#include <linux/printk.h>
#include <linux/sysfs.h>

#include "compat.h"
#include "live/bootparam.h"

/**
 * bootparam_read - read a part of the boot parameters
 * @buf: where to put it
 * @offset: first byte, within struct boot_params
 * @size: how many bytes
 *
 * Context: Process. May sleep.
 * Return: true; false if this kernel does not show all of these bytes. The log says so once.
 */
bool bootparam_read(void *buf, loff_t offset, size_t size)
{
	struct kernfs_node *dir = NULL, *file = NULL;
	bool ok = false;

	if (kernel_kobj && kernel_kobj->sd) /* false if there is no sysfs */
		dir = kernfs_find_and_get(kernel_kobj->sd, "boot_params");
	if (dir)
		file = kernfs_find_and_get(dir, "data");
	if (file && kernfs_type(file) == KERNFS_FILE)
		ok = compat_read_bin_attribute(kernel_kobj, file->priv, buf, offset,
					       size) == (ssize_t)size;
	kernfs_put(file);
	kernfs_put(dir);
	if (!ok)
		pr_notice_once("/sys/kernel/boot_params cannot be asked: no owner initrd, setup_data, efi_memmap\n");
	return ok;
}
