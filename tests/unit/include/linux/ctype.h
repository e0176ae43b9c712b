/* SPDX-License-Identifier: GPL-2.0-only */
/* User-space stand-in: ASCII only, and any char will do. */
#ifndef _SHIM_LINUX_CTYPE_H
#define _SHIM_LINUX_CTYPE_H

#define isdigit(c) ({						\
	char shim_c = (c);					\
	shim_c >= '0' && shim_c <= '9'; })

#define isxdigit(c) ({						\
	char shim_x = (c) | 0x20;				\
	isdigit(c) || (shim_x >= 'a' && shim_x <= 'f'); })

#endif
