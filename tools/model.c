// SPDX-License-Identifier: GPL-2.0-only
/*
 * model: makes the sums, see model.h. dumps.c reads the module's files, machine.c reads those of
 * the kernel, and place.c finds the node of an address.
 */
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "say.h"
#include "units.h"

/*
 * model_wrong - note in m->why what is wrong, and at which line of @t if it is not NULL; returns
 * false
 */
bool model_wrong(struct model *m, const char *what, const struct text *t)
{
	if (t)
		snprintf(m->why, sizeof(m->why), "%s: line %lu is not as it must be", what,
			 t->line);
	else
		snprintf(m->why, sizeof(m->why), "%s", what);
	return false;
}

/* Add the bytes of a list to their nodes; @offset says to which member of struct sums */
static void spread(struct model *m, const struct stretches *list, size_t offset)
{
	struct piece piece;
	size_t i;
	u64 at;

	for (i = 0; i < list->nr; i++)
		for (at = list->s[i].start; at <= list->s[i].last; at = piece.last + 1) {
			piece = model_piece(m, &list->s[i], at);
			m->nodes[piece.nid].seen = true;
			*(s64 *)((char *)&m->nodes[piece.nid] + offset) +=
				piece.last - piece.start + 1;
		}
}

static int by_owner_and_node(const void *a, const void *b)
{
	const struct share *s = a, *t = b;

	if (s->owner != t->owner)
		return s->owner < t->owner ? -1 : 1;
	return s->nid < t->nid ? -1 : s->nid > t->nid;
}

/* shares_join - sort a list and join shares of one owner on one node. Return: how many are left */
size_t shares_join(struct share *list, size_t nr)
{
	size_t i, n = 0;

	qsort(list, nr, sizeof(*list), by_owner_and_node);
	for (i = 0; i < nr; i++) {
		if (n && list[n - 1].owner == list[i].owner && list[n - 1].nid == list[i].nid) {
			list[n - 1].bytes += list[i].bytes;
			list[n - 1].ranges += list[i].ranges;
		} else {
			list[n++] = list[i];
		}
	}
	return n;
}

/* How sure is a way in which an owner is known? The order is that of the module's enum owner_how */
static int sureness(const char *how)
{
	static const char *const hows[] = { "-", "pointer", "told", "boot", "fact", "live" };
	int i;

	for (i = sizeof(hows) / sizeof(*hows) - 1; i >= 0 && strcmp(how, hows[i]); i--)
		;
	return i;
}

/* Sum up what each owner holds on each node; released memory has no owner */
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
		m->nodes[r->nid].rows++;
		if (!*o->how || sureness(r->how) < sureness(o->how))
			memcpy(o->how, r->how, sizeof(o->how));
		o->bytes += bytes;
		if (o->live)
			m->nodes[r->nid].since += bytes;
		else
			m->nodes[r->nid].boot += bytes;
		if (!o->live && !strcmp(o->name, "-"))
			m->nodes[r->nid].unattributed += bytes;
		m->shares[n++] = (struct share){ r->owner, r->nid, bytes, 1 };
	}
	m->nr_shares = shares_join(m->shares, n);
}

/* model_total - all memory of a node or of the machine, in bytes */
s64 model_total(const struct sums *s)
{
	return s->firmware + s->added + s->driver;
}

/*
 * model_torn - was memory reserved or released after `summary` was read, and before `ranges` was?
 *
 * A row has whole pages, except that it can lack a part of one at each end.
 */
bool model_torn(const struct model *m)
{
	const struct sums *s;

	for (s = m->nodes; s < m->nodes + NODES_MAX; s++)
		if (s->edges < 0 || s->edges > 2 * s->rows * (s64)PAGE_BYTES)
			return true;
	return false;
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
		all->unattributed += s->unattributed;
	}
	all->seen = true;
}

__extension__ static __int128 size_of(s64 n)
{
	return n < 0 ? -(__int128)n : n;
}

/* Refuse sums above SIZE_LIMIT: no machine has so much, and then no sum below can overflow. */
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

/* Divide the memory into `firmware`, `added` and `driver`, so that no byte is in two of them */
static void split_memory(struct model *m)
{
	struct stretches all = { 0 };

	stretch_join(&m->firmware);
	stretch_join(&m->added);
	stretch_join(&m->driver);
	stretch_join(&m->e820);
	stretch_copy(&m->ram, &m->added);
	stretch_copy(&m->ram, &m->driver);
	stretch_join(&m->ram);
	if (m->e820_known) {
		all = m->firmware;
		m->firmware = (struct stretches){ 0 };
		stretch_common(&all, &m->e820, &m->firmware);
		stretch_subtract(&all, &m->ram); /* in no other list: it stays in `firmware` */
		stretch_copy(&m->firmware, &all);
		stretch_join(&m->firmware);
		stretch_free(&all);
	}
	stretch_subtract(&m->added, &m->firmware);
	stretch_subtract(&m->added, &m->driver);
	stretch_subtract(&m->driver, &m->firmware);
}

/* model_read - read all inputs that the sums need, and make the sums */
bool model_read(struct model *m, struct source *s)
{
	struct input memory, zoneinfo;

	memory = *source_get(s, "memory");
	zoneinfo = *source_get(s, "zoneinfo");
	if (!model_parse_summary(m, source_get(s, "summary")) || !sums_ok(m) ||
	    !model_parse_ranges(m, source_get(s, "ranges")) ||
	    !model_parse_places(m, &memory, &zoneinfo) || !model_parse_machine(m, s))
		return false;
	split_memory(m);
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
	free(m->ram.s);
	free(m->e820.s);
	free(m->firmware.s);
	free(m->added.s);
	free(m->driver.s);
	memset(m, 0, sizeof(*m));
}
