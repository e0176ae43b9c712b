// SPDX-License-Identifier: GPL-2.0-only
/*
 * parse: the words a user can write, made numbers.
 *
 *	START-END			an inclusive hex range, as dumps print it
 *	owner=NAME [node=N]		all ranges of an owner, maybe on one node
 *	1				a trigger
 *
 * Words are separated by blanks. Anything else is -EINVAL, and *bad points at
 * the word that was wrong. The line is cut up in place.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/numa.h>
#include <linux/string.h>

#include "parse.h"

/* The next word of the line, NULL at its end. */
static char *next_word(char **line)
{
	char *word;

	do {
		word = strsep(line, " \t");
	} while (word && !*word);

	return word;
}

/* A hex number, with or without 0x. kstrtoull() would also take a sign. */
static int parse_hex(const char *word, u64 *value)
{
	unsigned long long v;

	if (!isxdigit(*word) || kstrtoull(word, 16, &v))
		return -EINVAL;
	*value = v;
	return 0;
}

static int parse_nid(const char *word, int *nid)
{
	unsigned int v;

	if (!isdigit(*word) || kstrtouint(word, 10, &v) || v > INT_MAX)
		return -EINVAL;
	*nid = v;
	return 0;
}

/*
 * START-END, both included. The last byte of the 64-bit space cannot be in a
 * table: a range that ends there stops short of it, and is found not reserved.
 */
static int parse_range(char *word, u64 *start, u64 *end)
{
	char *dash = strchr(word, '-');
	int err;

	if (!dash)
		return -EINVAL;

	*dash = '\0';
	err = parse_hex(word, start);
	*dash = '-';
	if (err || parse_hex(dash + 1, end) || *start > *end)
		return -EINVAL;
	if (*end != U64_MAX)
		++*end;
	return 0;
}

/**
 * parse_request - which ranges does a line speak of?
 * @line: the line without its newline; is cut up, and @rq points into it
 * @rq: the request, filled in
 * @bad: on error, the word that was wrong
 *
 * Return: 0, or -EINVAL.
 */
int parse_request(char *line, struct request *rq, const char **bad)
{
	char *word = next_word(&line);

	*rq = (struct request) { .nid = NUMA_NO_NODE };
	*bad = word ?: "";
	if (!word)
		return -EINVAL;

	if (strncmp(word, "owner=", 6)) {
		if (parse_range(word, &rq->start, &rq->end))
			return -EINVAL;
	} else {
		rq->owner = word + 6;
		if (!*rq->owner)
			return -EINVAL;
		word = next_word(&line);
		if (!word)
			return 0;
		*bad = word;
		if (strncmp(word, "node=", 5) || parse_nid(word + 5, &rq->nid))
			return -EINVAL;
	}

	word = next_word(&line);
	if (!word)
		return 0;
	*bad = word;
	return -EINVAL;
}

/**
 * parse_one - is the line a 1?
 * @line: the line without its newline; is cut up
 * @bad: on error, the word that was wrong
 *
 * Return: 0, or -EINVAL.
 */
int parse_one(char *line, const char **bad)
{
	char *word = next_word(&line);

	*bad = word ?: "";
	if (!word || strcmp(word, "1"))
		return -EINVAL;

	word = next_word(&line);
	if (!word)
		return 0;
	*bad = word;
	return -EINVAL;
}
