// SPDX-License-Identifier: GPL-2.0-only
/*
 * bars: draws two bars for each node, from all of its memory to what is left of it.
 *
 * The upper bar is all memory of the node: what the kernel does not use, what was taken, and what
 * is left. All nodes have the same scale. The lower bar is only what was taken, by owner, as wide
 * as the picture. Owners that are too small to be seen are one part at its end.
 */
#include <stdlib.h>
#include <string.h>

#include "palette.h"
#include "picture.h"
#include "say.h"
#include "units.h"

/* Places in pixels, from the top of a block */
#define HEAD_BASE	15
#define UPPER_TOP	22
#define UPPER_HEIGHT	16
#define LOWER_TOP	50
#define LOWER_HEIGHT	24
#define BLOCK_HEIGHT	92

#define PART_MIN	4	/* pixels */
#define LABEL_MARGIN	5

/**
 * struct group - neighbouring nodes that share a bar
 * @first: the first node
 * @last: the last node
 * @total: all their memory
 * @unused: the part that the kernel does not use
 * @taken: the part that was taken
 * @managed: the part that is left
 * @held: how much of @taken each owner holds, in the order of picture->who
 */
struct group {
	int first, last;
	s64 total, unused, taken, managed;
	s64 *held;
};

/**
 * struct part - a part of a lower bar
 * @name: name of its owner
 * @more: how many more owners share the part
 * @bytes: how much they hold
 * @colour: index into the palette
 */
struct part {
	const char *name;
	size_t more;
	s64 bytes;
	int colour;
};

static size_t count_nodes(const struct picture *p)
{
	size_t n = 0;
	int node;

	for (node = 0; node < NODES_MAX; node++)
		n += picture_has(p, node);
	return n;
}

/* Add a sum that has no owner (SUM_EDGES and so on) */
static void add_sum(const struct picture *p, struct group *g, const char *name, s64 bytes)
{
	size_t i;

	for (i = 0; bytes > 0 && i < p->nr_who; i++)
		if (!p->who[i].owner && !strcmp(p->who[i].name, name))
			g->held[i] += bytes;
}

static void add_node(const struct picture *p, struct group *g, int node)
{
	const struct sums *s = &p->m->nodes[node];

	g->last = node;
	g->total += model_total(s);
	g->unused += s->unused > 0 ? s->unused : 0;
	g->managed += s->managed;
	add_sum(p, g, SUM_EDGES, s->edges);
	add_sum(p, g, SUM_OTHER, s->other);
	add_sum(p, g, SUM_UNEXPLAINED, s->unexplained);
}

/* Divide the nodes into at most GROUPS_MAX groups. Return: how many groups */
static size_t make_groups(const struct picture *p, struct group *groups)
{
	size_t nodes = count_nodes(p), each = (nodes + GROUPS_MAX - 1) / GROUPS_MAX, n = 0, i;
	size_t group_of[NODES_MAX] = { 0 };
	const struct share *s;
	int node;

	for (node = 0; node < NODES_MAX; node++) {
		if (!picture_has(p, node))
			continue;
		group_of[node] = n / each;
		if (n % each == 0) {
			groups[n / each].first = node;
			groups[n / each].held = must(calloc(p->nr_who + 1, sizeof(s64)));
		}
		add_node(p, &groups[n++ / each], node);
	}
	for (s = p->m->shares; s < p->m->shares + p->m->nr_shares; s++)
		if (picture_has(p, s->nid))
			groups[group_of[s->nid]].held[p->who_of[s->owner]] += s->bytes;
	n = nodes ? (nodes + each - 1) / each : 0;
	for (i = 0; i < n; i++)
		for (groups[i].taken = 0, nodes = 0; nodes < p->nr_who; nodes++)
			groups[i].taken += groups[i].held[nodes];
	return n;
}

/* How many pixels of @width are @part of @all, rounded */
static int pixels(s64 part, s64 all, int width)
{
	if (all <= 0 || part <= 0)
		return 0;
	if (part > all)
		part = all;
	return ((__extension__ (__int128)part * 2 * width) / all + 1) / 2;
}

/* Divide a bar of this width among the owners; neighbours with the same colour become one part */
static size_t make_parts(const struct picture *p, const struct group *g, int width,
			 struct part *parts)
{
	struct part rest = { .colour = COLOUR_REST }, *part;
	size_t i, n = 0;

	for (i = 0; i < p->nr_who; i++) {
		if (!g->held[i])
			continue;
		if (pixels(g->held[i], g->taken, width) < PART_MIN) {
			part = &rest;
		} else {
			if (!n || parts[n - 1].colour != p->who[i].colour)
				parts[n++].colour = p->who[i].colour;
			part = &parts[n - 1];
		}
		if (part->name)
			part->more++;
		else
			part->name = p->who[i].name;
		part->bytes += g->held[i];
	}
	if (rest.name)
		parts[n++] = rest;
	return n;
}

/* Draw a part of a bar, and its name if it fits */
static void draw_part(struct canvas *c, struct rect r, const struct part *part, bool label)
{
	char size[UNITS_LENGTH], name[TITLE_LENGTH / 2], title[TITLE_LENGTH];

	if (!part->more)
		snprintf(name, sizeof(name), "%s", part->name);
	else if (part->colour == COLOUR_REST)
		snprintf(name, sizeof(name), "%zu smaller", part->more + 1);
	else
		snprintf(name, sizeof(name), "%s and %zu more", part->name, part->more);
	snprintf(title, sizeof(title), "%s: %s", name, units_human(size, part->bytes));
	r.width -= r.width > 2;
	draw_colour(c, r, part->colour, title);
	if (label && text_width(name, STYLE_SMALL) + 2 * LABEL_MARGIN <= r.width)
		draw_label(c, r.x + LABEL_MARGIN, r.y + r.height / 2 + 4, STYLE_SMALL,
			   part->colour, name);
}

