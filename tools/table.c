// SPDX-License-Identifier: GPL-2.0-only
/*
 * table: rows for people and for programs, see table.h.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <libsmartcols/libsmartcols.h>

#include "say.h"
#include "table.h"
#include "units.h"

#define WIDTH_MIN	40
#define WIDTH_MAX	1000
#define COLUMNS_MAX	64

/* table_begin - begin an empty table; @name is its name in JSON */
void table_begin(struct table *t, const char *name, const struct column *columns, size_t nr)
{
	memset(t, 0, sizeof(*t));
	t->name = name;
	t->columns = columns;
	t->nr_columns = nr;
}

/* table_row - add a row. Return: its cells, which are all empty */
struct cell *table_row(struct table *t)
{
	struct cell *row;

	if (t->nr_rows == t->max_rows) {
		t->max_rows = t->max_rows ? 2 * t->max_rows : 64;
		t->cells = must(realloc(t->cells, t->max_rows * t->nr_columns * sizeof(*row)));
	}
	row = t->cells + t->nr_rows++ * t->nr_columns;
	memset(row, 0, t->nr_columns * sizeof(*row));
	return row;
}

void cell_number(struct cell *c, s64 n)
{
	c->n = n;
	c->filled = true;
}

void cell_text(struct cell *c, const char *text)
{
	c->text = must(strdup(text));
	c->filled = true;
}

void table_free(struct table *t)
{
	size_t i;

	for (i = 0; i < t->nr_rows * t->nr_columns; i++)
		free(t->cells[i].text);
	free(t->cells);
	memset(t, 0, sizeof(*t));
}

/* screen_width - the width from $COLUMNS or the terminal, if it makes sense; else 80 */
unsigned int screen_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size = { 0 };
	struct word w;
	u64 n = 0;

	if (columns) {
		w.at = columns;
		w.n = strlen(columns);
		if (word_decimal(w, &n) && n >= WIDTH_MIN && n <= WIDTH_MAX)
			return n;
	}
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col >= WIDTH_MIN &&
	    size.ws_col <= WIDTH_MAX)
		return size.ws_col;
	return 80;
}

/* print_wrapped - break a text into lines as wide as the screen; each begins with @indent blanks */
void print_wrapped(const char *text, unsigned int indent)
{
	unsigned int width = screen_width(), at = indent, n;

	printf("%*s", indent, "");
	for (; *text; text += n + strspn(text + n, " ")) {
		n = strcspn(text, " ");
		if (at > indent && at + 1 + n > width) {
			printf("\n%*s", indent, "");
			at = indent;
		}
		at += printf(at > indent ? " %.*s" : "%.*s", (int)n, text);
	}
	putchar('\n');
}

static size_t find_column(const struct column *columns, size_t nr, const char *name, size_t n)
{
	const char *names[COLUMNS_MAX], *near;
	char word[64], list[64 * COLUMNS_MAX];
	size_t i, k = 0;

	for (i = 0; i < nr; i++) {
		names[i] = columns[i].name;
		if (strlen(names[i]) == n && !strncasecmp(names[i], name, n))
			return i;
	}
	snprintf(word, sizeof(word), "%.*s", (int)n, name);
	for (i = 0; word[i]; i++)
		if (word[i] >= 'a' && word[i] <= 'z')
			word[i] -= 'a' - 'A';
	near = nearest(word, names, nr);
	if (near)
		wrong("no column '%s'; did you mean %s?", word, near);
	for (i = 0; i < nr; i++)
		k += snprintf(list + k, sizeof(list) - k, "%s%s", i ? ", " : "", names[i]);
	wrong("no column '%s'; there are %s", word, list);
}

/* Choose the columns and their order. Return: how many */
static size_t choose(const struct column *columns, size_t nr, const struct options *o,
		     size_t *chosen)
{
	const char *list = o->output;
	bool all = list && !strcmp(list, ALL_COLUMNS);
	size_t i, n = 0, length, column;

	if (!list || *list == '+' || all)
		for (i = 0; i < nr; i++)
			if (all || columns[i].shown == SHOWN ||
			    (columns[i].shown == SHOWN_IN_TEXT && !o->json && !o->raw))
				chosen[n++] = i;
	if (!list || all)
		return n;
	list += *list == '+';
	for (;; list += length + 1) {
		length = strcspn(list, ",");
		column = find_column(columns, nr, list, length);
		for (i = 0; i < n && chosen[i] != column; i++)
			;
		if (i == n) /* only once: JSON cannot have a key twice */
			chosen[n++] = column;
		if (!list[length])
			return n;
	}
}

/* columns_check - do the columns that the user named exist? If not, end the command */
void columns_check(const struct column *columns, size_t nr, const struct options *o)
{
	size_t chosen[COLUMNS_MAX];

	choose(columns, nr, o, chosen);
	if (o->sort)
		find_column(columns, nr, o->sort, strlen(o->sort));
}

static const struct column *sort_column;
static size_t sort_index;

