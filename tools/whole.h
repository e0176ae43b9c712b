/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * whole: writes a file as a whole or not at all.
 *
 * The new file is written beside the old one under another name, and gets its final name when all
 * of it is on the disk. "-" is stdout. A device or a pipe is written directly.
 */
#ifndef EARLY_RES_WHOLE_H
#define EARLY_RES_WHOLE_H

#include <stdio.h>
#include <sys/types.h>

struct whole {
	FILE *to;
	const char *path;
	char *temporary;
};

void whole_begin(struct whole *w, const char *path, mode_t mode);
void whole_end(struct whole *w);

#endif
