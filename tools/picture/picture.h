/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * picture: shows where the memory went, as a drawing (SVG) or a page (HTML).
 *
 * The picture has a headline, a bar for each node, a treemap of what was taken, by owner, and the
 * address space, in which free stretches are folded. If a machine has many nodes, neighbours are
 * put into at most GROUPS_MAX groups, so that the picture does not become too long. All numbers in
 * it are those of the model. The same snapshot always gives the same bytes. The file has no script
 * and loads nothing.
 *
 * It shows physical addresses, so only its owner can read the file, as with a snapshot.
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
 * struct who - somebody who holds a part of what was taken
 * @owner: the owner; NULL if it is one of the sums without an owner
 * @name: for people
 * @bytes: how much it holds
 * @colour: index into the palette
 */
struct who {
	const struct owner *owner;
	const char *name;
	s64 bytes;
	int colour;
};

/**
 * struct tiles - a treemap of owners
 * @r: the rectangle of each owner
 * @nr: how many have a tile of their own; these are the largest
 * @rest: how much all others hold; if it is not 0, r[nr] is their tile
 */
struct tiles {
	struct rect *r;
	size_t nr;
	s64 rest;
};

/**
 * struct picture - what is drawn
 * @m: the sums of the machine
 * @node: the only node that is shown, or -1 for all
 * @sums: the sums of that node, or of the machine
 * @taken: how much all of @who hold together
 * @who: everybody who holds something, the largest first
 * @nr_who: how many
 * @who_of: index into @who for each owner of the model; @nr_who if it holds nothing here
 * @tiles: a treemap for each layout
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

/* Names of the sums that have no owner */
#define SUM_EDGES	"rest of their pages"
#define SUM_OTHER	"memmap of hot-added memory"
#define SUM_UNEXPLAINED	"unexplained"

void picture_svg(const struct model *m, int node, FILE *to);
void picture_html(const struct model *m, int node, FILE *to);

/* Used only by the files of this directory */
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
