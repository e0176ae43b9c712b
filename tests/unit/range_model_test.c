// SPDX-License-Identifier: GPL-2.0-only
/*
 * range_model_test: module/range.c beside a model too simple to be wrong.
 *
 * The model is an array with the facts of each unit of a small space. Random
 * operations are done to both, and both are compared after each. A unit is a
 * byte, or 512 bytes, so that entries share pages; the space lies at the
 * bottom, at the top or in the middle of the address space.
 *
 *	range_model_test [OPERATIONS [SEED]]
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <stdlib.h>
#include <string.h>

#include "range.h"
#include "tap.h"

#define UNITS	512

/* The facts of a unit; all zero, and so is the padding, if not in the table. */
struct unit {
	u32 owner;
	u8 there;
	u8 nid;
	u8 zone;
	u8 state;
	u8 flags;
};

static unsigned long operations = 200000;
static u64 seed = 1;

static u64 base, scale;
static struct unit model[UNITS];
static struct range_table t;
static unsigned long done[8], refused;

static u64 rnd_state;

/* splitmix64 */
static u32 rnd(u32 n)
{
	u64 z = rnd_state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return (z ^ z >> 31) % n;
}

/* The first byte of a unit; the end of the very last is U64_MAX. */
static u64 addr(size_t unit)
{
	u64 a = base + unit * scale;

	return unit && a == 0 ? U64_MAX : a;
}

