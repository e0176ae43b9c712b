// SPDX-License-Identifier: GPL-2.0-only
/*
 * say: error messages and the end of the command, see say.h; and guesses for mistyped words.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"

/* Longer words are not compared */
#define WORD_MAX	31

static const char *verb;

/* say_verb - set the verb whose help an error message points to */
void say_verb(const char *name)
{
	verb = name;
}

/* The message may quote a file from somebody else, so control characters become '?' */
static void say(const char *format, va_list args)
{
	char line[1024];
	char *c;

	vsnprintf(line, sizeof(line), format, args);
	for (c = line; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			*c = '?';
	fflush(stdout);
	fprintf(stderr, "%s: %s", ME, line);
}

void note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(format, args);
	va_end(args);
	fputc('\n', stderr);
}

void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(EXIT_FAILED);
}

void wrong(const char *format, ...)
{
	bool question = format[strlen(format) - 1] == '?';
	va_list args;

	va_start(args, format);
	say(format, args);
	va_end(args);
	fprintf(stderr, "%s %s %s%s\n", question ? " See" : "; see", ME, verb ? "help " : "--help",
		verb ? verb : "");
	exit(EXIT_WRONG);
}

/* leave - end the program; it is a failure if stdout could not be written */
void leave(int status)
{
	if (fflush(stdout) || ferror(stdout))
		die("cannot write: %s", strerror(errno));
	exit(status);
}

/* must - return @memory; if an allocation failed (NULL), end the program */
void *must(void *memory)
{
	if (!memory)
		die("out of memory");
	return memory;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters must be inserted, removed, replaced or swapped with their neighbour */
static size_t distance(const char *a, const char *b)
{
	size_t d[WORD_MAX + 1][WORD_MAX + 1];
	size_t m = strlen(a), n = strlen(b), i, j;

	if (m > WORD_MAX || n > WORD_MAX)
		return WORD_MAX;
	for (i = 0; i <= m; i++)
		d[i][0] = i;
	for (j = 0; j <= n; j++)
		d[0][j] = j;
	for (i = 1; i <= m; i++)
		for (j = 1; j <= n; j++) {
			d[i][j] = least(d[i - 1][j], d[i][j - 1]) + 1;
			d[i][j] = least(d[i][j], d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[m][n];
}

/* nearest - the name that is most similar to @word, or NULL if none is similar */
const char *nearest(const char *word, const char *const *names, size_t nr)
{
	size_t best = WORD_MAX, d, i, n = strlen(word);
	const char *found = NULL;

	for (i = 0; i < nr; i++) {
		d = distance(word, names[i]);
		if (n >= 3 && !strncmp(word, names[i], n))
			d = least(d, 1);
		if (d < best) {
			best = d;
			found = names[i];
		}
	}
	return best <= 1 + n / 4 ? found : NULL;
}
