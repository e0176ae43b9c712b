// SPDX-License-Identifier: GPL-2.0-only
/*
 * owners: prints who holds how much, the largest first: on all nodes, on one node, or on each.
 */
#include <stdlib.h>

#include "explain.h"
#include "units.h"
#include "verbs.h"

static const struct column columns[] = {
	{ "OWNER", KIND_NAME, SHOWN, "its name; - is nobody known" },
	{ "SIZE", KIND_SIZE, SHOWN, "what it holds" },
	{ "SHARE", KIND_SHARE, SHOWN, "of all that is reserved" },
	{ "NODE", KIND_TEXT, SHOWN, "the nodes that it is on" },
	{ "RANGES", KIND_COUNT, SHOWN, "in how many ranges" },
	{ "HOW", KIND_TEXT, SHOWN, "how the owner is known" },
	{ "ABOUT", KIND_TEXT, SHOWN_IF_ASKED, "what it is, in a few words; see 'explain'" },
};

enum { OWNER, SIZE, SHARE, NODE, RANGES, HOW, ABOUT };

static void add_rows(struct table *t, const struct model *m, int node)
{
	const struct sums *sums = node < 0 ? &m->all : &m->nodes[node];
	struct holder *list;
	size_t i, n = holders_on(m, node, &list);
	const struct words *w;
	struct cell *row;
	char nodes[200];

	for (i = 0; i < n; i++) {
		row = table_row(t);
		cell_text(&row[OWNER], list[i].owner->name);
		cell_number(&row[SIZE], list[i].bytes);
		cell_number(&row[SHARE], units_share(list[i].bytes, sums->boot + sums->since));
		if (node < 0)
			owner_nodes(m, list[i].owner, nodes, sizeof(nodes));
		else
			snprintf(nodes, sizeof(nodes), "%d", node);
		cell_text(&row[NODE], nodes);
		cell_number(&row[RANGES], list[i].ranges);
		cell_text(&row[HOW], list[i].owner->how);
		w = explain_owner(list[i].owner->name, list[i].owner->how);
		if (w)
			cell_text(&row[ABOUT], w->about);
	}
	free(list);
}

static void run(const struct options *o)
{
	struct source s;
	struct model *m = load_model(&s, o, o->from);
	struct table t;
	int node;

	table_begin(&t, "owners", columns, NR(columns));
	if (!o->nodes)
		add_rows(&t, m, o->node);
	for (node = 0; o->nodes && node < NODES_MAX; node++)
		if (m->nodes[node].seen && (o->node < 0 || o->node == node))
			add_rows(&t, m, node);
	table_print(&t, o);
	table_free(&t);
	unload_model(m, &s);
}

const struct verb verb_owners = {
	.name = "owners",
	.args = "",
	.what = "Who holds how much, the largest first",
	.options = TABLE_OPTIONS "NO",
	.columns = columns,
	.nr_columns = NR(columns),
	.run = run,
};
