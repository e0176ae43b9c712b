// SPDX-License-Identifier: GPL-2.0-only
/*
 * memlist_test: tests module/table/memlist.c. Each proof must fail when it should. The parts of a
 * list must be those of a model that has the state of each byte.
 *
 *	memlist_test [ROUNDS [SEED]]
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/numa.h>
#include <linux/slab.h>
#include <stdlib.h>
#include <string.h>

#include "table/memlist.h"
#include "tap.h"

#define NODES	4

static unsigned long rounds = 20000;
static u64 seed = 1;
static u64 rnd_state;

static u32 rnd(u32 n)
{
	u64 z = rnd_state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return (z ^ z >> 31) % n;
}

/* A good list with everything that an entry can have */
static const struct memlist_entry good[] = {
	{ .start = 0, .end = 0x1000, .nid = NUMA_NO_NODE },
	{ .start = 0x1000, .end = 0x1001, .nid = 0 },
	{ .start = 0x1001, .end = 0x9fc00, .flags = 0xff, .nid = NODES - 1 },
	{ .start = 0x100000, .end = 0x7fe00000, .flags = 0x20, .nid = 1 },
	{ .start = 1ULL << 51, .end = U64_MAX, .nid = 0 },
};

#define NR_GOOD	ARRAY_SIZE(good)

static u64 sum(const struct memlist_entry *e, size_t nr)
{
	u64 n = 0;

	while (nr--)
		n += e[nr].end - e[nr].start;
	return n;
}

/* What memlist_prove() says of the good list if entry @i is replaced and the total fits */
static const char *said_with(size_t i, struct memlist_entry e)
{
	struct memlist_entry copy[NR_GOOD];
	struct memlist l = { .e = copy, .nr = NR_GOOD, .max = NR_GOOD };
	struct memlist_header h = { .cnt = NR_GOOD, .max = 128 };
	const char *why;

	memcpy(copy, good, sizeof(copy));
	copy[i] = e;
	h.total = sum(copy, NR_GOOD);
	why = memlist_prove(&l, &h, NODES);
	return why ? why : "";
}

#define SAID(i, word, ...) CHECK(strstr(said_with(i, (struct memlist_entry) { __VA_ARGS__ }), word))

static void test_entries(void)
{
	CHECK(!strcmp(said_with(0, good[0]), ""));
	SAID(0, "no bytes", .start = 5, .end = 5);
	SAID(4, "no bytes", .start = U64_MAX, .end = U64_MAX);
	SAID(0, "no bytes", .start = 0, .end = 0);
	SAID(4, "last address", .start = U64_MAX, .end = 0);
	SAID(4, "last address", .start = 1ULL << 51, .end = 7);
	SAID(1, "in order", .start = 0xfff, .end = 0x1001);
	SAID(1, "in order", .start = 0x1000, .end = 0x1002);
	SAID(2, "in order", .start = 0x1001, .end = 0x100001);
	SAID(3, "in order", .start = 0x2000, .end = 0x3000);
	SAID(1, "unknown flag", .start = 0x1000, .end = 0x1001, .flags = 0x100);
	SAID(1, "unknown flag", .start = 0x1000, .end = 0x1001, .flags = 1U << 31);
	SAID(1, "node that cannot be", .start = 0x1000, .end = 0x1001, .nid = NODES);
	SAID(1, "node that cannot be", .start = 0x1000, .end = 0x1001, .nid = -2);
	SAID(4, "node that cannot be", .start = 1ULL << 51, .end = U64_MAX, .nid = 1 << 30);
}

static const char *said_of(u64 cnt, u64 max)
{
	struct memlist_header h = { .cnt = cnt, .max = max };
	const char *why = memlist_prove_header(&h);

	return why ? why : "";
}

static void test_header(void)
{
	CHECK(!strcmp(said_of(1, 1), ""));
	CHECK(!strcmp(said_of(128, 128), ""));
	CHECK(!strcmp(said_of(1, MEMLIST_MAX), ""));
	CHECK(strstr(said_of(0, 0), "no entries"));
	CHECK(strstr(said_of(0, 128), "no entries"));
	CHECK(strstr(said_of(129, 128), "than room"));
	CHECK(strstr(said_of(U64_MAX, 128), "than room"));
	CHECK(strstr(said_of(5, MEMLIST_MAX + 1), "too many"));
	CHECK(strstr(said_of(U64_MAX, U64_MAX), "too many"));
}

