// SPDX-License-Identifier: GPL-2.0-only
/*
 * map: draws the address space of each node as text.
 *
 * Every cell stands for the same number of bytes, a power of two. It shows the letter of the owner
 * that holds most of its reserved bytes: upper case if most of the cell's memory is reserved, lower
 * case if less is. "." is memory that is not reserved, " " is not memory. Rows in which nothing is
 * reserved become one line that says how much memory they have. The cells are as small as possible
 * with ROWS_WANTED rows, or with one row for each node if there are more nodes than that.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "letters.h"
#include "picture/palette.h"
#include "picture/picture.h"
#include "say.h"
#include "units.h"
#include "verbs.h"
#include "whole.h"

#define ROWS_WANTED	32
#define LEGEND_ROWS	12
#define CELL_MIN_SHIFT	16
#define CELL_MAX_SHIFT	52
#define CELLS_MAX	128

struct map {
	const struct model *m;
	struct piece *pieces;
	size_t nr_pieces, max_pieces;
	const struct row **rows;	/* the reserved ones, by node */
	size_t first_row[NODES_MAX + 1], first_piece[NODES_MAX + 1];
	int *letters;		/* of each owner */
	int cells;		/* in a row */
	unsigned int shift;	/* a cell has 1 << shift bytes */
	bool colour;
};

static void add_pieces(struct map *map, const struct stretches *list)
{
	struct piece piece;
	size_t i;
	u64 at;

	for (i = 0; i < list->nr; i++)
		for (at = list->s[i].start; at <= list->s[i].last; at = piece.last + 1) {
			piece = model_piece(map->m, &list->s[i], at);
			if (map->nr_pieces == map->max_pieces) {
				map->max_pieces = map->max_pieces ? 2 * map->max_pieces : 64;
				map->pieces = must(realloc(map->pieces, map->max_pieces *
							   sizeof(*map->pieces)));
			}
			map->pieces[map->nr_pieces++] = piece;
		}
}

static int by_node(const void *a, const void *b)
{
	const struct piece *p = a, *q = b;

	if (p->nid != q->nid)
		return p->nid < q->nid ? -1 : 1;
	return p->start < q->start ? -1 : p->start > q->start;
}

/* The rows and the pieces of one node, in the order of addresses */
#define for_each_row(r, map, node)						\
	for ((r) = (map)->rows + (map)->first_row[node];			\
	     (r) < (map)->rows + (map)->first_row[(node) + 1]; (r)++)

#define for_each_piece(p, map, node)						\
	for ((p) = (map)->pieces + (map)->first_piece[node];			\
	     (p) < (map)->pieces + (map)->first_piece[(node) + 1]; (p)++)

/*
 * Turn the counts of all nodes into the index of each node's first element, and of the one behind
 */
static void make_firsts(size_t *first)
{
	size_t sum = 0, n;
	int node;

	for (node = 0; node <= NODES_MAX; node++) {
		n = first[node];
		first[node] = sum;
		sum += n;
	}
}

static void index_by_node(struct map *map)
{
	const struct model *m = map->m;
	size_t next[NODES_MAX], i;

	for (i = 0; i < map->nr_pieces; i++)
		map->first_piece[map->pieces[i].nid]++;
	make_firsts(map->first_piece);
	for (i = 0; i < m->nr_rows; i++)
		map->first_row[m->rows[i].nid] += !!strcmp(m->rows[i].state, "released");
	make_firsts(map->first_row);
	memcpy(next, map->first_row, sizeof(next));
	map->rows = must(calloc(m->nr_rows + 1, sizeof(*map->rows)));
	for (i = 0; i < m->nr_rows; i++)
		if (strcmp(m->rows[i].state, "released"))
			map->rows[next[m->rows[i].nid]++] = &m->rows[i];
}

static u64 row_bytes(const struct map *map)
{
	return (u64)map->cells << map->shift;
}

