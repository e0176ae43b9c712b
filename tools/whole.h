/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * whole: a file that is written whole or not at all.
 *
 * It is made beside the old one, under another name, and takes its name when all of it is on
 * the disk. "-" is stdout; a device or a pipe is written as it is.
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
