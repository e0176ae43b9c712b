// SPDX-License-Identifier: GPL-2.0-only
/*
 * options: reads the options on the command line, see options.h. getopt_long() does the parsing. If
 * an option is unknown, the error message names the most similar one.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "say.h"
#include "table.h"
#include "units.h"

const struct option_text all_options[] = {
	{ "all", 'a', no_argument, "", "all rows, also small and released ones" },
	{ "bytes", 'b', no_argument, "", "sizes in bytes" },
	{ "json", 'J', no_argument, "", "JSON, in bytes" },
	{ "raw", 'r', no_argument, "", "columns with one blank between them" },
	{ "noheadings", 'n', no_argument, "", "no line of headings" },
	{ "output", 'o', required_argument, "LIST", "these columns; +LIST adds to the default" },
	{ "output-all", 'A', no_argument, "", "all columns" },
	{ "sort", 's', required_argument, "COLUMN", "sizes: largest first; all else: upwards" },
	{ "node", 'N', required_argument, "N", "only this node" },
	{ "nodes", 'O', no_argument, "", "each node separately" },
	{ "explain", 'X', no_argument, "", "explain each row below the table" },
	{ "threshold", 'T', required_argument, "SIZE", "exit status 1 if more is lost; default 0" },
	{ "color", 'C', required_argument, "WHEN", "always, never or auto" },
	{ "metrics", 'M', optional_argument, "FILE", "in Prometheus's text format" },
	{ "dry-run", 'D', no_argument, "", "print what it would write, and write nothing" },
	{ "ranges", 'G', required_argument, "FILE", "a copy of the module's file ranges" },
	{ "svg", 'S', required_argument, "FILE", "as a drawing (SVG); - is stdout" },
	{ "html", 'H', required_argument, "FILE", "as a page (HTML); - is stdout" },
	{ "from", 'F', required_argument, "FILE", "read a file that 'save' wrote; - is stdin" },
	{ "sysroot", 'R', required_argument, "DIR", "/proc and /sys below this directory" },
};

#define NR_OPTIONS	(sizeof(all_options) / sizeof(*all_options))
const size_t nr_options = NR_OPTIONS;

#define LETTERS_ROOM	(3 * NR_OPTIONS + 8)

#ifndef VERSION
#define VERSION "unknown"
#endif

/*
 * verb_takes - does the verb have this option? --sysroot goes with --from, --output-all with
 * --output
 */
bool verb_takes(const struct verb *v, char letter)
{
	return strchr(v->options, letter) || (letter == 'R' && strchr(v->options, 'F')) ||
	       (letter == 'A' && strchr(v->options, 'o'));
}

/* option_has_short - can users write it as a single letter? */
bool option_has_short(char letter)
{
	return strchr("abJrnosN", letter);
}

/*
 * List the options of a verb that begin with @word, "--node, --nodes". Return: how many there are
 */
static size_t begin_like(const struct verb *v, const char *word, char *list, size_t room)
{
	size_t i, k = 0, n = 0;

	for (i = 0; i < NR_OPTIONS && k < room; i++)
		if (verb_takes(v, all_options[i].letter) &&
		    !strncmp(all_options[i].name, word, strlen(word)))
			k += snprintf(list + k, room - k, "%s--%s", n++ ? ", " : "",
				      all_options[i].name);
	return n;
}

/* End the command because of an option that getopt_long() does not know */
static void wrong_option(const struct verb *v, const char *word)
{
	const char *names[NR_OPTIONS + 2], *near;
	char name[64], list[256];
	size_t i, n = 0;

	if (strncmp(word, "--", 2))
		wrong("%s: no option -%c", v->name, optopt);
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word + 2, "="), word + 2);
	for (i = 0; i < NR_OPTIONS; i++) {
		if (verb_takes(v, all_options[i].letter))
			names[n++] = all_options[i].name;
		if (!strcmp(all_options[i].name, name))
			wrong("%s: it takes no %s--%s", v->name,
			      verb_takes(v, all_options[i].letter) ? "value with " : "", name);
	}
	if (begin_like(v, name, list, sizeof(list)) > 1)
		wrong("%s: --%s can be %s", v->name, name, list);
	names[n++] = "help";
	names[n++] = "version";
	near = nearest(name, names, n);
	if (near)
		wrong("%s: no option --%s; did you mean --%s?", v->name, name, near);
	wrong("%s: no option --%s", v->name, name);
}

