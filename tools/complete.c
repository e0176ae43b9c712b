// SPDX-License-Identifier: GPL-2.0-only
/*
 * complete: offers what a word on the command line can become, see complete.h.
 *
 * All offers come from the tables of the verbs. The help names the value of an option, or the word
 * of a verb, with a word such as FILE or WHAT; this name tells what to offer.
 */
#include <ctype.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "explain.h"
#include "say.h"

/**
 * struct line - the line that is completed
 * @options: the line's --from and --sysroot, to look up names on that machine
 * @verb: the line's verb; NULL if it has none yet
 * @operands: how many operands of the verb come before the last word
 * @prefix: the part of the last word that stays as it is, such as "--color="; @word follows it
 * @word: the part that is completed
 */
struct line {
	struct options options;
	const struct verb *verb;
	int operands;
	char prefix[256];
	const char *word;
};

static void offer(const struct line *l, const char *name, const char *what)
{
	if (!strncmp(name, l->word, strlen(l->word)))
		printf("%s%s\t%s\n", l->prefix, name, what);
}

static void offer_verbs(struct line *l)
{
	size_t i;

	for (i = 0; i < nr_verbs; i++)
		offer(l, verbs[i]->name, verbs[i]->what);
}

static void offer_options(const struct line *l)
{
	const struct verb *v = l->verb ? l->verb : &verb_report;
	const struct option_text *p;
	char name[64];

	for (p = all_options; p < all_options + nr_options; p++) {
		snprintf(name, sizeof(name), "--%s", p->name);
		if (verb_takes(v, p->letter))
			offer(l, name, p->what);
	}
	offer(l, "--help", "how it is called");
	offer(l, "--version", "the version");
}

/* The last name of a list of columns; upper or lower case does not matter */
static void offer_columns(struct line *l, bool list)
{
	const struct verb *v = l->verb ? l->verb : &verb_report;
	const char *last = strrchr(l->word, ',');
	size_t i, n = strlen(l->prefix), kept;

	last = !list ? l->word : last ? last + 1 : l->word + (*l->word == '+');
	kept = last - l->word;
	if (n + kept >= sizeof(l->prefix))
		return;
	memcpy(l->prefix + n, l->word, kept);
	l->prefix[n + kept] = '\0';
	if (list)
		puts("\tmore");
	for (i = 0; i < v->nr_columns; i++)
		if (v->columns[i].kind != KIND_BAR &&
		    !strncasecmp(v->columns[i].name, last, strlen(last)))
			printf("%s%s\t%s\n", l->prefix, v->columns[i].name, v->columns[i].what);
}

static void offer_nodes(struct line *l)
{
	struct source s;
	struct model *m = load_model(&s, &l->options, l->options.from);
	char number[16];
	int node;

	for (node = 0; node < NODES_MAX; node++) {
		snprintf(number, sizeof(number), "%d", node);
		if (m->nodes[node].seen)
			offer(l, number, "node");
	}
}

/* Owners; after NAME@ also the nodes where the owner holds something */
static void offer_owners(struct line *l)
{
	struct source s;
	struct model *m = load_model(&s, &l->options, l->options.from);
	const struct words *w;
	const struct share *p;
	char name[OWNER_MAX + 16];
	size_t i;

	for (i = 0; i < m->nr_owners; i++) {
		w = explain_owner(m->owners[i].name, m->owners[i].how);
		offer(l, m->owners[i].name, w ? w->about : "");
	}
	for (p = m->shares; strchr(l->word, '@') && p < m->shares + m->nr_shares; p++) {
		snprintf(name, sizeof(name), "%s@%d", m->owners[p->owner].name, p->nid);
		offer(l, name, "on this node");
	}
}

static void offer_texts(struct line *l)
{
	const struct words *w;

	for (w = words_owners; w->name; w++)
		offer(l, w->name, w->about);
	for (w = words_variables; w->name; w++)
		if (!strchr(w->name, '*'))
			offer(l, w->name, w->about);
	for (w = words_rows; w->name; w++)
		offer(l, w->name, w->about);
}

static void offer_whens(struct line *l)
{
	offer(l, "always", "colours");
	offer(l, "never", "no colours");
	offer(l, "auto", "on a terminal");
}

static void offer_files(struct line *l)
{
	printf("\tfiles %s\n", l->prefix);
}

static void offer_dirs(struct line *l)
{
	printf("\tdirs %s\n", l->prefix);
}

static void offer_list(struct line *l)
{
	offer_columns(l, true);
}

static void offer_column(struct line *l)
{
	offer_columns(l, false);
}

/* The names that the help uses for values and words, and the function that offers each kind */
static const struct {
	const char *name;
	void (*offer)(struct line *l);
} kinds[] = {
	{ "FILE", offer_files }, { "FILE1", offer_files }, { "LOG", offer_files },
	{ "RANGES", offer_files }, { "DIR", offer_dirs }, { "LIST", offer_list },
	{ "COLUMN", offer_column }, { "N", offer_nodes }, { "WHEN", offer_whens },
	{ "WHAT", offer_owners }, { "OWNER", offer_texts }, { "VERB", offer_verbs },
};

