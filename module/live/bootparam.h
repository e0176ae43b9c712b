/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bootparam: the boot loader's parameters (struct boot_params, the "zero page").
 */
#ifndef EARLY_RES_BOOTPARAM_H
#define EARLY_RES_BOOTPARAM_H

#include <linux/types.h>
#include <asm/bootparam.h>

bool bootparam_read(void *buf, loff_t offset, size_t size);

/* The offset of a member of struct boot_params, in bytes */
#define BOOTPARAM(member)	offsetof(struct boot_params, member)

#endif
