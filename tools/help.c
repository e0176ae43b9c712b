// SPDX-License-Identifier: GPL-2.0-only
/*
 * help: prints what the command can do, and which verb a mistyped word may mean.
 */
#include <string.h>

#include "say.h"
#include "verbs.h"

/* usage - print all verbs */
void usage(void)
{
	size_t i;

	printf("Usage: %s [VERB] [options]\n\n", ME);
	puts("Where did my RAM go at boot, who holds it, and what would come back?\n\nVerbs:");
	for (i = 0; i < nr_verbs; i++)
		printf("  %-8s %s\n", verbs[i]->name, verbs[i]->what);
	puts("\nWithout a verb it is report. Options of all verbs: -h, --help; -V, --version.\n"
	     "'early_res help VERB' says more about one; see also early_res(8).");
}

/* find_verb - the verb of that name; an unknown name ends the command */
const struct verb *find_verb(const char *name)
{
	const char *names[VERBS_MAX], *near;
	size_t i;

	for (i = 0; i < nr_verbs; i++) {
		names[i] = verbs[i]->name;
		if (!strcmp(names[i], name))
			return verbs[i];
	}
	say_verb(NULL);
	near = nearest(name, names, nr_verbs);
	if (near)
		wrong("what is '%s'? Did you mean %s?", name, near);
	wrong("what is '%s'?", name);
}

static void run(const struct options *o)
{
	if (o->nr_args)
		options_help(find_verb(o->args[0]), stdout);
	else
		usage();
}

const struct verb verb_help = {
	.name = "help",
	.args = "[VERB]",
	.max_args = 1,
	.what = "What a verb does, its options and columns",
	.options = "",
	.run = run,
};
