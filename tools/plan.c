// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan: shows what the page allocator would have if this memory were late freed.
 *
 * The module simulates the late free, and there is one simulation for all users. So plan refuses to
 * run if there is a simulation already, and forgets its own however it ends. The gain is the
 * difference between the rows "simulated" and "free" of one read, so changes by other programs in
 * the meantime do not count.
 */
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "live.h"
#include "put.h"
#include "say.h"
#include "units.h"
#include "verbs.h"

#define ORDERS	11

static const struct column columns[] = {
	{ "NODE", KIND_COUNT, SHOWN, "the node" },
	{ "ZONE", KIND_TEXT, SHOWN, "the zone" },
	{ "BLOCKS", KIND_TEXT, SHOWN, "free blocks now, then (after it), or gained" },
	{ "O0", KIND_COUNT, SHOWN, "blocks of order 0, 4 KiB" },
	{ "O1", KIND_COUNT, SHOWN, "of order 1, 8 KiB" },
	{ "O2", KIND_COUNT, SHOWN, "of order 2, 16 KiB" },
	{ "O3", KIND_COUNT, SHOWN, "of order 3, 32 KiB" },
	{ "O4", KIND_COUNT, SHOWN, "of order 4, 64 KiB" },
	{ "O5", KIND_COUNT, SHOWN, "of order 5, 128 KiB" },
	{ "O6", KIND_COUNT, SHOWN, "of order 6, 256 KiB" },
	{ "O7", KIND_COUNT, SHOWN, "of order 7, 512 KiB" },
	{ "O8", KIND_COUNT, SHOWN, "of order 8, 1 MiB" },
	{ "O9", KIND_COUNT, SHOWN, "of order 9, 2 MiB" },
	{ "O10", KIND_COUNT, SHOWN, "of order 10, 4 MiB" },
};

enum { NODE, ZONE, BLOCKS, ORDER0 };

struct zone_row {
	char zone[8];
	struct word what;
	s64 blocks[ORDERS];
};

static char reset_path[PATH_MAX];

static void forget(void)
{
	put_quietly(reset_path);
}

static void forget_and_end(int signal)
{
	forget();
	_exit(128 + signal);
}

/* From here on this program owns the simulation, and forgets it when it ends. */
static void own_simulation(const struct source *s, const struct model *m)
{
	struct sigaction act = { .sa_handler = forget_and_end };
	size_t i;

	/* The rows show it even if no whole page is late freed. */
	for (i = 0; i < m->nr_rows; i++)
		if (!strcmp(m->rows[i].state, "late_freed"))
			die("there is a simulation already; 'early_res reset' forgets it");
	snprintf(reset_path, sizeof(reset_path), "%s" DEBUG_DIR "/reset", s->root);
	sigaction(SIGINT, &act, NULL);
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGHUP, &act, NULL);
	sigaction(SIGPIPE, &act, NULL);
	if (atexit(forget))
		die("out of memory");
}

/* Read a row: "zone row order0 order1 ..." */
static bool parse_zone(struct text *t, struct zone_row *z)
{
	struct word w;
	int i;

	if (!text_word(t, &w) || !owner_name_ok(w) || w.n >= sizeof(z->zone))
		return false;
	memset(z->zone, 0, sizeof(z->zone));
	memcpy(z->zone, w.at, w.n);
	if (!text_word(t, &z->what))
		return false;
	for (i = 0; i < ORDERS; i++)
		if (!text_word(t, &w) || !word_signed(w, &z->blocks[i]) ||
		    z->blocks[i] < 0 || z->blocks[i] > (s64)(SIZE_LIMIT / PAGE_BYTES))
			return false;
	return true;
}

static void add_row(struct table *t, int node, const char *zone, const char *what,
		    const s64 *blocks)
{
	struct cell *row = table_row(t);
	int i;

	cell_number(&row[NODE], node);
	cell_text(&row[ZONE], zone);
	cell_text(&row[BLOCKS], what);
	for (i = 0; i < ORDERS; i++)
		cell_number(&row[ORDER0 + i], blocks[i]);
}

/* Add three rows for a zone that changes. Return: how many more blocks of 2 MiB there would be */
static s64 add_zone(struct table *t, int node, const struct zone_row *now,
		    const struct zone_row *then)
{
	s64 gained[ORDERS];
	bool changed = false;
	int i;

	for (i = 0; i < ORDERS; i++) {
		gained[i] = then->blocks[i] - now->blocks[i];
		changed |= gained[i] != 0;
	}
	if (!changed)
		return 0;
	add_row(t, node, then->zone, "now", now->blocks);
	add_row(t, node, then->zone, "then", then->blocks);
	add_row(t, node, then->zone, "gained", gained);
	return gained[9] + 2 * gained[10];
}

static s64 add_node(struct table *t, struct source *s, int node)
{
	struct zone_row row, now = { 0 };
	const struct input *in;
	char name[32];
	struct text text;
	s64 large = 0;

	snprintf(name, sizeof(name), "node%d/buddy", node);
	in = source_get(s, name);
	text_begin(&text, in->text, in->length);
	while (text_line(&text)) {
		if (text.at == text.line_end || *text.at == '#')
			continue;
		if (!parse_zone(&text, &row))
			die("node%d/buddy: line %lu is not as it must be", node, text.line);
		if (word_is(row.what, "free"))
			now = row;
		else if (!strcmp(row.zone, now.zone))
			large += add_zone(t, node, &now, &row);
	}
	return large;
}

/* Print what the module's simulation says */
static void show(const struct options *o)
{
	struct source s;
	struct model *m = load_model(&s, o, NULL);
	char size[UNITS_LENGTH];
	struct table t;
	s64 large = 0;
	int node;

	table_begin(&t, "plan", columns, NR(columns));
	for (node = 0; node < NODES_MAX; node++)
		if (m->nodes[node].present)
			large += add_node(&t, &s, node);
	if (t.nr_rows || o->json || o->raw)
		table_print(&t, o);
	else
		puts("No free list would change: less than a page of each would come free.");
	if (!o->json && !o->raw)
		printf("%s would come back, %lld pages; %+lld free blocks of 2 MiB.\n",
		       units_human(size, m->all.late_freed), m->all.late_freed / (s64)PAGE_BYTES,
		       large);
	table_free(&t);
	unload_model(m, &s);
}

static void run(const struct options *o)
{
	struct source s;
	struct model *m = load_model(&s, o, NULL);
	char line[LINE_ROOM];
	int i;

	own_simulation(&s, m);
	for (i = 0; i < o->nr_args; i++) {
		what_line(m, o->args[i], line);
		put(&s, "late_free", line);
	}
	show(o);
	unload_model(m, &s);
}

const struct verb verb_plan = {
	.name = "plan",
	.args = "WHAT...",
	.min_args = 1,
	.max_args = 1000,
	.what = "What would come back if these owners or ranges were late freed",
	.options = "JrnosR",
	.columns = columns,
	.nr_columns = NR(columns),
	.run = run,
};
