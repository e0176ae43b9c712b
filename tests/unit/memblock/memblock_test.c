// SPDX-License-Identifier: GPL-2.0-only
/*
 * memblock_test: compares module/table/range.c with the kernel's own memblock.
 *
 * Random operations are done to a table and to memblock.reserved, and the two are compared after
 * each. memblock accepts a reservation that overlaps and a free of a gap, but the table refuses
 * them; so these are not given to memblock. In tests with nodes, each reservation's node is set in
 * memblock as well. "Late freed" stands for memblock's flag "noinit", which can be set but not
 * cleared.
 *
 *	memblock_test [OPERATIONS [SEED]]
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <stdlib.h>

#include "peer.h"
#include "table/range.h"
#include "tap.h"

static unsigned long operations = 60000;
static u64 seed = 1;
static u64 rnd_state;

/* splitmix64 */
static u64 rnd(u64 n)
{
	u64 z = rnd_state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return (z ^ z >> 31) % n;
}

/* The space of the ranges, and the operations on them */
struct space {
	u64 start;
	u64 size;
	u32 longest;
	bool nodes;
	bool marks;
};

static bool same_as_peer(const struct range_table *t, bool nodes)
{
	unsigned long long start, end;
	bool marked;
	size_t i;
	int nid;

	if (peer_count() != t->nr)
		return false;
	range_for_each(i, t) {
		const struct range_entry *e = &t->r[i];

		peer_get(i, &start, &end, &nid, &marked);
		if (e->start != start || e->end != end ||
		    (nodes ? e->nid : PEER_NO_NODE) != nid ||
		    e->state != (marked ? RANGE_LATE_FREED : RANGE_RESERVED))
			return false;
	}
	return true;
}

static void print_both(const struct range_table *t)
{
	size_t i;

	range_for_each(i, t)
		printf("# table    %llx-%llx node %d state %u\n", t->r[i].start,
		       t->r[i].end, t->r[i].nid, t->r[i].state);
	for (i = 0; i < peer_count(); i++) {
		unsigned long long start, end;
		bool marked;
		int nid;

		peer_get(i, &start, &end, &nid, &marked);
		printf("# memblock %llx-%llx node %d%s\n", start, end, nid,
		       marked ? " noinit" : "");
	}
}

/*
 * A random range, mostly anywhere; otherwise from the start of an entry, so that more of it fits.
 */
static void random_range(const struct range_table *t, const struct space *s,
			 u64 *start, u64 *end)
{
	u64 longest = rnd(20) ? s->longest : s->size / 2;

	*start = s->start + rnd(s->size);
	if (t->nr && rnd(2))
		*start = rnd(2) ? t->r[rnd(t->nr)].start : t->r[rnd(t->nr)].end;
	longest = longest < s->start + s->size - *start ?
		  longest : s->start + s->size - *start;
	*end = *start + (longest ? 1 + rnd(longest) : 0);
	/* often all that is there, or just as long as there is nothing */
	if (t->nr && rnd(3) == 0) {
		size_t i = range_first(t, *start);

		if (i < t->nr && t->r[i].start > *start)
			*end = t->r[i].start;
		else if (i < t->nr)
			*end = t->r[i].end;
	}
}

static unsigned long refused;

/* If an operation succeeds on the table, it must succeed on memblock. */
static bool operate(struct range_table *t, const struct space *s)
{
	struct range_entry e = {};
	u64 op = rnd(100);
	int err;

	random_range(t, s, &e.start, &e.end);
	if (op < 55) {
		e.nid = s->nodes ? rnd(3) : 0;
		err = range_reserve(t, &e);
		if (!err)
			return !peer_reserve(e.start, e.end, s->nodes ? e.nid : PEER_NO_NODE);
	} else if (op < 90 || !s->marks) {
		err = range_free(t, e.start, e.end);
		if (!err)
			return !peer_free(e.start, e.end);
	} else {
		err = range_set_state(t, e.start, e.end, RANGE_LATE_FREED);
		if (!err)
			return !peer_mark(e.start, e.end);
	}
	refused++;
	return err == -EBUSY || err == -ENOENT || (err == -EINVAL && e.start >= e.end);
}

static bool answers_agree(const struct range_table *t, const struct space *s)
{
	u64 start, end;

	random_range(t, s, &start, &end);
	if (peer_is_reserved(start) != !!range_find(t, start))
		return false;
	/* For the table, an empty range has no bytes; for memblock it touches some. */
	return start == end || peer_touches(start, end) == range_touches(t, start, end);
}

static void run(const struct space *s)
{
	struct range_table t = {};
	unsigned long i;
	size_t entries = 0, most = 0;

	rnd_state = seed ^ s->start ^ s->size << 8 ^ s->longest;
	refused = 0;
	peer_reset();
	for (i = 0; i < operations; i++) {
		if (!CHECK(operate(&t, s)) || !CHECK(same_as_peer(&t, s->nodes)) ||
		    !CHECK(answers_agree(&t, s))) {
			printf("# operation %lu of seed %llu\n", i, seed);
			print_both(&t);
			break;
		}
		entries += t.nr;
		if (t.nr > most)
			most = t.nr;
	}
	range_destroy(&t);
	printf("# seed %llu: %lu operations, %lu refused; %zu entries on average, %zu at most\n",
	       seed, i, refused, i ? entries / i : 0, most);
}

static void test_plain(void)
{
	static const struct space s = {
		.start = 0,
		.size = 4096,
		.longest = 24,
	};

	run(&s);
}

static void test_nodes(void)
{
	static const struct space s = {
		.start = 0,
		.size = 4096,
		.longest = 24,
		.nodes = true,
	};

	run(&s);
}

static void test_marks(void)
{
	static const struct space s = {
		.start = 0x100000000,
		.size = 4096,
		.longest = 24,
		.nodes = true,
		.marks = true,
	};

	run(&s);
}

static void test_top(void)
{
	static const struct space s = {
		.start = U64_MAX - 4096,
		.size = 4096,
		.longest = 24,
		.nodes = true,
		.marks = true,
	};

	run(&s);
}

static void test_wide(void)
{
	static const struct space s = {
		.start = 0,
		.size = U64_MAX,
		.longest = 0x10000000,
	};

	run(&s);
}

int main(int argc, char **argv)
{
	static const struct tap_test tests[] = {
		{ "reserve and free", test_plain },
		{ "reserve and free on three nodes", test_nodes },
		{ "reserve, free and mark", test_marks },
		{ "up to the last byte", test_top },
		{ "all of the address space", test_wide },
	};

	if (argc > 1)
		operations = strtoul(argv[1], NULL, 0);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 0);
	/* The operations are divided among the tests. */
	operations = (operations + ARRAY_SIZE(tests) - 1) / ARRAY_SIZE(tests);
	return tap_run(tests);
}
