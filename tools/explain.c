// SPDX-License-Identifier: GPL-2.0-only
/*
 * explain: says what an owner or a row of the report is, what changes it, and where in the kernel
 * it comes from; see explain.h.
 */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "say.h"

static const struct column columns[] = {
	{ "NAME", KIND_TEXT, SHOWN, "an owner, a row's key, or a word of the column HOW" },
	{ "KIND", KIND_TEXT, SHOWN, "owner, function, row or how" },
	{ "ABOUT", KIND_TEXT, SHOWN, "what it is, in a few words" },
	{ "WHAT", KIND_TEXT, SHOWN_IF_ASKED, "what it is" },
	{ "CHANGE", KIND_TEXT, SHOWN_IF_ASKED, "which boot option or setting changes it" },
	{ "FROM", KIND_TEXT, SHOWN_IF_ASKED, "where in the kernel it comes from" },
};

enum { NAME, KIND, ABOUT, WHAT, CHANGE, FROM };

static const struct words *find(const struct words *list, const char *name)
{
	for (; list->name; list++)
		if (!strcmp(list->name, name) ||
		    (strcmp(list->name, "*") && !fnmatch(list->name, name, 0)))
			return list;
	return NULL;
}

/* The kernel function of this name that asks for memory for an owner; NULL if there is none */
static const struct asker *find_asker(const char *name)
{
	const struct asker *a;

	for (a = words_askers; a->function; a++)
		if (!strcmp(a->function, name))
			return a;
	return NULL;
}

static const struct words *find_owner(const char *name)
{
	const struct words *w = find(words_owners, name);
	const struct asker *a;

	if (!w)
		w = find(words_variables, name);
	a = w ? NULL : find_asker(name);
	return a ? find_owner(a->owner) : w;
}

/* explain_owner - the text of the owner, else of the way it is known; NULL if there is neither */
const struct words *explain_owner(const char *name, const char *how)
{
	const struct words *w = strcmp(how, "live") ? find_owner(name) : NULL;

	if (w || !strcmp(how, "-")) /* old modules do not say how an owner is known */
		return w;
	return find(words_hows, how);
}

/* explain_row - the text of a row of the report; NULL if there is none */
const struct words *explain_row(const char *key)
{
	return find(words_rows, key);
}

/* explain_print - print a text: what it is, and below it what changes it and where it comes from */
void explain_print(const char *name, const struct words *w)
{
	char text[1024];

	snprintf(text, sizeof(text), "%s: %s", name, w->what);
	print_wrapped(text, 0);
	snprintf(text, sizeof(text), "Changed by: %s. From: %s.", w->change, w->from);
	print_wrapped(text, 4);
}

static void add(struct table *t, const char *name, const char *kind, const struct words *w)
{
	struct cell *row = table_row(t);

	cell_text(&row[NAME], name);
	cell_text(&row[KIND], kind);
	cell_text(&row[ABOUT], w->about);
	cell_text(&row[WHAT], w->what);
	cell_text(&row[CHANGE], w->change);
	cell_text(&row[FROM], w->from);
}

static void add_all(struct table *t)
{
	const struct words *w;
	const struct asker *a;

	for (w = words_owners; w->name; w++)
		add(t, w->name, "owner", w);
	for (w = words_variables; w->name; w++)
		add(t, w->name, "owner", w);
	for (a = words_askers; a->function; a++)
		add(t, a->function, "function", find_owner(a->owner));
	for (w = words_rows; w->name; w++)
		add(t, w->name, "row", w);
	for (w = words_hows; w->name; w++)
		add(t, w->name, "how", w);
}

/* The name with a text that is most similar to a word, or NULL if none is similar */
static const char *similar(const char *word)
{
	const char **names, *near;
	struct table t;
	size_t i, n = 0;
	char *name;

	table_begin(&t, "explain", columns, NR(columns));
	add_all(&t);
	names = must(calloc(t.nr_rows, sizeof(*names)));
	for (i = 0; i < t.nr_rows; i++) {
		name = t.cells[i * t.nr_columns + NAME].text;
		if (strcmp(name, "-") && !strchr(name, '*'))
			names[n++] = name;
	}
	near = nearest(word, names, n); /* its text lives as long as the program */
	free(names);
	return near;
}

/* Find the text for owner=NAME, how=NAME, or only the name of an owner, a row or a how */
static const struct words *find_any(const char *name, const char **kind)
{
	const struct words *w = NULL;
	const char *near;

	*kind = find_asker(name) && !find(words_owners, name) ? "function" : "owner";
	if (strncmp(name, "how=", 4))
		w = find_owner(strncmp(name, "owner=", 6) ? name : name + 6);
	if (!w) {
		*kind = "row";
		w = explain_row(name);
	}
	if (!w) {
		*kind = "how";
		w = find(words_hows, strncmp(name, "how=", 4) ? name : name + 4);
	}
	if (w)
		return w;
	near = similar(name);
	if (near)
		die("%s: there is no text for it; did you mean %s?", name, near);
	die("%s: there is no text for it; it may be a kernel variable, or a user's name", name);
}

static void run(const struct options *o)
{
	bool people = !o->json && !o->raw && !o->output && !o->noheadings;
	struct options look = *o;
	const struct words *w;
	const char *kind;
	struct table t;
	int i;

	table_begin(&t, "explain", columns, NR(columns));
	for (i = 0; i < o->nr_args; i++) {
		w = find_any(o->args[i], &kind);
		if (people)
			explain_print(o->args[i], w);
		else
			add(&t, o->args[i], kind, w);
	}
	if (!o->nr_args)
		add_all(&t);
	if (o->json && !o->output)
		look.output = "NAME,KIND,ABOUT,WHAT,CHANGE,FROM";
	if (t.nr_rows)
		table_print(&t, &look);
	table_free(&t);
}

const struct verb verb_explain = {
	.name = "explain",
	.args = "[OWNER]...",
	.max_args = 1000,
	.what = "What an owner is, what changes it, and where it comes from",
	.options = "Jrnos",
	.columns = columns,
	.nr_columns = NR(columns),
	.run = run,
};
