// SPDX-License-Identifier: GPL-2.0-only
/*
 * read: finds the messages of the boot that is wanted; see read.h.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "read.h"

/* The first line of a boot has a time below this, in microseconds. */
#define NEAR_ZERO	10000000
/* So many lines may come between a boundary and "Linux version": microcode may log before it. */
#define BOUNDARY_LINES	16
/* A first time below this, in microseconds, is printk's: journald starts later. */
#define PRINTK_FIRST	10000

static int times_add(struct times *times, uint64_t time)
{
	uint64_t *t = log_grow(times->t, times->nr, &times->max, sizeof(*t));

	if (!t)
		return -1;
	times->t = t;
	t[times->nr++] = time;
	return 0;
}

static void copy_fact(char *to, const char *from)
{
	size_t len = strnlen(from, FACT_LEN - 1);

	memcpy(to, from, len);
	to[len] = '\0';
}

static bool is_beginning(const char *msg)
{
	return word_next(&msg, "Linux version ") && isdigit((unsigned char)*msg);
}

/* A message of kernel_init() in init/main.c: the init sections are freed, and init runs. */
static bool is_over(const char *msg)
{
	const char *end = " as init process";
	size_t len = strlen(msg);

	if (word_next(&msg, "Freeing unused kernel image (initmem) memory: "))
		return true;
	return len > 4 + strlen(end) && word_next(&msg, "Run ") &&
	       !strcmp(msg + len - 4 - strlen(end), end);
}

/* Can only the kernel have written that a boot begins here? */
static bool is_proven(const struct reading *r, const struct log_line *line)
{
	bool back = line->has_time && line->time < NEAR_ZERO && line->time < r->last_time;

	if (r->boundary)
		return true;
	if (line->vouched)
		return back || !line->has_time;
	return line->time_first && back;
}

static void restart(struct reading *r, const struct log_line *line)
{
	struct facts *f = &r->facts;

	r->debug.nr = 0;
	r->ordinary.nr = 0;
	f->time.nr = 0;
	f->node_data.nr = 0;
	f->reserved.nr = 0;
	f->has_initrd = false;
	copy_fact(f->version, line->msg);
	f->command_line[0] = '\0';
	copy_boot_id(f->boot_id, line->boot_id);
	f->has_time = line->has_time;
	f->printk = line->has_time && line->time < PRINTK_FIRST;
	r->begun = true;
	r->over = false;
	r->is_debug = false;
	r->boundary = 0;
	r->ambiguous = false;
	r->vouched = line->vouched;
	r->ignored = 0;
	r->strange = 0;
	r->asked = 0;
	r->has_nameless = false;
	r->initrd_tables = false;
}

static void beginning(struct reading *r, const struct log_line *line)
{
	if (!r->begun || is_proven(r, line))
		restart(r, line);
	else if (r->over)
		r->ignored++;
	else
		r->ambiguous = true;
}

/* Read a line. Return: nonzero if there is no memory */
static int read_line(struct reading *r, const struct log_line *line)
{
	const char *msg = line->msg;

	if (line->boundary) {
		r->boundary = BOUNDARY_LINES;
		r->over = r->begun; /* what follows belongs to another boot */
	} else if (r->boundary) {
		r->boundary--;
	}
	if (r->begun && r->vouched && !line->vouched)
		return 0;
	if (is_beginning(msg))
		beginning(r, line);
	if (line->has_time)
		r->last_time = line->time;
	/* The times are of use even if the log has lost its beginning. */
	if (!r->over && line->has_time && line->time && times_add(&r->facts.time, line->time))
		return -1;
	if (!r->begun || r->over)
		return 0;
	if (r->vouched && strcmp(line->boot_id, r->facts.boot_id))
		return 0;
	if (is_over(msg)) {
		r->over = true;
		return 0;
	}
	if (word_next(&msg, "Command line: ")) {
		if (!r->facts.command_line[0])
			copy_fact(r->facts.command_line, msg);
		return 0;
	}
	return read_message(r, msg);
}

/**
 * read_log - read a log
 * @r: is filled in; free it with reading_free(), even after an error
 * @text: the log, in one of the forms of line.h
 * @len: its length in bytes
 *
 * Return: 0; -1 if there is no memory.
 */
int read_log(struct reading *r, const char *text, size_t len)
{
	struct log_lines *lines = malloc(sizeof(*lines));
	struct log_line *line = malloc(sizeof(*line));
	int err = lines && line ? 0 : -1;

	memset(r, 0, sizeof(*r));
	if (!err) {
		lines_open(lines, text, len);
		while (!err && lines_next(lines, line))
			err = read_line(r, line);
	}
	free(lines);
	free(line);
	return err;
}

void reading_free(struct reading *r)
{
	names_free(&r->names);
	free(r->debug.op);
	free(r->ordinary.op);
	free(r->facts.time.t);
	free(r->facts.reserved.t);
	free(r->facts.node_data.s);
	memset(r, 0, sizeof(*r));
}
