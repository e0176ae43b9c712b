// SPDX-License-Identifier: GPL-2.0-only
/*
 * unused: memory that never became a present page, and the reason.
 *
 * Present pages are the whole pages of the kernel's own map of RAM (e820__memblock_setup() in
 * arch/x86/kernel/e820.c), which /proc/iomem shows as "System RAM". Pages of offline memory blocks
 * and pages outside all zones are not present. The pages in the module's table are always present.
 *
 * For all other memory of the model there is a list of causes, the surest cause first. A byte gets
 * the first cause that fits. Boot options are read from the command line as parse_memopt() and
 * parse_memmap_one() in e820.c read them. The boot log says what MTRRs took. For the rest, the
 * reason is the name of the entry in iomem, or "not known".
 */
#include <stdlib.h>
#include <string.h>

#include "above.h"
#include "say.h"
#include "units.h"

#define PAGE_MASK	(PAGE_BYTES - 1)
#define EVERYWHERE	(SIZE_LIMIT - 1)
#define BIOS_BEGIN	0xa0000ULL
#define BIOS_END	0x100000ULL
#define MAXMEM		0x400000000000ULL /* with four levels of page tables */

struct search {
	struct above *a;
	const struct model *m;
	struct stretches left; /* unused memory without a cause so far */
};

static void add_unused(struct above *a, u64 start, u64 last, int nid, const char *why)
{
	struct unused *u;

	if (a->nr_unused == a->max_unused) {
		a->max_unused = a->max_unused ? 2 * a->max_unused : 16;
		a->unused = must(realloc(a->unused, a->max_unused * sizeof(*a->unused)));
	}
	u = &a->unused[a->nr_unused++];
	memset(u, 0, sizeof(*u));
	u->at = (struct stretch){ start, last };
	u->placed = true;
	u->nid = nid;
	u->bytes = last - start + 1;
	snprintf(u->why, sizeof(u->why), "%s", why);
}

/*
 * Give this cause to the memory in @where that has none yet; memory on two nodes becomes two rows
 */
static void is_cause(struct search *s, struct stretches *where, const char *why)
{
	struct stretches found = { 0 };
	struct piece piece;
	size_t i;
	u64 at;

	stretch_join(where);
	stretch_common(&s->left, where, &found);
	for (i = 0; i < found.nr; i++)
		for (at = found.s[i].start; at <= found.s[i].last; at = piece.last + 1) {
			piece = model_piece(s->m, &found.s[i], at);
			add_unused(s->a, piece.start, piece.last, piece.nid, why);
		}
	stretch_subtract(&s->left, &found);
	stretch_free(&found);
	stretch_free(where);
}

static void is_cause_from_to(struct search *s, u64 start, u64 last, const char *why)
{
	struct stretches where = { 0 };

	if (last > EVERYWHERE)
		last = EVERYWHERE;
	if (start <= last && stretch_add(&where, start, last))
		is_cause(s, &where, why);
}

/* Try one item of memmap=, or the value of mem=, as a cause */
static void try_item(struct search *s, const char *option, struct word item)
{
	char value[WHY_MAX], why[WHY_MAX];
	struct word w = item;
	u64 size, start;

	copy_printable(value, sizeof(value), item);
	snprintf(why, sizeof(why), "%s=%s", option, value);
	if (word_is(item, "exactmap")) {
		is_cause_from_to(s, 0, EVERYWHERE, "memmap=exactmap");
	} else if (word_take_size(&w, &size) && size) {
		if (!w.n || !strcmp(option, "mem")) {
			is_cause_from_to(s, size, EVERYWHERE, why);
		} else if (w.n > 1 && strchr("#$!%", *w.at)) {
			w.at++;
			w.n--;
			if (word_take_size(&w, &start))
				is_cause_from_to(s, start, size > U64_MAX - start ? U64_MAX :
						 start + size - 1, why);
		}
	}
}