/* How many rows of the map have something reserved, with cells of this size */
static size_t count_rows(const struct map *map, int only)
{
	u64 bytes = row_bytes(map), row, next = 0;
	const struct row **r;
	size_t n = 0;
	int node;

	for (node = 0; node < NODES_MAX; node++) {
		if (!map->m->nodes[node].seen || (only >= 0 && node != only))
			continue;
		next = 0;
		for_each_row(r, map, node) {
			row = (*r)->start / bytes;
			if (row < next)
				row = next;
			if ((*r)->last / bytes >= row) {
				n += (*r)->last / bytes - row + 1;
				next = (*r)->last / bytes + 1;
			}
		}
	}
	return n;
}

/* How many bytes of [start, last] are in cell i of the row at @base */
static u64 in_cell(const struct map *map, u64 base, int i, u64 start, u64 last)
{
	u64 a = base + ((u64)i << map->shift), b = a + (1ULL << map->shift) - 1;

	if (start > a)
		a = start;
	if (last < b)
		b = last;
	return a > b ? 0 : b - a + 1;
}

/* The letter of the owner with most bytes; "." if nothing is reserved, " " if it is not memory */
static char cell_letter(u64 memory, u64 reserved, const u64 *by_letter)
{
	int i, best = 0;

	if (!reserved)
		return memory ? '.' : ' ';
	for (i = 1; i < LETTERS; i++)
		if (by_letter[i] > by_letter[best])
			best = i;
	return (2 * reserved > memory ? 'A' : 'a') + best;
}

static void begin_colour(int letter)
{
	printf("\033[38;5;%u;48;5;%um", palette_terminal(palette_ink(letter)),
	       palette_terminal(palette_fill(letter)));
}

/* Change from the colour of the letter @before to that of @letter; -1 is no colour */
static int set_colour(const struct map *map, int letter, int before)
{
	if (map->colour && letter != before && before >= 0)
		fputs("\033[0m", stdout);
	if (map->colour && letter != before && letter >= 0)
		begin_colour(letter);
	return letter;
}

/* Print the row that begins at the address @base */
static void print_row(const struct map *map, int node, u64 base)
{
	u64 memory[CELLS_MAX] = { 0 }, reserved[CELLS_MAX] = { 0 }, n;
	u64 by_letter[CELLS_MAX][LETTERS] = { 0 }, end = base + row_bytes(map);
	const struct piece *p;
	const struct row **r;
	int i, on = -1;
	char letter;

	for_each_piece(p, map, node)
		for (i = 0; p->start < end && p->last >= base && i < map->cells; i++)
			memory[i] += in_cell(map, base, i, p->start, p->last);
	for_each_row(r, map, node)
		for (i = 0; (*r)->start < end && (*r)->last >= base && i < map->cells; i++) {
			n = in_cell(map, base, i, (*r)->start, (*r)->last);
			reserved[i] += n;
			by_letter[i][map->letters[(*r)->owner]] += n;
		}
	printf("%12llx ", base);
	for (i = 0; i < map->cells; i++) {
		letter = cell_letter(memory[i], reserved[i], by_letter[i]);
		on = set_colour(map, reserved[i] ? (letter & ~0x20) - 'A' : -1, on);
		putchar(letter);
	}
	set_colour(map, -1, on);
	putchar('\n');
}

/* Print how much memory the node has in [from, end), where nothing is reserved */
static void print_folded(const struct map *map, int node, u64 from, u64 end)
{
	char size[UNITS_LENGTH];
	const struct piece *p;
	u64 a, b, sum = 0;

	for_each_piece(p, map, node) {
		a = p->start > from ? p->start : from;
		b = p->last < end - 1 ? p->last : end - 1;
		if (a <= b)
			sum += b - a + 1;
	}
	if (sum)
		printf("%12s . %s not reserved\n", "", units_human(size, sum));
}

