// SPDX-License-Identifier: GPL-2.0-only
/*
 * place: finds the node of an address.
 *
 * The kernel says which memory blocks each node has (/sys/devices/system/node/node<N>/memory<M>).
 * The zones do not say it: a DIMM of node 0 can lie above all memory of node 1, and then the zone
 * of node 0 also spans node 1. The starts of zones decide only if a block belongs to several nodes,
 * or if the kernel has no blocks (CONFIG_MEMORY_HOTPLUG=n). An address in no block belongs to the
 * place below it; an address below all places belongs to the first place.
 */
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "say.h"
#include "units.h"

/* Neighbouring blocks of one node, [start, end) */
struct run {
	u64 start;
	u64 end;
	int nid;
};

struct runs {
	struct run *r;
	size_t nr;
	size_t max;
};

static void add_place(struct model *m, u64 start, int nid)
{
	if (m->nr_places == m->max_places) {
		m->max_places = m->max_places ? 2 * m->max_places : 64;
		m->places = must(realloc(m->places, m->max_places * sizeof(*m->places)));
	}
	m->places[m->nr_places] = (struct place){ start, nid, m->nr_places };
	m->nr_places++;
}

static bool add_run(struct runs *list, u64 first, u64 last, u64 size, int nid)
{
	struct run run = { .nid = nid };

	if (first > last || last >= SIZE_LIMIT / size)
		return false;
	if (list->nr == list->max) {
		list->max = list->max ? 2 * list->max : 64;
		list->r = must(realloc(list->r, list->max * sizeof(*list->r)));
	}
	run.start = first * size;
	run.end = (last + 1) * size;
	list->r[list->nr++] = run;
	return true;
}

/* Read a list of blocks, "0-15,32-47" */
static bool parse_runs(struct runs *list, struct word w, u64 size, int nid)
{
	struct word item, first, last;
	u64 a, b;
	bool more = true;

	while (more) {
		more = word_pair(w, ',', &item, &last);
		if (!more)
			item = w;
		else
			w = last;
		if (!word_pair(item, '-', &first, &last)) {
			first = item;
			last = item;
		}
		if (!word_decimal(first, &a) || !word_decimal(last, &b) ||
		    !add_run(list, a, b, size, nid))
			return false;
	}
	return true;
}

static bool parse_memory(struct model *m, const struct input *in, struct runs *list, int *first)
{
	u64 size = 0, nid;
	struct text t;
	struct word w;

	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (!text_word(&t, &w))
			continue;
		if (word_is(w, "block_size")) {
			if (!text_word(&t, &w) || !word_hex(w, &size) || !size || size > SIZE_LIMIT)
				return model_wrong(m, in->name, &t);
			continue;
		}
		if (!word_is(w, "node") || !text_word(&t, &w) || !word_decimal(w, &nid) ||
		    nid >= NODES_MAX)
			return model_wrong(m, in->name, &t);
		if (*first < 0)
			*first = nid;
		if (text_word(&t, &w) && (!size || !parse_runs(list, w, size, nid)))
			return model_wrong(m, in->name, &t);
	}
	return true;
}

/* Read the zones that have pages: lines "Node N, zone ...", "spanned N", "start_pfn: N" */
static bool parse_zones(struct model *m, const struct input *in)
{
	u64 nid = 0, spanned = 0, pfn;
	size_t max = 0;
	struct text t;
	struct word w;

	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (!text_word(&t, &w))
			continue;
		if (word_is(w, "Node") && text_word(&t, &w)) {
			w.n -= w.at[w.n - 1] == ',';
			spanned = 0;
			if (!word_decimal(w, &nid) || nid >= NODES_MAX)
				return model_wrong(m, in->name, &t);
		} else if (word_is(w, "spanned") && text_word(&t, &w)) {
			if (!word_decimal(w, &spanned) || spanned > SIZE_LIMIT / PAGE_BYTES)
				return model_wrong(m, in->name, &t);
		} else if (word_is(w, "start_pfn:") && text_word(&t, &w) && spanned) {
			if (!word_decimal(w, &pfn) || pfn > SIZE_LIMIT / PAGE_BYTES - spanned)
				return model_wrong(m, in->name, &t);
			if (m->zones.nr == max) {
				max = max ? 2 * max : 64;
				m->zone_nids = must(realloc(m->zone_nids, max * sizeof(int)));
			}
			m->zone_nids[m->zones.nr] = nid;
			stretch_add(&m->zones, pfn * PAGE_BYTES, (pfn + spanned) * PAGE_BYTES - 1);
		}
	}
	return true;
}

