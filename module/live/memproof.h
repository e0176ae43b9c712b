/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memproof: do memblock's lists agree with the pages and zones of the live kernel?
 */
#ifndef EARLY_RES_MEMPROOF_H
#define EARLY_RES_MEMPROOF_H

#include <linux/types.h>

#include "table/memlist.h"
#include "table/range.h"

bool memproof_covers_nodes(const struct memlist *memory);
int memproof_has_all(const struct memlist *reserved, const struct range_table *t);

#endif
