/* SPDX-License-Identifier: GPL-2.0-only */
/* User-space stand-in: memory, with failures on demand. */
#ifndef _SHIM_LINUX_SLAB_H
#define _SHIM_LINUX_SLAB_H

#include <linux/types.h>
#include <stdlib.h>

#define GFP_KERNEL	0
#define __GFP_NOWARN 0

/* Counts down with each allocation; the one that takes it to 0 fails. */
extern long shim_alloc_fails_in;

static inline void *kvmalloc_array(size_t n, size_t size, int gfp)
{
	size_t bytes;

	(void)gfp;
	if (shim_alloc_fails_in && !--shim_alloc_fails_in)
		return NULL;
	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return malloc(bytes);
}

static inline void kvfree(const void *p)
{
	free((void *)p);
}

#endif
