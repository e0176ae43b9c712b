// SPDX-License-Identifier: GPL-2.0-only
/*
 * man: makes the man page from a frame, on stdin, and from the tables of the command.
 *
 * A line `.\" @WORD` in the frame is replaced:
 *
 *	@synopsis		all verbs with their operands
 *	@verb NAME		a verb. The frame's text about it follows, up to the next such line;
 *				it is left out if the command has no such verb
 *	@verbs			all verbs that the frame does not name
 *	@options		all options
 *	@columns		the columns of all verbs
 *	@rows @owners @hows	the texts of explain.h
 *
 * @VERSION@ in any other line is the version of the command.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#undef main
#include "../explain.h"

#define LINE_WIDTH	72

static bool written[VERBS_MAX];

/* Escape the characters that mean something to troff */
static void put_escaped(const char *s, size_t n)
{
	if (n && (*s == '.' || *s == '\''))
		fputs("\\&", stdout);
	for (; n; n--, s++) {
		if (*s == '-')
			fputs("\\-", stdout);
		else if (*s == '\\')
			fputs("\\e", stdout);
		else
			putchar(*s);
	}
}

/* Print a text in lines that troff cannot take for requests */
static void put_text(const char *text)
{
	size_t at = 0, n;

	for (; *text; text += n + strspn(text + n, " ")) {
		n = strcspn(text, " ");
		if (at)
			putchar(at + n > LINE_WIDTH ? '\n' : ' ');
		if (at + n > LINE_WIDTH)
			at = 0;
		put_escaped(text, n);
		at += n + 1;
	}
	putchar('\n');
}

static void put_bold(const char *text)
{
	fputs("\\fB", stdout);
	put_escaped(text, strlen(text));
	fputs("\\fR", stdout);
}

static void put_call(const struct verb *v)
{
	put_bold("early_res ");
	put_bold(v->name);
	if (*v->options)
		fputs(" [\\fIOPTION\\fR]...", stdout);
	if (*v->args) {
		putchar(' ');
		put_escaped(v->args, strlen(v->args));
	}
	putchar('\n');
}

static void synopsis(void)
{
	size_t i;

	for (i = 0; i < nr_verbs; i++) {
		if (i)
			puts(".br");
		put_call(verbs[i]);
	}
}

/* Print the verb; false if there is no such verb */
static bool verb(const char *name)
{
	char text[256];
	size_t i;

	for (i = 0; i < nr_verbs && strcmp(verbs[i]->name, name); i++)
		;
	if (i == nr_verbs)
		return false;
	written[i] = true;
	puts(".TP");
	put_bold(name);
	if (*verbs[i]->args) {
		putchar(' ');
		put_escaped(verbs[i]->args, strlen(verbs[i]->args));
	}
	putchar('\n');
	snprintf(text, sizeof(text), "%s.", verbs[i]->what);
	put_text(text);
	return true;
}

static void other_verbs(void)
{
	size_t i;

	for (i = 0; i < nr_verbs; i++)
		if (!written[i])
			verb(verbs[i]->name);
}

/* The verbs that take an option, as "report, owners" */
static void list_verbs(char letter, char *to, size_t room)
{
	size_t i, n = 0;

	for (i = 0; i < nr_verbs && n < room; i++)
		if (verb_takes(verbs[i], letter))
			n += snprintf(to + n, room - n, "%s%s", n ? ", " : "", verbs[i]->name);
}

static void options(void)
{
	const struct option_text *o;
	char text[512], list[256];

	for (o = all_options; o < all_options + nr_options; o++) {
		puts(".TP");
		if (option_has_short(o->letter)) {
			snprintf(text, sizeof(text), "-%c", o->letter);
			put_bold(text);
			fputs(", ", stdout);
		}
		snprintf(text, sizeof(text), "--%s", o->name);
		put_bold(text);
		if (o->has_arg)
			printf(o->has_arg == optional_argument ? "[=\\fI%s\\fR]" : " \\fI%s\\fR",
			       o->arg);
		putchar('\n');
		list_verbs(o->letter, list, sizeof(list));
		snprintf(text, sizeof(text), "%c%s. (%s)", o->what[0] >= 'a' && o->what[0] <= 'z' ?
			 o->what[0] - 'a' + 'A' : o->what[0], o->what + 1, list);
		put_text(text);
	}
}

static void columns(void)
{
	const struct column *c;
	char text[512];
	size_t i;

	for (i = 0; i < nr_verbs; i++) {
		if (!verbs[i]->columns)
			continue;
		snprintf(text, sizeof(text), "of %s", verbs[i]->name);
		fputs(".SS ", stdout);
		puts(text);
		puts(".PD 0");
		for (c = verbs[i]->columns; c < verbs[i]->columns + verbs[i]->nr_columns; c++) {
			puts(".TP 10");
			put_bold(c->name);
			putchar('\n');
			put_text(c->what);
		}
		puts(".PD");
	}
}

static void words(const struct words *w)
{
	char text[1024];

	for (; w->name; w++) {
		puts(".TP");
		put_bold(w->name);
		fputs(" (", stdout);
		put_escaped(w->about, strlen(w->about));
		puts(")");
		put_text(w->what);
		puts(".br");
		snprintf(text, sizeof(text), "Changed by: %s.", w->change);
		put_text(text);
		puts(".br");
		snprintf(text, sizeof(text), "From: %s.", w->from);
		put_text(text);
	}
}

static void rows(void)
{
	words(words_rows);
}

static void owners(void)
{
	words(words_owners);
	words(words_variables);
}

static void hows(void)
{
	words(words_hows);
}

/* A line of the frame; @VERSION@ in it is the version of the command. */
static void put_frame(const char *line)
{
	static const char mark[] = "@VERSION@";
	const char *at = strstr(line, mark);

	if (at)
		printf("%.*s" VERSION "%s", (int)(at - line), line, at + strlen(mark));
	else
		fputs(line, stdout);
}

static const struct {
	const char *name;
	void (*make)(void);
} makers[] = {
	{ "synopsis", synopsis }, { "verbs", other_verbs }, { "options", options },
	{ "columns", columns }, { "rows", rows }, { "owners", owners }, { "hows", hows },
};

/* Print what @what is replaced by; false if the lines that follow must be left out */
static bool stands_for(char *what)
{
	static const char blanks[] = "\n ";
	char *name = strtok(what, blanks), *arg = strtok(NULL, blanks);
	size_t i;

	if (!strcmp(name, "verb"))
		return verb(arg ? arg : "");
	for (i = 0; i < NR(makers); i++)
		if (!strcmp(name, makers[i].name)) {
			makers[i].make();
			return true;
		}
	fprintf(stderr, "man: what is @%s?\n", name);
	exit(1);
}

int main(void)
{
	static const char mark[] = ".\\\" @";
	bool show = true;
	char line[512];

	while (fgets(line, sizeof(line), stdin)) {
		if (!strncmp(line, mark, strlen(mark)))
			show = stands_for(line + strlen(mark));
		else if (show)
			put_frame(line);
	}
	return fflush(stdout) || ferror(stdout);
}
