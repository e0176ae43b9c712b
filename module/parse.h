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

/**
 * struct request - which ranges a line speaks of
 * @start: first byte, when @owner is NULL
 * @end: first byte behind the range, when @owner is NULL
 * @owner: name of an owner, or NULL
 * @nid: only on this node; NUMA_NO_NODE is all
 */
struct request {
	u64 start;
	u64 end;
	const char *owner;
	int nid;
};

int parse_request(char *line, struct request *rq, const char **bad);
int parse_one(char *line, const char **bad);

#endif
