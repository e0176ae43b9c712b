/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * table: rows for people and for programs, drawn by libsmartcols.
 *
 * A verb fills a table with numbers and words. The options decide here how they look. A table for
 * people is as wide as its cells, and its sizes are rounded. JSON has bytes. Nothing depends on the
 * locale.
 */
#ifndef EARLY_RES_TABLE_H
#define EARLY_RES_TABLE_H

#include "options.h"

enum kind {
	KIND_TEXT,	/* words */

	KIND_NAME,	/* a name; if it is longer than NAME_WIDTH, people see only its beginning */
	KIND_SIZE,	/* bytes */
	KIND_COUNT,	/* any other number */
	KIND_SHARE,	/* hundredths of a percent */
	KIND_BAR,	/* the length of a bar, which has no heading for people */
};

/* When a column is shown, if the user does not name columns */
enum shown {
	SHOWN,
	SHOWN_IN_TEXT,
	SHOWN_IF_ASKED,
};

#define NAME_WIDTH	32
#define BAR_WIDTH	10

/**
 * struct column - a column
 * @name: its heading, and its name for --output and --sort
 * @kind: what is in it
 * @shown: when it is shown
 * @what: a line for people
 */
struct column {
	const char *name;
	enum kind kind;
	enum shown shown;
	const char *what;
};

struct cell {
	char *text;
	s64 n;
	bool filled;
	unsigned int indent; /* blanks before the text, for people only */
};

struct table {
	const char *name;
	const struct column *columns;
	size_t nr_columns;
	struct cell *cells;
	size_t nr_rows, max_rows;
};

void table_begin(struct table *t, const char *name, const struct column *columns, size_t nr);
struct cell *table_row(struct table *t);
void cell_number(struct cell *c, s64 n);
void cell_text(struct cell *c, const char *text);
void table_sort(struct table *t, size_t column);
void table_print(struct table *t, const struct options *o);
void table_free(struct table *t);
unsigned int screen_width(void);
void print_wrapped(const char *text, unsigned int indent);
void columns_check(const struct column *columns, size_t nr, const struct options *o);

#endif
