// SPDX-License-Identifier: GPL-2.0-only
/*
 * replay_test: compares tools/log/replay.c with a model that notes for each byte what memblock
 * would do with it.
 *
 *	replay_test [ROUNDS [SEED]]
 */
#include <linux/types.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"
#include "tap.h"

#define SPACE	96
#define OPS_MAX	9000	/* three levels of bitmaps */

static unsigned long rounds = 3000;
static u64 state = 1;

static struct op op[OPS_MAX];
static u32 got[SPACE];
static u64 last_end;
static bool upwards;

static u32 rnd(u32 below)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (state >> 33) % below;
}

/* Who holds a byte: held by @name, or free, and said to be @name's */
struct byte {
	bool held;
	bool said;
	u32 name;
	u32 edge;
	bool has_edge;
};

static void model(size_t nr, u32 *want)
{
	struct byte byte[SPACE] = { 0 };
	size_t i, a;

	for (i = 0; i < nr; i++) {
		for (a = op[i].span.start; a <= op[i].span.end; a++) {
			struct byte *b = &byte[a];

			if (op[i].kind == OP_EDGE) {
				if (!b->has_edge)
					b->edge = op[i].name;
				b->has_edge = true;
			} else if (op[i].kind == OP_FREE || !b->held) {
				b->held = op[i].kind == OP_RESERVE;
				b->said = true;
				b->name = op[i].name;
			}
		}
	}
	for (a = 0; a < SPACE; a++)
		want[a] = byte[a].said ? byte[a].name : byte[a].edge;
}

static int put(void *arg, const struct span *span, u32 name)
{
	u64 a;

	(void)arg;
	if (span->start > span->end || span->end >= SPACE || !name ||
	    (last_end != UINT64_MAX && span->start <= last_end))
		upwards = false;
	last_end = span->end;
	for (a = span->start; a <= span->end && a < SPACE; a++)
		got[a] = name;
	return 0;
}

static bool agrees(size_t nr)
{
	u32 want[SPACE];
	size_t i;

	for (i = 0; i < nr; i++) {
		op[i].span.start = rnd(SPACE);
		op[i].span.end = op[i].span.start + rnd(SPACE - op[i].span.start);
		op[i].name = rnd(5);
		op[i].kind = rnd(8) ? rnd(NR_OP_KINDS) : OP_RESERVE;
		if (op[i].span.end - op[i].span.start > 40 && rnd(4))
			op[i].span.end = op[i].span.start + rnd(8);
	}
	model(nr, want);
	memset(got, 0, sizeof(got));
	last_end = UINT64_MAX;
	upwards = true;
	return CHECK(!replay(op, nr, put, NULL)) && CHECK(upwards) &&
	       CHECK(!memcmp(want, got, sizeof(want)));
}

static void test_small(void)
{
	unsigned long i;

	for (i = 0; i < rounds && agrees(rnd(40)); i++)
		;
	CHECK(i == rounds);
}

static void test_large(void)
{
	static const size_t nr[] = { 63, 64, 65, 4095, 4096, 4097, OPS_MAX };
	size_t i;

	for (i = 0; i < sizeof(nr) / sizeof(*nr); i++)
		CHECK(agrees(nr[i]));
}

static int stop(void *arg, const struct span *span, u32 name)
{
	(void)arg;
	(void)span;
	return name;
}

static void test_stop(void)
{
	op[0] = (struct op) { .span = { 0, 9 }, .name = 7, .kind = OP_RESERVE };
	CHECK(replay(op, 1, stop, NULL) == 7);
}

int main(int argc, char **argv)
{
	static const struct tap_test tests[] = {
		{ "few operations", test_small },
		{ "many operations", test_large },
		{ "who is told can end it", test_stop },
	};

	if (argc > 1)
		rounds = strtoul(argv[1], NULL, 0);
	if (argc > 2)
		state = strtoull(argv[2], NULL, 0);
	return tap_run(tests);
}
