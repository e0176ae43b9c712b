/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * text: reads an input line by line and word by word.
 *
 * Nothing is copied or changed: a word is a pointer into the input and a length. A number must be
 * the whole word and must fit in 64 bits; otherwise it is refused.
 */
#ifndef EARLY_RES_TEXT_H
#define EARLY_RES_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "types.h"

/**
 * struct word - a part of the input
 * @at: its first byte
 * @n: how many bytes
 */
struct word {
	const char *at;
	size_t n;
};

/**
 * struct text - the place up to which an input was read
 * @next: the first byte of the next line
 * @end: the byte behind the last one
 * @at: the place in this line where the search for the next word begins
 * @line_end: the byte behind this line
 * @line: number of this line, from 1; 0 before the first line
 */
struct text {
	const char *next;
	const char *end;
	const char *at;
	const char *line_end;
	unsigned long line;
};

void text_begin(struct text *t, const char *bytes, size_t length);
bool text_line(struct text *t);
bool text_word(struct text *t, struct word *w);
struct word text_rest(struct text *t);
bool text_ends(struct text *t, struct word first, u64 *start, u64 *last);

bool word_is(struct word w, const char *text);
/* The functions that read numbers return false if the word is not such a number. */
bool word_decimal(struct word w, u64 *n);
bool word_signed(struct word w, s64 *n);
bool word_hex(struct word w, u64 *n);
bool word_pair(struct word w, char separator, struct word *a, struct word *b);
bool word_range(struct word w, u64 *start, u64 *last);
bool word_take_size(struct word *w, u64 *n);

#endif
