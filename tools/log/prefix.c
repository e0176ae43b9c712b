// SPDX-License-Identifier: GPL-2.0-only
/*
 * prefix: finds and removes the prefix of the kernel's messages; see line.h for the model.
 *
 * The prefix is learned from the line with "Linux version". Other lines are matched with it token
 * by token, from left to right and without going back, so the time grows only with a line's length.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "line.h"

#define BEGIN	"Linux version "

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static const char *skip_blanks(const char *s)
{
	while (is_blank(*s))
		s++;
	return s;
}

static const char *skip_word(const char *s)
{
	while (is_word(*s))
		s++;
	return s;
}

/* The ']' that closes the '[' at s[0]; NULL if there is none, or if another '[' comes first */
static const char *group_end(const char *s)
{
	s = strpbrk(s + 1, "[]");
	return s && *s == ']' ? s : NULL;
}

/* Read "    0.000000]", a time since boot in brackets; another time may follow in them */
static bool group_time(const char *s, uint64_t *time)
{
	uint64_t sec = 0, usec = 0;
	int digits = 0;

	s = skip_blanks(s);
	if (!isdigit((unsigned char)*s))
		return false;
	for (; isdigit((unsigned char)*s) && sec < 1000000000000; s++)
		sec = sec * 10 + (*s - '0');
	if (*s++ != '.')
		return false;
	for (; isdigit((unsigned char)*s); s++, digits++)
		if (digits < 6)
			usec = usec * 10 + (*s - '0');
	if (!digits || (*s != ']' && *s != ' '))
		return false;
	for (; digits < 6; digits++)
		usec *= 10;
	*time = sec * 1000000 + usec;
	return true;
}

/* Make one token of the host's name, or of whatever stands before "kernel". */
static void learn_host(struct log_lines *l, const char *prefix, const char *kernel,
		       const size_t *at)
{
	const char *end = kernel, *start;
	size_t n = l->tokens;

	if (end == prefix || !is_blank(end[-1]))
		return;
	while (end > prefix && is_blank(end[-1]))
		end--;
	for (start = end; start > prefix && !is_blank(start[-1]); start--)
		if (start[-1] == '[' || start[-1] == ']')
			return;
	if (start == end)
		return;
	while (n && at[n - 1] >= (size_t)(start - prefix))
		n--;
	l->token[n].type = TOKEN_HOST;
	l->tokens = n + 1;
}

/* Learn one token of a prefix, which ends at @end. Return: what is behind the token */
static const char *learn_token(struct log_lines *l, const char *prefix, const char *s,
			       size_t *at)
{
	struct token *t;
	const char *e;

	if (is_word(*s) && skip_word(s) - s == 6 && !strncmp(s, "kernel", 6)) {
		learn_host(l, prefix, s, at);
		l->tagged = true;
	}
	if (l->tokens == LINE_TOKENS)
		return NULL;
	at[l->tokens] = s - prefix;
	t = &l->token[l->tokens++];
	t->c = 0;
	if (*s == '<' && l->tokens == 1) {
		e = s + 1 + strspn(s + 1, "0123456789");
		if (e > s + 1 && *e == '>') {
			t->type = TOKEN_PRIORITY;
			return e + 1;
		}
	}
	if (*s == '[') {
		e = group_end(s);
		if (e) {
			t->type = TOKEN_GROUP;
			return e + 1;
		}
	}
	if (!is_word(*s)) {
		t->type = TOKEN_CHAR;
		t->c = *s;
		return s + 1;
	}
	e = skip_word(s);
	t->type = TOKEN_WORD;
	if (e - s == 6 && !strncmp(s, "kernel", 6))
		t->type = TOKEN_KERNEL;
	else if (e - s == 4 && !strncmp(s, "kern", 4) &&
		 (*e == '.' || (l->tokens == 1 && *skip_blanks(e) == ':')))
		t->type = TOKEN_KERN;
	return e;
}

/*
 * Is the text before "Linux version" written by a person or a program, and not a prefix? Examples:
 * "host app[1]: Linux version 6", "it runs on Linux version 6"
 */
