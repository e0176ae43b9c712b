// SPDX-License-Identifier: GPL-2.0-only
/*
 * words: reads the parts of the kernel's messages; see words.h.
 */
#include <ctype.h>
#include <string.h>

#include "words.h"

#define ADDRESS_BITS	52

bool word_next(const char **s, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(*s, word, len))
		return false;
	*s += len;
	return true;
}

/* As isalpha() in the C locale, whatever the locale is */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool word_address(const char **s, uint64_t *address)
{
	const char *p = *s;
	uint64_t v = 0;

	if (!word_next(&p, "0x") || digit(*p) < 0)
		return false;
	for (; digit(*p) >= 0; p++) {
		v = v << 4 | digit(*p);
		if (v >> ADDRESS_BITS)
			return false;
	}
	*address = v;
	*s = p;
	return true;
}

bool word_number(const char **s, uint64_t *number)
{
	const char *p = *s;
	uint64_t v = 0;

	if (!isdigit((unsigned char)*p))
		return false;
	for (; isdigit((unsigned char)*p); p++) {
		v = v * 10 + (*p - '0');
		if (v >> ADDRESS_BITS)
			return false;
	}
	*number = v;
	*s = p;
	return true;
}

bool word_span(const char **s, struct span *span)
{
	const char *p;

	for (p = strchr(*s, '['); p; p = strchr(p, '[')) {
		p++;
		word_next(&p, "mem ");
		if (!word_address(&p, &span->start) || *p != '-')
			continue;
		p++;
		if (!word_address(&p, &span->end) || (*p != ']' && *p != ' '))
			continue;
		*s = p + (*p == ']');
		return span->start <= span->end;
	}
	return false;
}

static bool is_hex(const char **s)
{
	const char *p = *s;

	if (!word_next(&p, "0x") || digit(*p) < 0)
		return false;
	while (digit(*p) >= 0)
		p++;
	*s = p;
	return true;
}

bool word_caller(const char *s, char name[WORD_NAME_MAX + 1])
{
	const char *last = strrchr(s, ' ');
	size_t n;

	s = last ? last + 1 : s;
	last = s;
	if (!is_letter(*s))
		return false;
	while (is_letter(*s) || isdigit((unsigned char)*s))
		s++;
	n = s - last;
	while (is_letter(*s) || isdigit((unsigned char)*s) || *s == '.')
		s++;
	if (n > WORD_NAME_MAX || !word_next(&s, "+") || !is_hex(&s) ||
	    !word_next(&s, "/") || !is_hex(&s) || *s)
		return false;
	memcpy(name, last, n);
	name[n] = '\0';
	return true;
}
