/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * whole: writes a file as a whole or not at all.
 *
 * The new file is written beside the old one under another name, and gets its final name when all
 * of it is on the disk. If the name is a link, it stays one, and the file that it leads to is
 * replaced. "-" is stdout. A device, a pipe, or a file that a link leads to and that does not exist
 * is written directly.
 */
#ifndef EARLY_RES_WHOLE_H
#define EARLY_RES_WHOLE_H

#include <stdio.h>
#include <sys/types.h>

struct whole {
	FILE *to;
	char *path;
	char *temporary;
};

void whole_begin(struct whole *w, const char *path, mode_t mode);
void whole_end(struct whole *w);

#endif
