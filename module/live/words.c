// SPDX-License-Identifier: GPL-2.0-only
/*
 * words: the words of the kernel's image that can be pointers to memory.
 *
 * memblock.c reads the whole image once, when the module is loaded, to look for memblock's lists.
 * That takes most of the time of a load. So the same pass also collects the words that are
 * addresses of the direct map. They are kept until facts/pointers.c has used them.
 *
 * A kernel has some thousands of such words. If there are more than the array has room for, none is
 * used, and no owner is found by a pointer: to use only the first ones would be arbitrary.
 */
#include <linux/sizes.h>

#include "live/words.h"
#include "table/grow.h"

/* The array must not be larger than 1 MiB. */
#define WORDS_MAX	(SZ_1M / sizeof(struct word))

/**
 * struct words - what was collected
 * @w: the array; NULL while empty
 * @nr: how many words are in it
 * @max: how many words there is room for
 * @too_many: there were more than WORDS_MAX words
 */
static struct words {
	struct word *w;
	size_t nr;
	size_t max;
	bool too_many;
} words;

static int add(u64 to, unsigned long at)
{
	struct word *w;

	if (words.nr == WORDS_MAX)
		words.too_many = true;
	if (words.too_many)
		return 0;
	w = grow_array(words.w, words.nr, &words.max, words.nr + 1, sizeof(*w));
	if (!w)
		return -ENOMEM;
	words.w = w;
	words.w[words.nr++] = (struct word) { to, at };
	return 0;
}

/**
 * words_collect - collect the words of a piece of the image that can be pointers
 * @copy: a copy of the piece
 * @size: its size in bytes, a multiple of 8
 * @at: the virtual address of the piece
 *
 * Context: Process. May sleep. Not from two threads at the same time.
 * Return: 0 or -ENOMEM.
 */
int words_collect(const void *copy, size_t size, unsigned long at)
{
	const u64 *word = copy;
	size_t i;
	int err = 0;
	u64 to;

	for (i = 0; i < size / sizeof(*word) && !err; i++)
		if (word_points(word[i], &to))
			err = add(to, at + i * sizeof(*word));
	return err;
}

/**
 * words_collected - what words_collect() found
 * @nr: set to the number of words
 *
 * Context: Process.
 * Return: the words, sorted by their own address, valid until words_forget(); NULL if there are
 * none, or too many.
 */
const struct word *words_collected(size_t *nr)
{
	*nr = words.too_many ? 0 : words.nr;
	return words.too_many ? NULL : words.w;
}

/**
 * words_forget - free the collected words
 *
 * Context: Process. May sleep.
 */
void words_forget(void)
{
	kvfree(words.w);
	words = (struct words) {};
}
