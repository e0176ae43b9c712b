// SPDX-License-Identifier: GPL-2.0-only
/*
 * early_res - where did my RAM go at boot, who holds it, and what would come back?
 *
 * The first word that is no option is the verb; without one it is report. A verb reads inputs
 * (source.h), makes rows and sums of them (model.h), and prints a table (table.h). Exit status: 0;
 * 1 if it failed; 2 if the call was wrong.
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

/* open_source - of a snapshot if the user or the verb named one, else of the running kernel */
void open_source(struct source *s, const struct options *o, const char *from)
{
	memset(s, 0, sizeof(*s));
	s->root = o->root;
	if (from)
		snapshot_load(s, from);
	else
		live_open(s);
}

/* load_model - the sums of a source; what is wrong with its inputs is the end */
struct model *load_model(struct source *s, const struct options *o, const char *from)
{
	struct model *m = must(calloc(1, sizeof(*m)));

	open_source(s, o, from);
	if (!model_read(m, s))
		die("%s%s%s", from ? from : "", from ? ": " : "", m->why);
	if (o->node >= 0 && !m->nodes[o->node].seen)
		die("there is no node %d", o->node);
	return m;
}

/* load_above - what is above and beside the sums; the same */
void load_above(struct above *a, const struct model *m, struct source *s)
{
	if (!above_read(a, m, s))
		die("%s%s%s", s->from ? s->from : "", s->from ? ": " : "", a->why);
}

/* unload_model - free both */
void unload_model(struct model *m, struct source *s)
{
	model_free(m);
	free(m);
	source_free(s);
}

/* The verb, which is brought to the front: to argv[0] of what is left */
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