static const char *colour(const char *when)
{
	if (strcmp(when, "always") && strcmp(when, "never") && strcmp(when, "auto"))
		wrong("--color: '%s' is not always, never or auto", when);
	return strcmp(when, "auto") ? when : NULL;
}

static int node_number(const char *text)
{
	struct word w = { text, strlen(text) };
	u64 n;

	if (!word_decimal(w, &n) || n >= NODES_MAX)
		wrong("--node: '%s' is not a number from 0 to %d", text, NODES_MAX - 1);
	return n;
}

/* The bytes of a number, maybe with K, M, G or T behind it */
static u64 take_size(const char *text)
{
	static const char units[] = "KMGT";
	struct word w = { text, strlen(text) };
	const char *unit = w.n ? strchr(units, text[w.n - 1]) : NULL;
	u64 n, one = 1;

	if (unit) {
		one <<= 10 * (unit - units + 1);
		w.n--;
	}
	if (!word_decimal(w, &n) || n > SIZE_LIMIT / one)
		wrong("--threshold: '%s' is not a size such as 64K or 1M", text);
	return n * one;
}

/* options_version - print the version, and end the program */
void options_version(void)
{
	puts(ME " " VERSION);
	leave(0);
}

static void take(struct options *o, const struct verb *v, int letter)
{
	switch (letter) {
	case 'a':
		o->all = true;
		break;
	case 'b':
		o->bytes = true;
		break;
	case 'J':
		o->json = true;
		break;
	case 'r':
		o->raw = true;
		break;
	case 'n':
		o->noheadings = true;
		break;
	case 'o':
		o->output = optarg;
		break;
	case 'A':
		o->output = ALL_COLUMNS;
		break;
	case 's':
		o->sort = optarg;
		break;
	case 'N':
		o->node = node_number(optarg);
		break;
	case 'O':
		o->nodes = true;
		break;
	case 'X':
		o->explain = true;
		break;
	case 'T':
		o->threshold = take_size(optarg);
		break;
	case 'F':
		o->from = optarg;
		break;
	case 'R':
		o->root = optarg;
		break;
	case 'C':
		o->colour = colour(optarg);
		break;
	case 'D':
		o->dry_run = true;
		break;
	case 'G':
		o->ranges = optarg;
		break;
	case 'M':
		o->metrics = true;
		o->metrics_file = optarg;
		break;
	case 'S':
	case 'H':
		o->picture = optarg;
		break;
	case 'h':
		options_help(v, stdout);
		leave(0);
	case 'V':
		options_version();
	}
}

/* Make the tables of getopt_long() for the options of a verb, or of all verbs (NULL) */
static void build(const struct verb *v, const char *mode, struct option *list, char *letters)
{
	size_t i, n = 0, k = snprintf(letters, LETTERS_ROOM, "%shV", mode);

	for (i = 0; i < NR_OPTIONS; i++) {
		if (v && !verb_takes(v, all_options[i].letter))
			continue;
		list[n++] = (struct option){ all_options[i].name, all_options[i].has_arg, NULL,
					     all_options[i].letter };
		if (!option_has_short(all_options[i].letter))
			continue;
		letters[k++] = all_options[i].letter;
		if (all_options[i].has_arg == required_argument)
			letters[k++] = ':';
	}
	letters[k] = '\0';
	list[n++] = (struct option){ "help", no_argument, NULL, 'h' };
	list[n++] = (struct option){ "version", no_argument, NULL, 'V' };
	list[n] = (struct option){ 0 };
}

