// SPDX-License-Identifier: GPL-2.0-only
/*
 * change: the verbs that change something: reserve, release, reset and rescan. The module decides
 * what is allowed; doc/ABI.md and doc/late_free.md specify it.
 */
#include <stdlib.h>
#include <string.h>

#include "put.h"
#include "say.h"
#include "verbs.h"

/* The first word of the call that begins with @begin; NULL if there is none */
static const char *word_with(const struct options *o, const char *begin)
{
	int i;

	for (i = 0; i < o->nr_args; i++)
		if (!strncmp(o->args[i], begin, strlen(begin)))
			return o->args[i];
	return NULL;
}

/* Make the line for the module; the user may give the words in any order. Return: the name */
static const char *reserve_line(const struct options *o, char line[LINE_ROOM])
{
	const char *node = word_with(o, "node="), *size = word_with(o, "size="), *name;
	bool area = o->nr_args == 3;
	int i, n;

	if (!node == area || !size == area)
		wrong("reserve: it needs %s", verb_reserve.args);
	for (i = o->nr_args - 1; o->args[i] == node || o->args[i] == size; i--)
		;
	name = o->args[i];
	n = snprintf(line, LINE_ROOM, "%s %s%s%s", node ? node : o->args[0], node ? size : "",
		     node ? " " : "", name);
	if (n >= LINE_ROOM)
		die("the line is too long");
	return name;
}

static void reserve(const struct options *o)
{
	char line[LINE_ROOM];
	const char *name = reserve_line(o, line);
	struct options look = *o;
	struct source s;
	struct model *m;

	open_source(&s, o, NULL);
	put(&s, "reserve", line);
	source_free(&s);
	m = load_model(&s, &look, NULL);
	ranges_print(m, &look, name);
	unload_model(m, &s);
}

/* If a word is wrong, nothing is released. */
static void release(const struct options *o)
{
	char (*lines)[LINE_ROOM] = must(calloc(o->nr_args, LINE_ROOM));
	struct source s;
	struct model *m = load_model(&s, o, NULL);
	int i;

	for (i = 0; i < o->nr_args; i++)
		what_line(m, o->args[i], lines[i]);
	for (i = 0; i < o->nr_args; i++)
		put(&s, "release", lines[i]);
	free(lines);
	unload_model(m, &s);
}

/* The module's files `reset` and `rescan` take a 1. */
static void trigger(const struct options *o)
{
	struct source s;

	open_source(&s, o, NULL);
	put(&s, o->verb, "1");
	source_free(&s);
}

const struct verb verb_reserve = {
	.name = "reserve",
	.args = "node=N size=SIZE[K|M|G] NAME | START-END NAME",
	.min_args = 2,
	.max_args = 3,
	.what = "Take memory and reserve it, as at boot",
	.options = "bJrnosR",
	.columns = range_columns,
	.nr_columns = RANGE_COLUMNS,
	.run = reserve,
};

const struct verb verb_release = {
	.name = "release",
	.args = "WHAT...",
	.min_args = 1,
	.max_args = 1000,
	.what = "Give memory back to the page allocator, for real",
	.options = "R",
	.run = release,
};

const struct verb verb_reset = {
	.name = "reset",
	.args = "",
	.what = "Forget the simulation",
	.options = "R",
	.run = trigger,
};

const struct verb verb_rescan = {
	.name = "rescan",
	.args = "",
	.what = "Make the table again from the struct pages",
	.options = "R",
	.run = trigger,
};
