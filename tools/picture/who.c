// SPDX-License-Identifier: GPL-2.0-only
/*
 * who: everybody who holds a part of what was taken, the largest first, and their colours.
 *
 * An owner gets the colour of its letter. If a tile that touches its own tile has this colour, it
 * gets a shade; if that is not possible either, the colour of a letter that no owner here has. Sums
 * without an owner are in the list too, so that the list adds up to all that was taken.
 */
#include <stdlib.h>
#include <string.h>

#include "palette.h"
#include "picture.h"
#include "say.h"
#include "verbs.h"

/* picture_has - does the node exist, and is it shown? */
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

/* Does a tile of this colour, of a larger owner, touch the tile of owner @i? */
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

/*
 * Choice number @nr: the letter's colour, then shades, then colours of unused letters; -1 if none
 * is left
 */
static int choice(int letter, int first_shade, int nr, const bool *present)
{
	int i;

	if (!nr--)
		return letter;
	if (nr < SHADES)
		return COLOUR_SHADE + (first_shade + nr) % SHADES;
	nr -= SHADES;
	for (i = 0; i < LETTERS; i++)
		if (!present[i] && palette_fill(i) && !nr--)
			return i;
	return -1;
}

static void choose_colours(struct picture *p)
{
	bool present[LETTERS] = { false };
	int colour, nr, shade = 0;
	size_t i;

	for (i = 0; i < p->nr_who; i++)
		present[letter(&p->who[i])] = true;
	for (i = 0; i < p->nr_who; i++) {
		nr = 0;
		do
			colour = choice(letter(&p->who[i]), shade, nr++, present);
		while (colour >= 0 && touches(p, i, colour));
		shade += nr > 1;
		p->who[i].colour = colour < 0 ? LETTER_OTHER : colour;
	}
}

/* picture_begin - collect what all parts of the picture need */
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