static bool unit_is(const struct unit *a, const struct unit *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static void unit_to_entry(const struct unit *u, struct range_entry *e)
{
	e->owner = u->owner;
	e->nid = u->nid;
	e->zone = u->zone;
	e->state = u->state;
	e->flags = u->flags;
}

/* The table is the runs of like units, no more and no less, node @nid only. */
static bool same_as_model(const struct range_table *table, int nid)
{
	size_t i = 0, u, end;

	for (u = 0; u < UNITS; u = end) {
		struct range_entry want;
		const struct range_entry *e = &table->r[i];

		for (end = u + 1; end < UNITS && unit_is(&model[u], &model[end]); end++)
			;
		if (!model[u].there || (nid >= 0 && model[u].nid != nid))
			continue;
		unit_to_entry(&model[u], &want);
		if (i++ == table->nr || e->start != addr(u) || e->end != addr(end) ||
		    e->owner != want.owner || e->nid != want.nid ||
		    e->zone != want.zone || e->state != want.state ||
		    e->flags != want.flags)
			return false;
	}
	return i == table->nr;
}

/* Said by same_as_model() already, but this does not depend on the model. */
static bool is_sound(void)
{
	size_t i;

	if (t.nr > t.max)
		return false;
	range_for_each(i, &t) {
		const struct range_entry *a = &t.r[i], *b = a + 1;

		if (a->start >= a->end)
			return false;
		if (i + 1 == t.nr)
			break;
		if (a->end > b->start)
			return false;
		if (a->end == b->start && a->nid == b->nid && a->zone == b->zone &&
		    a->state == b->state && a->flags == b->flags &&
		    a->owner == b->owner)
			return false;
	}
	return true;
}

/* What the model says of a page: false if there is nothing on it. */
static bool page_of_model(u64 at, u64 next, struct range_pages *page)
{
	size_t u = at > base ? (at - base) / scale : 0;

	page->state = RANGE_RELEASED + 1;
	for (; u < UNITS && addr(u) < next; u++) {
		if (!model[u].there)
			continue;
		if (page->state > RANGE_RELEASED) {
			page->nid = model[u].nid;
			page->zone = model[u].zone;
		}
		page->state = min_t(u32, page->state, model[u].state);
	}
	return page->state <= RANGE_RELEASED;
}

/* All pages of the space, one by one, beside the runs. */
static bool pages_are_as_model(void)
{
	struct range_pages run = {}, page;
	u64 at, next, last = addr(UNITS);

	for (at = base & PAGE_MASK; at < last; at = next) {
		next = at + PAGE_SIZE ?: U64_MAX;
		if (!page_of_model(at, next, &page)) {
			if (run.end > at)
				return false;
			continue;
		}
		if (run.end <= at && (!range_next_pages(&t, &run) || run.start != at))
			return false;
		if (run.end < next || run.nid != page.nid || run.zone != page.zone ||
		    run.state != page.state)
			return false;
	}
	return !range_next_pages(&t, &run);
}

static bool answers_are_as_model(size_t first, size_t end, enum range_state state)
{
	bool touches = false, covers = first < end, any = false;
	size_t u;
	const struct range_entry *e = range_find(&t, addr(first));

	for (u = first; u < end; u++) {
		touches |= model[u].there;
		covers &= model[u].there && model[u].state == state;
		any |= model[u].there && model[u].state == state;
	}
	if (range_touches(&t, addr(first), addr(end)) != touches ||
	    range_covers(&t, addr(first), addr(end), state) != covers ||
	    range_any(&t, addr(first), addr(end), state) != any)
		return false;
	if (!e)
		return !model[first].there;
	return model[first].there && e->owner == model[first].owner &&
	       e->start <= addr(first) && e->end > addr(first) &&
	       e == &t.r[range_first(&t, addr(first))];
}

/* Random facts, from so few that neighbours often agree. */
static struct unit random_unit(void)
{
	struct unit u;

	memset(&u, 0, sizeof(u));
	u.there = 1;
	u.owner = rnd(3);
	u.nid = rnd(8) ? 0 : rnd(3);
	u.zone = rnd(8) ? 0 : rnd(3);
	u.state = rnd(4) ? 0 : rnd(3);
	return u;
}

static struct range_entry random_entry(size_t first, size_t end, const struct unit *u)
{
	struct range_entry e = { .start = addr(first), .end = addr(end) };

	unit_to_entry(u, &e);
	return e;
}

/* [first, end), mostly short, now and then empty. */
static void random_span(size_t *first, size_t *end)
{
	*first = rnd(UNITS);
	*end = *first + rnd(rnd(16) ? 12 : UNITS + 1);
	if (*end > UNITS)
		*end = UNITS;
}

static int model_reserve(size_t first, size_t end, const struct unit *facts)
{
	size_t u;

	if (first >= end)
		return -EINVAL;
	for (u = first; u < end; u++)
		if (model[u].there && !(model[u].flags & RANGE_OVERLAP_OK))
			return -EBUSY;
	for (u = first; u < end; u++)
		model[u] = *facts;
	return 0;
}

static int model_free(size_t first, size_t end)
{
	size_t u;

	if (first >= end)
		return -EINVAL;
	for (u = first; u < end; u++)
		if (!model[u].there)
			return -ENOENT;
	memset(&model[first], 0, (end - first) * sizeof(*model));
	return 0;
}

static int model_set(size_t first, size_t end, int state, u32 owner)
{
	bool any = false;
	size_t u;

	if (first >= end)
		return -EINVAL;
	for (u = first; u < end; u++) {
		if (!model[u].there)
			continue;
		any = true;
		if (state >= 0)
			model[u].state = state;
		else
			model[u].owner = owner;
	}
	return any ? 0 : -ENOENT;
}

/* A table from nothing. What overlaps agrees, but for one in four. */
static bool rebuild(void)
{
	struct range_table heap = {};
	size_t n = rnd(200), first, end, u;
	bool clashes = !rnd(4), clashed = false;

	memset(model, 0, sizeof(model));
	while (n--) {
		struct unit facts = random_unit();
		struct range_entry e;

		facts.flags = rnd(2);
		random_span(&first, &end);
		for (u = first; u < end; u++)
			if (model[u].there && !unit_is(&model[u], &facts))
				break;
		if (u < end && !clashes)
			continue;
		clashed |= u < end;
		e = random_entry(first, end, &facts);
		if (range_push(&heap, &e) != (first < end ? 0 : -EINVAL))
			return false;
		for (u = first; u < end; u++)
			model[u] = facts;
	}
	range_destroy(&t);
	t = heap;
	if (range_build(&t) != (clashed ? -EBUSY : 0))
		return false;
	if (clashed) {
		range_destroy(&t);
		memset(model, 0, sizeof(model));
	}
	return true;
}

/* Copies a node, or all and goes on with the copy. */
static bool copy(void)
{
	int nid = (int)rnd(4) - 1;
	struct range_table to = {};

	if (range_copy(&to, &t, nid) || !same_as_model(&to, nid))
		return false;
	if (nid < 0) {
		range_destroy(&t);
		t = to;
	} else {
		range_destroy(&to);
	}
	return true;
}

/* Changes owners in place, as the module does when it is told of them. */
static void rename_and_merge(void)
{
	u32 from = rnd(3), to = rnd(3);
	size_t i;

	range_for_each(i, &t)
		if (t.r[i].owner == from)
			t.r[i].owner = to;
	range_merge(&t);
	for (i = 0; i < UNITS; i++)
		if (model[i].there && model[i].owner == from)
			model[i].owner = to;
}

/* One operation on both; false if they do not return the same. */
static bool operate(void)
{
	static struct unit before[UNITS];
	struct unit facts = random_unit();
	struct range_entry e;
	size_t first, end;
	u32 op = rnd(100);
	int want, got;

	random_span(&first, &end);
	memcpy(before, model, sizeof(model));
	if (op >= 98) {
		done[0]++;
		return rebuild();
	} else if (op >= 94) {
		done[1]++;
		return copy();
	} else if (op >= 93) {
		done[2]++;
		rename_and_merge();
		return true;
	}

	shim_alloc_fails_in = rnd(3) == 0;
	if (op < 45) {
		done[3]++;
		facts.flags = op < 15 ? RANGE_OVERLAP_OK : 0;
		e = random_entry(first, end, &facts);
		want = model_reserve(first, end, &facts);
		got = range_reserve(&t, &e);
	} else if (op < 70) {
		/* half of them a part of what is there */
		if (op < 58)
			while (end > first && !model[end - 1].there)
				end--;
		done[4]++;
		want = model_free(first, end);
		got = range_free(&t, addr(first), addr(end));
	} else if (op < 82) {
		done[5]++;
		want = model_set(first, end, facts.state, 0);
		got = range_set_state(&t, addr(first), addr(end), facts.state);
	} else {
		done[6]++;
		want = model_set(first, end, -1, facts.owner);
		got = range_set_owner(&t, addr(first), addr(end), facts.owner);
	}
	if (got == -ENOMEM && !want) {
		/* the one allocation that was to fail: nothing has changed */
		done[7]++;
		memcpy(model, before, sizeof(model));
		return !shim_alloc_fails_in;
	}
	shim_alloc_fails_in = 0;
	refused += want != 0;
	return want == got;
}

static void run_model(u64 the_base, u64 the_scale)
{
	unsigned long i;
	size_t entries = 0, most = 0, first, end;

	base = the_base;
	scale = the_scale;
	rnd_state = seed ^ the_base * 31 ^ the_scale << 32;
	memset(model, 0, sizeof(model));
	memset(done, 0, sizeof(done));
	refused = 0;

	for (i = 0; i < operations; i++) {
		bool good = CHECK(operate()) &&
			    CHECK(is_sound()) &&
			    CHECK(same_as_model(&t, -1));

		random_span(&first, &end);
		good = good && CHECK(answers_are_as_model(first, end, rnd(3))) &&
		       CHECK(pages_are_as_model());
		if (!good) {
			printf("# operation %lu of seed %llu\n", i, seed);
			break;
		}
		entries += t.nr;
		most = max(most, t.nr);
	}
	shim_alloc_fails_in = 0;
	range_destroy(&t);
	printf("# seed %llu: %lu operations, %lu refused; %zu entries on average, %zu at most\n",
	       seed, i, refused, i ? entries / i : 0, most);
	printf("# %lu reserve, %lu free, %lu set_state, %lu set_owner, ",
	       done[3], done[4], done[5], done[6]);
	printf("%lu build, %lu copy, %lu merge; no memory for %lu\n",
	       done[0], done[1], done[2], done[7]);
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
