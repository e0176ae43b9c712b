// SPDX-License-Identifier: GPL-2.0-only
/*
 * parse_test: tests module/table/parse.c with tables of lines, and with lines that are broken at
 * random.
 *
 *	parse_test [LINES [SEED]]
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/numa.h>
#include <stdlib.h>
#include <string.h>

#include "table/parse.h"
#include "tap.h"

#define TOP	0xffffffffffffffffULL
/* 63 of the characters that a name can have; the other ones are tested elsewhere */
#define NAME_63	"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define NAME_MORE ".:+-/@"

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
	/* the last byte of the address space cannot be in a table, so it is left out */
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

static const struct {
	const char *line;
	struct request rq;
} reserves[] = {
	{ "1000-1fff x", { .start = 0x1000, .end = 0x2000, .owner = "x", .nid = NUMA_NO_NODE } },
	{ " 0x0-0xfff\t x ", { .end = 0x1000, .owner = "x", .nid = NUMA_NO_NODE } },
	{ "0-ffffffffffffffff x", { .end = TOP, .owner = "x", .nid = NUMA_NO_NODE } },
	{ "7-7 x", { .start = 7, .end = 8, .owner = "x", .nid = NUMA_NO_NODE } },
	{ "7-7 1-2", { .start = 7, .end = 8, .owner = "1-2", .nid = NUMA_NO_NODE } },
	{ "node=0 size=4096 x", { .size = 4096, .owner = "x" } },
	{ "\t node=0\t\tsize=4096 \t x\t", { .size = 4096, .owner = "x" } },
	{ "node=2147483647 size=1 x", { .size = 1, .owner = "x", .nid = 2147483647 } },
	{ "node=3 size=4k x", { .size = 4096, .owner = "x", .nid = 3 } },
	{ "node=3 size=4K x", { .size = 4096, .owner = "x", .nid = 3 } },
	{ "node=3 size=256m x", { .size = 256 << 20, .owner = "x", .nid = 3 } },
	{ "node=3 size=256M x", { .size = 256 << 20, .owner = "x", .nid = 3 } },
	{ "node=3 size=1g x", { .size = 1 << 30, .owner = "x", .nid = 3 } },
	{ "node=3 size=1G x", { .size = 1 << 30, .owner = "x", .nid = 3 } },
	{ "node=3 size=010K x", { .size = 10240, .owner = "x", .nid = 3 } },
	/* the smallest and the largest values: the parser does not refuse them */
	{ "node=0 size=0 x", { .size = 0, .owner = "x" } },
	{ "node=0 size=0G x", { .size = 0, .owner = "x" } },
	{ "node=0 size=18446744073709551615 x", { .size = TOP, .owner = "x" } },
	{ "node=0 size=00018446744073709551615 x", { .size = TOP, .owner = "x" } },
	{ "node=0 size=18014398509481983K x", { .size = TOP - 1023, .owner = "x" } },
	{ "node=0 size=17592186044415M x", { .size = 17592186044415ULL << 20, .owner = "x" } },
	{ "node=0 size=17179869183G x", { .size = 17179869183ULL << 30, .owner = "x" } },
	{ "node=0 size=1 " NAME_MORE, { .size = 1, .owner = NAME_MORE } },
	{ "1000-1fff " NAME_63, { .start = 0x1000, .end = 0x2000, .owner = NAME_63,
				  .nid = NUMA_NO_NODE } },
	{ "node=0 size=1 " NAME_63, { .size = 1, .owner = NAME_63 } },
	{ "node=0 size=1 -x", { .size = 1, .owner = "-x" } },
	{ "node=0 size=1 --", { .size = 1, .owner = "--" } },
	{ "node=0 size=4 K", { .size = 4, .owner = "K" } },
};

