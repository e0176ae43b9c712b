// SPDX-License-Identifier: GPL-2.0-only
/*
 * early_res - where did my RAM go at boot, who holds it, and what would come back?
 *
 * The first word that is not an option is the verb; the default is report. A verb reads inputs
 * (source.h), makes rows and sums of them (model.h), and prints a table (table.h). The exit status
 * is 0; 1 if something failed or if check found something; 2 if the call was wrong.
 */
#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "live.h"
#include "say.h"
#include "verbs.h"
#include "watch.h"

const struct verb *const verbs[] = {
	&verb_report, &verb_ranges, &verb_owners, &verb_nodes, &verb_boot, &verb_unused, &verb_map,
	&verb_plan, &verb_save, &verb_check, &verb_diff, &verb_import, &verb_reserve, &verb_release,
	&verb_reset, &verb_rescan, &verb_trace, &verb_watch, &verb_explain, &verb_help,
};

const size_t nr_verbs = NR(verbs);

/* open_source - open the snapshot @from, or the running kernel if @from is NULL */
void open_source(struct source *s, const struct options *o, const char *from)
{
	memset(s, 0, sizeof(*s));
	s->root = o->root;
	if (from)
		snapshot_load(s, from);
	else
		live_open(s);
}

/*
 * load_model - open a source and make the sums; ends the command if an input is malformed. If the
 * module's table changes while its files are read, they are read again
 */
struct model *load_model(struct source *s, const struct options *o, const char *from)
{
	struct model *m = must(calloc(1, sizeof(*m)));
	int tries = 3;

	for (;;) {
		open_source(s, o, from);
		if (!model_read(m, s))
			die("%s%s%s", from ? from : "", from ? ": " : "", m->why);
		if (from || !model_torn(m))
			break;
		if (!--tries)
			die("summary and ranges do not fit; is memory reserved all the time?");
		model_free(m);
		source_free(s);
	}
	if (o->node >= 0 && !m->nodes[o->node].seen)
		die("there is no node %d", o->node);
	return m;
}

/* load_above - read what the sums do not show (above.h); ends the command if it is malformed */
void load_above(struct above *a, const struct model *m, struct source *s)
{
	if (!above_read(a, m, s))
		die("%s%s%s", s->from ? s->from : "", s->from ? ": " : "", a->why);
}

/* unload_model - free the model and its source */
void unload_model(struct model *m, struct source *s)
{
	model_free(m);
	free(m);
	source_free(s);
}

/* Find the verb and move its name to the front, to argv[0] of the words that are left */
static const struct verb *take_verb(int *argc, char ***argv)
{
	int i = first_operand(*argc, *argv);
	const struct verb *v;
	char *name;

	if (!i)
		return &verb_report;
	name = (*argv)[i];
	v = find_verb(name);
	memmove(*argv + 2, *argv + 1, (i - 1) * sizeof(**argv));
	(*argv)[1] = name;
	(*argv)++;
	(*argc)--;
	return v;
}

static void run(int argc, char **argv)
{
	struct options o = { .node = -1, .root = "" };
	const struct verb *v;

	if (argc == 2 && is_help(argv[1])) {
		usage();
		return;
	}
	if (argc > 1 && !strcmp(argv[1], "__complete")) {
		complete(argc - 1, argv + 1);
		return;
	}
	v = take_verb(&argc, &argv);
	if (v == &verb_watch)
		watch(argc, argv);
	options_parse(&o, v, argc, argv);
	v->run(&o);
}

int main(int argc, char **argv)
{
	run(argc, argv);
	leave(0);
}