static void offer_kind(struct line *l, const char *name)
{
	size_t i;

	for (i = 0; i < NR(kinds); i++)
		if (!strcmp(name, kinds[i].name))
			kinds[i].offer(l);
	if (islower((unsigned char)*name))
		offer(l, name, "");
}

/* For "node=N": offer "node=" first, and then the values of N */
static void offer_assignment(struct line *l, const char *name, size_t n)
{
	char word[64];

	snprintf(word, sizeof(word), "%.*s", (int)n, name);
	if (strncmp(l->word, word, n)) {
		puts("\tmore");
		offer(l, word, "");
		return;
	}
	snprintf(l->prefix, sizeof(l->prefix), "%s", word);
	l->word += n;
	offer_kind(l, name + n);
	l->prefix[0] = '\0';
	l->word -= n;
}

/* Offer the operands of the verb; its args are written as "WHAT..." or "[latefree | orders]" */
static void offer_words(struct line *l)
{
	char *args = must(strdup(l->verb->args)), *name, *next, *equals;

	if (l->operands >= l->verb->max_args)
		args[0] = '\0';
	for (name = strtok_r(args, " |[].", &next); name; name = strtok_r(NULL, " |[].", &next)) {
		equals = strchr(name, '=');
		if (equals)
			offer_assignment(l, name, equals + 1 - name);
		else
			offer_kind(l, name);
	}
	free(args);
}

/* The option that @word is, if the next word must be its value; else NULL */
static const struct option_text *wants_value(const char *word)
{
	const struct option_text *p;

	for (p = all_options; p < all_options + nr_options; p++) {
		if (p->has_arg != required_argument || word[0] != '-')
			continue;
		if (word[1] == '-' ? !strcmp(word + 2, p->name) :
		    option_has_short(p->letter) && word[strlen(word) - 1] == p->letter)
			return p;
	}
	return NULL;
}

/* If the word is "--name=VALUE": move "--name=" to the prefix. Return: the option, or NULL */
static const struct option_text *take_name(struct line *l)
{
	const char *equals = strchr(l->word, '=');
	const struct option_text *p;

	for (p = all_options; equals && p < all_options + nr_options; p++) {
		if (!p->has_arg || strlen(p->name) != (size_t)(equals - l->word - 2) ||
		    strncmp(l->word + 2, p->name, strlen(p->name)))
			continue;
		snprintf(l->prefix, sizeof(l->prefix), "--%s=", p->name);
		l->word = equals + 1;
		return p;
	}
	return NULL;
}

/* Find --from and --sysroot first: nodes and owners are looked up in that file or directory. */
static void take_place(struct line *l, int argc, char **argv)
{
	int i;

	for (i = 1; i + 1 < argc; i++) {
		if (!strncmp(argv[i], "--from=", 7))
			l->options.from = argv[i] + 7;
		else if (!strncmp(argv[i], "--sysroot=", 10))
			l->options.root = argv[i] + 10;
		else if (!strcmp(argv[i], "--from") && i + 2 < argc)
			l->options.from = argv[i + 1];
		else if (!strcmp(argv[i], "--sysroot") && i + 2 < argc)
			l->options.root = argv[i + 1];
	}
}

/* Find the verb before the last word; after `watch`, the verb that it repeats */
static void take_verb(struct line *l, int argc, char **argv)
{
	int i, k;

	for (i = first_operand(argc - 1, argv); i; i = first_operand(argc - 1, argv)) {
		for (k = 0; k < (int)nr_verbs && strcmp(verbs[k]->name, argv[i]); k++)
			;
		if (k < (int)nr_verbs && verbs[k] != &verb_watch) {
			l->verb = verbs[k];
			l->operands = count_operands(argc - 1, argv) - 1;
			return;
		}
		if (k == (int)nr_verbs && !isdigit((unsigned char)*argv[i]))
			exit(0); /* not a verb: there is nothing to offer */
		argv[i] = "-J"; /* becomes an option, so that the search goes on behind it */
	}
}

/* complete - argv[0] is there for getopt; the last word is the one that the user types */
void complete(int argc, char **argv)
{
	struct line l = { .options = { .node = -1, .root = "" } };
	const struct option_text *p = NULL;
	bool over = false;
	int i;

	if (argc < 2)
		return;
	l.word = argv[argc - 1];
	for (i = 1; i < argc - 1; i++)
		over |= !strcmp(argv[i], "--");
	take_place(&l, argc, argv);
	if (!over && argc > 2)
		p = wants_value(argv[argc - 2]);
	take_verb(&l, p ? argc - 1 : argc, argv);
	if (!p && !over && !strncmp(l.word, "--", 2))
		p = take_name(&l);
	if (p)
		offer_kind(&l, p->arg);
	else if (!over && *l.word == '-')
		offer_options(&l);
	else if (!l.verb)
		offer_verbs(&l);
	else
		offer_words(&l);
}
