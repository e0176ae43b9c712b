// SPDX-License-Identifier: GPL-2.0-only
/*
 * memblock_bench: compares the speed of module/table/range.c with that of the kernel's own
 * memblock, and measures module/table/claim.c on large tables.
 *
 * tests/unit/memblock/memblock.sh bench builds and runs it. Each figure is the median of RUNS.
 * After its first run memblock's array is as large as it needs to be; our array grows in each run.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "peer.h"
#include "table/claim.h"
#include "table/range.h"

#define RUNS		5
#define RANGES		20000
#define LOOKUPS		1000000

static u64 rnd_state = 1;

/* splitmix64 */
static u64 rnd(u64 n)
{
	u64 z = rnd_state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return (z ^ z >> 31) % n;
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static void *allocate(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p)
		abort();
	return p;
}

static void insist(bool right, const char *what)
{
	if (right)
		return;
	fprintf(stderr, "memblock_bench: %s\n", what);
	exit(1);
}

static int compare_times(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static double median(double *times)
{
	qsort(times, RUNS, sizeof(*times), compare_times);
	return times[RUNS / 2];
}

/* Range i is the second half of the 8 KiB at i * 8 KiB, so no two touch. The order is random. */
static struct range_entry *random_ranges(size_t n)
{
	struct range_entry *e = allocate(n, sizeof(*e));
	size_t i;

	for (i = 0; i < n; i++) {
		e[i].start = (2 * i + 1) * PAGE_SIZE;
		e[i].end = (2 * i + 2) * PAGE_SIZE;
	}
	for (i = n; i > 1; i--) {
		size_t k = rnd(i);
		struct range_entry other = e[k];

		e[k] = e[i - 1];
		e[i - 1] = other;
	}
	return e;
}

static double time_our_build(struct range_table *t, const struct range_entry *e, size_t n)
{
	double start;
	size_t i;
	int err = 0;

	range_destroy(t);
	start = now();
	for (i = 0; i < n; i++)
		err |= range_push(t, &e[i]);
	err |= range_build(t);
	start = now() - start;
	insist(!err && t->nr == n, "our build failed");
	return start;
}

static double time_peer_build(const struct range_entry *e, size_t n)
{
	double start;
	size_t i;
	int err = 0;

	peer_reset();
	start = now();
	for (i = 0; i < n; i++)
		err |= peer_reserve(e[i].start, e[i].end, PEER_NO_NODE);
	start = now() - start;
	insist(!err && peer_count() == n, "memblock's build failed");
	return start;
}

static size_t our_hits, peer_hits;

static double time_our_lookup(const struct range_table *t,
			      const unsigned long long *addrs, size_t n)
{
	double start = now();
	size_t i;

	our_hits = 0;
	for (i = 0; i < n; i++)
		our_hits += !!range_find(t, addrs[i]);
	return now() - start;
}

static double time_peer_lookup(const unsigned long long *addrs, size_t n)
{
	double start = now();

	peer_hits = peer_count_reserved(addrs, n);
	return now() - start;
}

static bool compare_with_peer(void)
{
	struct range_entry *e = random_ranges(RANGES);
	unsigned long long *addrs = allocate(LOOKUPS, sizeof(*addrs));
	double ours[RUNS], peers[RUNS], build[2], lookup[2];
	struct range_table t = {};
	size_t i;

	for (i = 0; i < RUNS; i++) {
		ours[i] = time_our_build(&t, e, RANGES);
		peers[i] = time_peer_build(e, RANGES);
	}
	build[0] = median(ours);
	build[1] = median(peers);

	for (i = 0; i < LOOKUPS; i++)
		addrs[i] = rnd(2 * RANGES * PAGE_SIZE);
	for (i = 0; i < RUNS; i++) {
		ours[i] = time_our_lookup(&t, addrs, LOOKUPS);
		peers[i] = time_peer_lookup(addrs, LOOKUPS);
		insist(our_hits == peer_hits, "the lookups differ");
	}
	lookup[0] = median(ours);
	lookup[1] = median(peers);

	printf("%-36s %12s %12s %9s\n", "", "early_res", "memblock", "ratio");
	printf("%-36s %9.2f ms %9.2f ms %8.1fx\n", "build, 20,000 ranges in random order",
	       build[0] * 1e3, build[1] * 1e3, build[1] / build[0]);
	printf("%-36s %9.1f ns %9.1f ns %8.1fx\n", "lookup, 1,000,000 random addresses",
	       lookup[0] / LOOKUPS * 1e9, lookup[1] / LOOKUPS * 1e9,
	       lookup[1] / lookup[0]);
	printf("targets: build at least 20x as fast: %s; lookup no slower: %s\n",
	       build[1] >= 20 * build[0] ? "met" : "MISSED",
	       lookup[0] <= lookup[1] ? "met" : "MISSED");
	range_destroy(&t);
	free(addrs);
	free(e);
	return build[1] >= 20 * build[0] && lookup[0] <= lookup[1];
}

static bool has_no_owner(const struct range_entry *e)
{
	return !e->owner;
}

/*
 * The worst possible table: reserved pages that do not touch. On 6.1 hugetlb's vmemmap optimisation
 * leaves such pages, one for each huge page. Each page gets a claim of its own, in random order.
 */
static double time_marking(const struct range_entry *e, size_t n)
{
	struct claims claims = { .first_wins = true };
	struct range_table t = {};
	double start;
	size_t i;
	int err = 0;

	for (i = 0; i < n; i++)
		err |= range_push(&t, &e[i]);
	err |= range_build(&t);
	start = now();
	for (i = 0; i < n; i++)
		err |= claims_add(&claims, e[i].start, e[i].end, 1 + i % 2);
	err |= claims_apply(&claims, &t, has_no_owner);
	start = now() - start;
	insist(!err && t.nr == n, "marking failed");
	for (i = 0; i < n; i++)
		insist(t.r[i].owner, "a page was not marked");
	claims_destroy(&claims);
	range_destroy(&t);
	return start;
}

static void show_growth(const char *what, double (*measure)(const struct range_entry *e, size_t n))
{
	static const size_t sizes[] = { 10000, 30000, 100000, 262144, 1000000 };
	size_t i, k;

	printf("\n%-12s %12s %18s\n", what, "ms", "ns/(n log2 n)");
	for (k = 0; k < ARRAY_SIZE(sizes); k++) {
		size_t n = sizes[k];
		struct range_entry *e = random_ranges(n);
		double times[RUNS], m;

		for (i = 0; i < RUNS; i++)
			times[i] = measure(e, n);
		m = median(times);
		printf("%-12zu %12.2f %18.2f\n", n, m * 1e3, m * 1e9 / (n * log2(n)));
		free(e);
	}
}

static double time_build(const struct range_entry *e, size_t n)
{
	struct range_table t = {};
	double time = time_our_build(&t, e, n);

	range_destroy(&t);
	return time;
}

int main(void)
{
	bool met;

	/* as in the kernel, memory must cost no page faults: malloc() keeps freed memory */
	mallopt(M_MMAP_THRESHOLD, INT_MAX);
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	printf("range_push() + range_build() and range_find() beside memblock_reserve() and\n"
	       "memblock_is_reserved() of the same kernel source; median of %d\n\n", RUNS);
	met = compare_with_peer();
	show_growth("our build", time_build);
	show_growth("marking", time_marking);
	return !met;
}
