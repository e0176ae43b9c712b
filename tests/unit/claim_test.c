// SPDX-License-Identifier: GPL-2.0-only
/*
 * claim_test: compares module/table/claim.c with a model that is too simple to be wrong.
 *
 * The model is an array with the owner of each byte of a small space. Random claims are written to
 * the array one after the other, and to the table all at once. Then both must be equal. Each round
 * is repeated with each allocation failing in turn; then the table must be unchanged.
 *
 *	claim_test [ROUNDS [SEED]]
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <stdlib.h>
#include <string.h>

#include "table/claim.h"
#include "table/range.h"
#include "tap.h"

#define SPACE	300

/* Owners from this number on are facts; no claim changes them. */
#define FACT	1000
#define HOW	10000	/* an owner of the model is HOW * how + owner */

static unsigned long rounds = 20000;
static u64 seed = 1;

static u64 rnd_state;
static u64 base;

static u32 rnd(u32 n)
{
	u64 z = rnd_state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return (z ^ z >> 31) % n;
}

static bool gives_way(const struct range_entry *e)
{
	return e->owner < FACT;
}

/* The owner of each byte; -1 if the byte is not in the table */
static void read_table(const struct range_table *t, int *owner)
{
	size_t i;
	u64 a;

	for (a = 0; a < SPACE; a++)
		owner[a] = -1;
	range_for_each(i, t)
		for (a = t->r[i].start; a < t->r[i].end; a++)
			owner[a - base] = HOW * t->r[i].how + t->r[i].owner;
}

static bool is_merged(const struct range_table *t)
{
	size_t i;

	for (i = 1; i < t->nr; i++)
		if (t->r[i - 1].end > t->r[i].start ||
		    (t->r[i - 1].end == t->r[i].start && t->r[i - 1].owner == t->r[i].owner &&
		     t->r[i - 1].how == t->r[i].how && t->r[i - 1].nid == t->r[i].nid))
			return false;
	return true;
}

static void make_table(struct range_table *t)
{
	u32 i, n = rnd(8);

	for (i = 0; i < n; i++) {
		u64 start = base + rnd(SPACE);
		struct range_entry e = {
			.start = start,
			.end = start + 1 + rnd(base + SPACE - start),
			.owner = rnd(3) ? rnd(3) : FACT + rnd(2),
			.how = rnd(3),
			.nid = rnd(2),
		};

		range_reserve(t, &e); /* -EBUSY is fine */
	}
}

static void make_claims(struct claims *claims, int *owner)
{
	u32 i, n = rnd(30), in_order = rnd(2);
	bool claimed[SPACE] = {};
	u64 a, start = 0, end = 0;

	claims->first_wins = rnd(2);
	claims->how = rnd(16);
	for (i = 0; i < n; i++) {
		start = in_order ? end + rnd(5) : rnd(SPACE);
		if (start >= SPACE)
			break;
		end = start + 1 + rnd(rnd(2) ? 8 : SPACE - start);
		if (end > SPACE)
			end = SPACE;
		claims_add(claims, base + start, base + end, 10 + i % 7);
		for (a = start; a < end; a++) {
			if (owner[a] >= 0 && owner[a] % HOW < FACT &&
			    !(claimed[a] && claims->first_wins))
				owner[a] = HOW * claims->how + 10 + i % 7;
			claimed[a] = true;
		}
	}
}

static bool same(const int *a, const int *b)
{
	return !memcmp(a, b, SPACE * sizeof(*a));
}

/* Do the same claims on a table and on the model; @failures counts allocations that failed. */
static bool round_agrees(unsigned long *failures)
{
	int before[SPACE], want[SPACE], got[SPACE];
	struct claims claims = {};
	struct range_table t = {};
	bool good = true;
	long n = 0;
	int err;

	make_table(&t);
	read_table(&t, before);
	memcpy(want, before, sizeof(want));
	make_claims(&claims, want);

	do {
		shim_alloc_fails_in = ++n;
		err = claims_apply(&claims, &t, gives_way);
		shim_alloc_fails_in = 0;
		read_table(&t, got);
		if (err) {
			++*failures;
			good = good && err == -ENOMEM && same(got, before);
		}
	} while (err && good);

	good = good && same(got, want) && is_merged(&t);
	claims_destroy(&claims);
	range_destroy(&t);
	return good;
}

static void test_model(void)
{
	unsigned long i, failures = 0;

	for (i = 0; i < rounds; i++) {
		rnd_state = seed + i;
		base = i % 3 == 0 ? 0 : i % 3 == 1 ? 1ULL << 40 : U64_MAX - SPACE;
		if (!CHECK(round_agrees(&failures))) {
			printf("# round %lu of seed %llu\n", i, (unsigned long long)seed);
			return;
		}
	}
	CHECK(failures > rounds);
	printf("# %lu rounds, %lu failed allocations, seed %llu\n", rounds, failures,
	       (unsigned long long)seed);
}

static void test_add(void)
{
	struct claims claims = {};

	CHECK(claims_add(&claims, 5, 5, 1) == -EINVAL);
	CHECK(claims_add(&claims, 6, 5, 1) == -EINVAL);
	shim_alloc_fails_in = 1;
	CHECK(claims_add(&claims, 5, 6, 1) == -ENOMEM);
	shim_alloc_fails_in = 0;
	CHECK(claims.nr == 0);
	CHECK(claims_add(&claims, 0, U64_MAX, 1) == 0);
	CHECK(claims.nr == 1);
	/* the same owner in one stretch is one claim, on either side */
	CHECK(claims_add(&claims, 5, 9, 1) == 0);
	CHECK(claims.nr == 1);
	claims_destroy(&claims);
	claims.first_wins = true;
	CHECK(claims_add(&claims, 10, 20, 1) == 0);
	CHECK(claims_add(&claims, 20, 30, 1) == 0);
	CHECK(claims_add(&claims, 5, 10, 1) == 0);
	CHECK(claims.nr == 1 && claims.c[0].start == 5 && claims.c[0].end == 30);
	CHECK(claims_add(&claims, 31, 32, 1) == 0);
	CHECK(claims_add(&claims, 32, 33, 2) == 0);
	CHECK(claims.nr == 3);
	claims_destroy(&claims);
	CHECK(claims.first_wins && !claims.nr);
}

int main(int argc, char **argv)
{
	static const struct tap_test tests[] = {
		{ "a claim is a range, and needs memory", test_add },
		{ "claims on a table are as the model has them", test_model },
	};

	if (argc > 1)
		rounds = strtoul(argv[1], NULL, 0);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 0);
	return tap_run(tests);
}
