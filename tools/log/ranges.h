/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ranges: a copy of the module's file `ranges`, as far as a log is read beside it.
 *
 * Rows that touch are one run: the log is cut to these. What the module knows by itself is
 * used twice: pages that it has a part of have slack, and addresses of the kernel's own
 * tell which boot it is.
 */
#ifndef EARLY_RES_LOG_RANGES_H
#define EARLY_RES_LOG_RANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "words.h"

struct spans {
	struct span *s;
	size_t nr;
	size_t max;
};

/**
 * struct ranges - what is reserved now
 * @run: disjoint, ascending
 * @known: rows that have an owner
 * @node_data: rows with that name
 * @initrd: the same, if the initrd was kept
 * @brk: where the kernel's brk begins, if @has_brk
 */
struct ranges {
	struct spans run;
	struct spans known;
	struct spans node_data;
	struct spans initrd;
	uint64_t brk;
	bool has_brk;
};

int spans_add(struct spans *spans, const struct span *span);
int ranges_read(struct ranges *r, const char *text, size_t len);
void ranges_free(struct ranges *r);

#endif
