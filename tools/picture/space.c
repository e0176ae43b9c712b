// SPDX-License-Identifier: GPL-2.0-only
/*
 * space: draws the address space, as `map` prints it in the terminal, but of all nodes together.
 *
 * Every cell stands for the same number of bytes, a power of two. The cells are as small as
 * possible with ROWS_WANTED rows. A cell has the colour of the owner that holds most of its
 * reserved bytes. It is high if most of its memory is reserved, else low. Rows in which nothing is
 * reserved become one line that says how much memory they have.
 */
#include <stdlib.h>
#include <string.h>

#include "palette.h"
#include "picture.h"
#include "say.h"
#include "units.h"

#define ROWS_WANTED	24
#define CELL_MIN_SHIFT	16
#define CELL_MAX_SHIFT	52
#define CELLS_MAX	128

/* Places in pixels, from the top of a block; each row and each folded stretch is a block */
#define BLOCK_HEIGHT	18
#define BASE		12
#define CELL_HEIGHT	15
#define CELL_LOW	6

struct pieces {
	struct piece *p;
	size_t nr, max;
};

/*
 * struct cell - what is in a cell. @who has the largest range in it, of @most bytes. @mixed: others
 * have a part of it too.
 */
struct cell {
	u64 memory, reserved, most;
	u64 by_colour[COLOURS];
	size_t who;
	bool mixed;
};

struct space {
	const struct picture *p;
	struct pieces memory;
	unsigned int shift;
	int first, last; /* the nodes of the row before */
};

static void add_pieces(const struct picture *p, struct pieces *to, const struct stretches *list)
{
	struct piece piece;
	size_t i;
	u64 at;

	for (i = 0; i < list->nr; i++)
		for (at = list->s[i].start; at <= list->s[i].last; at = piece.last + 1) {
			piece = model_piece(p->m, &list->s[i], at);
			if (!picture_has(p, piece.nid))
				continue;
			if (to->nr == to->max) {
				to->max = to->max ? 2 * to->max : 64;
				to->p = must(realloc(to->p, to->max * sizeof(*to->p)));
			}
			to->p[to->nr++] = piece;
		}
}

static int by_start(const void *a, const void *b)
{
	const struct piece *p = a, *q = b;

	return p->start < q->start ? -1 : p->start > q->start;
}

static bool shown(const struct picture *p, const struct row *r)
{
	return strcmp(r->state, "released") && picture_has(p, r->nid);
}

/* How many rows of @bytes each have something reserved */
static size_t count_rows(const struct picture *p, u64 bytes)
{
	const struct row *r;
	u64 next = 0, row;
	size_t n = 0, i;

	for (i = 0; i < p->m->nr_rows; i++) {
		r = &p->m->rows[i];
		row = r->start / bytes < next ? next : r->start / bytes;
		if (!shown(p, r) || r->last / bytes < row)
			continue;
		next = r->last / bytes + 1;
		n += next - row;
	}
	return n;
}

/* How many bytes [start, last] and [from, end) have in common */
static u64 common(u64 start, u64 last, u64 from, u64 end)
{
	if (start < from)
		start = from;
	if (last >= end)
		last = end - 1;
	return start > last ? 0 : last - start + 1;
}

/* How many bytes of [from, end) are memory; @first and @last get the lowest and the highest node */
static u64 memory_in(const struct pieces *list, u64 from, u64 end, int *first, int *last)
{
	const struct piece *p;
	u64 n, sum = 0;
	size_t i;

	*first = NODES_MAX;
	*last = -1;
	for (i = 0; i < list->nr; i++) {
		p = &list->p[i];
		n = common(p->start, p->last, from, end);
		sum += n;
		if (n && p->nid < *first)
			*first = p->nid;
		if (n && p->nid > *last)
			*last = p->nid;
	}
	return sum;
}