static void test_sums(void)
{
	struct memlist_entry copy[NR_GOOD];
	struct memlist l = { .e = copy, .nr = NR_GOOD, .max = NR_GOOD };
	struct memlist_header h = { .cnt = NR_GOOD, .max = 128, .total = sum(good, NR_GOOD) };

	memcpy(copy, good, sizeof(copy));
	CHECK(!memlist_prove(&l, &h, NODES));
	h.total++;
	CHECK(strstr(memlist_prove(&l, &h, NODES), "add up"));
	h.trimmed = 1;
	CHECK(!memlist_prove(&l, &h, NODES));
	h.total -= 2; /* `trimmed` says how much less there may be, but not how much more */
	CHECK(strstr(memlist_prove(&l, &h, NODES), "add up"));
	h.total += 3;
	CHECK(strstr(memlist_prove(&l, &h, NODES), "add up"));
	h.total -= 2;
	l.nr--;
	CHECK(strstr(memlist_prove(&l, &h, NODES), "could be read"));
	h.cnt--;
	CHECK(strstr(memlist_prove(&l, &h, NODES), "add up"));
}

static void test_push(void)
{
	struct memlist l = {};
	size_t i;

	shim_alloc_fails_in = 1;
	CHECK(memlist_push(&l, &good[0]) == -ENOMEM && !l.nr && !l.e);
	shim_alloc_fails_in = 0;
	for (i = 0; i < 1000; i++) {
		struct memlist_entry e = { .start = 10 * i, .end = 10 * i + 5 };

		if (l.nr == l.max) {
			shim_alloc_fails_in = 1;
			CHECK(memlist_push(&l, &e) == -ENOMEM && l.nr == i);
			shim_alloc_fails_in = 0;
		}
		CHECK(!memlist_push(&l, &e));
	}
	CHECK(l.nr == 1000 && l.e[999].start == 9990 && l.e[127].end == 1275);
	CHECK(memlist_first(&l, 0) == 0 && memlist_first(&l, 4) == 0);
	CHECK(memlist_first(&l, 5) == 1 && memlist_first(&l, 9994) == 999);
	CHECK(memlist_first(&l, 9995) == 1000 && memlist_first(&l, U64_MAX) == 1000);
	memlist_destroy(&l);
	CHECK(!l.e && !l.nr && !l.max && memlist_first(&l, 0) == 0);
}

static void test_flags(void)
{
	unsigned int bit;

	for (bit = 0; bit < 8; bit++)
		CHECK(memlist_flag_name(bit) && strlen(memlist_flag_name(bit)) > 4);
	CHECK(!memlist_flag_name(8) && !memlist_flag_name(~0U));
	CHECK(!strcmp(memlist_flag_name(4), "RSV_NIT"));
}

/* The model has PAGES pages of 4 KiB, and looks at them every STEP bytes. */
#define PAGES	12
#define STEP	512
#define NR	(PAGES * 4096 / STEP)

struct model {
	int entry[NR];	/* the entry of the list; -1 if there is none */
	int nid[NR];	/* the node of that entry, if it has one */
	int memory[PAGES]; /* node; -1 for a hole */
	bool held[PAGES];
};

static u64 edge(u32 n)
{
	return n * STEP;
}

static void make_list(struct memlist *l, struct model *m)
{
	u32 at = rnd(4), next, i;

	for (i = 0; i < NR; i++)
		m->entry[i] = -1;
	for (; at < NR; at = next + rnd(6)) {
		struct memlist_entry e = {
			.flags = rnd(3), .nid = rnd(3) ? NUMA_NO_NODE : (int)rnd(2),
		};

		next = at + 1 + rnd(30);
		if (next > NR)
			next = NR;
		e.start = edge(at);
		e.end = edge(next);
		for (i = at; i < next; i++) {
			m->entry[i] = l->nr;
			m->nid[i] = e.nid;
		}
		memlist_push(l, &e);
	}
}

static void make_memory(struct memlist *l, struct model *m)
{
	u32 at = rnd(2), next, i;

	for (i = 0; i < PAGES; i++)
		m->memory[i] = -1;
	for (; at < PAGES; at = next + rnd(2)) {
		struct memlist_entry e = { .nid = rnd(2) };

		next = at + 1 + rnd(5);
		if (next > PAGES)
			next = PAGES;
		e.start = at * PAGE_SIZE;
		e.end = next * PAGE_SIZE;
		for (i = at; i < next; i++)
			m->memory[i] = e.nid;
		memlist_push(l, &e);
	}
}