/* first_operand - index of the first word that is neither an option nor its value; 0 if none */
int first_operand(int argc, char **argv)
{
	struct option list[NR_OPTIONS + 3];
	char letters[LETTERS_ROOM];

	build(NULL, "+:", list, letters);
	opterr = 0;
	optind = 0;
	while (getopt_long(argc, argv, letters, list, NULL) != -1)
		;
	return optind < argc ? optind : 0;
}

/* count_operands - count the words that are neither options nor their values */
int count_operands(int argc, char **argv)
{
	struct option list[NR_OPTIONS + 3];
	char letters[LETTERS_ROOM];
	char **copy = must(calloc(argc + 1, sizeof(*copy)));

	memcpy(copy, argv, argc * sizeof(*copy));
	build(NULL, ":", list, letters);
	opterr = 0;
	optind = 0;
	while (getopt_long(argc, copy, letters, list, NULL) != -1)
		;
	free(copy);
	return argc - optind;
}

bool is_help(const char *word)
{
	return !strcmp(word, "-h") || !strcmp(word, "--help");
}

bool is_version(const char *word)
{
	return !strcmp(word, "-V") || !strcmp(word, "--version");
}

/* options_parse - read the options of a verb; argv[0] is the name of the verb or of the program */
void options_parse(struct options *o, const struct verb *v, int argc, char **argv)
{
	struct option list[NR_OPTIONS + 3];
	char letters[LETTERS_ROOM];
	int c;

	say_verb(v->name);
	build(v, ":", list, letters);
	optind = 0; /* this makes glibc's getopt start again */
	while ((c = getopt_long(argc, argv, letters, list, NULL)) != -1) {
		if (c == ':')
			wrong("%s: %s needs a value", v->name, argv[optind - 1]);
		if (c == '?')
			wrong_option(v, !optopt || optopt == 'h' || verb_takes(v, optopt) ?
				     argv[optind - 1] : "-");
		take(o, v, c);
	}
	o->verb = v->name;
	o->args = argv + optind;
	o->nr_args = argc - optind;
	if (o->nr_args > v->max_args && o->metrics && !o->metrics_file)
		wrong("%s: did you mean --metrics=%s?", v->name, o->args[0]);
	if (o->nr_args > v->max_args)
		wrong("%s: what is '%s'?", v->name, o->args[v->max_args]);
	if (o->nr_args < v->min_args)
		wrong("%s: it needs %s", v->name, v->args);
	if (o->json + o->raw + o->metrics > 1)
		wrong("%s: use only one of --json, --raw and --metrics", v->name);
	if (v->columns)
		columns_check(v->columns, v->nr_columns, o);
	if (o->from && *o->root)
		wrong("%s: use only one of --from and --sysroot", v->name);
}

/* Print " -o, --output LIST      what it does" */
static void help_option(const struct option_text *p, FILE *to)
{
	char text[64], shorter[8] = "   ";

	if (option_has_short(p->letter))
		snprintf(shorter, sizeof(shorter), "-%c,", p->letter);
	snprintf(text, sizeof(text), "--%s%s%s%s", p->name, p->has_arg == optional_argument ? "[=" :
		 p->has_arg ? " " : "", p->arg, p->has_arg == optional_argument ? "]" : "");
	fprintf(to, " %s %-18s %s\n", shorter, text, p->what);
}

/* options_help - print how to call a verb, its options and its columns */
void options_help(const struct verb *v, FILE *to)
{
	size_t i;

	fprintf(to, "Usage: %s %s%s%s%s\n\n%s.\n\nOptions:\n", ME, v->name,
		*v->options ? " [options]" : "", *v->args ? " " : "", v->args, v->what);
	for (i = 0; i < NR_OPTIONS; i++)
		if (verb_takes(v, all_options[i].letter))
			help_option(&all_options[i], to);
	fprintf(to, " -h, %-18s %s\n", "--help", "this text");
	fprintf(to, " -V, %-18s %s\n", "--version", "the version");
	if (!v->columns)
		return;
	fputs("\nColumns:\n", to);
	for (i = 0; i < v->nr_columns; i++)
		fprintf(to, "  %-12s %s\n", v->columns[i].name, v->columns[i].what);
}