static void add_range(const struct picture *p, struct cell *cell, const struct row *r, u64 n)
{
	size_t who = p->who_of[r->owner];

	cell->mixed |= cell->reserved && who != cell->who;
	cell->reserved += n;
	cell->by_colour[p->who[who].colour] += n;
	if (n > cell->most) {
		cell->most = n;
		cell->who = who;
	}
}

static void fill_memory(const struct space *s, const struct canvas *c, u64 base,
			struct cell *cells)
{
	u64 size = 1ULL << s->shift, end = base + c->cells * size;
	const struct piece *p;
	size_t k;
	int i;

	for (k = 0; k < s->memory.nr; k++) {
		p = &s->memory.p[k];
		for (i = 0; p->start < end && p->last >= base && i < c->cells; i++)
			cells[i].memory += common(p->start, p->last, base + i * size,
						  base + (i + 1) * size);
	}
}

static void fill_reserved(const struct space *s, const struct canvas *c, u64 base,
			  struct cell *cells)
{
	u64 size = 1ULL << s->shift, end = base + c->cells * size, n;
	const struct row *r;
	size_t k;
	int i;

	for (k = 0; k < s->p->m->nr_rows; k++) {
		r = &s->p->m->rows[k];
		if (r->start >= end || r->last < base || !shown(s->p, r))
			continue;
		for (i = r->start > base ? (r->start - base) / size : 0; i < c->cells; i++) {
			n = common(r->start, r->last, base + i * size, base + (i + 1) * size);
			if (!n)
				break;
			add_range(s->p, &cells[i], r, n);
		}
	}
}

static int colour_of(const struct cell *cell)
{
	int i, best = 0;

	for (i = 1; i < COLOURS; i++)
		if (cell->by_colour[i] > cell->by_colour[best])
			best = i;
	return best;
}

static int height_of(const struct cell *cell)
{
	return 2 * cell->reserved > cell->memory ? CELL_HEIGHT : CELL_LOW;
}

static struct rect strip(const struct canvas *c, int first, int nr, int height)
{
	return (struct rect){ c->width - (c->cells - first) * c->cell, CELL_HEIGHT - height,
			      nr * c->cell, height };
}

/* Draw the cells from @i up to @end, which all have the same colour and height */
static void draw_run(const struct space *s, struct canvas *c, u64 base, const struct cell *cells,
		     int i, int end)
{
	char size[UNITS_LENGTH], title[TITLE_LENGTH];
	struct rect r = strip(c, i, end - i, height_of(&cells[i]));
	u64 sum = 0, from = base + ((u64)i << s->shift), to = base + ((u64)end << s->shift);
	int colour = colour_of(&cells[i]);
	bool mixed = false;
	size_t who = cells[i].who;

	for (; i < end; i++) {
		sum += cells[i].reserved;
		mixed |= cells[i].mixed || cells[i].who != who;
	}
	snprintf(title, sizeof(title), "%s%s: %s reserved in %llx-%llx", s->p->who[who].name,
		 mixed ? " and others" : "", units_human(size, sum), from, to - 1);
	r.width--;
	draw_colour(c, r, colour, title);
}

static void draw_row(const struct space *s, struct canvas *c, u64 base)
{
	struct cell cells[CELLS_MAX];
	char address[UNITS_LENGTH];
	int i, end;

	memset(cells, 0, sizeof(cells));
	fill_memory(s, c, base, cells);
	fill_reserved(s, c, base, cells);
	snprintf(address, sizeof(address), "%llx", base);
	block_begin(c, BLOCK_HEIGHT, address);
	draw_text_end(c, c->width - c->cells * c->cell - 8, BASE, STYLE_MONO, "dim", address);
	for (i = 0; i < c->cells; i = end) {
		for (end = i + 1; end < c->cells && !cells[end].memory == !cells[i].memory; end++)
			;
		if (cells[i].memory)
			draw_class(c, strip(c, i, end - i, CELL_HEIGHT), "free", NULL);
	}
	for (i = 0; i < c->cells; i = end) {
		for (end = i + 1; end < c->cells && !cells[end].reserved == !cells[i].reserved &&
		     colour_of(&cells[end]) == colour_of(&cells[i]) &&
		     height_of(&cells[end]) == height_of(&cells[i]); end++)
			;
		if (cells[i].reserved)
			draw_run(s, c, base, cells, i, end);
	}
	block_end(c, BLOCK_HEIGHT);
}

