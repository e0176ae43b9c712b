// SPDX-License-Identifier: GPL-2.0-only
/*
 * parse_fuzz: compares module/table/parse.c with the regular expressions of doc/ABI.md's formats.
 *
 * The first byte of an input chooses the file, and the rest is the text that is written. It is cut
 * into lines as in the module. A line must be taken if and only if the expression of that file
 * matches and its numbers are in bounds; then the values must be the same. A refusal must point at
 * a word of the line.
 */
#include <errno.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/numa.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/parse.h"

#define B	"[ \t]"
#define RANGE	"((0[xX])?[0-9a-fA-F]+)-((0[xX])?[0-9a-fA-F]+)"
#define NAME	"([A-Za-z0-9_.:+/@-]{1,63})"

/* The numbers of the subexpressions that are values; 0: there is none */
struct grammar {
	const char *pattern;
	unsigned int start, end, owner, nid, size, unit;
	regex_t regex;
};

enum { WRITE_REQUEST, WRITE_RESERVE, WRITE_OWNER, WRITE_ONE, NR_WRITES };

/* What each file takes, in at most two forms */
static struct grammar grammars[NR_WRITES][2] = {
	[WRITE_REQUEST] = {
		{ "^" B "*" RANGE B "*$", .start = 1, .end = 3 },
		{ "^" B "*owner=([^ \t]+)(" B "+node=([0-9]+))?" B "*$", .owner = 1, .nid = 3 },
	},
	[WRITE_RESERVE] = {
		{ "^" B "*" RANGE B "+" NAME B "*$",
		  .start = 1, .end = 3, .owner = 5 },
		{ "^" B "*node=([0-9]+)" B "+size=([0-9]+)([kKmMgG]?)" B "+" NAME B "*$",
		  .nid = 1, .size = 2, .unit = 3, .owner = 4 },
	},
	[WRITE_OWNER] = {
		{ "^" B "*" RANGE B "+" NAME B "*$",
		  .start = 1, .end = 3, .owner = 5 },
		{ "^" B "*owner=" NAME B "*$", .owner = 1 },
	},
	[WRITE_ONE] = {
		{ .pattern = "^" B "*1" B "*$" },
		{ .pattern = "^" B "*1" B "*$" },
	},
};

static void fail(const char *what, const char *line)
{
	fprintf(stderr, "parse_fuzz: %s: \"%s\"\n", what, line);
	abort();
}

/* Read the number of a subexpression; false if it has more than 64 bits. */
static bool number(const char *line, const regmatch_t *m, int base, u64 *value)
{
	char *digits = strndup(line + m->rm_so, m->rm_eo - m->rm_so);

	errno = 0;
	*value = strtoull(digits, NULL, base);
	free(digits);
	return !errno;
}

/* What the line says by the grammar; false if the grammar does not allow the line. */
static bool expect(const struct grammar *g, const char *line, struct request *want,
		   char owner[LINE_LENGTH_MAX + 1])
{
	static const char units[] = "kmg";
	regmatch_t m[8];
	u64 nid, factor = 1;
	int i;

	*want = (struct request) { .nid = NUMA_NO_NODE };
	owner[0] = '\0';
	if (regexec(&g->regex, line, ARRAY_SIZE(m), m, 0))
		return false;
	if (g->start) {
		if (!number(line, &m[g->start], 16, &want->start) ||
		    !number(line, &m[g->end], 16, &want->end) || want->start > want->end)
			return false;
		want->end += want->end != U64_MAX;
	}
	if (g->nid && m[g->nid].rm_so >= 0) {
		if (!number(line, &m[g->nid], 10, &nid) || nid > INT_MAX)
			return false;
		want->nid = nid;
	}
	if (g->size) {
		for (i = 0; m[g->unit].rm_so < m[g->unit].rm_eo &&
		     (line[m[g->unit].rm_so] | 0x20) != units[i]; i++)
			factor *= 1024;
		if (m[g->unit].rm_so < m[g->unit].rm_eo)
			factor *= 1024;
		if (!number(line, &m[g->size], 10, &want->size) ||
		    __builtin_mul_overflow(want->size, factor, &want->size))
			return false;
	}
	if (g->owner)
		snprintf(owner, LINE_LENGTH_MAX + 1, "%.*s",
			 (int)(m[g->owner].rm_eo - m[g->owner].rm_so), line + m[g->owner].rm_so);
	return true;
}

static int parse(int file, char *line, struct request *rq, const char **bad)
{
	switch (file) {
	case WRITE_REQUEST:
		return parse_request(line, rq, bad);
	case WRITE_RESERVE:
		return parse_reserve(line, rq, bad);
	case WRITE_OWNER:
		return parse_owner(line, rq, bad);
	default:
		*rq = (struct request) { .nid = NUMA_NO_NODE };
		return parse_one(line, bad);
	}
}

static void try_line(int file, const char *text)
{
	char owner[LINE_LENGTH_MAX + 1];
	char *line = strdup(text);
	size_t len = strlen(line);
	const char *bad = NULL;
	struct request rq, want;
	bool fine;
	int err;

	fine = expect(&grammars[file][0], text, &want, owner) ||
	       expect(&grammars[file][1], text, &want, owner);
	/* "-" is the name for "no owner" */
	if (file != WRITE_REQUEST && !strcmp(owner, "-"))
		fine = false;

	err = parse(file, line, &rq, &bad);
	if (err ? fine || err != -EINVAL : !fine)
		fail(err ? "refused" : "taken", text);
	if (err && (!bad || (*bad && (bad < line || bad >= line + len))))
		fail("points at nothing", text);
	if (!err && (rq.start != want.start || rq.end != want.end || rq.size != want.size ||
		     rq.nid != want.nid || strcmp(rq.owner ?: "", owner)))
		fail("misunderstood", text);
	free(line);
}

/* Is the result of parse_line() right? */
static void check_cut(const u8 *text, size_t n, ssize_t used)
{
	const u8 *newline = memchr(text, '\n', n);
	size_t len = newline ? (size_t)(newline - text) : n;
	bool bad = len > LINE_LENGTH_MAX || memchr(text, '\0', len);

	if (used != (bad ? -EINVAL : newline ? (ssize_t)len + 1 : 0))
		fail("cut elsewhere", "");
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static bool compiled;
	size_t done = 0, n = size ? size - 1 : 0;
	ssize_t used;
	u8 *copy;
	int i;

	for (i = 0; !compiled && i < 2 * NR_WRITES; i++)
		if (regcomp(&grammars[i / 2][i % 2].regex, grammars[i / 2][i % 2].pattern,
			    REG_EXTENDED))
			fail("no expression", grammars[i / 2][i % 2].pattern);
	compiled = true;
	if (!size)
		return 0;

	/* not a byte longer, so that reading behind it is found */
	copy = malloc(n);
	if (n)
		memcpy(copy, data + 1, n);
	do {
		used = parse_line((char *)copy + done, n - done);
		check_cut(data + 1 + done, n - done, used);
		if (used > 0) {
			try_line(data[0] % NR_WRITES, (char *)copy + done);
			done += used;
		}
	} while (used > 0);
	free(copy);
	return 0;
}
