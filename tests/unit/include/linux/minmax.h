/* SPDX-License-Identifier: GPL-2.0-only */
/* User-space stand-in: as in the kernel, min() wants two of one type. */
#ifndef _SHIM_LINUX_MINMAX_H
#define _SHIM_LINUX_MINMAX_H

#define shim_cmp(op, a, b) ({						\
	__typeof__(a) shim_a = (a);					\
	__typeof__(b) shim_b = (b);					\
	_Static_assert(__builtin_types_compatible_p(__typeof__(shim_a),	\
						    __typeof__(shim_b)),	\
		       "types differ");					\
	shim_a op shim_b ? shim_a : shim_b; })

#define min(a, b)		shim_cmp(<, a, b)
#define max(a, b)		shim_cmp(>, a, b)
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define clamp(v, lo, hi)	min(max(v, lo), hi)

#endif
