/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kernel_log: what the running kernel has logged since it began.
 *
 * /dev/kmsg has it, with the kernel's times, and says of each record who wrote it. Where that is
 * switched off there is syslog(2). If the beginning is lost there, journald may have it.
 */
#ifndef EARLY_RES_KERNEL_LOG_H
#define EARLY_RES_KERNEL_LOG_H

#include <stddef.h>

/* kernel_log - for free(); @length is 0 if there is none. @root is "" but for tests. */
char *kernel_log(const char *root, size_t *length);

#endif
