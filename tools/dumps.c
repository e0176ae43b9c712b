// SPDX-License-Identifier: GPL-2.0-only
/*
 * dumps: reads the files of the module, as doc/ABI.md specifies them. A later module may add
 * columns at the end of a line, so this ignores what follows the known columns.
 */
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "say.h"
#include "units.h"

static unsigned int hash(const char *name, size_t n)
{
	unsigned int h = 2166136261U;

	while (n--)
		h = (h ^ (unsigned char)*name++) * 16777619U;
	return h;
}

/* owner_name_ok - is it a name that an owner can have? */
bool owner_name_ok(struct word w)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:+-/@";
	size_t i;

	for (i = 0; i < w.n; i++)
		if (!memchr(letters, w.at[i], sizeof(letters) - 1))
			return false;
	return w.n > 0 && w.n <= OWNER_MAX;
}

static unsigned int *find_slot(const struct model *m, struct word w, bool live)
{
	size_t i = (hash(w.at, w.n) + live) & (m->nr_slots - 1);
	const struct owner *o;

	for (; m->slots[i]; i = (i + 1) & (m->nr_slots - 1)) {
		o = &m->owners[m->slots[i] - 1];
		if (o->live == live && word_is(w, o->name))
			break;
	}
	return &m->slots[i];
}

/* Keep at least twice as many slots as owners */
static void grow_slots(struct model *m)
{
	struct word w;
	size_t i;

	free(m->slots);
	m->nr_slots = m->nr_slots ? 2 * m->nr_slots : 256;
	m->slots = must(calloc(m->nr_slots, sizeof(*m->slots)));
	for (i = 0; i < m->nr_owners; i++) {
		w.at = m->owners[i].name;
		w.n = strlen(w.at);
		*find_slot(m, w, m->owners[i].live) = i + 1;
	}
}

/*
 * The index of the owner with this name; makes a new owner if there is none. Memory that was
 * reserved since boot has an owner of its own, even if an owner of boot has the same name.
 */
static unsigned int owner_index(struct model *m, struct word w, bool live)
{
	unsigned int *slot;
	struct owner *o;

	if (2 * m->nr_owners >= m->nr_slots)
		grow_slots(m);
	slot = find_slot(m, w, live);
	if (*slot)
		return *slot - 1;
	if (m->nr_owners == m->max_owners) {
		m->max_owners = m->max_owners ? 2 * m->max_owners : 64;
		m->owners = must(realloc(m->owners, m->max_owners * sizeof(*m->owners)));
	}
	o = &m->owners[m->nr_owners++];
	memset(o, 0, sizeof(*o));
	memcpy(o->name, w.at, w.n);
	o->live = live;
	*slot = m->nr_owners;
	return *slot - 1;
}

/* Copy a word of the letters that a name can have */
static bool copy_word(char *to, size_t room, struct word w)
{
	if (w.n >= room || !owner_name_ok(w))
		return false;
	memcpy(to, w.at, w.n);
	to[w.n] = '\0';
	return true;
}

static bool take_nid(struct text *t, int *nid)
{
	struct word w;
	u64 n;

	if (!text_word(t, &w) || !word_decimal(w, &n) || n >= NODES_MAX)
		return false;
	*nid = n;
	return true;
}

/* # start-end bytes node zone state owner how */
static bool parse_row(struct model *m, struct text *t, struct row *r)
{
	struct word range, bytes, zone, state, owner, how;
	u64 n;

	if (!text_word(t, &range) || !word_range(range, &r->start, &r->last) ||
	    r->last >= SIZE_LIMIT || !text_word(t, &bytes) || !word_decimal(bytes, &n) ||
	    n != r->last - r->start + 1 || !take_nid(t, &r->nid) || !text_word(t, &zone) ||
	    !text_word(t, &state) || !text_word(t, &owner) || !owner_name_ok(owner))
		return false;
	if (!text_word(t, &how)) /* old modules do not have this column */
		how = (struct word){ "-", 1 };
	if (!copy_word(r->zone, sizeof(r->zone), zone) ||
	    !copy_word(r->state, sizeof(r->state), state) ||
	    !copy_word(r->how, sizeof(r->how), how))
		return false;
	r->owner = owner_index(m, owner, word_is(how, "live"));
	return true;
}

/* model_parse_ranges - read `ranges`: sorted rows that do not overlap, of nodes in `summary` */
bool model_parse_ranges(struct model *m, const struct input *in)
{
	struct row row, *last;
	struct text t;

	if (in->absent)
		return model_wrong(m, "there is no table of ranges", NULL);
	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (t.at == t.line_end || *t.at == '#')
			continue;
		memset(&row, 0, sizeof(row));
		last = m->nr_rows ? &m->rows[m->nr_rows - 1] : NULL;
		if (!parse_row(m, &t, &row) || !m->nodes[row.nid].seen ||
		    (last && row.start <= last->last))
			return model_wrong(m, in->name, &t);
		if (m->nr_rows == m->max_rows) {
			m->max_rows = m->max_rows ? 2 * m->max_rows : 256;
			m->rows = must(realloc(m->rows, m->max_rows * sizeof(*m->rows)));
		}
		m->rows[m->nr_rows++] = row;
	}
	return true;
}

/* Add a column, which counts pages, to a sum of bytes */
static bool add_pages(struct text *t, s64 *sum)
{
	const s64 limit = SIZE_LIMIT / PAGE_BYTES;
	struct word w;
	s64 n;

	if (!text_word(t, &w) || !word_signed(w, &n) || n > limit || n < -limit)
		return false;
	return !__builtin_add_overflow(*sum, n * (s64)PAGE_BYTES, sum);
}

/* model_parse_summary - read `summary`, which has a row for each zone of each node, in pages */
bool model_parse_summary(struct model *m, const struct input *in)
{
	s64 unavailable = 0;
	struct sums *s;
	struct text t;
	struct word w;
	u64 nid;
	bool any = false;

	if (in->absent)
		return model_wrong(m, "there is no summary", NULL);
	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (!text_word(&t, &w) || *w.at == '#' || word_is(w, "total"))
			continue;
		if (!word_decimal(w, &nid) || nid >= NODES_MAX || !text_word(&t, &w))
			return model_wrong(m, in->name, &t);
		s = &m->nodes[nid];
		s->seen = true;
		any = true;
		unavailable = 0;
		if (!add_pages(&t, &s->present) || !add_pages(&t, &s->managed) ||
		    !add_pages(&t, &s->reserved) || !add_pages(&t, &unavailable) ||
		    !add_pages(&t, &s->unexplained) || !add_pages(&t, &s->late_freed) ||
		    !add_pages(&t, &s->released))
			return model_wrong(m, in->name, &t);
		if (t.at < t.line_end && !add_pages(&t, &s->other))
			return model_wrong(m, in->name, &t);
	}
	return any || model_wrong(m, "summary: it has no node", NULL);
}