static const char * const bad_reserves[][2] = {
	{ "", "" },
	{ " \t", "" },
	/* ranges; bad_requests has more wrong ones */
	{ "x", "x" },
	{ "1000-1fff", "" },
	{ "1000-1fff ", "" },
	{ "1000 x", "1000" },
	{ "1fff-1000 x", "1fff-1000" },
	{ "+1000-1fff x", "+1000-1fff" },
	{ "0-10000000000000000 x", "0-10000000000000000" },
	{ "1000-1fff x y", "y" },
	{ "1000-1fff x -", "-" },
	/* names; test_names() tries every byte */
	{ "1000-1fff x\r", "x\r" },
	{ "1000-1fff -", "-" },
	{ "1000-1fff - x", "-" },
	{ "1000-1fff a=b", "a=b" },
	{ "1000-1fff a\"b", "a\"b" },
	{ "1000-1fff a\\b", "a\\b" },
	{ "1000-1fff a\033b", "a\033b" },
	{ "1000-1fff a\nb", "a\nb" },
	{ "1000-1fff \xe4", "\xe4" },
	{ "1000-1fff \xc3\xa9", "\xc3\xa9" },
	{ "1000-1fff " NAME_63 "x", NAME_63 "x" },
	{ "1000-1fff node=0", "node=0" },
	{ "node=0 size=1 -", "-" },
	{ "node=0 size=1 a\"b", "a\"b" },
	{ "node=0 size=1 " NAME_63 "x", NAME_63 "x" },
	/* nodes */
	{ "owner=x", "owner=x" },
	{ "node", "node" },
	{ "Node=0 size=4K x", "Node=0" },
	{ "node=", "node=" },
	{ "node= size=4K x", "node=" },
	{ "node=x size=4K x", "node=x" },
	{ "node=0x1 size=4K x", "node=0x1" },
	{ "node=+1 size=4K x", "node=+1" },
	{ "node=-1 size=4K x", "node=-1" },
	{ "node=2147483648 size=4K x", "node=2147483648" },
	{ "node=4294967296 size=4K x", "node=4294967296" },
	{ "size=4K node=0 x", "size=4K" },
	{ "size=4K x", "size=4K" },
	/* sizes */
	{ "node=0", "" },
	{ "node=0 ", "" },
	{ "node=0 x", "x" },
	{ "node=0 node=0 size=4K x", "node=0" },
	{ "node=0 1000-1fff x", "1000-1fff" },
	{ "node=0 size 4K x", "size" },
	{ "node=0 Size=4K x", "Size=4K" },
	{ "node=0 size=", "size=" },
	{ "node=0 size= x", "size=" },
	{ "node=0 size= 4K x", "size=" },
	{ "node=0 size=K x", "size=K" },
	{ "node=0 size=x x", "size=x" },
	{ "node=0 size=-1 x", "size=-1" },
	{ "node=0 size=+1 x", "size=+1" },
	{ "node=0 size=0x1000 x", "size=0x1000" },
	{ "node=0 size=0x10 x", "size=0x10" },
	{ "node=0 size=0xK x", "size=0xK" },
	{ "node=0 size=1a x", "size=1a" },
	{ "node=0 size=1T x", "size=1T" },
	{ "node=0 size=1\xeb x", "size=1\xeb" },
	{ "node=0 size=4\n x", "size=4\n" },
	{ "node=0 size=4KB x", "size=4KB" },
	{ "node=0 size=4KK x", "size=4KK" },
	{ "node=0 size=1.5G x", "size=1.5G" },
	{ "node=0 size=4K", "" },
	{ "node=0 size=4K \t", "" },
	{ "node=0 size=4K a b", "b" },
	{ "node=0 size=18446744073709551616 x", "size=18446744073709551616" },
	{ "node=0 size=99999999999999999999 x", "size=99999999999999999999" },
	{ "node=0 size=100000000000000000000 x", "size=100000000000000000000" },
	{ "node=0 size=18446744073709551615K x", "size=18446744073709551615K" },
	{ "node=0 size=99999999999999999999m x", "size=99999999999999999999m" },
	{ "node=0 size=18014398509481984K x", "size=18014398509481984K" },
	{ "node=0 size=17592186044416M x", "size=17592186044416M" },
	{ "node=0 size=17179869184G x", "size=17179869184G" },
};