static bool speaks(const char *prefix, size_t len)
{
	const char *end = prefix + len, *s;

	while (end > prefix && is_blank(end[-1]))
		end--;
	for (s = end; s > prefix && !is_blank(s[-1]); s--)
		;
	if (end - s > 1 && end[-1] == ':')
		return s > prefix && *s != ':' && /* dmesg -x has ":notice:" */
		       strncmp(s, "kernel:", 7) && strncmp(s, "kernel[", 7) &&
		       strncmp(s, "kern.", 5); /* the facility, "kern.info:" */
	if (end - s < 2)
		return false;
	while (s < end && isalpha((unsigned char)*s))
		s++;
	return s == end;
}

/* prefix_learn - if this is the first line of a boot, learn its prefix and return true */
bool prefix_learn(struct log_lines *l, char *raw)
{
	size_t at[LINE_TOKENS], len;
	const char *begin = raw, *s;

	do {
		begin = strstr(begin, BEGIN);
		if (!begin)
			return false;
		begin += strlen(BEGIN);
	} while (!isdigit((unsigned char)*begin));
	len = begin - strlen(BEGIN) - raw;
	if (speaks(raw, len))
		return false;
	raw[len] = '\0';
	l->tokens = 0;
	l->tagged = false;
	for (s = skip_blanks(raw); s && *s; s = s ? skip_blanks(s) : NULL)
		s = learn_token(l, raw, s, at);
	raw[len] = *BEGIN;
	if (!s)
		l->tokens = 0;
	return s;
}

/* Months can be written with a dot or without it: "févr.", "mars". */
static const char *match_word(const struct log_lines *l, size_t i, const char *s)
{
	const char *e = skip_word(s);

	if (e == s)
		return NULL;
	if (*e == '.' && !isdigit((unsigned char)e[-1]) &&
	    (i + 1 == l->tokens || l->token[i + 1].type != TOKEN_CHAR || l->token[i + 1].c != '.'))
		e++;
	return e;
}

static const char *match_priority(const char *s, bool *kernel)
{
	char *e;

	if (*s != '<' || !isdigit((unsigned char)s[1]))
		return NULL;
	*kernel = strtoul(s + 1, &e, 10) >> 3 == 0;
	return *e == '>' && *kernel ? e + 1 : NULL;
}

/*
 * prefix_match - skip the prefix, token by token. Return: the message, or NULL if the prefix
 * differs
 */
const char *prefix_match(const struct log_lines *l, const char *s, struct log_line *line)
{
	const char *start = s, *e;
	size_t i;

	for (i = 0; i < l->tokens && s; i++) {
		const struct token *t = &l->token[i];

		s = skip_blanks(s);
		e = skip_word(s);
		switch (t->type) {
		case TOKEN_WORD:
			s = match_word(l, i, s);
			break;
		case TOKEN_KERNEL:
			s = e - s == 6 && !strncmp(s, "kernel", 6) ? e : NULL;
			break;
		case TOKEN_KERN:
			line->vouched = l->token[1].c == ':';
			s = e - s == 4 && !strncmp(s, "kern", 4) ? e : NULL;
			break;
		case TOKEN_PRIORITY:
			s = match_priority(s, &line->vouched);
			break;
		case TOKEN_HOST:
			e = s + strcspn(s, " \t");
			s = e > s ? e : NULL;
			break;
		case TOKEN_GROUP:
			e = *s == '[' ? group_end(s) : NULL;
			if (e && group_time(s + 1, &line->time)) {
				line->has_time = true;
				line->time_first = s == start;
			}
			s = e ? e + 1 : NULL;
			break;
		case TOKEN_CHAR:
			if (*s == t->c)
				s++;
			else if (t->c != '.' || !i || l->token[i - 1].type != TOKEN_WORD)
				s = NULL;
			break;
		}
	}
	if (s && l->tagged)
		line->vouched = false; /* anybody can tell a syslog daemon any facility */
	return s;
}