/* Read the command line up to "--"; a word or its value can be in quotes */
static void try_cmdline(struct search *s, const struct input *in)
{
	struct word w, name, value, item, rest;
	struct text t;
	bool more;

	text_begin(&t, in->text, in->length);
	if (!text_line(&t))
		return;
	while (text_word(&t, &w) && !word_is(w, "--")) {
		if (*w.at == '"') {
			w.at++;
			w.n--;
		}
		if (!word_pair(w, '=', &name, &value) || !value.n)
			continue;
		if (*value.at == '"') {
			value.at++;
			value.n--;
		}
		if (value.n && value.at[value.n - 1] == '"')
			value.n--;
		if (word_is(name, "mem"))
			try_item(s, "mem", value);
		if (!word_is(name, "memmap"))
			continue;
		do {
			more = word_pair(value, ',', &item, &rest);
			try_item(s, "memmap", more ? item : value);
			value = rest;
		} while (more);
	}
}

/*
 * When MTRRs do not cover some memory, mtrr_trim_uncached_memory() in
 * arch/x86/kernel/cpu/mtrr/cleanup.c logs lines "e820: update [mem A-B] usable ==> reserved" and
 * then "update e820 for mtrr".
 */
static void try_mtrr(struct search *s, const struct input *in)
{
	struct stretches updates = { 0 };
	struct word first, second, range;
	u64 start, last;
	struct text t;

	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (!text_word(&t, &first) || !text_word(&t, &second))
			continue;
		if (word_is(first, "update") && word_is(second, "e820") &&
		    word_is(text_rest(&t), "for mtrr"))
			is_cause(s, &updates, "MTRRs do not cover it (BIOS bug)");
		if (!word_is(first, "e820:") || !word_is(second, "update") ||
		    !text_word(&t, &range) || !word_is(range, "[mem") || !text_word(&t, &range))
			continue;
		range.n -= range.at[range.n - 1] == ']';
		if (word_range(range, &start, &last) && start && last - start < SIZE_LIMIT)
			stretch_add(&updates, start, last);
	}
	stretch_free(&updates);
}

/* The names of iomem's entries as causes, the outermost entry first */
static void try_iomem(struct search *s, const struct input *in)
{
	static const char *const whys[][2] = {
		{ "Soft Reserved", "soft reserved, for a driver" },
		{ "Persistent Memory", "persistent memory" },
		{ "Persistent Memory (legacy)", "persistent memory" },
		{ "Unusable memory", "unusable" },
	};
	char text[WHY_MAX], why[WHY_MAX + 40];
	struct stretches where = { 0 };
	struct word range, w;
	u64 start, last;
	struct text t;
	size_t i;

	text_begin(&t, in->text, in->length);
	while (s->left.nr && text_line(&t)) {
		if (!text_word(&t, &range) || !word_range(range, &start, &last) ||
		    !text_word(&t, &w) || start > s->left.s[s->left.nr - 1].last ||
		    last < s->left.s[0].start || !stretch_add(&where, start, last))
			continue;
		w = text_rest(&t);
		copy_printable(text, sizeof(text), w);
		snprintf(why, sizeof(why), "not known (%s in iomem)", text);
		for (i = 0; i < sizeof(whys) / sizeof(*whys); i++)
			if (word_is(w, whys[i][0]))
				snprintf(why, sizeof(why), "%s", whys[i][1]);
		is_cause(s, &where, why);
	}
}

/* Read the memory blocks that are offline, one on each line */
static bool read_offline(struct above *a, const struct input *memory, const struct input *in,
			 struct stretches *offline)
{
	u64 size = 0, n;
	struct word w;
	struct text t;

	text_begin(&t, memory->text, memory->length);
	while (!size && text_line(&t))
		if (text_word(&t, &w) && word_is(w, "block_size") &&
		    (!text_word(&t, &w) || !word_hex(w, &size)))
			return above_wrong(a, memory, &t);
	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (!text_word(&t, &w))
			continue;
		if (!size || !word_decimal(w, &n) || n >= SIZE_LIMIT / size ||
		    !stretch_add(offline, n * size, (n + 1) * size - 1))
			return above_wrong(a, in, &t);
	}
	stretch_join(offline);
	return true;
}

