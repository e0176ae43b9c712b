/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * words: the words of the kernel's image that can be pointers to memory.
 */
#ifndef EARLY_RES_WORDS_H
#define EARLY_RES_WORDS_H

#include <linux/types.h>

/**
 * struct word - a word that is an address of the direct map
 * @to: the byte of memory that it is the address of
 * @at: the address of the word itself
 */
struct word {
	u64 to;
	unsigned long at;
};

int words_collect(const void *copy, size_t size, unsigned long at);
const struct word *words_collected(size_t *nr);
void words_forget(void);

/* For who reads words elsewhere: the byte of memory that a word points at */
bool word_points(u64 word, u64 *to);

#endif
