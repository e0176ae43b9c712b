/* SPDX-License-Identifier: GPL-2.0-only */
/* User-space stand-in: any char will do. */
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

/* As in the kernel, where letters of Latin-1 count. */
static inline int shim_isalnum(char c)
{
	unsigned char low = c | 0x20;

	return shim_isdigit(c) || (low >= 'a' && low <= 'z') || (unsigned char)c >= 0xc0;
}

static inline char shim_tolower(char c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

#define isdigit(c)	shim_isdigit(c)
#define isxdigit(c)	shim_isxdigit(c)
#define isalnum(c)	shim_isalnum(c)
#define isascii(c)	((unsigned char)(c) <= 0x7f)
#define tolower(c)	shim_tolower(c)

#endif
