/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * put: lines that are written to the module's files, and what users call things.
 *
 * A request is granted whole or refused; put() says in words why. What a user names is an
 * owner if there is one of that name, whatever else the name looks like ("dead-beef" is a name
 * and would be a range); then a range, START-END in hexadecimal.
 */
#ifndef EARLY_RES_PUT_H
#define EARLY_RES_PUT_H

#include "model.h"

#define LINE_ROOM	256

void put(const struct source *s, const char *file, const char *line);
void put_quietly(const char *path);
void what_line(const struct model *m, const char *word, char line[LINE_ROOM]);

#endif
