// SPDX-License-Identifier: GPL-2.0-only
/*
 * range_fuzz: compares module/table/range.c with its model (tests/unit/range_model.c).
 *
 * The first byte of an input chooses the space, and the others choose the operations.
 */
#include <linux/kernel.h>
#include <stdio.h>
#include <stdlib.h>

#include "range_model.h"

static const struct {
	u64 base, scale;
} spaces[] = {
	{ 0, 1 },
	{ U64_MAX - UNITS, 1 },
	{ 0x100000000 - UNITS / 2, 1 },
	{ 0, 512 },
	{ 0 - (u64)UNITS * 512, 512 },
	{ 0x100000000 - 100, 1500 },
};

static const u8 *next, *end;

static u32 next_byte(void)
{
	return next < end ? *next++ : 0;
}

static u32 choose(u32 n)
{
	u32 value = next_byte();

	if (n > 256)
		value |= next_byte() << 8;
	return value % n;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	const char *differs = NULL;
	u32 space;

	next = data;
	end = data + size;
	space = choose(ARRAY_SIZE(spaces));
	range_model_start(spaces[space].base, spaces[space].scale, choose);
	while (next < end && !differs)
		differs = range_model_step();
	range_model_end();
	if (differs) {
		fprintf(stderr, "range_fuzz: not as the model: %s\n", differs);
		abort();
	}
	return 0;
}
