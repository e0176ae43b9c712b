// SPDX-License-Identifier: GPL-2.0-only
/*
 * parse_test: module/parse.c, from tables of lines and from lines broken at
 * random.
 *
 *	parse_test [LINES [SEED]]
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/numa.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "tap.h"

#define TOP	0xffffffffffffffffULL

static unsigned long lines = 200000;
static u64 seed = 1;

static const struct {
	const char *line;
	u64 start;
	u64 end;
} ranges[] = {
	{ "0-0", 0, 1 },
	{ "0-fff", 0, 0x1000 },
	{ "1000-1fff", 0x1000, 0x2000 },
	{ "0x1000-0x1fff", 0x1000, 0x2000 },
	{ "0X1000-0X1FFF", 0x1000, 0x2000 },
	{ "0x1000-1fff", 0x1000, 0x2000 },
	{ "1000-0x1fff", 0x1000, 0x2000 },
	{ "AbC-aBd", 0xabc, 0xabe },
	{ "7-7", 7, 8 },
	{ " 1-2", 1, 3 },
	{ "\t 1-2 \t ", 1, 3 },
	{ "0000000000000000000000001-2", 1, 3 },
	{ "0-fffffffffffffffe", 0, TOP },
	{ "fffffffffffffffe-fffffffffffffffe", TOP - 1, TOP },
	/* the last byte of all cannot be in a table: left out */
	{ "0-ffffffffffffffff", 0, TOP },
	{ "0-0x0ffffffffffffffff", 0, TOP },
	{ "ffffffffffffffff-ffffffffffffffff", TOP, TOP },
};

static const struct {
	const char *line;
	const char *owner;
	int nid;
} owners[] = {
	{ "owner=x", "x", NUMA_NO_NODE },
	{ "owner=Kernel-code", "Kernel-code", NUMA_NO_NODE },
	{ " \towner=x\t ", "x", NUMA_NO_NODE },
	{ "owner=x node=0", "x", 0 },
	{ "owner=x\t \tnode=1 ", "x", 1 },
	{ "owner=x node=007", "x", 7 },
	{ "owner=x node=1023", "x", 1023 },
	{ "owner=x node=2147483647", "x", 2147483647 },
	/* a name is anything without blanks */
	{ "owner==", "=", NUMA_NO_NODE },
	{ "owner=owner=x", "owner=x", NUMA_NO_NODE },
	{ "owner=0-fff", "0-fff", NUMA_NO_NODE },
	{ "owner=node=1", "node=1", NUMA_NO_NODE },
	{ "owner=node=1 node=2", "node=1", 2 },
	{ "owner=\xc3\xa9\r", "\xc3\xa9\r", NUMA_NO_NODE },
};

