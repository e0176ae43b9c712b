/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memmap: find where the kernel's struct pages lie.
 */
#ifndef EARLY_RES_MEMMAP_H
#define EARLY_RES_MEMMAP_H

#include "table/range.h"

int memmap_blocks(struct range_table *blocks);

#endif
