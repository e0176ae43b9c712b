/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * put: writes lines to the module's files, and reads the names that users give.
 *
 * The module grants a request as a whole or refuses it; then put() says why. A user's word means an
 * owner if there is one of that name, even if the word looks like a range ("dead-beef" can be a
 * name). Otherwise it must be a range, START-END in hexadecimal.
 */
#ifndef EARLY_RES_PUT_H
#define EARLY_RES_PUT_H

#include "model.h"

#define LINE_ROOM	256

void put(const struct source *s, const char *file, const char *line);
void put_quietly(const char *path);
void what_line(const struct model *m, const char *word, char line[LINE_ROOM]);

#endif
