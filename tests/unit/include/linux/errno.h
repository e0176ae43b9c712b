/* SPDX-License-Identifier: GPL-2.0-only */
/* User-space stand-in. libc's <errno.h> includes it too, so not that one. */
#ifndef _SHIM_LINUX_ERRNO_H
#define _SHIM_LINUX_ERRNO_H

#include <asm/errno.h>

#endif
