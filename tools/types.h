/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * types: the kernel's u64 and s64, but as types that printf() prints with %llu and %lld.
 */
#ifndef EARLY_RES_TYPES_H
#define EARLY_RES_TYPES_H

typedef unsigned long long u64;
typedef long long s64;

#define U64_MAX	(~0ULL)
#define S64_MAX	((s64)(U64_MAX >> 1))

#endif
