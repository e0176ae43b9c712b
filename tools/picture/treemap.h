/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * treemap: sizes as rectangles that fill a larger one, each as near to a square as can be
 * (Bruls, Huizing, van Wijk, "Squarified Treemaps", 2000).
 *
 * Integers alone: edges are whole units, no two rectangles overlap and none is left out. One
 * that has less than a unit is as wide as that, as long as there is room.
 */
#ifndef EARLY_RES_TREEMAP_H
#define EARLY_RES_TREEMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "types.h"

/* The longest side of what is filled */
#define TREEMAP_SIDE_MAX	1024

struct rect {
	int x, y, width, height;
};

void treemap(struct rect room, const s64 *sizes, size_t nr, struct rect *to);
bool rects_touch(const struct rect *a, const struct rect *b);

#endif
