// SPDX-License-Identifier: GPL-2.0-only
/*
 * report: shows where the memory went, from the firmware's map to MemTotal.
 *
 * The first table is for the whole machine. It begins with all memory; each following row takes
 * some of it, and the last row is what the page allocator manages. The second table has a line for
 * each node. The ten largest owners have a row each (with --all, every owner has one), and the
 * others are one row together. Memory of `early_res reserve` was not taken at boot, so it has its
 * own row.
 */
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "picture/picture.h"
#include "say.h"
#include "units.h"
#include "verbs.h"
#include "whole.h"

#define TOP	10

static const struct column columns[] = {
	{ "WHAT", KIND_NAME, SHOWN, "the memory, what takes a part of it, what is left" },
	{ "SIZE", KIND_SIZE, SHOWN, "how much" },
	{ "SHARE", KIND_SHARE, SHOWN, "of all memory of the machine, or of the node" },
	{ "NODE", KIND_COUNT, SHOWN_IF_ASKED, "the node, with --node or --nodes" },
	{ "KEY", KIND_TEXT, SHOWN_IF_ASKED, "WHAT as one word; an owner is owner=NAME" },
	{ "BAR", KIND_BAR, SHOWN_IN_TEXT, "the owner's size beside the largest owner's" },
	{ "ABOUT", KIND_TEXT, SHOWN_IN_TEXT, "what it is, in a few words; see 'explain'" },
	{ "HOW", KIND_TEXT, SHOWN_IF_ASKED, "how the owner is known" },
};

enum { WHAT, SIZE, SHARE, NODE, KEY, BAR, ABOUT, HOW };

/* The table, and the memory that is 100 % in it */
struct report {
	struct table t;
	s64 total;
	int node;
};

static struct cell *add(struct report *r, const char *key, const char *what, s64 bytes)
{
	struct cell *row = table_row(&r->t);

	cell_text(&row[KEY], key);
	cell_text(&row[WHAT], what);
	cell_number(&row[SIZE], bytes);
	cell_number(&row[SHARE], units_share(bytes, r->total));
	if (r->node >= 0)
		cell_number(&row[NODE], r->node);
	if (explain_row(key))
		cell_text(&row[ABOUT], explain_row(key)->about);
	return row;
}

/* Add the rows above the firmware's map: installed memory, and what the firmware keeps of it */
static void add_above(struct report *r, const struct above *a)
{
	size_t i;

	if (!a->installed_known)
		return;
	add(r, "installed", "installed", a->installed);
	if (a->kept <= 0)
		return;
	add(r, "kept", "kept by the firmware", a->kept);
	for (i = 0; i < a->nr_kepts; i++)
		add(r, a->kepts[i].key, a->kepts[i].what, a->kepts[i].bytes)[WHAT].indent = 2;
}

/*
 * A name for memory that the firmware's map did not have at boot; memmap=SIZE@START can add some
 * too
 */
static const char *added_name(const struct model *m)
{
	if (!m->firmware_known)
		return "memory";
	return m->e820_known && !strchr(m->cmdline, '@') ? "hot-added" : "added to it";
}

static const char *driver_name(const struct model *m, char *to, size_t room)
{
	snprintf(to, room, "brought by %s", *m->driver_name ? m->driver_name : "drivers");
	return to;
}

static void add_if(struct report *r, const char *key, const char *what, s64 bytes)
{
	if (bytes)
		add(r, key, what, bytes);
}

static const char *shown_name(const struct owner *o)
{
	return strcmp(o->name, "-") ? o->name : "nobody known";
}

static struct cell *add_owner(struct report *r, const struct owner *o, s64 bytes)
{
	const struct words *w = explain_owner(o->name, o->how);
	char key[OWNER_MAX + 8];
	struct cell *row;

	snprintf(key, sizeof(key), "owner=%s", o->name);
	row = add(r, key, shown_name(o), bytes);
	row[WHAT].indent = 2;
	cell_text(&row[HOW], o->how);
	if (w)
		cell_text(&row[ABOUT], w->about);
	return row;
}

