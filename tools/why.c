// SPDX-License-Identifier: GPL-2.0-only
/*
 * why: prints memory that the kernel does not use, with the reasons, and pools. `unused` and
 * `report` use it, see above.h.
 */
#include <stdlib.h>

#include "say.h"
#include "units.h"
#include "verbs.h"

#define FEW	5

static const struct column columns[] = {
	{ "START-END", KIND_TEXT, SHOWN, "first and last byte; empty if not known" },
	{ "SIZE", KIND_SIZE, SHOWN, "how much" },
	{ "NODE", KIND_COUNT, SHOWN, "the node" },
	{ "WHY", KIND_NAME, SHOWN, "why the kernel does not use it" },
};

enum { RANGE, SIZE, NODE, WHY };

static void add_row(struct table *t, const struct unused *u)
{
	struct cell *row = table_row(t);
	char text[40];

	if (u->placed) {
		snprintf(text, sizeof(text), "%016llx-%016llx", u->at.start, u->at.last);
		cell_text(&row[RANGE], text);
	}
	cell_number(&row[SIZE], u->bytes);
	cell_number(&row[NODE], u->nid);
	cell_text(&row[WHY], u->why);
}

/* unused_print - print all stretches; with @few only the largest, and how many others there are */
void unused_print(const struct above *a, const struct options *o, bool few)
{
	struct table t;
	size_t i, n;

	table_begin(&t, "unused", columns, NR(columns));
	for (i = 0; i < a->nr_unused; i++)
		if (o->node < 0 || a->unused[i].nid == o->node)
			add_row(&t, &a->unused[i]);
	n = t.nr_rows;
	if (few || !o->sort)
		table_sort(&t, few ? SIZE : RANGE);
	for (; few && t.nr_rows > FEW; t.nr_rows--)
		for (i = 0; i < t.nr_columns; i++)
			free(t.cells[(t.nr_rows - 1) * t.nr_columns + i].text);
	if (!n && !few && !o->json && !o->raw && !o->output)
		puts("The kernel uses all memory.");
	else if (n || !few)
		table_print(&t, o);
	if (few && n > FEW)
		printf("and %zu smaller ones, see 'unused'.\n", n - FEW);
	table_free(&t);
}

/* Print a line for each size of huge pages, on one node or on all (-1) */
static void print_pools(const struct above *a, int node)
{
	char size[UNITS_LENGTH], bytes[UNITS_LENGTH], left[UNITS_LENGTH];
	s64 pages, unused;
	size_t i, k;

	for (i = 0; i < a->nr_pools; i++) {
		for (k = 0; k < i && a->pools[k].size != a->pools[i].size; k++)
			;
		if (k < i)
			continue;
		pages = 0;
		unused = 0;
		for (k = i; k < a->nr_pools; k++) {
			if (a->pools[k].size != a->pools[i].size ||
			    (node >= 0 && a->pools[k].nid != node))
				continue;
			pages += a->pools[k].pages;
			unused += a->pools[k].free;
		}
		if (pages)
			printf("Of what is left, huge pages hold %s (%lld of %s), %s of it free.\n",
			       units_human(bytes, pages * a->pools[i].size), pages,
			       units_human(size, a->pools[i].size),
			       units_human(left, unused * a->pools[i].size));
	}
}

/* pools_print - print what holds memory without a reservation: huge pages, balloon, unaccepted */
void pools_print(const struct above *a, const struct model *m, int node)
{
	char bytes[UNITS_LENGTH];

	print_pools(a, node);
	if (node >= 0)
		return;
	if (a->balloon_known && a->balloon)
		printf("%s, a balloon holds %s.\n", balloon_is_unexplained(a, m) ?
		       "Of what is unexplained" : "Of what is left",
		       units_human(bytes, a->balloon));
	if (a->unaccepted_known && a->unaccepted)
		printf("Of what is left, %s are not accepted yet.\n",
		       units_human(bytes, a->unaccepted));
}

static void run(const struct options *o)
{
	struct source s;
	struct model *m = load_model(&s, o, o->from);
	struct above a;

	load_above(&a, m, &s);
	unused_print(&a, o, false);
	above_free(&a);
	unload_model(m, &s);
}

const struct verb verb_unused = {
	.name = "unused",
	.args = "",
	.what = "Memory that the kernel does not use, where and why",
	.options = TABLE_OPTIONS "N",
	.columns = columns,
	.nr_columns = NR(columns),
	.run = run,
};
