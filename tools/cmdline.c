// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmdline: what the user asked the kernel for at boot.
 *
 * Words behind "--" are for init. The last of several words of a name counts.
 */
#include <string.h>

#include "findings.h"

/* The next word; false at the end */
static bool next_word(struct text *t, struct word *w)
{
	return text_word(t, w) && !word_is(*w, "--");
}

/* NAME or NAME=VALUE; *value is empty without one */
static bool is_option(struct word w, const char *name, struct word *value)
{
	struct word key;

	if (word_pair(w, '=', &key, value))
		return word_is(key, name);
	*value = (struct word){ "", 0 };
	return word_is(w, name);
}

static void begin(struct text *t, const char *cmdline)
{
	text_begin(t, cmdline, strlen(cmdline));
	text_line(t);
}

/* cmdline_has - is there this word, maybe with a value? */
bool cmdline_has(const char *cmdline, const char *name)
{
	struct word w, value;
	struct text t;

	begin(&t, cmdline);
	while (next_word(&t, &w))
		if (is_option(w, name, &value))
			return true;
	return false;
}

/* cmdline_lists - is there NAME=...,ITEM,...? */
bool cmdline_lists(const char *cmdline, const char *name, const char *item)
{
	struct word w, value, one;
	struct text t;

	begin(&t, cmdline);
	while (next_word(&t, &w)) {
		if (!is_option(w, name, &value))
			continue;
		while (word_pair(value, ',', &one, &value))
			if (word_is(one, item))
				return true;
		if (word_is(value, item))
			return true;
	}
	return false;
}

/* cmdline_bool - NAME=on or off, as kstrtobool() in lib/kstrtox.c reads it; e and d are of 7.3 */
bool cmdline_bool(const char *cmdline, const char *name, bool otherwise)
{
	struct word w, value;
	struct text t;
	char a, b;

	begin(&t, cmdline);
	while (next_word(&t, &w)) {
		if (!is_option(w, name, &value) || !value.n)
			continue;
		a = value.at[0] | 0x20;
		b = value.n > 1 ? value.at[1] | 0x20 : '\0';
		if (strchr("yte1", a) || (a == 'o' && b == 'n'))
			otherwise = true;
		else if (strchr("nfd0", a) || (a == 'o' && b == 'f'))
			otherwise = false;
	}
	return otherwise;
}

