// SPDX-License-Identifier: GPL-2.0-only
/*
 * svg: writes the picture as one drawing. Its height is known only after its parts were drawn, so
 * the parts are first written to memory.
 */
#include <stdlib.h>
#include <string.h>

#include "palette.h"
#include "picture.h"
#include "say.h"
#include "units.h"

#define MARGIN		36
#define LEGEND_MAX	12
#define LEGEND_COLUMNS	3
#define LEGEND_LINE	22
#define SECTION_HEIGHT	34

/* canvas_begin - for a whole drawing; the caller sets c->kind for the drawings of a page */
void canvas_begin(struct canvas *c, FILE *to, int layout)
{
	memset(c, 0, sizeof(*c));
	c->to = to;
	c->width = layout == WIDE ? 888 : 344;
	c->cells = layout == WIDE ? 128 : 64;
	c->cell = layout == WIDE ? 6 : 4;
	c->titles = layout == WIDE;
}

/* Draw a number of the headline, and below it what the number is */
static void draw_figure(struct canvas *c, int x, s64 bytes, const char *what)
{
	char size[UNITS_LENGTH];

	draw_text(c, x, 72, STYLE_TITLE, "ink", units_human(size, bytes));
	draw_text(c, x, 92, STYLE_BODY, "dim", what);
}

static void draw_headline(const struct picture *p, struct canvas *c)
{
	char text[512], cut[512], share[UNITS_LENGTH];
	const struct model *m = p->m;
	s64 total = model_total(p->sums);

	block_begin(c, 104, "");
	text_cut(cut, sizeof(cut), *m->host ? m->host : "this machine", STYLE_TITLE, c->width);
	draw_text(c, 0, 10, STYLE_TITLE, "ink", cut);
	snprintf(text, sizeof(text), "Linux %s, %s%s", m->release, m->date,
		 m->firmware_known ? "" : ", firmware's map not known");
	text_cut(cut, sizeof(cut), text, STYLE_BODY, c->width);
	draw_text(c, 0, 32, STYLE_BODY, "dim", cut);
	draw_figure(c, 0, total, p->node < 0 ? "memory" : "memory of the node");
	snprintf(text, sizeof(text), "taken, %s %%",
		 units_percent(share, units_share(p->taken, total)));
	draw_figure(c, c->width / 3, p->taken, text);
	draw_figure(c, 2 * c->width / 3, p->sums->managed, "left to the page allocator");
	block_end(c, 104);
}

static void draw_section(struct canvas *c, const char *text)
{
	block_begin(c, SECTION_HEIGHT, text);
	draw_text(c, 0, 20, STYLE_HEAD, "ink", text);
	block_end(c, SECTION_HEIGHT);
}

/* Draw entry @i of the legend: colour, name and size */
static void draw_entry(struct canvas *c, size_t i, int colour, const char *name, s64 bytes)
{
	int width = c->width / LEGEND_COLUMNS;
	int x = i % LEGEND_COLUMNS * width, y = 8 + i / LEGEND_COLUMNS * LEGEND_LINE;
	char size[UNITS_LENGTH], cut[OWNER_MAX + 1];

	draw_colour(c, (struct rect){ x, y, 12, 12 }, colour, name);
	units_human(size, bytes);
	text_cut(cut, sizeof(cut), name, STYLE_BODY, width - 110);
	draw_text(c, x + 20, y + 11, STYLE_BODY, "ink", cut);
	draw_text_end(c, x + width - 24, y + 11, STYLE_BODY, "dim", size);
}

static void draw_legend(const struct picture *p, struct canvas *c)
{
	size_t n = p->nr_who > LEGEND_MAX ? LEGEND_MAX - 1 : p->nr_who, i;
	int height = 8 + (LEGEND_MAX / LEGEND_COLUMNS) * LEGEND_LINE;
	char text[64];
	s64 rest = 0;

	block_begin(c, height, "who they are");
	for (i = 0; i < n; i++)
		draw_entry(c, i, p->who[i].colour, p->who[i].name, p->who[i].bytes);
	for (; i < p->nr_who; i++)
		rest += p->who[i].bytes;
	snprintf(text, sizeof(text), "%zu smaller", p->nr_who - n);
	if (rest)
		draw_entry(c, n, COLOUR_REST, text, rest);
	block_end(c, height);
}

static void draw_all(const struct picture *p, struct canvas *c)
{
	draw_headline(p, c);
	draw_section(c, "Memory of each node, and what was taken of it");
	draw_bars(p, c);
	draw_section(c, "What was taken, by owner");
	draw_tiles(p, WIDE, c);
	draw_legend(p, c);
	draw_section(c, "Where it is");
	draw_space(p, c);
}

/* picture_svg - write the whole drawing */
void picture_svg(const struct model *m, int node, FILE *to)
{
	char *body = NULL, title[OWNER_MAX + 64];
	struct canvas c;
	struct picture p;
	size_t length;
	FILE *memory = must(open_memstream(&body, &length));

	picture_begin(&p, m, node);
	canvas_begin(&c, memory, WIDE);
	c.x = MARGIN;
	c.y = MARGIN;
	draw_all(&p, &c);
	if (fclose(memory))
		die("out of memory");
	fprintf(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n",
		c.width + 2 * MARGIN, c.y + MARGIN, c.width + 2 * MARGIN, c.y + MARGIN);
	snprintf(title, sizeof(title), "Memory taken at boot%s%s", *m->host ? ": " : "", m->host);
	fputs("<title>", to);
	put_escaped(to, title);
	fputs("</title>\n<style>\n", to);
	put_style(to);
	fputs("</style>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n", to);
	fwrite(body, 1, length, to);
	fputs("</svg>\n", to);
	free(body);
	picture_end(&p);
}
