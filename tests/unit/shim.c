// SPDX-License-Identifier: GPL-2.0-only
/*
 * shim: the variables of the stand-ins in include/linux.
 */
#include <linux/slab.h>

long shim_alloc_fails_in;