/* Wrong lines, and the word in them that is wrong. */
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
	/* something behind the range */
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

/* A copy on the heap that is not a byte longer, so that reading behind it is found. */
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

static void test_reserves(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(reserves); i++) {
		const struct request *want = &reserves[i].rq;
		char *line = line_of(reserves[i].line);
		const char *bad;
		struct request rq;

		if (!CHECK(!parse_reserve(line, &rq, &bad) && !strcmp(rq.owner, want->owner) &&
			   rq.start == want->start && rq.end == want->end &&
			   rq.size == want->size && rq.nid == want->nid))
			printf("# line \"%s\"\n", reserves[i].line);
		free(line);
	}
}

static void test_bad_reserves(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad_reserves); i++) {
		char *line = line_of(bad_reserves[i][0]);
		const char *bad = NULL;
		struct request rq;

		if (!CHECK(parse_reserve(line, &rq, &bad) == -EINVAL && bad &&
			   !strcmp(bad, bad_reserves[i][1])))
			printf("# line \"%s\": complained of \"%s\"\n",
			       bad_reserves[i][0], bad ?: "(nothing)");
		free(line);
	}
}

/* Ranges with a name are read as for a reservation; an area is refused here. */
static void test_claims(void)
{
	static const char * const bad_claims[] = {
		"", " ", "1000-1fff", "owner=", "owner=-", "owner=a b", "owner=a=b", "owner= a",
		"owner=" NAME_63 "x", "owner=a node=0", "Owner=a", "x 1000-1fff",
	};
	struct request rq;
	const char *bad;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(reserves); i++) {
		const struct request *want = &reserves[i].rq;
		char *line = line_of(reserves[i].line);
		int err = parse_owner(line, &rq, &bad);

		if (!CHECK(want->end ? !err && rq.start == want->start && rq.end == want->end &&
			   !strcmp(rq.owner, want->owner) : err == -EINVAL))
			printf("# line \"%s\"\n", reserves[i].line);
		free(line);
	}
	for (i = 0; i < ARRAY_SIZE(bad_claims); i++) {
		char *line = line_of(bad_claims[i]);

		bad = NULL;
		if (!CHECK(parse_owner(line, &rq, &bad) == -EINVAL && bad))
			printf("# line \"%s\"\n", bad_claims[i]);
		free(line);
	}
	for (i = 0; i < 2; i++) {
		char *line = line_of(i ? "owner=" NAME_63 : " owner=a ");

		CHECK(!parse_owner(line, &rq, &bad) && !rq.end &&
		      !strcmp(rq.owner, i ? NAME_63 : "a"));
		free(line);
	}
}

/* Names with every byte, alone and inside a longer name, and of every length. */
static void test_names(void)
{
	char line[128];
	const char *bad;
	struct request rq;
	int c, form, want;
	size_t n;

	for (c = 1; c < 256; c++) {
		bool fine = strchr(NAME_63 NAME_MORE, c), blank = strchr(" \t", c);

		for (form = 0; form < 2; form++) {
			snprintf(line, sizeof(line), form ? "0-f x%cy" : "0-f %c", c);
			want = fine && (form || c != '-') ? 0 : -EINVAL;
			if (!CHECK(parse_reserve(line, &rq, &bad) == want))
				printf("# character %#x\n", c);
			if (!fine)
				CHECK(strchr(bad, c) || (blank && !strcmp(bad, form ? "y" : "")));
		}
	}
	for (n = 1; n < 100; n++) {
		snprintf(line, sizeof(line), "0-f %.*s%.*s", (int)n, NAME_63,
			 n > NAME_LENGTH_MAX ? (int)(n - NAME_LENGTH_MAX) : 0, NAME_63);
		want = n <= 63 ? 0 : -EINVAL;
		if (!CHECK(parse_reserve(line, &rq, &bad) == want))
			printf("# %zu characters\n", n);
	}
}