/* Was a row with this key explained before? */
static bool is_told(const struct table *told, const char *key)
{
	size_t i;

	for (i = 0; i < told->nr_rows; i++)
		if (!strcmp(told->cells[i].text, key))
			return true;
	return false;
}

/* Explain each row below the table, but each key only once; @told has the keys explained before */
static void explain_rows(const struct table *t, struct table *told)
{
	const struct words *w;
	const struct cell *row;
	const char *key;
	size_t i;

	putchar('\n');
	for (i = 0; i < t->nr_rows; i++) {
		row = t->cells + i * t->nr_columns;
		key = row[KEY].text;
		w = row[HOW].filled ? explain_owner(key + strlen("owner="), row[HOW].text) :
		    explain_row(key);
		if (!w || is_told(told, key))
			continue;
		explain_print(row[WHAT].text, w);
		cell_text(table_row(told), key);
	}
}

/* Add a row for each owner of boot, below their sum; the small ones become one row */
static void add_owners(struct report *r, const struct model *m, bool all)
{
	struct holder *list;
	size_t n = holders_on(m, r->node, &list), i, shown = 0, few = 0;
	s64 rest = 0, most = 0;
	char text[OWNER_MAX + 8];
	struct cell *row;

	for (i = 0; i < n; i++) {
		if (list[i].owner->live)
			continue;
		if (!all && shown >= TOP) {
			rest += list[i].bytes;
			few++;
			continue;
		}
		shown++;
		row = add_owner(r, list[i].owner, list[i].bytes);
		if (!most)
			most = list[i].bytes;
		cell_number(&row[BAR],
			    (units_share(list[i].bytes, most) * BAR_WIDTH + 5000) / 10000);
	}
	snprintf(text, sizeof(text), "%zu smaller owner%s", few, few == 1 ? "" : "s");
	if (few)
		add(r, "smaller", text, rest)[WHAT].indent = 2;
	free(list);
}

/* Add all rows of the machine (@node is -1) or of a node */
static void add_part(struct report *r, const struct model *m, const struct above *a, int node,
		     bool all)
{
	const struct sums *s = node < 0 ? &m->all : &m->nodes[node];
	char driver[64];

	r->node = node;
	r->total = model_total(s);
	if (node < 0)
		add_above(r, a);
	if (m->firmware_known)
		add(r, "firmware", "memory in the firmware's map", s->firmware);
	add_if(r, "added", added_name(m), s->added);
	add_if(r, "driver", driver_name(m, driver, sizeof(driver)), s->driver);
	add_if(r, "unused", "not used by the kernel", s->unused);
	add(r, "boot", "taken at boot", s->boot + s->edges);
	add_owners(r, m, all);
	if (s->edges)
		add(r, "edges", "rest of their pages", s->edges)[WHAT].indent = 2;
	add_if(r, "since", "reserved since boot", s->since);
	add_if(r, "other", "memmap of hot-added memory", s->other);
	add_if(r, "unexplained", "unexplained", s->unexplained);
	if (node < 0 && balloon_is_unexplained(a, m))
		add(r, "balloon", "a balloon", a->balloon)[WHAT].indent = 2;
	add(r, "managed", "left to the page allocator", s->managed);
}

static void print_head(const struct model *m, const struct above *a)
{
	printf("%s%sLinux %s, %s\n", m->host, *m->host ? ": " : "", m->release, m->date);
	if (!m->firmware_known)
		puts("The firmware's map is not known (no /sys/firmware/memmap).");
	if (!a->installed_known)
		printf("Installed: not known; %s.\n", a->installed_why);
	else if (m->firmware_known && a->kept < 0)
		puts("SMBIOS knows of less memory than the firmware's map has.");
	putchar('\n');
}

