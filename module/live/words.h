/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * words: the words of the kernel's image that can be pointers to memory.
 */
#ifndef EARLY_RES_WORDS_H
#define EARLY_RES_WORDS_H

#include <linux/mm.h>
#include <linux/types.h>

/**
 * struct word - a word that is an address of the direct map
 * @to: the physical address that it points to
 * @at: the virtual address of the word itself
 */
struct word {
	u64 to;
	unsigned long at;
};

/**
 * word_points - is a word an address of the direct map?
 * @word: the word
 * @to: set to the physical address that it points to, if it is one
 *
 * Context: Any.
 * Return: true if it is.
 */
static inline bool word_points(u64 word, u64 *to)
{
	*to = word - PAGE_OFFSET;
	return *to < (u64)(unsigned long)high_memory - PAGE_OFFSET;
}

int words_collect(const void *copy, size_t size, unsigned long at);
const struct word *words_collected(size_t *nr);
void words_forget(void);

#endif
