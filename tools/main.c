// SPDX-License-Identifier: GPL-2.0-only
/*
 * early_res - where did my RAM go at boot, who holds it, and what would come back?
 *
 * The first word is the verb; without one it is report. A verb reads inputs (source.h), makes
 * rows and sums of them (model.h), and prints a table (table.h). Exit status: 0; 1 if it
 * failed; 2 if the call was wrong.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "live.h"
#include "say.h"
#include "verbs.h"
#include "watch.h"

#ifndef VERSION
#define VERSION "unknown"
#endif

static const struct verb *const verbs[] = {
	&verb_report, &verb_ranges, &verb_owners, &verb_nodes, &verb_boot, &verb_plan, &verb_save,
	&verb_map, &verb_diff, &verb_reserve, &verb_release, &verb_reset, &verb_rescan, &verb_import,
	&verb_trace,
};

static void print_verb(const char *name, const char *args, const char *what)
{
	printf("  %-8s%-12s %s\n", name, strlen(args) > 12 ? "..." : args, what);
}

static void usage(void)
{
	size_t i;

	printf("Usage: %s [VERB] [options]\n\n", ME);
	puts("Where did my RAM go at boot, who holds it, and what would come back?\n\nVerbs:");
	for (i = 0; i < NR(verbs); i++)
		print_verb(verbs[i]->name, verbs[i]->args, verbs[i]->what);
	print_verb("watch", "...", "[SECONDS] [VERB [options]]: a reading verb, again and again");
	print_verb("help", "[VERB]", "What a verb does, its options and columns");
	puts("\nOptions: -h, --help; -V, --version. See early_res(8).");
}

static const struct verb *find_verb(const char *name)
{
	const char *names[NR(verbs) + 2], *near;
	size_t i;

	for (i = 0; i < NR(verbs); i++) {
		names[i] = verbs[i]->name;
		if (!strcmp(names[i], name))
			return verbs[i];
	}
	names[i] = "help";
	names[i + 1] = "watch";
	near = nearest(name, names, NR(names));
	if (near)
		wrong("what is '%s'? Did you mean %s?", name, near);
	wrong("what is '%s'?", name);
}

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

static void help(int argc, char **argv)
{
	if (argc > 2)
		wrong("of one verb alone");
	if (argc == 2 && !strcmp(argv[1], "watch"))
		puts("Usage: early_res watch [SECONDS] [VERB [options]]\n\n"
		     "A reading verb, again and again.");
	else if (argc == 2)
		options_help(find_verb(argv[1]), stdout);
	else
		usage();
}

static void run(int argc, char **argv)
{
	struct options o = { .node = -1, .root = "" };
	const char *first = argc > 1 ? argv[1] : "";
	const struct verb *v = &verb_report;

	if (!strcmp(first, "-h") || !strcmp(first, "--help")) {
		usage();
		return;
	}
	if (!strcmp(first, "-V") || !strcmp(first, "--version")) {
		printf("%s %s\n", ME, VERSION);
		return;
	}
	if (!strcmp(first, "help")) {
		help(argc - 1, argv + 1);
		return;
	}
	if (!strcmp(first, "watch"))
		watch(argc - 1, argv + 1);
	if (*first && *first != '-') {
		v = find_verb(first);
		argc--;
		argv++;
	}
	options_parse(&o, v, argc, argv);
	v->run(&o);
}

int main(int argc, char **argv)
{
	run(argc, argv);
	if (fflush(stdout) || ferror(stdout))
		die("cannot write: %s", strerror(errno));
	return 0;
}
