// SPDX-License-Identifier: GPL-2.0-only
/*
 * decoy: the memory of this module contains a struct memblock that is not the kernel's. early_res
 * must not find it, because a module is not a part of the kernel's image.
 */
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/module.h>

static struct memblock_region regions[] = {
	{ .base = 0x1000, .size = 0x1000 },
};

static struct memblock decoy = {
	.memory = {
		.cnt = 1, .max = 1, .total_size = 0x1000, .regions = regions, .name = "memory",
	},
	.reserved = {
		.cnt = 1, .max = 1, .total_size = 0x1000, .regions = regions, .name = "reserved",
	},
};

static int __init decoy_init(void)
{
	OPTIMIZER_HIDE_VAR(decoy.memory.cnt);
	return 0;
}

static void __exit decoy_exit(void)
{
	OPTIMIZER_HIDE_VAR(decoy.reserved.cnt);
}

module_init(decoy_init);
module_exit(decoy_exit);

MODULE_DESCRIPTION("Looks like memblock, and is not");
MODULE_LICENSE("GPL");
