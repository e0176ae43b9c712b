/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memblock: the lists that the kernel's memblock left behind. memblock.c says how they are found.
 */
#ifndef EARLY_RES_MEMBLOCK_H
#define EARLY_RES_MEMBLOCK_H

#include <linux/types.h>

#include "table/memlist.h"

struct range_table;

int memblock_find(void);
int memblock_check(const struct range_table *t);
void memblock_forget(void);

const struct memlist *memblock_memory(void);
const struct memlist *memblock_reserved(void);
const char *memblock_refused(void);
bool memblock_recovered(void);

#endif
