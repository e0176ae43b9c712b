/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * grow: arrays that grow. Plain C, as range.c, claim.c and memlist.c are.
 */
#ifndef EARLY_RES_GROW_H
#define EARLY_RES_GROW_H

#include <linux/slab.h>
#include <linux/string.h>
#include <linux/types.h>

#define GROW_MIN	64

/**
 * grow_array - make room in an array
 * @old: the array, from kvmalloc_array(); NULL while there is none
 * @nr: how many elements are in use
 * @max: how many there is room for; is set
 * @want: for how many there must be room; > 0
 * @size: of an element, in bytes
 *
 * Context: May sleep.
 * Return: the array, in place of @old; NULL if there is no memory, then nothing has changed.
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
