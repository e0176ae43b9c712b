// SPDX-License-Identifier: GPL-2.0-only
/*
 * boot: memblock's list of reservations as it was at the end of boot, and what became of each
 * entry. If the module has no list, the verb prints the module's reason.
 */
#include <stdlib.h>
#include <string.h>

#include "bootlist.h"
#include "say.h"
#include "units.h"
#include "verbs.h"

static const struct column columns[] = {
	{ "RANGE", KIND_TEXT, SHOWN, "first and last byte, hexadecimal" },
	{ "SIZE", KIND_SIZE, SHOWN, "its bytes" },
	{ "NODE", KIND_COUNT, SHOWN, "its node, if it is known" },
	{ "FLAGS", KIND_TEXT, SHOWN, "memblock's flags" },
	{ "NOW", KIND_TEXT, SHOWN, "reserved, freed, or - if it is not memory" },
};

enum { RANGE, SIZE, NODE, FLAGS, NOW };

/*
 * boot_sums - add up how much of memblock's list is still reserved and how much was freed, on @node
 * (-1: on all nodes)
 */
void boot_sums(struct source *s, int node, struct freed *f)
{
	const struct input *in = source_get(s, "boot");
	struct word said = { "", 0 };
	struct text t;
	struct boot_row e;
	u64 last = 0;

	memset(f, 0, sizeof(*f));
	text_begin(&t, in->text, in->length);
	while (boot_next(&t, &e, &said)) {
		if (e.wrong || (f->known && e.start <= last))
			die("boot: line %lu is not as it must be", t.line);
		f->known = true;
		last = e.last;
		if (node >= 0 && e.nid != node)
			continue;
		if (word_is(e.now, "freed"))
			f->freed += e.last - e.start + 1;
		else if (word_is(e.now, "reserved"))
			f->reserved += e.last - e.start + 1;
	}
	snprintf(f->why_not, sizeof(f->why_not), "%.*s", (int)(said.n < 190 ? said.n : 190),
		 said.at);
}

static void cell_word(struct cell *c, struct word w)
{
	char text[128];
	size_t i;

	snprintf(text, sizeof(text), "%.*s", (int)(w.n < 120 ? w.n : 120), w.at);
	for (i = 0; text[i]; i++)
		if (text[i] < ' ' || text[i] > '~')
			text[i] = '?';
	cell_text(c, text);
}

static void run(const struct options *o)
{
	struct model *m = NULL;
	struct word said = { "", 0 };
	const struct input *in;
	struct source s;
	struct boot_row e;
	bool any = false;
	struct cell *row;
	struct table t;
	struct text text;
	char range[48];

	if (o->node >= 0)
		m = load_model(&s, o, o->from); /* is there such a node? */
	else
		open_source(&s, o, o->from);
	in = source_get(&s, "boot");
	table_begin(&t, "boot", columns, NR(columns));
	text_begin(&text, in->text, in->length);
	while (boot_next(&text, &e, &said)) {
		if (e.wrong)
			die("boot: line %lu is not as it must be", text.line);
		any = true;
		if (o->node >= 0 && e.nid != o->node)
			continue;
		row = table_row(&t);
		snprintf(range, sizeof(range), "%016llx-%016llx", e.start, e.last);
		cell_text(&row[RANGE], range);
		cell_number(&row[SIZE], e.last - e.start + 1);
		if (e.nid >= 0)
			cell_number(&row[NODE], e.nid);
		cell_word(&row[FLAGS], e.flags);
		cell_word(&row[NOW], e.now);
	}
	if (!any && said.n)
		die("%.*s", (int)(said.n < 300 ? said.n : 300), said.at);
	table_print(&t, o);
	table_free(&t);
	if (m)
		unload_model(m, &s);
	else
		source_free(&s);
}

const struct verb verb_boot = {
	.name = "boot",
	.args = "",
	.what = "What boot had reserved, and what became of it",
	.options = TABLE_OPTIONS "N",
	.columns = columns,
	.nr_columns = NR(columns),
	.run = run,
};
