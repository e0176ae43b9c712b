/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kernel_log: the running kernel's log since boot.
 *
 * /dev/kmsg has the kernel's own times, and says of each record who wrote it. Where /dev/kmsg is
 * switched off, syslog(2) is read. If the beginning of the log is lost there, journald may have it.
 */
#ifndef EARLY_RES_KERNEL_LOG_H
#define EARLY_RES_KERNEL_LOG_H

#include <stddef.h>

/*
 * kernel_log - the log, to be freed by the caller. @length gets its bytes, 0 if there is none.
 * @root is the directory of --sysroot, or "".
 */
char *kernel_log(const char *root, size_t *length);

#endif