static void make_table(struct range_table *t, struct model *m)
{
	u32 at = rnd(8), next, i;

	memset(m->held, 0, sizeof(m->held));
	for (; at < NR; at = next + rnd(12)) {
		struct range_entry e = {
			.state = rnd(3), .flags = rnd(4) ? 0 : RANGE_LIVE, .owner = rnd(3),
		};

		next = at + 1 + rnd(10);
		if (next > NR)
			next = NR;
		e.start = edge(at);
		e.end = edge(next);
		for (i = at; i < next; i++)
			if (e.state != RANGE_RELEASED && !e.flags)
				m->held[i * STEP / PAGE_SIZE] = true;
		range_push(t, &e);
	}
	range_build(t);
}

/* What the model says about step @i */
static void ask_model(const struct model *m, u32 i, int *nid, enum memlist_now *now)
{
	int memory = m->memory[i * STEP / PAGE_SIZE];

	*nid = m->nid[i];
	*now = MEMLIST_UNKNOWN;
	if (memory < 0)
		return;
	if (*nid == NUMA_NO_NODE)
		*nid = memory;
	*now = m->held[i * STEP / PAGE_SIZE] ? MEMLIST_RESERVED : MEMLIST_FREED;
}

/*
 * Are the rows, on node @only or on all nodes, exactly those of the model, and as few as
 * possible?
 */
static bool rows_agree(const struct memlist *rows, const struct memlist *l, const struct model *m,
		       int only)
{
	enum memlist_now now, before = MEMLIST_UNKNOWN;
	int nid, nid_before = NUMA_NO_NODE, entry = -1;
	size_t row = 0;
	u32 i;

	for (i = 0; i < NR; i++) {
		if (m->entry[i] < 0) {
			entry = -1;
			continue;
		}
		ask_model(m, i, &nid, &now);
		if (only != NUMA_NO_NODE && only != nid) {
			entry = -1;
			continue;
		}
		if (m->entry[i] != entry || nid != nid_before || now != before) {
			if (row == rows->nr || rows->e[row].start != edge(i) ||
			    rows->e[row].flags != l->e[m->entry[i]].flags)
				return false;
			row++;
		}
		entry = m->entry[i];
		nid_before = nid;
		before = now;
		if (rows->e[row - 1].nid != nid || rows->e[row - 1].now != now ||
		    rows->e[row - 1].end < edge(i + 1))
			return false;
	}
	return row == rows->nr;
}

static u64 bytes(const struct memlist *l)
{
	return sum(l->e, l->nr);
}

static bool round_agrees(void)
{
	struct memlist l = {}, memory = {};
	struct range_table t = {};
	u64 on_nodes = 0, all = 0, without = 0;
	struct model m;
	bool good_round = true;
	int nid;

	make_list(&l, &m);
	make_memory(&memory, &m);
	make_table(&t, &m);
	for (nid = NUMA_NO_NODE; nid < 2; nid++) {
		struct memlist rows = {};
		size_t i;

		shim_alloc_fails_in = l.nr && nid == NUMA_NO_NODE;
		if (shim_alloc_fails_in)
			good_round &= memlist_split(&rows, &l, &memory, &t, nid) == -ENOMEM;
		shim_alloc_fails_in = 0;
		memlist_destroy(&rows);
		good_round &= !memlist_split(&rows, &l, &memory, &t, nid);
		good_round &= rows_agree(&rows, &l, &m, nid);
		if (nid == NUMA_NO_NODE) {
			all = bytes(&rows);
			for (i = 0; i < rows.nr; i++)
				if (rows.e[i].nid == NUMA_NO_NODE)
					without += rows.e[i].end - rows.e[i].start;
		} else {
			on_nodes += bytes(&rows);
		}
		memlist_destroy(&rows);
	}
	good_round &= all == bytes(&l) && all == on_nodes + without;
	memlist_destroy(&l);
	memlist_destroy(&memory);
	range_destroy(&t);
	return good_round;
}

static void test_split(void)
{
	unsigned long i;

	for (i = 0; i < rounds; i++) {
		rnd_state = seed + i;
		if (!CHECK(round_agrees())) {
			printf("# round %lu of seed %llu\n", i, (unsigned long long)seed);
			return;
		}
	}
	printf("# %lu rounds, seed %llu\n", rounds, (unsigned long long)seed);
}

int main(int argc, char **argv)
{
	static const struct tap_test tests[] = {
		{ "a header that cannot be is found out", test_header },
		{ "an entry that cannot be is found out", test_entries },
		{ "entries add up", test_sums },
		{ "a list grows, and is searched", test_push },
		{ "flags have names", test_flags },
		{ "what became of a list is as the model has it", test_split },
	};

	if (argc > 1)
		rounds = strtoul(argv[1], NULL, 0);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 0);
	return tap_run(tests);
}
