// SPDX-License-Identifier: GPL-2.0-only
/*
 * ranges: prints the module's table, one row for each range. --all also shows released ranges.
 */
#include <stdlib.h>
#include <string.h>

#include "verbs.h"

const struct column range_columns[RANGE_COLUMNS] = {
	{ "RANGE", KIND_TEXT, SHOWN, "first and last byte, hexadecimal" },
	{ "SIZE", KIND_SIZE, SHOWN, "its bytes" },
	{ "NODE", KIND_COUNT, SHOWN, "its node" },
	{ "ZONE", KIND_TEXT, SHOWN, "its zone" },
	{ "STATE", KIND_TEXT, SHOWN, "reserved, late_freed (simulated) or released" },
	{ "OWNER", KIND_NAME, SHOWN, "who holds it; - is nobody known" },
	{ "HOW", KIND_TEXT, SHOWN_IF_ASKED, "how the owner is known" },
};

enum { RANGE, SIZE, NODE, ZONE, STATE, OWNER, HOW };

/* ranges_print - print all rows; or, with @live_owner, only what that owner reserved since boot */
void ranges_print(const struct model *m, const struct options *o, const char *live_owner)
{
	const struct row *r;
	struct cell *row;
	struct table t;
	char text[48];

	table_begin(&t, "ranges", range_columns, RANGE_COLUMNS);
	for (r = m->rows; r < m->rows + m->nr_rows; r++) {
		if ((o->node >= 0 && r->nid != o->node) ||
		    (!o->all && !strcmp(r->state, "released")))
			continue;
		if (live_owner && (!m->owners[r->owner].live ||
				   strcmp(m->owners[r->owner].name, live_owner)))
			continue;
		row = table_row(&t);
		snprintf(text, sizeof(text), "%016llx-%016llx", r->start, r->last);
		cell_text(&row[RANGE], text);
		cell_number(&row[SIZE], r->last - r->start + 1);
		cell_number(&row[NODE], r->nid);
		cell_text(&row[ZONE], r->zone);
		cell_text(&row[STATE], r->state);
		cell_text(&row[OWNER], m->owners[r->owner].name);
		cell_text(&row[HOW], r->how);
	}
	table_print(&t, o);
	table_free(&t);
}

static void run(const struct options *o)
{
	struct source s;
	struct model *m = load_model(&s, o, o->from);

	ranges_print(m, o, NULL);
	unload_model(m, &s);
}

const struct verb verb_ranges = {
	.name = "ranges",
	.args = "",
	.what = "All ranges that are reserved, and who holds them",
	.options = TABLE_OPTIONS "Na",
	.columns = range_columns,
	.nr_columns = RANGE_COLUMNS,
	.run = run,
};
