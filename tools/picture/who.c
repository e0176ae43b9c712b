// SPDX-License-Identifier: GPL-2.0-only
/*
 * who: those who hold what was taken, the largest first, and their colours.
 *
 * The largest owner of a letter has the letter's colour; others of this letter have shades. No two
 * tiles that touch have the same one, as far as there are shades enough. What the sums have and no
 * owner does is one of them as well, so that all is there.
 */
#include <stdlib.h>
#include <string.h>

#include "palette.h"
#include "picture.h"
#include "say.h"
#include "verbs.h"

s64 taken_of(const struct sums *s)
{
	return s->boot + s->since + s->edges + s->other + (s->unexplained > 0 ? s->unexplained : 0);
}

/* picture_has - is this node there, and to be shown? */
bool picture_has(const struct picture *p, int node)
{
	return p->m->nodes[node].seen && (p->node < 0 || p->node == node);
}

static int largest_first(const void *a, const void *b)
{
	const struct who *v = a, *w = b;

	if (v->bytes != w->bytes)
		return v->bytes > w->bytes ? -1 : 1;
	return strcmp(v->name, w->name);
}

static void add(struct picture *p, const struct owner *owner, const char *name, s64 bytes)
{
	if (bytes <= 0)
		return;
	p->who[p->nr_who++] = (struct who){ owner, name, bytes, -1 };
	p->taken += bytes;
}

static int letter(const struct who *w)
{
	return w->owner ? letter_of(w->owner->name) : LETTER_OTHER;
}

/* Does a tile of this colour, of one before it, touch that of @i? */
static bool touches(const struct picture *p, size_t i, int colour)
{
	const struct tiles *t;
	size_t j;

	for (t = p->tiles; t < p->tiles + LAYOUTS; t++)
		for (j = 0; i < t->nr && j < i; j++)
			if (p->who[j].colour == colour && rects_touch(&t->r[i], &t->r[j]))
				return true;
	return false;
}

static void choose_colours(struct picture *p)
{
	bool used[LETTERS] = { false };
	int colour, tries, next = 0;
	size_t i;

	for (i = 0; i < p->nr_who; i++) {
		colour = letter(&p->who[i]);
		for (tries = 0; used[colour] && tries < SHADES; tries++) {
			p->who[i].colour = COLOUR_SHADE + (next + tries) % SHADES;
			if (!touches(p, i, p->who[i].colour))
				break;
		}
		if (used[colour])
			next++;
		else
			p->who[i].colour = colour;
		used[colour] = true;
	}
}

/* picture_begin - all that the parts need */
void picture_begin(struct picture *p, const struct model *m, int node)
{
	struct holder *list;
	size_t i, n;

	memset(p, 0, sizeof(*p));
	p->m = m;
	p->node = node;
	p->sums = node < 0 ? &m->all : &m->nodes[node];
	n = holders_on(m, node, &list);
	p->who = must(calloc(n + 3, sizeof(*p->who)));
	for (i = 0; i < n; i++)
		add(p, list[i].owner,
		    strcmp(list[i].owner->name, "-") ? list[i].owner->name : "nobody known",
		    list[i].bytes);
	free(list);
	add(p, NULL, SUM_EDGES, p->sums->edges);
	add(p, NULL, SUM_OTHER, p->sums->other);
	add(p, NULL, SUM_UNEXPLAINED, p->sums->unexplained);
	qsort(p->who, p->nr_who, sizeof(*p->who), largest_first);
	p->who_of = must(calloc(m->nr_owners + 1, sizeof(*p->who_of)));
	for (i = 0; i < m->nr_owners; i++)
		p->who_of[i] = p->nr_who;
	for (i = 0; i < p->nr_who; i++)
		if (p->who[i].owner)
			p->who_of[p->who[i].owner - m->owners] = i;
	tiles_place(p);
	choose_colours(p);
}

void picture_end(struct picture *p)
{
	int i;

	for (i = 0; i < LAYOUTS; i++)
		free(p->tiles[i].r);
	free(p->who);
	free(p->who_of);
}
