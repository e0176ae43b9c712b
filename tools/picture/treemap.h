/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * treemap: shows sizes as rectangles that fill a larger one, each as near to a square as possible
 * (Bruls, Huizing, van Wijk, "Squarified Treemaps", 2000).
 *
 * It uses only integers: all edges are whole units, no two rectangles overlap, and none is left
 * out. A rectangle that would have less than a unit gets one, as long as there is room.
 */
#ifndef EARLY_RES_TREEMAP_H
#define EARLY_RES_TREEMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "types.h"

/* The longest side that the room can have */
#define TREEMAP_SIDE_MAX	1024

struct rect {
	int x, y, width, height;
};

void treemap(struct rect room, const s64 *sizes, size_t nr, struct rect *to);
bool rects_touch(const struct rect *a, const struct rect *b);

#endif
