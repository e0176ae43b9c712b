/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * picture: where the memory went, as a drawing (SVG) or a page (HTML).
 *
 * It has a headline; a bar for each node; a treemap of what was taken, by owner; and the address
 * space with its free stretches folded. A machine of many nodes has them in groups of neighbours,
 * GROUPS_MAX at most, so that its picture is not larger than that of another. All numbers in it
 * are the model's, and the same snapshot has the same picture to the byte. There is no script in
 * it, and nothing that is fetched.
 *
 * It shows physical addresses, so its file is its owner's alone to read, as a snapshot is.
 */
#ifndef EARLY_RES_PICTURE_H
#define EARLY_RES_PICTURE_H

#include "canvas.h"
#include "model.h"

#define GROUPS_MAX	32
#define LAYOUTS		2

#define WIDE		0
#define NARROW		1

/**
 * struct who - who holds some of what was taken
 * @owner: the owner; NULL if it is one of the sums
 * @name: for people
 * @bytes: what is held in all
 * @colour: index of the palette
 */
struct who {
	const struct owner *owner;
	const char *name;
	s64 bytes;
	int colour;
};

/**
 * struct tiles - a treemap of those who hold something
 * @r: where each is
 * @nr: how many have one of their own, the largest first
 * @rest: what all others hold; if there are any, they have r[nr]
 */
struct tiles {
	struct rect *r;
	size_t nr;
	s64 rest;
};

/**
 * struct picture - what is drawn
 * @m: what the machine has
 * @node: the only node, or -1
 * @sums: of that node, or of the machine
 * @taken: what all of @who hold
 * @who: who they are, the largest first
 * @nr_who: how many
 * @who_of: index into @who for each owner of the model; @nr_who if it holds nothing here
 * @tiles: for each layout
 */
struct picture {
	const struct model *m;
	int node;
	const struct sums *sums;
	s64 taken;
	struct who *who;
	size_t nr_who;
	size_t *who_of;
	struct tiles tiles[LAYOUTS];
};

/* What the sums have and no owner does */
#define SUM_EDGES	"rest of their pages"
#define SUM_OTHER	"memmap of hot-added memory"
#define SUM_UNEXPLAINED	"unexplained"

void picture_svg(const struct model *m, int node, FILE *to);
void picture_html(const struct model *m, int node, FILE *to);

/* The parts */
void picture_begin(struct picture *p, const struct model *m, int node);
void picture_end(struct picture *p);
void canvas_begin(struct canvas *c, FILE *to, int layout);
void tiles_place(struct picture *p);
bool picture_has(const struct picture *p, int node);

void draw_bars(const struct picture *p, struct canvas *c);
void draw_tiles(const struct picture *p, int layout, struct canvas *c);
void draw_space(const struct picture *p, struct canvas *c);
void put_style(FILE *to);

#endif
