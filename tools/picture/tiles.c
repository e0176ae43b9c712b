// SPDX-License-Identifier: GPL-2.0-only
/*
 * tiles: draws what was taken as a treemap of its owners. Owners whose tile would be too small for
 * a mouse share one tile. A name, and below it the size, is written where it fits.
 */
#include <stdlib.h>

#include "palette.h"
#include "picture.h"
#include "say.h"
#include "units.h"
#include "verbs.h"

#define TILE_MIN	120	/* square pixels */
#define MARGIN		6
#define MARGIN_SMALL	4
#define LINE		16
#define LINE_SMALL	14

static const struct rect rooms[LAYOUTS] = {
	[WIDE] = { 0, 0, 888, 360 },
	[NARROW] = { 0, 0, 344, 400 },
};

/* How many bytes a tile of TILE_MIN stands for */
static s64 least(const struct picture *p, const struct rect *room)
{
	return (__extension__ (__int128)p->taken * TILE_MIN) / (room->width * room->height) + 1;
}

/* tiles_place - place the tiles, for each layout */
void tiles_place(struct picture *p)
{
	s64 *sizes = must(calloc(p->nr_who + 2, sizeof(*sizes)));
	struct tiles *t;
	size_t i;
	s64 min;

	for (t = p->tiles; t < p->tiles + LAYOUTS; t++) {
		min = least(p, &rooms[t - p->tiles]);
		for (i = 0; i < p->nr_who && p->who[i].bytes >= min; i++)
			sizes[i] = p->who[i].bytes;
		t->nr = i;
		for (; i < p->nr_who; i++)
			t->rest += p->who[i].bytes;
		sizes[t->nr] = t->rest > min ? t->rest : min;
		t->r = must(calloc(t->nr + 1, sizeof(*t->r)));
		treemap(rooms[t - p->tiles], sizes, t->nr + !!t->rest, t->r);
	}
	free(sizes);
}

/* Write the name into a tile, in smaller letters if necessary, and below it the size */
static void draw_name(struct canvas *c, struct rect r, int colour, const char *name,
		      const char *size)
{
	enum style style = STYLE_BODY;
	int margin = MARGIN, line = LINE;

	if (text_width(name, style) + 2 * margin > r.width || r.height < line + margin) {
		style = STYLE_SMALL;
		margin = MARGIN_SMALL;
		line = LINE_SMALL;
	}
	if (text_width(name, style) + 2 * margin > r.width || r.height < line + margin)
		return;
	draw_label(c, r.x + margin, r.y + line, style, colour, name);
	if (text_width(size, STYLE_SMALL) + 2 * margin <= r.width && r.height >= 2 * line + margin)
		draw_label(c, r.x + margin, r.y + 2 * line, STYLE_SMALL, colour, size);
}

static void draw_tile(const struct picture *p, struct canvas *c, struct rect r, int colour,
		      const char *name, s64 bytes, const char *nodes)
{
	char size[UNITS_LENGTH], share[UNITS_LENGTH], title[TITLE_LENGTH];

	snprintf(title, sizeof(title), "%s: %s, %s %% of what was taken%s%s", name,
		 units_human(size, bytes), units_percent(share, units_share(bytes, p->taken)),
		 *nodes ? "\nnode " : "", nodes);
	r.x += r.width > 3;
	r.width -= r.width > 3 ? 2 : 0;
	r.y += r.height > 3;
	r.height -= r.height > 3 ? 2 : 0;
	fputs("<g class=\"tile\">\n", c->to);
	draw_colour(c, r, colour, title);
	draw_name(c, r, colour, name, size);
	fputs("</g>\n", c->to);
}

/* draw_tiles - draw the treemap as a block; nothing if nothing was taken */
void draw_tiles(const struct picture *p, int layout, struct canvas *c)
{
	const struct tiles *t = &p->tiles[layout];
	char nodes[200], text[64];
	const struct who *w;
	size_t i;

	if (!p->nr_who)
		return;
	block_begin(c, rooms[layout].height, "what was taken, by owner");
	for (i = 0; i < t->nr; i++) {
		w = &p->who[i];
		*nodes = '\0';
		if (w->owner && p->node < 0)
			owner_nodes(p->m, w->owner, nodes, sizeof(nodes));
		draw_tile(p, c, t->r[i], w->colour, w->name, w->bytes, nodes);
	}
	snprintf(text, sizeof(text), "%zu smaller", p->nr_who - t->nr);
	if (t->rest)
		draw_tile(p, c, t->r[t->nr], COLOUR_REST,
			  p->nr_who - t->nr == 1 ? p->who[t->nr].name : text, t->rest, "");
	block_end(c, rooms[layout].height);
}
