/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * names: the names of the regions of reserve_mem=.
 */
#ifndef EARLY_RES_NAMES_H
#define EARLY_RES_NAMES_H

#include <linux/types.h>

void names_collect(const void *copy, size_t size);
const char *names_nth(size_t n);

#endif
