// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmdline: reads the options on the kernel's command line.
 *
 * The words behind "--" are for init and are ignored. If an on/off option is there several times,
 * the last one counts.
 */
#include <string.h>

#include "findings.h"

/* The next word; false at the end */
static bool next_word(struct text *t, struct word *w)
{
	return text_word(t, w) && !word_is(*w, "--");
}

/* Is the word NAME or NAME=VALUE? *value gets the value; it is empty if there is none */
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

/* cmdline_has - is NAME or NAME=VALUE on the command line? */
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

/* cmdline_lists - is NAME=...,ITEM,... on the command line? */
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

/*
 * cmdline_bool - is NAME=VALUE on or off? It reads the value as kstrtobool() in lib/kstrtox.c does
 * (the letters e and d count from 7.3 on). Return: @otherwise if the option is not there.
 */
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

