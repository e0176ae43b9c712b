// SPDX-License-Identifier: GPL-2.0-only
/*
 * change: the verbs that change something: reserve, release, reset and rescan. What they do, and
 * what is refused, doc/ABI.md and doc/late_free.md specify; the module decides.
 */
#include <stdlib.h>
#include <string.h>

#include "put.h"
#include "say.h"
#include "verbs.h"

static void reserve(const struct options *o)
{
	char line[LINE_ROOM] = "";
	struct options look = *o;
	struct source s;
	struct model *m;
	size_t n = 0;
	int i;

	for (i = 0; i < o->nr_args && n < sizeof(line); i++)
		n += snprintf(line + n, sizeof(line) - n, "%s%s", i ? " " : "", o->args[i]);
	if (n >= sizeof(line))
		die("the line is too long");
	open_source(&s, o, NULL);
	put(&s, "reserve", line);
	source_free(&s);
	m = load_model(&s, &look, NULL);
	ranges_print(m, &look, o->args[o->nr_args - 1]);
	model_free(m);
	free(m);
	source_free(&s);
}

static void release(const struct options *o)
{
	char line[LINE_ROOM];
	struct source s;
	struct model *m = load_model(&s, o, NULL);
	int i;

	for (i = 0; i < o->nr_args; i++) {
		what_line(m, o->args[i], line);
		put(&s, "release", line);
	}
	model_free(m);
	free(m);
	source_free(&s);
}

/* reset and rescan are files of that name, which take a 1. */
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