static void print_foot(struct source *s, const struct model *m, const struct above *above,
		       const struct options *o)
{
	char a[UNITS_LENGTH], b[UNITS_LENGTH];
	struct freed f;

	if (m->all.managed == m->memtotal)
		printf("MemTotal of /proc/meminfo: %s kB, the same.\n", units_kb(a, m->memtotal));
	else
		printf("MemTotal of /proc/meminfo: %s kB, not the same: %s kB came or went.\n",
		       units_kb(a, m->memtotal), units_kb(b, m->memtotal - m->all.managed));
	boot_sums(s, o->node, &f);
	if (f.known)
		printf("Freed since boot: %s of %s that memblock had reserved.\n",
		       units_human(a, f.freed), units_human(b, f.freed + f.reserved));
	else
		puts("Freed since boot: not known, there is no list of memblock (see 'boot').");
	pools_print(above, m, o->node);
}

static void print_text(struct source *s, const struct model *m, const struct above *a,
		       const struct options *o)
{
	bool people = !o->json && !o->raw && !o->noheadings && !o->output;
	struct options look = *o;
	struct report r;
	struct table told;
	int node;

	table_begin(&told, "told", columns, 1);
	if (people)
		print_head(m, a);
	for (node = o->nodes ? 0 : o->node; node < NODES_MAX; node++) {
		if (o->nodes && (!m->nodes[node].seen || (o->node >= 0 && node != o->node)))
			continue;
		table_begin(&r.t, "report", columns, NR(columns));
		add_part(&r, m, a, node, o->all);
		if (people && node >= 0)
			printf("Node %d\n", node);
		if (!people && !o->output && node >= 0)
			look.output = o->raw ? "NODE,KEY,SIZE,SHARE" : "NODE,WHAT,SIZE,SHARE";
		else if (o->raw && !o->output)
			look.output = "KEY,SIZE,SHARE";
		table_print(&r.t, &look);
		if (o->explain)
			explain_rows(&r.t, &told);
		table_free(&r.t);
		if (people)
			putchar('\n');
		if (!o->nodes)
			break;
		look.noheadings |= !people;
	}
	table_free(&told);
	if (!people)
		return;
	look = *o;
	look.sort = NULL;
	nodes_print(m, &look);
	putchar('\n');
	if (a->nr_unused) {
		puts("Not used by the kernel:");
		unused_print(a, &look, !o->all);
		putchar('\n');
	}
	print_foot(s, m, a, o);
}

/* Refuse options that do not fit together */
static void check(const struct options *o)
{
	bool table = o->output || o->sort || o->bytes || o->noheadings || o->all || o->nodes;

	if (o->picture && (table || o->json || o->raw || o->metrics || o->explain))
		wrong("report: only --node, --from and --sysroot go with --html");
	if (o->metrics && (table || o->node >= 0))
		wrong("report: only --from and --sysroot go with --metrics");
	if (o->json && (o->output || o->sort || o->node >= 0))
		wrong("report: --json takes no --output, --sort or --node");
	if (o->explain && (o->json || o->metrics || o->raw))
		wrong("report: --explain is for people; see also 'explain --json'");
}

static void draw(const struct options *o, const struct model *m)
{
	struct whole w;

	whole_begin(&w, o->picture, 0600);
	picture_html(m, o->node, w.to);
	whole_end(&w);
}

static void run(const struct options *o)
{
	struct source s;
	struct model *m;
	struct above a;
	struct facts f;
	struct whole w;

	check(o);
	m = load_model(&s, o, o->from);
	load_above(&a, m, &s);
	if (o->picture) {
		draw(o, m);
	} else if (o->metrics) {
		facts_read(&f, m, &s);
		whole_begin(&w, o->metrics_file ? o->metrics_file : "-", 0644);
		report_metrics(m, &a, &f, w.to);
		whole_end(&w);
	} else if (o->json) {
		report_json(m, &a, stdout);
	} else {
		print_text(&s, m, &a, o);
	}
	above_free(&a);
	unload_model(m, &s);
}

const struct verb verb_report = {
	.name = "report",
	.args = "",
	.what = "Where the memory went, from the firmware's map to MemTotal",
	.options = TABLE_OPTIONS "NOaMXH",
	.columns = columns,
	.nr_columns = NR(columns),
	.run = run,
};