/* Lines of every length, with and without an end, and with a NUL in each place. */
static void test_lines(void)
{
	char text[LINE_LENGTH_MAX + 20];
	size_t n, nul;

	for (n = 0; n < sizeof(text) - 8; n++) {
		bool fits = n <= LINE_LENGTH_MAX;

		memset(text, 'x', sizeof(text));
		CHECK(parse_line(text, n) == (fits ? 0 : -EINVAL));
		text[n] = '\n';
		text[n + 1] = '\n';
		CHECK(parse_line(text, n + 8) == (fits ? (ssize_t)n + 1 : -EINVAL));
		if (!fits)
			continue;
		CHECK(strlen(text) == n && text[n + 1] == '\n' && text[n + 2] == 'x');
		for (nul = 0; nul < n; nul++) {
			text[n] = '\n';
			text[nul] = '\0';
			CHECK(parse_line(text, n + 1) == -EINVAL && parse_line(text, n) == -EINVAL);
			text[nul] = 'x';
		}
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
	u32 i = rnd(ARRAY_SIZE(ranges) + ARRAY_SIZE(owners) + ARRAY_SIZE(reserves) +
		    ARRAY_SIZE(ones));

	if (i < ARRAY_SIZE(ranges))
		return ranges[i].line;
	i -= ARRAY_SIZE(ranges);
	if (i < ARRAY_SIZE(owners))
		return owners[i].line;
	i -= ARRAY_SIZE(owners);
	if (i < ARRAY_SIZE(reserves))
		return reserves[i].line;
	return ones[i - ARRAY_SIZE(reserves)];
}

/* Change, insert or remove a few bytes, or add a valid line behind. */
static void break_line(char *line, size_t size)
{
	static const char likely[] = "0123456789abcdefFxX-+= \t\n\r\v.,:onKMG_/@\"\\";
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
			/* this cuts the line, maybe inside a word */
			line[at] = '\0';
			if (rnd(4) == 0)
				strncat(line, random_valid(), size - at - 1);
			break;
		}
	}
}

/* Does it point into the line, or at a constant ""? */
static bool within(const char *p, const char *line, size_t len)
{
	return p && (!*p || (p >= line && p < line + len));
}

/* The range of only the last byte of the address space is empty, because that byte is left out. */
static bool is_range(const struct request *rq)
{
	return rq->start < rq->end || (rq->start == TOP && rq->end == TOP);
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
		fine = is_range(&rq) && rq.nid == NUMA_NO_NODE && !rq.size;
	*good += !err;
	free(line);

	line = line_of(s);
	bad = NULL;
	err = parse_one(line, &bad);
	fine &= !err || (err == -EINVAL && within(bad, line, len));
	free(line);

	line = line_of(s);
	bad = NULL;
	err = parse_reserve(line, &rq, &bad);
	if (err)
		fine &= err == -EINVAL && within(bad, line, len);
	else
		fine &= within(rq.owner, line, len) && *rq.owner &&
			strlen(rq.owner) <= NAME_LENGTH_MAX && strcmp(rq.owner, "-") &&
			!rq.owner[strspn(rq.owner, NAME_63 NAME_MORE)] &&
			(rq.nid == NUMA_NO_NODE ? is_range(&rq) && !rq.size :
			 rq.nid >= 0 && !rq.start && !rq.end);
	*good += !err;
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
		{ "reservations", test_reserves },
		{ "malformed reservations", test_bad_reserves },
		{ "who holds what", test_claims },
		{ "names", test_names },
		{ "a text cut into lines", test_lines },
		{ "triggers", test_ones },
		{ "lines broken at random", test_random },
	};

	if (argc > 1)
		lines = strtoul(argv[1], NULL, 0);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 0);
	return tap_run(tests);
}
