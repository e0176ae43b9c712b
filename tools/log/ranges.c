// SPDX-License-Identifier: GPL-2.0-only
/*
 * ranges: reads a copy of the module's file `ranges`; see ranges.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "ranges.h"

int spans_add(struct spans *spans, const struct span *span)
{
	struct span *s = log_grow(spans->s, spans->nr, &spans->max, sizeof(*s));

	if (!s)
		return -1;
	spans->s = s;
	s[spans->nr++] = *span;
	return 0;
}

static int by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

/* Sort the spans and join those that touch. */
static void spans_merge(struct spans *spans)
{
	size_t i, n = 0;

	if (!spans->nr)
		return;
	qsort(spans->s, spans->nr, sizeof(*spans->s), by_start);
	for (i = 1; i < spans->nr; i++) {
		if (spans->s[i].start > spans->s[n].end + 1)
			spans->s[++n] = spans->s[i];
		else if (spans->s[i].end > spans->s[n].end)
			spans->s[n].end = spans->s[i].end;
	}
	spans->nr = n + 1;
}

/* "START-END bytes node zone state owner [how]" */
static int read_row(struct ranges *r, const char *row)
{
	char state[16], owner[WORD_NAME_MAX + 1];
	unsigned long long start, end;
	struct span span;
	int err;

	if (sscanf(row, "%16llx-%16llx %*s %*s %*s %15s %63s", &start, &end, state, owner) != 4 ||
	    start > end || end >> 52 || !strcmp(state, "released"))
		return 0;
	span = (struct span) { start, end };
	err = spans_add(&r->run, &span);
	if (strcmp(owner, "-") && strcmp(owner, "slack"))
		err |= spans_add(&r->known, &span);
	if (!strcmp(owner, "node_data"))
		err |= spans_add(&r->node_data, &span);
	if (!strcmp(owner, "initrd"))
		err |= spans_add(&r->initrd, &span);
	if (!strcmp(owner, "kernel_brk") && !r->has_brk) {
		r->brk = start;
		r->has_brk = true;
	}
	return err;
}

/**
 * ranges_read - read a copy of `ranges`
 * @r: is filled in; free it with ranges_free(), even after an error
 * @text: the copy
 * @len: its length in bytes
 *
 * Return: 0; -1 if there is no memory.
 */
int ranges_read(struct ranges *r, const char *text, size_t len)
{
	const char *end = text + len, *newline;
	char row[256];
	size_t n;

	*r = (struct ranges) { 0 };
	for (; text < end; text = newline + 1) {
		newline = memchr(text, '\n', end - text);
		if (!newline)
			newline = end;
		n = newline - text;
		if (!n || *text == '#')
			continue;
		if (n > sizeof(row) - 1)
			n = sizeof(row) - 1;
		memcpy(row, text, n);
		row[n] = '\0';
		if (read_row(r, row))
			return -1;
	}
	spans_merge(&r->run);
	spans_merge(&r->node_data);
	return 0;
}

void ranges_free(struct ranges *r)
{
	free(r->run.s);
	free(r->known.s);
	free(r->node_data.s);
	free(r->initrd.s);
	*r = (struct ranges) { 0 };
}
