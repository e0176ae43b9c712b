/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ranges: reads a copy of the module's file `ranges`, as far as the reader of a log needs it.
 *
 * Rows that touch are joined to one run; the claims of a log are cut to these runs. Rows whose
 * owner the module knows are used twice: the rest of their pages is slack, and the addresses of
 * some of them show which boot it is.
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
 * @run: all reserved bytes; ascending, without overlap
 * @known: the rows that have an owner
 * @node_data: the rows of the owner node_data
 * @initrd: the rows of the owner initrd, if the initrd was kept
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
