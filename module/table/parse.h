/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * parse: turn the words that a user wrote into numbers.
 *
 * One line goes in, one request comes out. Plain C that knows nothing of the table: it
 * finds out what a line means. Other files decide whether that can be done.
 */
#ifndef EARLY_RES_PARSE_H
#define EARLY_RES_PARSE_H

#include <linux/types.h>

/* The longest line, without its newline. */
#define LINE_LENGTH_MAX	255

/* The longest name, without its final NUL. */
#define NAME_LENGTH_MAX	63

/**
 * struct request - what a line asks for
 * @start: first byte, if a range was given; else 0
 * @end: first byte after the range, if one was given; else 0
 * @size: bytes, if a size was given instead of a range; else 0
 * @owner: name of an owner, or NULL
 * @nid: a node; NUMA_NO_NODE for all
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
