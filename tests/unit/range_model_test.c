// SPDX-License-Identifier: GPL-2.0-only
/*
 * range_model_test: does random operations of range_model in each of several spaces.
 *
 *	range_model_test [OPERATIONS [SEED]]
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <stdlib.h>

#include "range_model.h"
#include "tap.h"

static unsigned long operations = 200000;
static u64 seed = 1;

static u64 rnd_state;

/* splitmix64 */
static u32 rnd(u32 n)
{
	u64 z = rnd_state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return (z ^ z >> 31) % n;
}

static void run_model(u64 base, u64 scale)
{
	const struct range_model_stats *s;
	const char *differs;
	unsigned long i;

	rnd_state = seed ^ base * 31 ^ scale << 32;
	range_model_start(base, scale, rnd);
	for (i = 0; i < operations; i++) {
		differs = range_model_step();
		if (!CHECK(!differs)) {
			printf("# operation %lu of seed %llu: %s\n", i, seed, differs);
			break;
		}
	}
	s = range_model_end();
	printf("# seed %llu: %lu operations, %lu refused; %zu entries on average, %zu at most\n",
	       seed, i, s->refused, i ? s->entries / i : 0, s->most);
	printf("# %lu reserve, %lu free, %lu set_state, %lu set_holder, ",
	       s->reserve, s->free, s->set_state, s->set_holder);
	printf("%lu build, %lu copy, %lu merge, %lu overlay; no memory for %lu\n",
	       s->build, s->copy, s->merge, s->overlay, s->no_memory);
}

static void test_bytes_at_bottom(void)
{
	run_model(0, 1);
}

static void test_bytes_at_top(void)
{
	run_model(U64_MAX - UNITS, 1);
}

static void test_bytes_across_pages(void)
{
	run_model(0x100000000 - UNITS / 2, 1);
}

static void test_pages_at_bottom(void)
{
	run_model(0, 512);
}

static void test_pages_at_top(void)
{
	run_model(0 - (u64)UNITS * 512, 512);
}

static void test_pages_not_aligned(void)
{
	run_model(0x100000000 - 100, 1500);
}

int main(int argc, char **argv)
{
	static const struct tap_test tests[] = {
		{ "bytes at 0", test_bytes_at_bottom },
		{ "bytes up to the last one", test_bytes_at_top },
		{ "bytes on both sides of a page border", test_bytes_across_pages },
		{ "eighths of a page at 0", test_pages_at_bottom },
		{ "eighths of a page up to the last one", test_pages_at_top },
		{ "units that cross page borders", test_pages_not_aligned },
	};

	if (argc > 1)
		operations = strtoul(argv[1], NULL, 0);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 0);
	/* The operations are divided among the tests. */
	operations = (operations + ARRAY_SIZE(tests) - 1) / ARRAY_SIZE(tests);
	return tap_run(tests);
}