/*
 * Memory that several nodes claim, [start, end): each part of it belongs to the zone with the
 * nearest start at or below it.
 */
static void place_by_zones(struct model *m, u64 start, u64 end)
{
	size_t i, best = (size_t)-1;

	for (i = 0; i < m->zones.nr; i++) {
		if (m->zones.s[i].start <= start &&
		    (best == (size_t)-1 || m->zones.s[i].start > m->zones.s[best].start))
			best = i;
	}
	if (best != (size_t)-1)
		add_place(m, start, m->zone_nids[best]);
	for (i = 0; i < m->zones.nr; i++)
		if (m->zones.s[i].start > start && m->zones.s[i].start < end)
			add_place(m, m->zones.s[i].start, m->zone_nids[i]);
}

static int by_start(const void *a, const void *b)
{
	const struct run *s = a, *t = b;

	if (s->start != t->start)
		return s->start < t->start ? -1 : 1;
	return s->nid < t->nid ? -1 : s->nid > t->nid;
}

static void place_by_blocks(struct model *m, struct runs *list)
{
	u64 end = 0, shared;
	const struct run *r;
	int nid = -1;

	qsort(list->r, list->nr, sizeof(*list->r), by_start);
	for (r = list->r; r < list->r + list->nr; r++) {
		if (r->start >= end) {
			add_place(m, r->start, r->nid);
		} else {
			shared = r->end < end ? r->end : end;
			if (r->nid != nid)
				place_by_zones(m, r->start, shared);
			if (r->end > shared)
				add_place(m, shared, r->nid);
			else if (end > shared)
				add_place(m, shared, nid);
		}
		if (r->end > end) {
			end = r->end;
			nid = r->nid;
		}
	}
}

static int by_address(const void *a, const void *b)
{
	const struct place *s = a, *t = b;

	if (s->start != t->start)
		return s->start < t->start ? -1 : 1;
	return s->order < t->order ? -1 : s->order > t->order;
}

/* model_parse_places - find from which address on the memory belongs to which node */
bool model_parse_places(struct model *m, const struct input *memory, const struct input *zoneinfo)
{
	struct runs list = { 0 };
	int first = -1;
	bool good;
	size_t i, n = 0;

	good = (zoneinfo->absent || parse_zones(m, zoneinfo)) &&
	       (memory->absent || parse_memory(m, memory, &list, &first));
	if (good && list.nr)
		place_by_blocks(m, &list);
	else if (good)
		place_by_zones(m, 0, SIZE_LIMIT);
	free(list.r);
	if (!good)
		return false;
	if (!m->nr_places)
		add_place(m, 0, first < 0 ? 0 : first);
	qsort(m->places, m->nr_places, sizeof(*m->places), by_address);
	for (i = 1; i < m->nr_places; i++) { /* of places with the same start, keep the last */
		n += m->places[i].start != m->places[n].start;
		m->places[n] = m->places[i];
	}
	m->nr_places = n + 1;
	return true;
}

/* model_piece - the part of @of that begins at @start and is on one node */
struct piece model_piece(const struct model *m, const struct stretch *of, u64 start)
{
	size_t low = 0, high = m->nr_places, middle;
	u64 last = of->last;

	while (low < high) { /* find the first place that begins above @start */
		middle = low + (high - low) / 2;
		if (m->places[middle].start <= start)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < m->nr_places && m->places[low].start <= last)
		last = m->places[low].start - 1;
	return (struct piece){ start, last, m->places[low ? low - 1 : 0].nid };
}
