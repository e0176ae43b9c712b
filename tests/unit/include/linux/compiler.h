/* SPDX-License-Identifier: GPL-2.0-only */
/* User-space stand-in. */
#ifndef _SHIM_LINUX_COMPILER_H
#define _SHIM_LINUX_COMPILER_H

#define OPTIMIZER_HIDE_VAR(var)	({ __asm__ ("" : "+r" (var)); })

#endif
