// SPDX-License-Identifier: GPL-2.0-only
/*
 * text: reads an input line by line and word by word, see text.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

void text_begin(struct text *t, const char *bytes, size_t length)
{
	memset(t, 0, sizeof(*t));
	if (!bytes) /* the input is absent */
		bytes = "";
	t->next = bytes;
	t->end = bytes + length;
}

/* text_line - go to the next line; false if there is none */
bool text_line(struct text *t)
{
	const char *newline;

	if (t->next == t->end)
		return false;
	newline = memchr(t->next, '\n', t->end - t->next);
	t->at = t->next;
	t->line_end = newline ? newline : t->end;
	t->next = newline ? newline + 1 : t->end;
	t->line++;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* text_word - the next word of this line; false if there is none */
bool text_word(struct text *t, struct word *w)
{
	while (t->at < t->line_end && is_blank(*t->at))
		t->at++;
	w->at = t->at;
	while (t->at < t->line_end && !is_blank(*t->at))
		t->at++;
	w->n = t->at - w->at;
	return w->n > 0;
}

/* text_rest - the rest of this line, without the blanks around it */
struct word text_rest(struct text *t)
{
	struct word w;

	while (t->at < t->line_end && is_blank(*t->at))
		t->at++;
	w.at = t->at;
	w.n = t->line_end - t->at;
	while (w.n && is_blank(w.at[w.n - 1]))
		w.n--;
	t->at = t->line_end;
	return w;
}

bool word_is(struct word w, const char *text)
{
	return w.n == strlen(text) && !memcmp(w.at, text, w.n);
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

static bool number(struct word w, unsigned int base, u64 *n)
{
	unsigned int d;
	size_t i;

	*n = 0;
	for (i = 0; i < w.n; i++) {
		d = digit(w.at[i]);
		if (d >= base || __builtin_mul_overflow(*n, base, n) ||
		    __builtin_add_overflow(*n, d, n))
			return false;
	}
	return w.n > 0;
}

bool word_decimal(struct word w, u64 *n)
{
	return number(w, 10, n);
}

/* word_signed - a decimal number, maybe with a minus sign */
bool word_signed(struct word w, s64 *n)
{
	bool minus = w.n && *w.at == '-';
	u64 u;

	if (minus) {
		w.at++;
		w.n--;
	}
	if (!number(w, 10, &u) || u > S64_MAX)
		return false;
	*n = minus ? -(s64)u : (s64)u;
	return true;
}

/* word_hex - a hexadecimal number, with or without 0x */
bool word_hex(struct word w, u64 *n)
{
	if (w.n > 2 && w.at[0] == '0' && (w.at[1] == 'x' || w.at[1] == 'X')) {
		w.at += 2;
		w.n -= 2;
	}
	return number(w, 16, n);
}

/* word_pair - the parts before and behind the first @separator; false if there is none */
bool word_pair(struct word w, char separator, struct word *a, struct word *b)
{
	const char *middle = w.n ? memchr(w.at, separator, w.n) : NULL;

	if (!middle)
		return false;
	a->at = w.at;
	a->n = middle - w.at;
	b->at = middle + 1;
	b->n = w.n - a->n - 1;
	return true;
}

/* word_range - START-LAST in hexadecimal; false if START is above LAST */
bool word_range(struct word w, u64 *start, u64 *last)
{
	struct word a, b;

	return word_pair(w, '-', &a, &b) && word_hex(a, start) && word_hex(b, last) &&
	       *start <= *last;
}

/* text_ends - "START LAST" in hexadecimal; @first is the word START. False if START > LAST */
bool text_ends(struct text *t, struct word first, u64 *start, u64 *last)
{
	struct word w;

	return word_hex(first, start) && text_word(t, &w) && word_hex(w, last) && *start <= *last;
}

/*
 * word_take_size - takes a size off the front of @w, as memparse() in lib/cmdline.c does: a C
 * number, and maybe K to E behind it. False if there is none.
 */
bool word_take_size(struct word *w, u64 *n)
{
	static const char suffixes[] = "KMGTPE";
	char digits[40], *end;
	const char *suffix;
	size_t used;

	snprintf(digits, sizeof(digits), "%.*s", (int)w->n, w->at);
	if (*digits < '0' || *digits > '9')
		return false;
	*n = strtoull(digits, &end, 0);
	used = end - digits;
	suffix = *end ? strchr(suffixes, *end & ~0x20) : NULL;
	if (suffix) {
		*n = *n > U64_MAX >> 10 * (suffix - suffixes + 1) ? U64_MAX :
		     *n << 10 * (suffix - suffixes + 1);
		used++;
	}
	w->at += used;
	w->n -= used;
	return true;
}
