/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compat: every difference between kernel versions, and nowhere else.
 *
 * Each entry says in which version the kernel changed.
 */
#ifndef EARLY_RES_COMPAT_H
#define EARLY_RES_COMPAT_H

#include <linux/mmzone.h>
#include <linux/version.h>

#ifndef CONFIG_X86_64
#error "early_res is for x86-64: other architectures have no e820 map and may keep memblock"
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "early_res needs Linux 6.1 or later"
#endif

/*
 * The highest order of the buddy. MAX_ORDER was one above it until 6.4, then
 * the order itself, and got its name of today in 6.8.
 */
#ifndef MAX_PAGE_ORDER
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
#define MAX_PAGE_ORDER (MAX_ORDER - 1)
#else
#define MAX_PAGE_ORDER MAX_ORDER
#endif
#endif

#endif
