/* SPDX-License-Identifier: GPL-2.0-only */
/* User-space stand-in: strsep() and the rest are libc's. */
#ifndef _SHIM_LINUX_STRING_H
#define _SHIM_LINUX_STRING_H

#include <string.h>

#endif
