// SPDX-License-Identifier: GPL-2.0-only
/*
 * nodes: prints a row for each node, from its memory to what its page allocator manages.
 */
#include <stdlib.h>

#include "units.h"
#include "verbs.h"

static const struct column columns[] = {
	{ "NODE", KIND_COUNT, SHOWN, "its number" },
	{ "MEMORY", KIND_SIZE, SHOWN, "FIRMWARE + ADDED + DRIVER" },
	{ "FIRMWARE", KIND_SIZE, SHOWN_IF_ASKED, "in the firmware's map" },
	{ "ADDED", KIND_SIZE, SHOWN_IF_ASKED, "System RAM that is not in this map" },
	{ "DRIVER", KIND_SIZE, SHOWN_IF_ASKED, "memory that virtio_mem or kmem manages" },
	{ "UNUSED", KIND_SIZE, SHOWN, "not used by the kernel" },
	{ "BOOT", KIND_SIZE, SHOWN, "reserved at boot" },
	{ "SHARE", KIND_SHARE, SHOWN, "BOOT in percent of MEMORY" },
	{ "SINCE", KIND_SIZE, SHOWN, "reserved since, with 'early_res reserve'" },
	{ "EDGES", KIND_SIZE, SHOWN_IF_ASKED, "rest of pages that are partly reserved" },
	{ "OTHER", KIND_SIZE, SHOWN_IF_ASKED, "hot-added memory with its own struct pages" },
	{ "UNEXPLAINED", KIND_SIZE, SHOWN_IF_ASKED, "what the module cannot explain" },
	{ "MANAGED", KIND_SIZE, SHOWN, "left to the page allocator" },
};

enum {
	NODE, MEMORY, FIRMWARE, ADDED, DRIVER, UNUSED, BOOT, SHARE, SINCE, EDGES, OTHER,
	UNEXPLAINED, MANAGED
};

static void add_row(struct table *t, const struct sums *s, int node)
{
	struct cell *row = table_row(t);

	cell_number(&row[NODE], node);
	cell_number(&row[MEMORY], model_total(s));
	cell_number(&row[FIRMWARE], s->firmware);
	cell_number(&row[ADDED], s->added);
	cell_number(&row[DRIVER], s->driver);
	cell_number(&row[UNUSED], s->unused);
	cell_number(&row[BOOT], s->boot);
	cell_number(&row[SHARE], units_share(s->boot, model_total(s)));
	cell_number(&row[SINCE], s->since);
	cell_number(&row[EDGES], s->edges);
	cell_number(&row[OTHER], s->other);
	cell_number(&row[UNEXPLAINED], s->unexplained);
	cell_number(&row[MANAGED], s->managed);
}

/* nodes_print - print the table of a model that was read before */
void nodes_print(const struct model *m, const struct options *o)
{
	struct table t;
	int node;

	table_begin(&t, "nodes", columns, NR(columns));
	for (node = 0; node < NODES_MAX; node++)
		if (m->nodes[node].seen && (o->node < 0 || o->node == node))
			add_row(&t, &m->nodes[node], node);
	table_print(&t, o);
	table_free(&t);
}

static void run(const struct options *o)
{
	struct source s;
	struct model *m = load_model(&s, o, o->from);

	nodes_print(m, o);
	unload_model(m, &s);
}

const struct verb verb_nodes = {
	.name = "nodes",
	.args = "",
	.what = "Each node: its memory, what boot took, what is left",
	.options = TABLE_OPTIONS "N",
	.columns = columns,
	.nr_columns = NR(columns),
	.run = run,
};
