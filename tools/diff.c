// SPDX-License-Identifier: GPL-2.0-only
/*
 * diff: compares two snapshots by owner; the largest change comes first.
 *
 * A row is for all nodes together, because KASLR moves the kernel image to another node at each
 * boot. With --node a row is for that node; with --nodes there is a row for each node.
 */
#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "units.h"
#include "verbs.h"

static const struct column columns[] = {
	{ "OWNER", KIND_NAME, SHOWN, "an owner, or a sum in brackets" },
	{ "NODE", KIND_COUNT, SHOWN_IF_ASKED, "the node, with --node or --nodes" },
	{ "A", KIND_SIZE, SHOWN, "bytes in the first file" },
	{ "B", KIND_SIZE, SHOWN, "bytes in the second file" },
	{ "CHANGE", KIND_SIZE, SHOWN, "B - A" },
	{ "PERCENT", KIND_SHARE, SHOWN, "CHANGE in percent of A" },
	{ "NOTE", KIND_TEXT, SHOWN, "new or gone; else since boot, if it was reserved since boot" },
	{ "MOST", KIND_SIZE, SHOWN_IF_ASKED, "CHANGE without its sign" },
};

enum { OWNER, NODE, A, B, CHANGE, PERCENT, NOTE, MOST };

static struct cell *add_row(struct table *t, const char *name, int node, s64 a, s64 b)
{
	struct cell *row = table_row(t);

	cell_text(&row[OWNER], !strcmp(name, "-") ? "(nobody known)" : name);
	if (node >= 0)
		cell_number(&row[NODE], node);
	cell_number(&row[A], a);
	cell_number(&row[B], b);
	cell_number(&row[CHANGE], b - a);
	if (a > 0)
		cell_number(&row[PERCENT], units_share(b - a, a));
	if (!a || !b)
		cell_text(&row[NOTE], a ? "gone" : "new");
	cell_number(&row[MOST], b < a ? a - b : b - a);
	return row;
}

/* Return: the row; NULL if none is needed */
static struct cell *add_if(struct table *t, const struct options *o, const char *name, int node,
			   s64 a, s64 b)
{
	return a != b || (o->all && (a || b)) ? add_row(t, name, node, a, b) : NULL;
}

/* Memory that was reserved since boot can have the name of an owner of boot. */
static int by_name(const void *a, const void *b)
{
	const struct owner *x = ((const struct holder *)a)->owner;
	const struct owner *y = ((const struct holder *)b)->owner;

	return strcmp(x->name, y->name) ?: x->live - y->live;
}

static void add_owners(struct table *t, const struct options *o, const struct model *const *m,
		       int node)
{
	const struct owner *owner;
	struct holder *list[2];
	size_t n[2], i = 0, j = 0;
	struct cell *row;
	int order, k;

	for (k = 0; k < 2; k++) {
		n[k] = holders_on(m[k], node, &list[k]);
		qsort(must(list[k]), n[k], sizeof(**list), by_name);
	}
	while (i < n[0] || j < n[1]) {
		order = i == n[0] ? 1 : j == n[1] ? -1 : by_name(&list[0][i], &list[1][j]);
		owner = order <= 0 ? list[0][i].owner : list[1][j].owner;
		row = add_if(t, o, owner->name, node, order <= 0 ? list[0][i].bytes : 0,
			     order >= 0 ? list[1][j].bytes : 0);
		if (row && owner->live && !row[NOTE].filled)
			cell_text(&row[NOTE], "since boot");
		i += order <= 0;
		j += order >= 0;
	}
	free(list[0]);
	free(list[1]);
}

static void add_node(struct table *t, const struct options *o, const struct model *const *m,
		     int node)
{
	const struct sums *a = node < 0 ? &m[0]->all : &m[0]->nodes[node];
	const struct sums *b = node < 0 ? &m[1]->all : &m[1]->nodes[node];

	add_owners(t, o, m, node);
	add_if(t, o, "(memory)", node, model_total(a), model_total(b));
	add_if(t, o, "(not used)", node, a->unused, b->unused);
	add_if(t, o, "(rest of pages)", node, a->edges, b->edges);
	add_if(t, o, "(memmap of hot-added memory)", node, a->other, b->other);
	add_if(t, o, "(unexplained)", node, a->unexplained, b->unexplained);
	add_if(t, o, "(managed)", node, a->managed, b->managed);
}

static void print_head(const struct model *const *m)
{
	int k;

	for (k = 0; k < 2; k++) {
		printf("%c: Linux %s, %s\n", 'A' + k, m[k]->release, m[k]->date);
		print_wrapped(m[k]->cmdline, 3);
	}
	putchar('\n');
}

static void run(const struct options *o)
{
	struct options look = *o;
	struct source s[2];
	struct model *m[2];
	struct table t;
	int k, node;

	look.node = -1;
	for (k = 0; k < 2; k++)
		m[k] = load_model(&s[k], &look, o->args[k]);
	if (o->node >= 0 && !m[0]->nodes[o->node].seen && !m[1]->nodes[o->node].seen)
		die("there is no node %d", o->node);
	table_begin(&t, "diff", columns, NR(columns));
	if (!o->nodes)
		add_node(&t, o, (const struct model *const *)m, o->node);
	for (node = 0; o->nodes && node < NODES_MAX; node++)
		if (m[0]->nodes[node].seen || m[1]->nodes[node].seen)
			add_node(&t, o, (const struct model *const *)m, node);
	table_sort(&t, MOST);
	if (!o->json && !o->raw && !o->noheadings && !o->output)
		print_head((const struct model *const *)m);
	look = *o;
	if (!look.output && (o->nodes || o->node >= 0))
		look.output = "+NODE";
	if (t.nr_rows || o->json || o->raw)
		table_print(&t, &look);
	else
		puts("no difference");
	table_free(&t);
	for (k = 0; k < 2; k++)
		unload_model(m[k], &s[k]);
}

const struct verb verb_diff = {
	.name = "diff",
	.args = "FILE1 FILE2",
	.min_args = 2,
	.max_args = 2,
	.what = "What grew, what shrank, what is new, between two saved files",
	.options = "abJrnosNO",
	.columns = columns,
	.nr_columns = NR(columns),
	.run = run,
};
