/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * canvas: what a picture is drawn on, and how text gets there.
 *
 * A picture is a column of blocks, each with its own (0, 0). In a drawing (SVG) a block is a part
 * of it; in a page (HTML) each is a drawing of its own, so that a page can be broken between two
 * of them. All coordinates are whole pixels. Every text is escaped here and nowhere else.
 */
#ifndef EARLY_RES_CANVAS_H
#define EARLY_RES_CANVAS_H

#include <stdbool.h>
#include <stdio.h>

#include "treemap.h"

/* Room for a hover title */
#define TITLE_LENGTH	512

/**
 * struct canvas - what is drawn on
 * @to: where it is written
 * @kind: class of a page's drawings, "wide" or "narrow"; NULL in a drawing
 * @width: of each block
 * @cells: of a row of the address space
 * @cell: how wide each is
 * @titles: there is a mouse that can hover
 * @x: where blocks begin, in a drawing
 * @y: where the next one begins
 */
struct canvas {
	FILE *to;
	const char *kind;
	int width;
	int cells, cell;
	bool titles;
	int x, y;
};

enum style {
	STYLE_TITLE,
	STYLE_HEAD,
	STYLE_BODY,
	STYLE_SMALL,
	STYLE_MONO,
};

void block_begin(struct canvas *c, int height, const char *label);
void block_end(struct canvas *c, int height);

int text_width(const char *text, enum style style);
void text_cut(char *to, size_t room, const char *text, enum style style, int width);
void put_escaped(FILE *to, const char *text);

void draw_text(struct canvas *c, int x, int y, enum style style, const char *class,
	       const char *text);
void draw_text_end(struct canvas *c, int x, int y, enum style style, const char *class,
		   const char *text);
void draw_label(struct canvas *c, int x, int y, enum style style, int colour, const char *text);
void draw_colour(struct canvas *c, struct rect r, int colour, const char *title);
void draw_class(struct canvas *c, struct rect r, const char *class, const char *title);

#endif