/* Lines that are wrong, and the word that is. */
static const char * const bad_requests[][2] = {
	{ "", "" },
	{ " ", "" },
	{ "\t \t", "" },
	/* not two numbers and a dash */
	{ "1000", "1000" },
	{ "-", "-" },
	{ "--", "--" },
	{ "1000-", "1000-" },
	{ "-1000", "-1000" },
	{ "0x-1000", "0x-1000" },
	{ "1000-0x", "1000-0x" },
	{ "x-1000", "x-1000" },
	{ "1000--2000", "1000--2000" },
	{ "1000-2000-", "1000-2000-" },
	{ "1000-2000-3000", "1000-2000-3000" },
	{ "1000:2000", "1000:2000" },
	{ "1000..2000", "1000..2000" },
	{ "1000 - 2000", "1000" },
	{ "1000 -2000", "1000" },
	{ "1000- 2000", "1000-" },
	{ "1000g-2000", "1000g-2000" },
	{ "1000-2000g", "1000-2000g" },
	{ "1000h-2000", "1000h-2000" },
	{ "[1000-2000]", "[1000-2000]" },
	{ "1000-2000,3000-4000", "1000-2000,3000-4000" },
	{ "1,000-2,000", "1,000-2,000" },
	{ "0x0x10-20", "0x0x10-20" },
	{ "1 000-2000", "1" },
	{ "hello", "hello" },
	/* signs */
	{ "+1000-2000", "+1000-2000" },
	{ "1000-+2000", "1000-+2000" },
	{ "-1000-2000", "-1000-2000" },
	{ "0x+1000-2000", "0x+1000-2000" },
	/* more than 64 bits */
	{ "0-10000000000000000", "0-10000000000000000" },
	{ "10000000000000000-10000000000000001", "10000000000000000-10000000000000001" },
	{ "0x1ffffffffffffffff-0x1ffffffffffffffff",
	  "0x1ffffffffffffffff-0x1ffffffffffffffff" },
	/* backwards */
	{ "1-0", "1-0" },
	{ "2000-1fff", "2000-1fff" },
	{ "ffffffffffffffff-0", "ffffffffffffffff-0" },
	/* something behind */
	{ "1000-2000 x", "x" },
	{ "1000-2000 3000-4000", "3000-4000" },
	{ "1000-2000 node=1", "node=1" },
	{ "1000-2000 owner=x", "owner=x" },
	{ "1000-2000 # why", "#" },
	/* lines of other systems */
	{ "1000-2000\r", "1000-2000\r" },
	{ "1000-2000 \r", "\r" },
	{ "\r", "\r" },
	{ "owner=x node=1\r", "node=1\r" },
	{ "1000-2000\v", "1000-2000\v" },
	/* owners */
	{ "owner", "owner" },
	{ "owner=", "owner=" },
	{ "owner= x", "owner=" },
	{ "owner =x", "owner" },
	{ "Owner=x", "Owner=x" },
	{ "owners=x", "owners=x" },
	{ "xowner=x", "xowner=x" },
	{ "node=1", "node=1" },
	{ "node=1 owner=x", "node=1" },
	{ "owner=x y", "y" },
	{ "owner=x owner=y", "owner=y" },
	{ "owner=x 1000-2000", "1000-2000" },
	{ "owner=x node", "node" },
	{ "owner=x node=", "node=" },
	{ "owner=x node= 1", "node=" },
	{ "owner=x node=-1", "node=-1" },
	{ "owner=x node=+1", "node=+1" },
	{ "owner=x node=x", "node=x" },
	{ "owner=x node=a", "node=a" },
	{ "owner=x node=1x", "node=1x" },
	{ "owner=x node=0x1", "node=0x1" },
	{ "owner=x node=1,2", "node=1,2" },
	{ "owner=x node=2147483648", "node=2147483648" },
	{ "owner=x node=4294967295", "node=4294967295" },
	{ "owner=x node=4294967296", "node=4294967296" },
	{ "owner=x node=18446744073709551616", "node=18446744073709551616" },
	{ "owner=x Node=1", "Node=1" },
	{ "owner=x node=1 node=2", "node=2" },
	{ "owner=x node=1 y", "y" },
};

static const char * const ones[] = { "1", " 1", "1 ", "\t1\t " };

static const char * const not_ones[][2] = {
	{ "", "" },
	{ "  ", "" },
	{ "0", "0" },
	{ "2", "2" },
	{ "11", "11" },
	{ "01", "01" },
	{ "0x1", "0x1" },
	{ "+1", "+1" },
	{ "-1", "-1" },
	{ "1\r", "1\r" },
	{ "y", "y" },
	{ "1 1", "1" },
	{ "1 x", "x" },
	{ "x 1", "x" },
};

/* On the heap and not a byte longer, so that reading behind it is found. */
static char *line_of(const char *s)
{
	char *line = strdup(s);

	if (!line)
		abort();
	return line;
}

static void test_ranges(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ranges); i++) {
		char *line = line_of(ranges[i].line);
		const char *bad;
		struct request rq;

		if (!CHECK(!parse_request(line, &rq, &bad) && !rq.owner &&
			   rq.start == ranges[i].start && rq.end == ranges[i].end &&
			   rq.nid == NUMA_NO_NODE))
			printf("# line \"%s\"\n", ranges[i].line);
		free(line);
	}
}

static void test_owners(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(owners); i++) {
		char *line = line_of(owners[i].line);
		const char *bad;
		struct request rq;

		if (!CHECK(!parse_request(line, &rq, &bad) && rq.owner &&
			   !strcmp(rq.owner, owners[i].owner) &&
			   rq.nid == owners[i].nid))
			printf("# line \"%s\"\n", owners[i].line);
		free(line);
	}
}

static void test_bad_requests(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad_requests); i++) {
		char *line = line_of(bad_requests[i][0]);
		const char *bad = NULL;
		struct request rq;

		if (!CHECK(parse_request(line, &rq, &bad) == -EINVAL && bad &&
			   !strcmp(bad, bad_requests[i][1])))
			printf("# line \"%s\": complained of \"%s\"\n",
			       bad_requests[i][0], bad ?: "(nothing)");
		free(line);
	}
}

