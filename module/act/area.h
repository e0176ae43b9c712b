/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * area: find contiguous pages that could be taken from the buddy. Changes nothing.
 */
#ifndef EARLY_RES_AREA_H
#define EARLY_RES_AREA_H

#include <linux/mmzone.h>
#include <linux/types.h>

bool area_is_open(struct zone *zone, unsigned long pfn, unsigned long end);
unsigned long area_find(struct zone *zone, unsigned long pfn, unsigned long nr, bool only_free);

#endif
