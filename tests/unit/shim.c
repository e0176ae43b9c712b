// SPDX-License-Identifier: GPL-2.0-only
/*
 * shim: what the stand-ins in include/linux keep.
 */
#include <linux/slab.h>

long shim_alloc_fails_in;
