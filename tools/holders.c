// SPDX-License-Identifier: GPL-2.0-only
/*
 * holders: who holds memory on a node or on all nodes, and on which nodes an owner is.
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

/*
 * holders_on - the owners that hold memory on @node (-1: on any), the largest first. The caller
 * frees *list. Return: how many there are.
 */
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
		last->ranges += s->ranges;
	}
	qsort(*list, n, sizeof(**list), largest_first);
	return n;
}

/* owner_nodes - the nodes that an owner is on, as "0-3,7"; ends with ",.." if @room is too small */
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
