// SPDX-License-Identifier: GPL-2.0-only
/*
 * model: the sums, see model.h. The inputs are read in dumps.c (the module's files),
 * machine.c (the kernel's) and place.c (the node of an address).
 */
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "say.h"
#include "units.h"

/* model_wrong - note what is wrong, and where; returns false */
bool model_wrong(struct model *m, const char *what, const struct text *t)
{
	if (t)
		snprintf(m->why, sizeof(m->why), "%s: line %lu is not as it must be", what,
			 t->line);
	else
		snprintf(m->why, sizeof(m->why), "%s", what);
	return false;
}

/* stretch_add - at the end of a list; false if its size is not believed */
bool stretch_add(struct stretches *list, u64 start, u64 last)
{
	if (last >= SIZE_LIMIT)
		return false;
	if (list->nr == list->max) {
		list->max = list->max ? 2 * list->max : 64;
		list->s = must(realloc(list->s, list->max * sizeof(*list->s)));
	}
	list->s[list->nr].start = start;
	list->s[list->nr++].last = last;
	return true;
}

static int by_start(const void *a, const void *b)
{
	const struct stretch *s = a, *t = b;

	return s->start < t->start ? -1 : s->start > t->start;
}

/* Sort a list, and join what touches or overlaps, so that no byte counts twice */
static void join(struct stretches *list)
{
	size_t i, n = 0;

	if (!list->nr)
		return;
	qsort(list->s, list->nr, sizeof(*list->s), by_start);
	for (i = 1; i < list->nr; i++) {
		if (list->s[i].start > list->s[n].last + 1)
			list->s[++n] = list->s[i];
		else if (list->s[i].last > list->s[n].last)
			list->s[n].last = list->s[i].last;
	}
	list->nr = n + 1;
}

/* Take what is in @less out of @from; both are joined */
static void subtract(struct stretches *from, const struct stretches *less)
{
	struct stretches left = { 0 };
	size_t i, j = 0, k;

	for (i = 0; i < from->nr; i++) {
		u64 start = from->s[i].start, last = from->s[i].last;
		bool rest = true;

		while (j < less->nr && less->s[j].last < start)
			j++;
		for (k = j; rest && k < less->nr && less->s[k].start <= last; k++) {
			if (less->s[k].start > start)
				stretch_add(&left, start, less->s[k].start - 1);
			rest = less->s[k].last < last;
			start = less->s[k].last + 1;
		}
		if (rest)
			stretch_add(&left, start, last);
	}
	free(from->s);
	*from = left;
}

/* Add a list's bytes to the nodes they are on, to the member of their sums at @offset */
static void spread(struct model *m, const struct stretches *list, size_t offset)
{
	u64 at, next;
	size_t i;
	int nid;

	for (i = 0; i < list->nr; i++)
		for (at = list->s[i].start; at <= list->s[i].last; at = next) {
			nid = model_node_of(m, at, &next);
			if (next > list->s[i].last)
				next = list->s[i].last + 1;
			m->nodes[nid].seen = true;
			*(s64 *)((char *)&m->nodes[nid] + offset) += next - at;
		}
}

static int by_owner_and_node(const void *a, const void *b)
{
	const struct share *s = a, *t = b;

	if (s->owner != t->owner)
		return s->owner < t->owner ? -1 : 1;
	return s->nid < t->nid ? -1 : s->nid > t->nid;
}

