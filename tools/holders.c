// SPDX-License-Identifier: GPL-2.0-only
/*
 * holders: who holds something on a node or on all of them, and where.
 */
#include <stdlib.h>
#include <string.h>

#include "verbs.h"

static int largest_first(const void *a, const void *b)
{
	const struct holder *x = a, *y = b;

	if (x->bytes != y->bytes)
		return x->bytes > y->bytes ? -1 : 1;
	return strcmp(x->owner->name, y->owner->name);
}

/* holders_on - who holds something on a node (-1: on any), the largest first; *list for free() */
size_t holders_on(const struct model *m, int node, struct holder **list)
{
	const struct share *s;
	struct holder *last = NULL;
	size_t n = 0;

	*list = calloc(m->nr_shares + 1, sizeof(**list));
	if (!*list)
		return 0;
	for (s = m->shares; s < m->shares + m->nr_shares; s++) {
		if (node >= 0 && s->nid != node)
			continue;
		if (!last || last->owner != &m->owners[s->owner]) {
			last = &(*list)[n++];
			last->owner = &m->owners[s->owner];
		}
		last->bytes += s->bytes;
	}
	qsort(*list, n, sizeof(**list), largest_first);
	return n;
}

/* owner_nodes - "0-3,7": the nodes that an owner is on; cut off if there are very many runs */
void owner_nodes(const struct model *m, const struct owner *o, char *to, size_t room)
{
	const struct share *s = m->shares, *end = m->shares + m->nr_shares;
	unsigned int owner = o - m->owners;
	size_t n = 0;
	int first;

	*to = '\0';
	while (s < end && s->owner != owner)
		s++;
	for (; s < end && s->owner == owner && n + 24 < room; s++) {
		first = s->nid;
		while (s + 1 < end && s[1].owner == owner && s[1].nid == s->nid + 1)
			s++;
		n += snprintf(to + n, room - n, first == s->nid ? "%s%d" : "%s%d-%d", n ? "," : "",
			      first, s->nid);
	}
	if (s < end && s->owner == owner)
		snprintf(to + n, room - n, ",..");
}
