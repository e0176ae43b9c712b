/* SPDX-License-Identifier: GPL-2.0-only */
/* User-space stand-in: ASCII only, and any char will do. */
#ifndef _SHIM_LINUX_CTYPE_H
#define _SHIM_LINUX_CTYPE_H

static inline int shim_isdigit(char c)
{
	return c >= '0' && c <= '9';
}

static inline int shim_isxdigit(char c)
{
	char low = c | 0x20;

	return shim_isdigit(c) || (low >= 'a' && low <= 'f');
}

#define isdigit(c)	shim_isdigit(c)
#define isxdigit(c)	shim_isxdigit(c)

#endif