/* Write which nodes a row is of, if they are not those of the row before */
static void draw_nodes(struct space *s, struct canvas *c, int first, int last)
{
	char text[64];

	if (last < 0 || (first == s->first && last == s->last))
		return;
	s->first = first;
	s->last = last;
	snprintf(text, sizeof(text), first == last ? "Node %d" : "Nodes %d-%d", first, last);
	block_begin(c, BLOCK_HEIGHT, text);
	draw_text(c, c->width - c->cells * c->cell, BASE, STYLE_SMALL, "ink", text);
	block_end(c, BLOCK_HEIGHT);
}

/* Write how much memory is in [from, end), where nothing is reserved */
static void draw_folded(struct space *s, struct canvas *c, u64 from, u64 end)
{
	int first, last, x = c->width - c->cells * c->cell;
	u64 sum = memory_in(&s->memory, from, end, &first, &last);
	char size[UNITS_LENGTH], text[64];

	if (!sum)
		return;
	if (first == last)
		draw_nodes(s, c, first, last);
	snprintf(text, sizeof(text), "%s not reserved", units_human(size, sum));
	block_begin(c, BLOCK_HEIGHT, text);
	draw_class(c, (struct rect){ x, BASE - 5, 24, 3 }, "free", NULL);
	draw_text(c, x + 32, BASE, STYLE_SMALL, "dim", text);
	block_end(c, BLOCK_HEIGHT);
}

static void draw_rows(struct space *s, struct canvas *c)
{
	u64 bytes = (u64)c->cells << s->shift, next = 0, row;
	const struct row *r;
	int first, last;
	size_t i;

	for (i = 0; i < s->p->m->nr_rows; i++) {
		r = &s->p->m->rows[i];
		row = r->start / bytes < next ? next : r->start / bytes;
		if (!shown(s->p, r) || r->last / bytes < row)
			continue;
		if (row > next)
			draw_folded(s, c, next * bytes, row * bytes);
		for (; row <= r->last / bytes; row++) {
			memory_in(&s->memory, row * bytes, (row + 1) * bytes, &first, &last);
			draw_nodes(s, c, first, last);
			draw_row(s, c, row * bytes);
		}
		next = row;
	}
	draw_folded(s, c, next * bytes, SIZE_LIMIT);
}

/* draw_space - draw a block for each row, and one that says how much a cell stands for */
void draw_space(const struct picture *p, struct canvas *c)
{
	struct space s = { .p = p, .first = -1, .last = -1 };
	char size[UNITS_LENGTH], text[128];
	int x = c->titles ? c->width - c->cells * c->cell : 0; /* the narrow layout has no room */

	add_pieces(p, &s.memory, &p->m->firmware);
	add_pieces(p, &s.memory, &p->m->added);
	add_pieces(p, &s.memory, &p->m->driver);
	if (s.memory.nr)
		qsort(s.memory.p, s.memory.nr, sizeof(*s.memory.p), by_start);
	for (s.shift = CELL_MIN_SHIFT; s.shift < CELL_MAX_SHIFT; s.shift++)
		if (count_rows(p, (u64)c->cells << s.shift) <= ROWS_WANTED)
			break;
	draw_rows(&s, c);
	snprintf(text, sizeof(text), "A cell is %s: high if most of it is reserved, else low.",
		 units_human(size, 1LL << s.shift));
	block_begin(c, BLOCK_HEIGHT + 6, text);
	draw_text(c, x, BASE + 6, STYLE_SMALL, "dim", text);
	block_end(c, BLOCK_HEIGHT + 6);
	free(s.memory.p);
}