static void print_node(const struct map *map, int node)
{
	const struct sums *s = &map->m->nodes[node];
	char all[UNITS_LENGTH], taken[UNITS_LENGTH];
	u64 bytes = row_bytes(map), next = 0, row;
	const struct row **r;

	printf("Node %d: %s, reserved %s\n", node, units_human(all, model_total(s)),
	       units_human(taken, s->boot + s->since));
	for_each_row(r, map, node) {
		row = (*r)->start / bytes;
		if (row < next)
			row = next;
		if ((*r)->last / bytes < row)
			continue;
		if (row > next)
			print_folded(map, node, next * bytes, row * bytes);
		for (; row <= (*r)->last / bytes; row++)
			print_row(map, node, row * bytes);
		next = row;
	}
	print_folded(map, node, next * bytes, SIZE_LIMIT);
	putchar('\n');
}

static void print_legend(const struct map *map, int only)
{
	struct holder *list;
	size_t n = holders_on(map->m, only, &list), i;
	char size[UNITS_LENGTH];
	s64 rest = 0;
	int letter;

	for (i = 0; i < n; i++) {
		if (n > LEGEND_ROWS && i >= LEGEND_ROWS - 1) {
			rest += list[i].bytes;
			continue;
		}
		letter = map->letters[list[i].owner - map->m->owners];
		fputs("  ", stdout);
		set_colour(map, letter, -1);
		putchar('A' + letter);
		set_colour(map, -1, letter);
		printf(" %9s  %s\n", units_human(size, list[i].bytes),
		       strcmp(list[i].owner->name, "-") ? list[i].owner->name : "nobody known");
	}
	if (n > LEGEND_ROWS)
		printf("    %9s  %zu smaller owners\n", units_human(size, rest),
		       n - LEGEND_ROWS + 1);
	free(list);
}

static void prepare(struct map *map, const struct options *o)
{
	unsigned int width = screen_width();
	size_t i, rows;
	int node;

	add_pieces(map, &map->m->firmware);
	add_pieces(map, &map->m->added);
	add_pieces(map, &map->m->driver);
	if (map->nr_pieces)
		qsort(map->pieces, map->nr_pieces, sizeof(*map->pieces), by_node);
	index_by_node(map);
	map->letters = must(calloc(map->m->nr_owners + 1, sizeof(*map->letters)));
	for (i = 0; i < map->m->nr_owners; i++)
		map->letters[i] = letter_of(map->m->owners[i].name);
	map->cells = width >= 142 ? 128 : width >= 78 ? 64 : width >= 46 ? 32 : 16;
	for (node = 0, rows = 0; node < NODES_MAX; node++)
		rows += map->first_row[node + 1] > map->first_row[node];
	if (rows < ROWS_WANTED)
		rows = ROWS_WANTED;
	for (map->shift = CELL_MIN_SHIFT; map->shift < CELL_MAX_SHIFT; map->shift++)
		if (count_rows(map, o->node) <= rows)
			break;
	map->colour = o->colour ? !strcmp(o->colour, "always") :
		      isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
}

static void draw(const struct options *o, const struct model *m)
{
	struct whole w;

	whole_begin(&w, o->picture, 0600);
	picture_svg(m, o->node, w.to);
	whole_end(&w);
}

static void print_map(const struct options *o, const struct model *m)
{
	struct map map = { .m = m };
	char size[UNITS_LENGTH];
	int node;

	prepare(&map, o);
	for (node = 0; node < NODES_MAX; node++)
		if (m->nodes[node].seen && (o->node < 0 || node == o->node))
			print_node(&map, node);
	printf("A letter is %s: upper case if most of it is reserved, lower case if less is.\n",
	       units_human(size, 1LL << map.shift));
	print_legend(&map, o->node);
	free(map.pieces);
	free(map.letters);
	free(map.rows);
}

static void run(const struct options *o)
{
	struct source s;
	struct model *m;

	if (o->picture && o->colour)
		wrong("map: use only one of --svg and --color");
	m = load_model(&s, o, o->from);
	if (o->picture)
		draw(o, m);
	else
		print_map(o, m);
	unload_model(m, &s);
}

const struct verb verb_map = {
	.name = "map",
	.args = "",
	.what = "The address space of each node as a picture",
	.options = "NFCS",
	.run = run,
};