/* What each owner holds on each node; what was released nobody holds */
static void sum_rows(struct model *m)
{
	size_t i, n = 0;

	m->shares = must(calloc(m->nr_rows + 1, sizeof(*m->shares)));
	for (i = 0; i < m->nr_rows; i++) {
		const struct row *r = &m->rows[i];
		struct owner *o = &m->owners[r->owner];
		s64 bytes = r->last - r->start + 1;

		if (!strcmp(r->state, "released"))
			continue;
		o->bytes += bytes;
		o->ranges++;
		memcpy(o->how, r->how, sizeof(o->how));
		if (o->live)
			m->nodes[r->nid].since += bytes;
		else
			m->nodes[r->nid].boot += bytes;
		m->shares[n++] = (struct share){ r->owner, r->nid, bytes };
	}
	qsort(m->shares, n, sizeof(*m->shares), by_owner_and_node);
	for (i = 0; i < n; i++) {
		struct share *last = m->nr_shares ? &m->shares[m->nr_shares - 1] : NULL;

		if (last && last->owner == m->shares[i].owner && last->nid == m->shares[i].nid)
			last->bytes += m->shares[i].bytes;
		else
			m->shares[m->nr_shares++] = m->shares[i];
	}
}

/* model_total - all memory that a node, or the machine, has */
s64 model_total(const struct sums *s)
{
	return s->firmware + s->added + s->driver;
}

static void sum_nodes(struct model *m)
{
	struct sums *all = &m->all, *s;

	for (s = m->nodes; s < m->nodes + NODES_MAX; s++) {
		if (!s->seen)
			continue;
		s->unused = model_total(s) - s->present;
		s->edges = s->reserved - s->boot - s->since;
		all->firmware += s->firmware;
		all->added += s->added;
		all->driver += s->driver;
		all->unused += s->unused;
		all->boot += s->boot;
		all->since += s->since;
		all->edges += s->edges;
		all->other += s->other;
		all->unexplained += s->unexplained;
		all->managed += s->managed;
		all->present += s->present;
		all->reserved += s->reserved;
		all->late_freed += s->late_freed;
		all->released += s->released;
	}
	all->seen = true;
}

__extension__ static __int128 size_of(s64 n)
{
	return n < 0 ? -(__int128)n : n;
}

/* No machine has more than SIZE_LIMIT of anything, so that no sum below can overflow. */
static bool sums_ok(struct model *m)
{
	__extension__ __int128 all = 0;
	const struct sums *s;

	for (s = m->nodes; s < m->nodes + NODES_MAX; s++) {
		if (s->present < 0 || s->managed < 0 || s->reserved < 0 || s->late_freed < 0 ||
		    s->released < 0)
			return model_wrong(m, "summary: pages below zero", NULL);
		all += size_of(s->present) + s->managed + s->reserved + s->late_freed +
		       s->released + size_of(s->unexplained) + size_of(s->other);
	}
	if (all > (__int128)SIZE_LIMIT)
		return model_wrong(m, "summary: more pages than any machine has", NULL);
	return true;
}

/* model_read - all inputs that the sums need, and the sums */
bool model_read(struct model *m, struct source *s)
{
	struct input memory, zoneinfo;

	memory = *source_get(s, "memory");
	zoneinfo = *source_get(s, "zoneinfo");
	if (!model_parse_summary(m, source_get(s, "summary")) || !sums_ok(m) ||
	    !model_parse_ranges(m, source_get(s, "ranges")) ||
	    !model_parse_places(m, &memory, &zoneinfo) || !model_parse_machine(m, s))
		return false;
	join(&m->firmware);
	join(&m->added);
	join(&m->driver);
	subtract(&m->added, &m->firmware);
	subtract(&m->added, &m->driver);
	subtract(&m->driver, &m->firmware);
	spread(m, &m->firmware, offsetof(struct sums, firmware));
	spread(m, &m->added, offsetof(struct sums, added));
	spread(m, &m->driver, offsetof(struct sums, driver));
	sum_rows(m);
	sum_nodes(m);
	return true;
}

void model_free(struct model *m)
{
	free(m->rows);
	free(m->owners);
	free(m->slots);
	free(m->shares);
	free(m->places);
	free(m->zones.s);
	free(m->zone_nids);
	free(m->firmware.s);
	free(m->added.s);
	free(m->driver.s);
	memset(m, 0, sizeof(*m));
}
