// SPDX-License-Identifier: GPL-2.0-only
/*
 * replay: finds who holds each byte at the end; see replay.h.
 *
 * A set of operations is a pyramid of bitmaps: a bit of a level says whether a word of the level
 * below has any bit set. With LEVELS levels it can hold 64^6 operations, more than fit in memory.
 */
#include <stdbool.h>
#include <stdlib.h>

#include "replay.h"

#define LEVELS	6
#define NONE	SIZE_MAX

struct set {
	uint64_t *level[LEVELS];
	int levels;
};

static int set_init(struct set *set, size_t nr)
{
	size_t words = nr;

	for (set->levels = 0; set->levels < LEVELS; ) {
		words = words / 64 + 1;
		set->level[set->levels] = calloc(words, sizeof(uint64_t));
		if (!set->level[set->levels++])
			return -1;
		if (words == 1)
			break;
	}
	return 0;
}

static void set_free(struct set *set)
{
	while (set->levels)
		free(set->level[--set->levels]);
}

static void set_put(struct set *set, size_t i, bool on)
{
	int k;

	for (k = 0; k < set->levels; k++, i /= 64) {
		uint64_t *word = &set->level[k][i / 64], bit = 1ULL << i % 64;

		*word = on ? *word | bit : *word & ~bit;
		if (!on && *word)
			return;
	}
}

/* The first element that is @i or larger; NONE if there is none */
static size_t set_next(const struct set *set, size_t i)
{
	uint64_t word;
	int k;

	for (k = 0; k < set->levels; k++) {
		word = set->level[k][i / 64] >> i % 64;
		if (word) {
			for (i += __builtin_ctzll(word); k > 0; k--)
				i = i * 64 + __builtin_ctzll(set->level[k - 1][i]);
			return i;
		}
		i = i / 64 + 1;
		if (k + 1 == set->levels)
			return NONE;
	}
	return NONE;
}

static size_t set_last(const struct set *set)
{
	int k = set->levels - 1;
	size_t i = 0;

	if (!set->level[k][0])
		return NONE;
	for (; k >= 0; k--)
		i = i * 64 + 63 - __builtin_clzll(set->level[k][i]);
	return i;
}

/* A place where an operation begins, or the byte behind its end */
struct edge {
	uint64_t at;
	uint32_t op;
	bool on;
};

static int by_place(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static uint32_t holder(const struct op *op, const struct set *set)
{
	size_t freed = set_last(&set[OP_FREE]);
	size_t i = set_next(&set[OP_RESERVE], freed == NONE ? 0 : freed);

	if (i == NONE)
		i = freed == NONE ? set_next(&set[OP_EDGE], 0) : freed;
	return i == NONE ? 0 : op[i].name;
}

static int sweep(const struct op *op, const struct edge *edge, size_t nr, struct set *set,
		 int (*put)(void *arg, const struct span *span, uint32_t name), void *arg)
{
	struct span span = { 0 };
	uint32_t name = 0, next;
	size_t i = 0;
	int err;

	while (i < nr) {
		uint64_t at = edge[i].at;

		for (; i < nr && edge[i].at == at; i++)
			set_put(&set[op[edge[i].op].kind], edge[i].op, edge[i].on);
		next = holder(op, set);
		if (next == name)
			continue;
		span.end = at - 1;
		err = name ? put(arg, &span, name) : 0;
		if (err)
			return err;
		span.start = at;
		name = next;
	}
	return 0;
}

int replay(const struct op *op, size_t nr,
	   int (*put)(void *arg, const struct span *span, uint32_t name), void *arg)
{
	struct set set[NR_OP_KINDS] = { 0 };
	struct edge *edge = nr < UINT32_MAX ? malloc((nr * 2 + 1) * sizeof(*edge)) : NULL;
	int k, err = edge ? 0 : -1;
	size_t i;

	for (k = 0; k < NR_OP_KINDS && !err; k++)
		err = set_init(&set[k], nr);
	if (!err) {
		for (i = 0; i < nr; i++) {
			edge[i * 2] = (struct edge) { op[i].span.start, i, true };
			edge[i * 2 + 1] = (struct edge) { op[i].span.end + 1, i, false };
		}
		qsort(edge, nr * 2, sizeof(*edge), by_place);
		err = sweep(op, edge, nr * 2, set, put, arg);
	}
	for (k = 0; k < NR_OP_KINDS; k++)
		set_free(&set[k]);
	free(edge);
	return err;
}
