/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * text: an input, line by line and word by word.
 *
 * Nothing is copied and nothing is changed: a word is a place and a length. Numbers are taken
 * whole or not at all; what does not fit in 64 bits is no number.
 */
#ifndef EARLY_RES_TEXT_H
#define EARLY_RES_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "types.h"

/**
 * struct word - some letters
 * @at: the first
 * @n: how many
 */
struct word {
	const char *at;
	size_t n;
};

/**
 * struct text - where reading has come to
 * @next: the first byte of the next line
 * @end: behind the last byte
 * @at: in this line, where the next word is looked for
 * @line_end: behind the last byte of this line
 * @line: number of this line, from 1; 0 is before the first
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
bool word_decimal(struct word w, u64 *n);
bool word_signed(struct word w, s64 *n);
bool word_hex(struct word w, u64 *n);
bool word_pair(struct word w, char separator, struct word *a, struct word *b);
bool word_range(struct word w, u64 *start, u64 *last);

#endif