/* How many owners hold something of a group */
static size_t held_by(const struct picture *p, const struct group *g)
{
	size_t i, n = 0;

	for (i = 0; i < p->nr_who; i++)
		n += g->held[i] > 0;
	return n;
}

/* Draw what a group holds into @r, by owner; the last part ends where @r ends */
static void draw_parts(const struct picture *p, struct canvas *c, const struct group *g,
		       struct rect r, bool label)
{
	struct part *parts = must(calloc(p->nr_who + 1, sizeof(*parts)));
	size_t n = make_parts(p, g, r.width, parts), i;
	int width = r.width, end = r.x + r.width, next;
	struct rect at = r;
	s64 sum = 0;

	if (n > 1 && width < 4 * PART_MIN) { /* there is only room for one part */
		parts[0] = (struct part){ parts[0].name, held_by(p, g) - 1, g->taken,
					  parts[0].colour };
		n = 1;
	}
	if (n > 1 && pixels(parts[n - 1].bytes, g->taken, width) < PART_MIN)
		width -= PART_MIN;
	for (i = 0; i < n; i++) {
		sum += parts[i].bytes;
		next = i + 1 < n ? r.x + pixels(sum, g->taken, width) : end;
		at.width = next - at.x;
		draw_part(c, at, &parts[i], label);
		at.x = next;
	}
	free(parts);
}

/* Draw "Node 0" and how much of it was taken */
static void draw_head(struct canvas *c, const struct group *g)
{
	char taken[UNITS_LENGTH], total[UNITS_LENGTH], share[UNITS_LENGTH], text[128], head[32];

	snprintf(head, sizeof(head), g->last > g->first ? "Nodes %d-%d" : "Node %d",
		 g->first, g->last);
	draw_text(c, 0, HEAD_BASE, STYLE_HEAD, "ink", head);
	units_human(taken, g->taken);
	units_human(total, g->total);
	snprintf(text, sizeof(text), "%s of %s taken, %s %%", taken, total,
		 units_percent(share, units_share(g->taken, g->total)));
	if (text_width(head, STYLE_HEAD) + text_width(text, STYLE_BODY) + LABEL_MARGIN > c->width)
		snprintf(text, sizeof(text), "%s of %s", taken, total);
	draw_text_end(c, c->width - 1, HEAD_BASE, STYLE_BODY, "dim", text);
}

/* Draw a part that nobody took, and its size if it fits */
static void draw_neutral(struct canvas *c, struct rect r, const char *class, const char *title,
			 s64 bytes, const char *what)
{
	char size[UNITS_LENGTH], text[64];

	draw_class(c, r, class, title);
	snprintf(text, sizeof(text), "%s %s", units_human(size, bytes), what);
	if (text_width(text, STYLE_SMALL) + 2 * LABEL_MARGIN <= r.width)
		draw_text_end(c, r.x + r.width - LABEL_MARGIN, r.y + r.height / 2 + 4, STYLE_SMALL,
			      "dim", text);
}

/* Draw all memory of a group. Return: the place of what was taken */
static struct rect draw_upper(const struct picture *p, struct canvas *c, const struct group *g,
			      s64 largest)
{
	struct rect r = { 0, UPPER_TOP, pixels(g->total, largest, c->width), UPPER_HEIGHT }, at = r;
	char size[UNITS_LENGTH], text[64];

	if (r.width < 3 * PART_MIN)
		r.width = 3 * PART_MIN;
	at.width = pixels(g->unused, g->total, r.width - PART_MIN);
	snprintf(text, sizeof(text), "not used by the kernel: %s", units_human(size, g->unused));
	if (at.width > 1)
		draw_neutral(c, (struct rect){ 0, at.y, at.width - 1, at.height }, "none", text,
			     g->unused, "not used");
	at.x = at.width;
	at.width = pixels(g->taken, g->total, r.width);
	if (g->taken && at.width < PART_MIN)
		at.width = PART_MIN;
	if (at.width > r.width - at.x)
		at.width = r.width - at.x;
	if (at.width)
		draw_parts(p, c, g, at, false);
	r.x = at.x + at.width;
	r.width -= r.x;
	snprintf(text, sizeof(text), "left to the page allocator: %s",
		 units_human(size, g->managed));
	if (r.width)
		draw_neutral(c, r, "free", text, g->managed, "left");
	return at;
}

static void draw_group(const struct picture *p, struct canvas *c, const struct group *g,
		       s64 largest)
{
	struct rect lower = { 0, LOWER_TOP, c->width, LOWER_HEIGHT }, from;
	char label[64];

	snprintf(label, sizeof(label), "memory of nodes %d to %d", g->first, g->last);
	block_begin(c, BLOCK_HEIGHT, label);
	draw_head(c, g);
	from = draw_upper(p, c, g, largest);
	if (g->taken) {
		fprintf(c->to, "<path class=\"zoom\" d=\"M%d %dh%dL%d %dH0z\"/>\n", from.x,
			UPPER_TOP + UPPER_HEIGHT, from.width, c->width, LOWER_TOP);
		draw_parts(p, c, g, lower, true);
	}
	block_end(c, BLOCK_HEIGHT);
}

/* draw_bars - a block for each group of nodes */
void draw_bars(const struct picture *p, struct canvas *c)
{
	struct group groups[GROUPS_MAX] = { 0 };
	size_t n = make_groups(p, groups), i;
	s64 largest = 0;

	for (i = 0; i < n; i++)
		if (groups[i].total > largest)
			largest = groups[i].total;
	for (i = 0; i < n; i++) {
		draw_group(p, c, &groups[i], largest);
		free(groups[i].held);
	}
}
