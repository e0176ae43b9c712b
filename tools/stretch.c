// SPDX-License-Identifier: GPL-2.0-only
/*
 * stretch: lists of address ranges, both ends included. stretch_join() sorts a list and joins
 * ranges that touch. stretch_subtract(), stretch_common() and stretch_bytes() need joined lists.
 */
#include <stdlib.h>

#include "model.h"
#include "say.h"
#include "units.h"

/* stretch_add - add a range at the end of a list; false if it ends above SIZE_LIMIT */
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

/* stretch_join - sort a list and join ranges that touch or overlap, so that no byte counts twice */
void stretch_join(struct stretches *list)
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

/* stretch_subtract - remove from @from all bytes that are in @less */
void stretch_subtract(struct stretches *from, const struct stretches *less)
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

/* stretch_common - set @to to the bytes that are in both @a and @b */
void stretch_common(const struct stretches *a, const struct stretches *b, struct stretches *to)
{
	size_t i = 0, j = 0;

	to->nr = 0;
	while (i < a->nr && j < b->nr) {
		const struct stretch *s = &a->s[i], *t = &b->s[j];
		u64 start = s->start > t->start ? s->start : t->start;
		u64 last = s->last < t->last ? s->last : t->last;

		if (start <= last)
			stretch_add(to, start, last);
		if (s->last < t->last)
			i++;
		else
			j++;
	}
}

/* stretch_copy - add all ranges of @list at the end of @to */
void stretch_copy(struct stretches *to, const struct stretches *list)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		stretch_add(to, list->s[i].start, list->s[i].last);
}

/* stretch_bytes - how many bytes a list has */
s64 stretch_bytes(const struct stretches *list)
{
	s64 bytes = 0;
	size_t i;

	for (i = 0; i < list->nr; i++)
		bytes += list->s[i].last - list->s[i].start + 1;
	return bytes;
}

void stretch_free(struct stretches *list)
{
	free(list->s);
	*list = (struct stretches){ 0 };
}
