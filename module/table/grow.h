/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * grow: arrays that grow. Plain C, as in range.c, claim.c and memlist.c.
 */
#ifndef EARLY_RES_GROW_H
#define EARLY_RES_GROW_H

#include <linux/slab.h>
#include <linux/string.h>
#include <linux/types.h>

/* The first array has room for so many elements. */
#define GROW_MIN	64

/**
 * grow_array - make room in an array
 * @old: the array, from kvmalloc_array(); NULL while there is none
 * @nr: how many elements are in use
 * @max: how many elements there is room for; it is updated
 * @want: how many elements there must be room for; > 0
 * @size: size of an element, in bytes
 *
 * Context: May sleep.
 * Return: the array, which replaces @old; NULL if there is no memory, and then nothing has
 * changed.
 */
static inline void *grow_array(void *old, size_t nr, size_t *max, size_t want, size_t size)
{
	size_t room = *max ?: GROW_MIN;
	void *array;

	if (want <= *max)
		return old;
	while (room < want)
		room *= 2;
	array = kvmalloc_array(room, size, GFP_KERNEL | __GFP_NOWARN);
	if (!array)
		return NULL;
	if (nr)
		memcpy(array, old, nr * size);
	kvfree(old);
	*max = room;
	return array;
}

#endif
