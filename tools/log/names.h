/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * names: stores each owner's name once. Claims hold only the number of a name.
 *
 * It is a hash table with at least twice as many slots as names. Names are never deleted. The
 * number 0 means no name.
 */
#ifndef EARLY_RES_LOG_NAMES_H
#define EARLY_RES_LOG_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct names {
	char **name;
	size_t nr;
	size_t max;
	uint32_t *slot;
	size_t slots;
};

int names_add(struct names *names, const char *name);
const char *names_get(const struct names *names, uint32_t id);
void names_free(struct names *names);

/* log_grow - make room for one more element of an array; NULL if there is no memory. */
void *log_grow(void *array, size_t nr, size_t *max, size_t size);

#endif
