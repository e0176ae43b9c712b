// SPDX-License-Identifier: GPL-2.0-only
/*
 * parse: turn the words that a user wrote into numbers.
 *
 *	START-END			a hex range as dumps print it; both ends are included
 *	owner=NAME [node=N]		all ranges of an owner, or those on one node
 *	START-END NAME			a range to reserve
 *	node=N size=SIZE[K|M|G] NAME	so many bytes to reserve, anywhere on the node
 *	START-END NAME, owner=NAME	who holds a range; find the reserve_mem= region of that name
 *	1				do it
 *
 * A text is cut into lines, and a line into words at its blanks. Both are cut in place.
 * Anything else is -EINVAL, and *bad points at the wrong word.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/numa.h>
#include <linux/string.h>

#include "table/parse.h"

/**
 * parse_line - the first line of a text
 * @text: the text; the line's newline is replaced by a NUL
 * @n: bytes of text
 *
 * Context: Any.
 * Return: how many bytes the line and its newline are; 0 if @text ends before the line does;
 * -EINVAL if the line has a NUL or is longer than LINE_LENGTH_MAX.
 */
ssize_t parse_line(char *text, size_t n)
{
	char *newline = memchr(text, '\n', min_t(size_t, n, LINE_LENGTH_MAX + 1));
	size_t len = (newline ?: text + n) - text;

	if (len > LINE_LENGTH_MAX || memchr(text, '\0', len))
		return -EINVAL;
	if (!newline)
		return 0;
	*newline = '\0';
	return len + 1;
}

/* The next word of the line; NULL at its end. */
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
 * START-END; both are included. The last byte of the 64-bit space cannot be in a table. A range
 * that ends there becomes one byte shorter; it is then refused, as no such memory is reserved.
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

/* SIZE[K|M|G]. memparse() would accept sizes that overflow, and octal numbers. */
static int parse_size(char *word, u64 *size)
{
	static const char units[] = "kmg";
	size_t digits = strspn(word, "0123456789");
	char letter = word[digits];
	unsigned int shift = 0;
	unsigned long long v;
	const char *unit;
	int err;

	if (!digits || (letter && word[digits + 1]))
		return -EINVAL;
	if (letter) {
		unit = strchr(units, tolower(letter));
		if (!unit)
			return -EINVAL;
		shift = 10 * (unit - units + 1);
	}

	word[digits] = '\0';
	err = kstrtoull(word, 10, &v);
	word[digits] = letter;
	if (err || v > U64_MAX >> shift)
		return -EINVAL;
	*size = v << shift;
	return 0;
}

/**
 * parse_is_name - can this text be an owner's name?
 * @word: the text
 *
 * A name is a column of the dumps and a word of the files that write. So it has no white space,
 * it is not "-", and no character of it has a special meaning in a shell, JSON or a terminal.
 *
 * Context: Any.
 * Return: true if it can.
 */
bool parse_is_name(const char *word)
{
	size_t i;

	for (i = 0; word[i]; i++)
		if (!(isascii(word[i]) && isalnum(word[i])) &&
		    !strchr("_.:+-/@", word[i]))
			return false;
	return i && i <= NAME_LENGTH_MAX && strcmp(word, "-");
}

/* The line must end here. */
static int parse_end(char *line, const char **bad)
{
	char *word = next_word(&line);

	if (!word)
		return 0;
	*bad = word;
	return -EINVAL;
}

/* One name, and then the line must end. */
static int parse_name(char *line, struct request *rq, const char **bad)
{
	char *word = next_word(&line);

	*bad = word ?: "";
	if (!word || !parse_is_name(word))
		return -EINVAL;
	rq->owner = word;
	return parse_end(line, bad);
}

/**
 * parse_request - read a line that names ranges of the table
 * @line: the line without its newline; it is cut into words, and @rq points into it
 * @rq: the request, filled in: a range; or an owner, and a node or NUMA_NO_NODE
 * @bad: on error, the word that was wrong
 *
 * Context: Any.
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

	return parse_end(line, bad);
}

/**
 * parse_reserve - read a line that says what to reserve, and under which name
 * @line: the line without its newline; it is cut into words, and @rq points into it
 * @rq: the request, filled in: a range, or a size and a node; and a name
 * @bad: on error, the word that was wrong
 *
 * Context: Any.
 * Return: 0, or -EINVAL.
 */
int parse_reserve(char *line, struct request *rq, const char **bad)
{
	char *word = next_word(&line);

	*rq = (struct request) { .nid = NUMA_NO_NODE };
	*bad = word ?: "";
	if (!word)
		return -EINVAL;

	if (strncmp(word, "node=", 5)) {
		if (parse_range(word, &rq->start, &rq->end))
			return -EINVAL;
	} else {
		if (parse_nid(word + 5, &rq->nid))
			return -EINVAL;
		word = next_word(&line);
		*bad = word ?: "";
		if (!word || strncmp(word, "size=", 5) || parse_size(word + 5, &rq->size))
			return -EINVAL;
	}

	return parse_name(line, rq, bad);
}

/**
 * parse_owner - read a line that says who holds what
 * @line: the line without its newline; it is cut into words, and @rq points into it
 * @rq: the request, filled in: a range and a name; or a name alone, then @rq->end is 0
 * @bad: on error, the word that was wrong
 *
 * Context: Any.
 * Return: 0, or -EINVAL.
 */
int parse_owner(char *line, struct request *rq, const char **bad)
{
	char *word = next_word(&line);

	*rq = (struct request) { .nid = NUMA_NO_NODE };
	*bad = word ?: "";
	if (!word)
		return -EINVAL;

	if (!strncmp(word, "owner=", 6)) {
		rq->owner = word + 6;
		return parse_is_name(rq->owner) ? parse_end(line, bad) : -EINVAL;
	}
	return parse_range(word, &rq->start, &rq->end) ?: parse_name(line, rq, bad);
}

/**
 * parse_one - is the line a 1, and nothing else?
 * @line: the line without its newline; it is cut into words
 * @bad: on error, the word that was wrong
 *
 * Context: Any.
 * Return: 0 if it is; else -EINVAL.
 */
int parse_one(char *line, const char **bad)
{
	char *word = next_word(&line);

	*bad = word ?: "";
	if (!word || strcmp(word, "1"))
		return -EINVAL;

	return parse_end(line, bad);
}