/* Add the whole pages of a list, as memblock_trim_memory() in mm/memblock.c does */
static void add_whole_pages(struct stretches *to, const struct stretches *list)
{
	size_t i;

	for (i = 0; i < list->nr; i++) {
		u64 start = (list->s[i].start + PAGE_MASK) & ~PAGE_MASK;
		u64 end = (list->s[i].last + 1) & ~PAGE_MASK;

		if (start < end)
			stretch_add(to, start, end - 1);
	}
}

/*
 * Pages in the module's table are present, even if iomem does not call them RAM:
 * efi_arch_mem_reserve() in arch/x86/platform/efi/quirks.c changes the map after memblock has
 * copied it.
 */
static void add_pages_of_rows(struct stretches *to, const struct model *m)
{
	size_t i;

	for (i = 0; i < m->nr_rows; i++)
		stretch_add(to, m->rows[i].start & ~PAGE_MASK, m->rows[i].last | PAGE_MASK);
}

/* Add a row for each node with the unused memory for which no place was found */
static void add_rests(struct above *a, const struct model *m)
{
	s64 rests[NODES_MAX] = { 0 };
	size_t i;
	int nid;

	for (i = 0; i < a->nr_unused; i++)
		rests[a->unused[i].nid] -= a->unused[i].bytes;
	for (nid = 0; nid < NODES_MAX; nid++) {
		rests[nid] += m->nodes[nid].unused;
		if (!m->nodes[nid].seen || !rests[nid])
			continue;
		add_unused(a, 0, 0, nid, rests[nid] > 0 ? "not known" :
			   "more pages than memory");
		a->unused[a->nr_unused - 1].placed = false;
		a->unused[a->nr_unused - 1].bytes = rests[nid];
	}
}

static void find_causes(struct search *s, struct source *source, struct stretches *offline,
			struct stretches *parts)
{
	struct stretches zones = { 0 };
	u64 end;

	is_cause(s, offline, "offline");
	is_cause_from_to(s, 0, PAGE_BYTES - 1, "page 0");
	is_cause_from_to(s, BIOS_BEGIN, BIOS_END - 1, "the BIOS's, from 640 KiB on");
	try_cmdline(s, source_get(source, "cmdline"));
	try_mtrr(s, source_maybe(source, "e820"));
	is_cause(s, parts, "part of a page");
	stretch_copy(&zones, &s->m->zones);
	stretch_join(&zones);
	end = zones.nr ? zones.s[zones.nr - 1].last + 1 : 0;
	stretch_free(&zones);
	if (end == MAXMEM)
		is_cause_from_to(s, end, EVERYWHERE, "above what the kernel can map");
	try_iomem(s, source_get(source, "iomem"));
	is_cause_from_to(s, 0, EVERYWHERE, "not known");
	stretch_free(&s->left);
}

/* above_read_unused - the stretches with node and reason; they add up to the model's `unused` */
bool above_read_unused(struct above *a, const struct model *m, struct source *source)
{
	struct stretches offline = { 0 }, parts = { 0 }, usable = { 0 }, zones = { 0 };
	struct search s = { .a = a, .m = m };
	struct input memory = *source_get(source, "memory");
	bool good = true;

	add_whole_pages(&usable, &m->ram);
	if (stretch_bytes(&usable) != m->all.present) /* if equal, no block is offline */
		good = read_offline(a, &memory, source_maybe(source, "offline"), &offline);
	stretch_copy(&parts, &m->ram);
	stretch_subtract(&parts, &usable);
	if (m->zones.nr) {
		stretch_copy(&zones, &m->zones);
		stretch_join(&zones);
		stretch_common(&m->ram, &zones, &usable);
		stretch_subtract(&usable, &parts);
		stretch_free(&zones);
	}
	stretch_subtract(&usable, &offline);
	add_pages_of_rows(&usable, m);
	stretch_join(&usable);
	stretch_copy(&s.left, &m->firmware);
	stretch_copy(&s.left, &m->added);
	stretch_copy(&s.left, &m->driver);
	stretch_join(&s.left);
	stretch_subtract(&s.left, &usable);
	stretch_free(&usable);
	if (good) {
		find_causes(&s, source, &offline, &parts);
		add_rests(a, m);
	}
	stretch_free(&s.left);
	stretch_free(&offline);
	stretch_free(&parts);
	return good;
}