static int compare(const void *a, const void *b)
{
	const struct cell *x = *(struct cell *const *)a + sort_index;
	const struct cell *y = *(struct cell *const *)b + sort_index;
	int order = 0;

	if (x->filled != y->filled)
		return x->filled ? -1 : 1;
	switch (sort_column->kind) {
	case KIND_TEXT:
	case KIND_NAME:
		order = x->filled ? strcmp(x->text, y->text) : 0;
		break;
	case KIND_COUNT:
		order = x->n < y->n ? -1 : x->n > y->n;
		break;
	default:
		order = x->n > y->n ? -1 : x->n < y->n;
	}
	if (order)
		return order;
	return *(struct cell *const *)a < *(struct cell *const *)b ? -1 : 1; /* keep the order */
}

/* table_sort - sizes: largest first; all else: upwards. Rows that are equal keep their order */
void table_sort(struct table *t, size_t column)
{
	struct cell **rows, *sorted;
	size_t i, bytes = t->nr_columns * sizeof(**rows);

	if (!t->nr_rows)
		return;
	rows = must(malloc(t->nr_rows * sizeof(*rows)));
	for (i = 0; i < t->nr_rows; i++)
		rows[i] = t->cells + i * t->nr_columns;
	sort_column = &t->columns[column];
	sort_index = column;
	qsort(rows, t->nr_rows, sizeof(*rows), compare);
	sorted = must(malloc(t->nr_rows * bytes));
	for (i = 0; i < t->nr_rows; i++)
		memcpy(sorted + i * t->nr_columns, rows[i], bytes);
	free(rows);
	free(t->cells);
	t->cells = sorted;
	t->max_rows = t->nr_rows;
}

static char *draw_text(const struct cell *c, bool cut, unsigned int indent)
{
	size_t n = strlen(c->text);
	char *text = must(malloc(indent + n + 1));

	memset(text, ' ', indent);
	memcpy(text + indent, c->text, n + 1);
	if (cut && indent + n > NAME_WIDTH)
		memcpy(text + NAME_WIDTH - 2, "..", 3);
	return text;
}

/* A cell as it is printed, to be freed; NULL if it is empty */
static char *draw(const struct cell *c, enum kind k, const struct options *o)
{
	bool people = !o->json && !o->raw;
	char number[UNITS_LENGTH + 1];

	if (!c->filled)
		return o->raw ? must(strdup("-")) : NULL;
	switch (k) {
	case KIND_TEXT:
	case KIND_NAME:
		return draw_text(c, people && k == KIND_NAME, people ? c->indent : 0);
	case KIND_SIZE:
		if (o->bytes || o->json)
			units_bytes(number, c->n);
		else
			units_human(number, c->n);
		break;
	case KIND_SHARE:
		units_percent(number, c->n);
		if (!o->json && !o->bytes)
			strcat(number, "%");
		break;
	case KIND_COUNT:
		units_bytes(number, c->n);
		break;
	case KIND_BAR:
		if (c->n <= 0)
			return o->raw ? must(strdup("-")) : NULL;
		memset(number, '#', BAR_WIDTH);
		number[c->n > BAR_WIDTH ? BAR_WIDTH : c->n] = '\0';
	}
	return must(strdup(number));
}

static void add_column(struct libscols_table *tb, const struct column *column, bool people)
{
	bool words = column->kind == KIND_TEXT || column->kind == KIND_NAME ||
		     column->kind == KIND_BAR;
	struct libscols_column *cl;

	cl = must(scols_table_new_column(tb, column->kind == KIND_BAR && people ? " " :
					 column->name, 0, words ? 0 : SCOLS_FL_RIGHT));
	if (!words)
		scols_column_set_json_type(cl, SCOLS_JSON_NUMBER);
}

/* Print without the blanks that fill up the last column */
static void print_stripped(struct libscols_table *tb)
{
	char *text = NULL, *line;
	size_t n, kept;

	if (scols_print_table_to_string(tb, &text))
		die("cannot print the table");
	for (line = text; line && *line; line += n + (line[n] == '\n')) {
		n = strcspn(line, "\n");
		for (kept = n; kept && line[kept - 1] == ' '; kept--)
			;
		fwrite(line, 1, kept, stdout);
		putchar('\n');
	}
	free(text);
}

/* table_print - sort and print the table as the options say */
void table_print(struct table *t, const struct options *o)
{
	struct libscols_table *tb = must(scols_new_table());
	size_t chosen[COLUMNS_MAX], n, i, k;
	struct libscols_line *line;
	const struct cell *row;
	char *text;

	n = choose(t->columns, t->nr_columns, o, chosen);
	if (o->sort)
		table_sort(t, find_column(t->columns, t->nr_columns, o->sort,
					  strlen(o->sort)));
	scols_table_set_name(tb, t->name);
	scols_table_enable_json(tb, o->json);
	scols_table_enable_raw(tb, o->raw);
	scols_table_enable_noheadings(tb, o->noheadings);
	scols_table_set_termforce(tb, SCOLS_TERMFORCE_NEVER); /* or it would cut cells to fit */
	for (i = 0; i < n; i++)
		add_column(tb, &t->columns[chosen[i]], !o->json && !o->raw);
	for (k = 0; k < t->nr_rows; k++) {
		line = must(scols_table_new_line(tb, NULL));
		row = t->cells + k * t->nr_columns;
		for (i = 0; i < n; i++) {
			text = draw(&row[chosen[i]], t->columns[chosen[i]].kind, o);
			if (text && scols_line_refer_data(line, i, text))
				die("out of memory");
		}
	}
	print_stripped(tb);
	scols_unref_table(tb);
}
