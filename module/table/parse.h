/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * parse: the words a user can write, made numbers.
 *
 * One line in, one request out. Plain C that knows nothing of the table: what
 * a line means is decided here, whether it can be done is decided elsewhere.
 */
#ifndef EARLY_RES_PARSE_H
#define EARLY_RES_PARSE_H

#include <linux/types.h>

/* The longest line, without its newline. */
#define LINE_LENGTH_MAX	255

/* The longest name, without its final NUL. */
#define NAME_LENGTH_MAX	63

/**
 * struct request - what a line speaks of
 * @start: first byte, if a range was given
 * @end: first byte behind the range, if one was given
 * @size: bytes, if a size was given and no range; else 0
 * @owner: name of an owner, or NULL
 * @nid: only on this node; NUMA_NO_NODE is all
 */
struct request {
	u64 start;
	u64 end;
	u64 size;
	const char *owner;
	int nid;
};

ssize_t parse_line(char *text, size_t n);
bool parse_is_name(const char *word);
int parse_request(char *line, struct request *rq, const char **bad);
int parse_reserve(char *line, struct request *rq, const char **bad);
int parse_owner(char *line, struct request *rq, const char **bad);
int parse_one(char *line, const char **bad);

#endif
