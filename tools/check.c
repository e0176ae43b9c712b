// SPDX-License-Identifier: GPL-2.0-only
/*
 * check: finds memory that should have been given back after boot and was not.
 *
 * The exit status is 1 if more than --threshold bytes are lost. The default threshold is 0: the
 * rules (findings.h) call memory lost only if that is proved, so a healthy machine has no lost
 * memory at all. If the check itself fails, the status is 1 as well; then stderr has a line and
 * stdout has nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "say.h"
#include "units.h"
#include "verbs.h"

static const struct column columns[] = {
	{ "WHAT", KIND_NAME, SHOWN, "the rule, or the owner" },
	{ "SIZE", KIND_SIZE, SHOWN, "its bytes, if it has any" },
	{ "NODE", KIND_COUNT, SHOWN, "its node, if it is known" },
	{ "VERDICT", KIND_TEXT, SHOWN, "lost; kept, for a reason; or unknown" },
	{ "RANGE", KIND_TEXT, SHOWN, "first and last byte, hexadecimal, if it is known" },
	{ "WHY", KIND_TEXT, SHOWN_IF_ASKED, "why; text has it below the table" },
};

enum { WHAT, SIZE, NODE, VERDICT, RANGE, WHY };

static const char * const verdicts[NR_VERDICTS] = {
	[VERDICT_LOST] = "lost",
	[VERDICT_KEPT] = "kept",
	[VERDICT_UNKNOWN] = "unknown",
};

/* Without --all: memory that is lost, and rules that could not be followed */
static bool is_shown(const struct finding *f, const struct options *o)
{
	if (o->node >= 0 && f->nid >= 0 && f->nid != o->node)
		return false;
	return o->all || f->verdict == VERDICT_LOST ||
	       (f->verdict == VERDICT_UNKNOWN && f->at.start > f->at.last);
}

static void add_row(struct table *t, const struct finding *f)
{
	struct cell *row = table_row(t);
	char range[48];

	cell_text(&row[WHAT], f->what);
	cell_text(&row[VERDICT], verdicts[f->verdict]);
	cell_text(&row[WHY], f->why);
	if (f->bytes)
		cell_number(&row[SIZE], f->bytes);
	if (f->nid >= 0)
		cell_number(&row[NODE], f->nid);
	if (f->at.start > f->at.last)
		return;
	snprintf(range, sizeof(range), "%016llx-%016llx", f->at.start, f->at.last);
	cell_text(&row[RANGE], range);
}

/* Print each reason once, in the order of the rows */
static void print_reasons(const struct findings *c, const struct options *o)
{
	const struct finding *f, *g;

	for (f = c->f; f < c->f + c->nr; f++) {
		if (!is_shown(f, o))
			continue;
		for (g = c->f; g < f; g++)
			if (is_shown(g, o) && g->why == f->why && !strcmp(g->what, f->what))
				break;
		if (g == f)
			printf("%s: %s\n", f->what, f->why);
	}
}

/* Bytes of a verdict on the node of --node, or on all; @nr gets the number of findings */
static s64 sum(const struct findings *c, const struct options *o, enum verdict v, size_t *nr)
{
	const struct finding *f;
	s64 bytes = 0;

	*nr = 0;
	for (f = c->f; f < c->f + c->nr; f++) {
		if (f->verdict != v || (o->node >= 0 && f->nid != o->node))
			continue;
		bytes += f->bytes;
		++*nr;
	}
	return bytes;
}

static void print_foot(const struct findings *c, const struct options *o)
{
	char size[UNITS_LENGTH], exact[UNITS_LENGTH];
	size_t nr;
	s64 bytes;

	bytes = sum(c, o, VERDICT_LOST, &nr);
	if (nr)
		printf("Lost: %s (%s kB) in %zu range%s.\n", units_human(size, bytes),
		       units_kb(exact, bytes), nr, nr == 1 ? "" : "s");
	else
		puts("Nothing is lost.");
	bytes = sum(c, o, VERDICT_KEPT, &nr);
	if (nr && !o->all)
		printf("Kept for a reason: %s (see --all).\n", units_human(size, bytes));
}

static void print(const struct findings *c, const struct options *o)
{
	bool people = !o->json && !o->raw && !o->noheadings && !o->output;
	struct options look = *o;
	const struct finding *f;
	struct table t;

	table_begin(&t, "check", columns, NR(columns));
	for (f = c->f; f < c->f + c->nr; f++)
		if (is_shown(f, o))
			add_row(&t, f);
	if (!people && !o->output)
		look.output = "+WHY";
	if (!people || t.nr_rows)
		table_print(&t, &look);
	if (people && t.nr_rows) {
		putchar('\n');
		print_reasons(c, o);
		putchar('\n');
	}
	if (people)
		print_foot(c, o);
	table_free(&t);
}

static void run(const struct options *o)
{
	struct source s;
	struct model *m = load_model(&s, o, o->from);
	struct findings c;
	size_t nr;
	bool lost;

	if (!findings_collect(&c, m, &s))
		die("%s%s%s", o->from ? o->from : "", o->from ? ": " : "", c.why);
	print(&c, o);
	lost = sum(&c, o, VERDICT_LOST, &nr) > (s64)o->threshold;
	findings_free(&c);
	unload_model(m, &s);
	if (lost)
		leave(EXIT_FAILED);
}

const struct verb verb_check = {
	.name = "check",
	.args = "",
	.what = "What should have come back after boot, and did not",
	.options = TABLE_OPTIONS "NaT",
	.columns = columns,
	.nr_columns = NR(columns),
	.run = run,
};
