/* SPDX-License-Identifier: GPL-2.0-only */
/* User-space stand-in: as in the kernel, min(), max() and swap() want two of one type. */
#ifndef _SHIM_LINUX_MINMAX_H
#define _SHIM_LINUX_MINMAX_H

#include <linux/types.h>

#define min(a, b) ({			\
	__typeof__(a) min_a = (a);	\
	__typeof__(b) min_b = (b);	\
	(void)(&min_a == &min_b);	\
	min_a < min_b ? min_a : min_b; })

#define max(a, b) ({			\
	__typeof__(a) max_a = (a);	\
	__typeof__(b) max_b = (b);	\
	(void)(&max_a == &max_b);	\
	max_a > max_b ? max_a : max_b; })

#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define clamp(v, lo, hi)	min(max(v, lo), hi)

static inline void swap_bytes(char *a, char *b, size_t n)
{
	while (n--) {
		char c = a[n];

		a[n] = b[n];
		b[n] = c;
	}
}

#define swap(a, b)	swap_bytes((char *)&(a), (char *)&(b), sizeof(a))

#endif
