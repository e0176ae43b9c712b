// SPDX-License-Identifier: GPL-2.0-only
/*
 * canvas: writes rectangles and text, see canvas.h.
 *
 * This program cannot measure how wide a text is. It assumes the widths of DejaVu Sans, the widest
 * of the fonts that a browser is likely to use.
 */
#include <string.h>

#include "canvas.h"
#include "palette.h"

/* The sizes must be the same as in style.c. */
static const struct {
	char class;
	int size;
} styles[] = {
	[STYLE_TITLE] = { 't', 24 },
	[STYLE_HEAD] = { 'h', 15 },
	[STYLE_BODY] = { 'b', 13 },
	[STYLE_SMALL] = { 's', 11 },
	[STYLE_MONO] = { 'm', 11 },
};

/* Widths of the characters from blank to tilde, in hundredths of the font's size */
static const unsigned char widths[] = {
	32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, /*  !"#$%&'()*+,-./ */
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 54, /* 0-9 :;<=>? */
	100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, /* @A-O */
	61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 50, /* P-Z [\]^_ */
	50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, /* `a-o */
	64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84, /* p-z {|}~ */
};

#define BOLD	120	/* bold text is wider: percent of the normal width */
#define MONO	61	/* every monospaced character, in hundredths of the size */

static bool is_printable(char c)
{
	return c >= ' ' && c <= '~';
}

void put_escaped(FILE *to, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			fputs("&amp;", to);
			break;
		case '<':
			fputs("&lt;", to);
			break;
		case '>':
			fputs("&gt;", to);
			break;
		case '"':
			fputs("&quot;", to);
			break;
		default:
			fputc(*text == '\n' || is_printable(*text) ? *text : '?', to);
		}
	}
}

/* text_width - in pixels, rounded up */
int text_width(const char *text, enum style style)
{
	int sum = 0;

	for (; *text; text++) {
		if (style == STYLE_MONO)
			sum += MONO;
		else
			sum += widths[(is_printable(*text) ? *text : '?') - ' '];
	}
	if (style == STYLE_TITLE || style == STYLE_HEAD)
		sum = (sum * BOLD + 99) / 100;
	return (sum * styles[style].size + 99) / 100;
}

/* text_cut - cut a text so that it is not wider than @width; two dots at the end show the cut */
void text_cut(char *to, size_t room, const char *text, enum style style, int width)
{
	size_t n;

	snprintf(to, room, "%s", text);
	for (n = strlen(to); n > 2 && text_width(to, style) > width; n--)
		memcpy(to + n - 3, "..", 3);
}

/* block_begin - begin a block of this height; @label says what it is, for screen readers */
void block_begin(struct canvas *c, int height, const char *label)
{
	if (!c->kind) {
		fprintf(c->to, "<g transform=\"translate(%d,%d)\">\n", c->x, c->y);
		return;
	}
	fprintf(c->to, "<svg class=\"%s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
		c->kind, c->width, height);
	put_escaped(c->to, label);
	fputs("\">\n", c->to);
}

void block_end(struct canvas *c, int height)
{
	c->y += height;
	fputs(c->kind ? "</svg>\n" : "</g>\n", c->to);
}

static void begin_text(struct canvas *c, int x, int y, enum style style)
{
	fprintf(c->to, "<text x=\"%d\" y=\"%d\" class=\"%c", x, y, styles[style].class);
}

static void end_text(struct canvas *c, const char *text)
{
	put_escaped(c->to, text);
	fputs("</text>\n", c->to);
}

/* draw_text - @x is the left end of the text, @y its base line */
void draw_text(struct canvas *c, int x, int y, enum style style, const char *class,
	       const char *text)
{
	begin_text(c, x, y, style);
	fprintf(c->to, " %s\">", class);
	end_text(c, text);
}

/* draw_text_end - @x is the right end of the text */
void draw_text_end(struct canvas *c, int x, int y, enum style style, const char *class,
		   const char *text)
{
	begin_text(c, x, y, style);
	fprintf(c->to, " %s\" text-anchor=\"end\">", class);
	end_text(c, text);
}

/* draw_label - text on a colour; the mouse ignores the text and meets what is below it */
void draw_label(struct canvas *c, int x, int y, enum style style, int colour, const char *text)
{
	begin_text(c, x, y, style);
	fprintf(c->to, " l\" fill=\"#%06x\">", palette_ink(colour));
	end_text(c, text);
}

static void put_rect(struct canvas *c, struct rect r, const char *title)
{
	fprintf(c->to, " x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"", r.x, r.y, r.width,
		r.height);
	if (!title || !c->titles) {
		fputs("/>\n", c->to);
		return;
	}
	fputs("><title>", c->to);
	put_escaped(c->to, title);
	fputs("</title></rect>\n", c->to);
}

void draw_colour(struct canvas *c, struct rect r, int colour, const char *title)
{
	fprintf(c->to, "<rect fill=\"#%06x\"", palette_fill(colour));
	put_rect(c, r, title);
}

void draw_class(struct canvas *c, struct rect r, const char *class, const char *title)
{
	fprintf(c->to, "<rect class=\"%s\"", class);
	put_rect(c, r, title);
}
