/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * region: the regions of the boot option reserve_mem=.
 */
#ifndef EARLY_RES_REGION_H
#define EARLY_RES_REGION_H

#include "table/range.h"

int region_find_all(struct range_table *t, const struct range_table *old);
int region_tell(const char *name);

#endif
