// SPDX-License-Identifier: GPL-2.0-only
/*
 * names: stores each owner's name once; see names.h.
 */
#include <stdlib.h>
#include <string.h>

#include "names.h"

void *log_grow(void *array, size_t nr, size_t *max, size_t size)
{
	size_t want = *max ? *max * 2 : 64;
	void *new;

	if (nr < *max)
		return array;
	new = realloc(array, want * size);
	if (new)
		*max = want;
	return new;
}

static uint32_t hash(const char *s)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	while (*s)
		h = (h ^ (unsigned char)*s++) * 16777619u;
	return h;
}

/* The slot of this name, or the free slot where it must go */
static size_t find(const struct names *names, const char *name)
{
	size_t i = hash(name) & (names->slots - 1);

	while (names->slot[i] && strcmp(names->name[names->slot[i] - 1], name))
		i = (i + 1) & (names->slots - 1);
	return i;
}

static int more_slots(struct names *names)
{
	struct names new = *names;
	size_t i;

	new.slots = names->slots ? names->slots * 2 : 128;
	new.slot = calloc(new.slots, sizeof(*new.slot));
	if (!new.slot)
		return -1;
	for (i = 0; i < names->nr; i++)
		new.slot[find(&new, names->name[i])] = i + 1;
	free(names->slot);
	*names = new;
	return 0;
}

/**
 * names_add - the number of a name
 * @names: the names
 * @name: the name, known already or not
 *
 * Return: its number, > 0; -1 if there is no memory.
 */
int names_add(struct names *names, const char *name)
{
	char **array;
	size_t i;

	if (names->nr * 2 >= names->slots && more_slots(names))
		return -1;
	i = find(names, name);
	if (names->slot[i])
		return names->slot[i];
	array = log_grow(names->name, names->nr, &names->max, sizeof(*array));
	if (!array)
		return -1;
	names->name = array;
	array[names->nr] = strdup(name);
	if (!array[names->nr])
		return -1;
	names->slot[i] = ++names->nr;
	return names->nr;
}

const char *names_get(const struct names *names, uint32_t id)
{
	return id ? names->name[id - 1] : NULL;
}

void names_free(struct names *names)
{
	size_t i;

	for (i = 0; i < names->nr; i++)
		free(names->name[i]);
	free(names->name);
	free(names->slot);
	*names = (struct names) { 0 };
}
