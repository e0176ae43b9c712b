// SPDX-License-Identifier: GPL-2.0-only
/*
 * source: the raw inputs, and snapshots of them, see source.h.
 *
 * A snapshot can come from anybody, so snapshot_parse() checks all of it before it is used, and
 * says what is wrong with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "live.h"
#include "say.h"
#include "source.h"

/* source_find - an input that was read before, or NULL */
const struct input *source_find(const struct source *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->nr; i++)
		if (!strcmp(s->inputs[i].name, name))
			return &s->inputs[i];
	return NULL;
}

/* source_add - make room for an input of this name; it is absent until somebody fills it in */
struct input *source_add(struct source *s, const char *name)
{
	struct input *in;

	if (s->nr == s->max) {
		s->max = s->max ? 2 * s->max : 32;
		s->inputs = must(realloc(s->inputs, s->max * sizeof(*s->inputs)));
	}
	in = &s->inputs[s->nr++];
	memset(in, 0, sizeof(*in));
	snprintf(in->name, sizeof(in->name), "%s", name);
	in->absent = true;
	return in;
}

/* source_get - an input; reads it now if it was not read before. Ends the command if that fails */
const struct input *source_get(struct source *s, const char *name)
{
	const struct input *in = source_find(s, name);

	if (in)
		return in;
	if (s->from)
		die("%s has no '%s'; save it again with this version", s->from, name);
	return live_read(s, name);
}

/* source_maybe - the same, but if an old snapshot does not have the input, it is absent */
const struct input *source_maybe(struct source *s, const char *name)
{
	if (s->from && !source_find(s, name))
		return source_add(s, name);
	return source_get(s, name);
}

void source_free(struct source *s)
{
	size_t i;

	for (i = 0; i < s->nr; i++)
		free(s->inputs[i].text);
	free(s->inputs);
	s->inputs = NULL;
	s->nr = 0;
	s->max = 0;
}

/*
 * read_whole - read a file to its end ("-" is stdin). Return: the text with a NUL behind it, to be
 * freed by the caller; or NULL, and errno says why
 */
char *read_whole(const char *path, size_t *length)
{
	int fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO), saved;
	size_t n = 0, max = 1 << 16;
	ssize_t got;
	char *text;

	if (fd < 0)
		return NULL;
	text = must(malloc(max + 1));
	while ((got = read(fd, text + n, max - n)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || n + got > SNAPSHOT_MAX) {
			saved = got < 0 ? errno : EFBIG;
			free(text);
			close(fd);
			errno = saved;
			return NULL;
		}
		n += got;
		if (n == max) {
			max *= 2;
			text = must(realloc(text, max + 1));
		}
	}
	close(fd);
	text[n] = '\0';
	*length = n;
	return text;
}

/* Take the next word, of the letters that a name can have; false if there is none */
static bool take_word(const char **at, const char *end, char *to, size_t room)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_/";
	size_t n = 0;

	while (*at < end && n < room - 1 && **at && strchr(letters, **at))
		to[n++] = *(*at)++;
	to[n] = '\0';
	return n > 0;
}

static bool take(const char **at, const char *end, const char *text)
{
	size_t n = strlen(text);

	if ((size_t)(end - *at) < n || memcmp(*at, text, n))
		return false;
	*at += n;
	return true;
}

static bool take_number(const char **at, const char *end, size_t *n)
{
	const char *begin = *at;

	for (*n = 0; *at < end && **at >= '0' && **at <= '9'; (*at)++) {
		*n = *n * 10 + (**at - '0');
		if (*n > SNAPSHOT_MAX)
			return false;
	}
	return *at > begin;
}

/* Read the rest of a line "input NAME LENGTH" and its bytes. Return: what is wrong, or NULL */
static const char *parse_input(struct source *s, const char **at, const char *end)
{
	char name[INPUT_NAME_MAX + 1];
	struct input *in;
	size_t n;

	if (!take_word(at, end, name, sizeof(name)) || !take(at, end, " ") ||
	    !take_number(at, end, &n) || !take(at, end, "\n"))
		return "a line 'input NAME LENGTH' is malformed";
	if (source_find(s, name))
		return "it has an input twice";
	if ((size_t)(end - *at) <= n)
		return "it was cut off";
	if (memchr(*at, '\0', n))
		return "it has a NUL byte";
	in = source_add(s, name);
	in->text = must(malloc(n + 1));
	memcpy(in->text, *at, n);
	in->text[n] = '\0';
	in->length = n;
	in->absent = false;
	*at += n;
	return take(at, end, "\n") ? NULL : "an input has another length than it says";
}

/* snapshot_parse - read all inputs of a snapshot. Return: what is wrong with it, or NULL */
const char *snapshot_parse(struct source *s, const char *bytes, size_t length)
{
	const char *at = bytes, *end = bytes + length, *why;
	char name[INPUT_NAME_MAX + 1];

	if (take(&at, end, "early_res report "))
		return "an older early_res made it, which saved sums alone; save it again";
	if (!take(&at, end, "early_res snapshot "))
		return "it is not from 'early_res save'";
	if (!take(&at, end, "1\n"))
		return "another version of early_res made it";
	while (!take(&at, end, "end\n")) {
		if (s->nr == INPUTS_MAX)
			return "it has too many inputs";
		if (take(&at, end, "input ")) {
			why = parse_input(s, &at, end);
			if (why)
				return why;
		} else if (take(&at, end, "absent ")) {
			if (!take_word(&at, end, name, sizeof(name)) || !take(&at, end, "\n"))
				return "a line 'absent NAME' is malformed";
			if (source_find(s, name))
				return "it has an input twice";
			source_add(s, name);
		} else {
			return at == end ? "it was cut off" : "it is damaged";
		}
	}
	return at == end ? NULL : "something follows its end";
}

/* snapshot_load - read a snapshot; if it cannot be used, say why and end the command */
void snapshot_load(struct source *s, const char *file)
{
	const char *why;
	size_t length;
	char *bytes;

	bytes = read_whole(file, &length);
	if (!bytes)
		die("cannot read %s: %s", file, strerror(errno));
	s->from = file;
	why = snapshot_parse(s, bytes, length);
	if (why)
		die("%s: %s", file, why);
	free(bytes);
}

/* snapshot_write - write all inputs that were read; the caller checks the stream for errors */
void snapshot_write(const struct source *s, FILE *to)
{
	const struct input *in;
	size_t i;

	fputs(SNAPSHOT_FIRST_LINE, to);
	for (i = 0; i < s->nr; i++) {
		in = &s->inputs[i];
		if (in->absent) {
			fprintf(to, "absent %s\n", in->name);
			continue;
		}
		fprintf(to, "input %s %zu\n", in->name, in->length);
		fwrite(in->text, 1, in->length, to);
		fputc('\n', to);
	}
	fputs("end\n", to);
}
