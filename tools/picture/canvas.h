/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * canvas: where a picture is drawn, and how its text is written.
 *
 * A picture is a column of blocks, and each block has its own point (0, 0). In a drawing (SVG) all
 * blocks are parts of one drawing. In a page (HTML) each block is a drawing of its own, so that a
 * printer can break the page between two blocks. All coordinates are whole pixels. Every text is
 * escaped here and nowhere else.
 */
#ifndef EARLY_RES_CANVAS_H
#define EARLY_RES_CANVAS_H

#include <stdbool.h>
#include <stdio.h>

#include "treemap.h"

/* Room for a title, the text that is shown when the mouse is over a part */
#define TITLE_LENGTH	512

/**
 * struct canvas - where a picture is drawn
 * @to: the file
 * @kind: in a page: CSS class of its drawings, "wide" or "narrow"; NULL in a drawing
 * @width: width of each block
 * @cells: how many cells a row of the address space has
 * @cell: width of a cell
 * @titles: write titles, because there may be a mouse
 * @x: in a drawing: left end of the blocks
 * @y: top of the next block
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