static void test_ones(void)
{
	const char *bad;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ones); i++) {
		char *line = line_of(ones[i]);

		if (!CHECK(!parse_one(line, &bad)))
			printf("# line \"%s\"\n", ones[i]);
		free(line);
	}
	for (i = 0; i < ARRAY_SIZE(not_ones); i++) {
		char *line = line_of(not_ones[i][0]);

		bad = NULL;
		if (!CHECK(parse_one(line, &bad) == -EINVAL && bad &&
			   !strcmp(bad, not_ones[i][1])))
			printf("# line \"%s\"\n", not_ones[i][0]);
		free(line);
	}
}

/* splitmix64 */
static u32 rnd(u32 n)
{
	static u64 state;
	u64 z = state += 0x9e3779b97f4a7c15ULL + seed * 2;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return (z ^ z >> 31) % n;
}

static const char *random_valid(void)
{
	u32 i = rnd(ARRAY_SIZE(ranges) + ARRAY_SIZE(owners) + ARRAY_SIZE(ones));

	if (i < ARRAY_SIZE(ranges))
		return ranges[i].line;
	i -= ARRAY_SIZE(ranges);
	if (i < ARRAY_SIZE(owners))
		return owners[i].line;
	return ones[i - ARRAY_SIZE(owners)];
}

/* A few bytes changed, put in, taken out, or a valid line behind. */
static void break_line(char *line, size_t size)
{
	static const char likely[] = "0123456789abcdefFxX-+= \t\n\r\v.,:on";
	u32 times = rnd(5);

	while (times--) {
		size_t len = strlen(line), at = rnd(len + 1);
		char c = rnd(4) ? likely[rnd(sizeof(likely) - 1)] : (char)(1 + rnd(255));

		switch (rnd(4)) {
		case 0:
			if (at < len)
				line[at] = c;
			break;
		case 1:
			if (len + 2 > size)
				break;
			memmove(&line[at + 1], &line[at], len - at + 1);
			line[at] = c;
			break;
		case 2:
			if (at < len)
				memmove(&line[at], &line[at + 1], len - at);
			break;
		case 3:
			/* may cut, and may go on in the middle of a word */
			line[at] = '\0';
			if (rnd(4) == 0)
				strncat(line, random_valid(), size - at - 1);
			break;
		}
	}
}

/* Where it points to: into the line, or at a constant "". */
static bool within(const char *p, const char *line, size_t len)
{
	return p && (!*p || (p >= line && p < line + len));
}

static bool try_line(const char *s, unsigned long *good)
{
	size_t len = strlen(s);
	char *line = line_of(s);
	const char *bad = NULL;
	struct request rq;
	int err = parse_request(line, &rq, &bad);
	bool fine;

	if (err)
		fine = err == -EINVAL && within(bad, line, len);
	else if (rq.owner)
		fine = within(rq.owner, line, len) && *rq.owner &&
		       !strpbrk(rq.owner, " \t") && rq.nid >= NUMA_NO_NODE;
	else
		fine = (rq.start < rq.end || (rq.start == TOP && rq.end == TOP)) &&
		       rq.nid == NUMA_NO_NODE;
	*good += !err;
	free(line);

	line = line_of(s);
	bad = NULL;
	err = parse_one(line, &bad);
	fine &= !err || (err == -EINVAL && within(bad, line, len));
	free(line);
	return fine;
}

static void test_random(void)
{
	unsigned long i, good = 0;
	char line[128];

	for (i = 0; i < lines; i++) {
		snprintf(line, sizeof(line), "%s", random_valid());
		break_line(line, sizeof(line));
		if (!CHECK(try_line(line, &good))) {
			printf("# line %lu of seed %llu: \"%s\"\n", i, seed, line);
			break;
		}
	}
	printf("# seed %llu: %lu lines, %lu of them valid requests\n", seed, i, good);
}

int main(int argc, char **argv)
{
	static const struct tap_test tests[] = {
		{ "ranges", test_ranges },
		{ "owners", test_owners },
		{ "malformed requests", test_bad_requests },
		{ "triggers", test_ones },
		{ "lines broken at random", test_random },
	};

	if (argc > 1)
		lines = strtoul(argv[1], NULL, 0);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 0);
	return tap_run(tests);
}
