// SPDX-License-Identifier: GPL-2.0-only
/*
 * put: writes lines to the module's files, see put.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "live.h"
#include "put.h"
#include "say.h"

/* What an errno means for a file, as doc/ABI.md specifies it */
static const char *meaning(const char *file, int error)
{
	bool reserve = !strcmp(file, "reserve");

	switch (error) {
	case EINVAL:
		return "malformed";
	case ENOENT:
		return reserve ? "no such node, or not all of it is memory" :
		       "not all of it is reserved, or there is no such owner";
	case EBUSY:
		return reserve ? "in use: the name, or memory there that cannot be moved" :
		       "in use: somebody holds a page of it";
	case EPERM:
		return "not allowed: not from 'early_res reserve', nor an initrd (allow_release=1)";
	case ENOMEM:
		return "not enough memory that is free or can be made free";
	}
	return strerror(error);
}

/* put - write a line; if the module refuses it, say why and end the command */
void put(const struct source *s, const char *file, const char *line)
{
	char path[PATH_MAX], text[LINE_ROOM + 1];
	int n = snprintf(text, sizeof(text), "%s\n", line);
	int fd, error = 0;

	if (n < 0 || (size_t)n >= sizeof(text))
		die("%s: the line is too long", file);
	snprintf(path, sizeof(path), "%s" DEBUG_DIR "/%s", s->root, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && !strcmp(file, "reserve") && live_exists(s, DEBUG_DIR))
		die("this kernel cannot reserve memory: it was built without CONFIG_CONTIG_ALLOC");
	if (fd < 0)
		live_failed(s, "write", path + strlen(s->root));
	if (write(fd, text, n) != n)
		error = errno;
	if (close(fd) && !error)
		error = errno;
	if (error)
		die("%s %s: %s%s", file, line, meaning(file, error), live_why_not(s, error));
}

/* put_quietly - write "1"; a signal handler may call this */
void put_quietly(const char *path)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool error;

	if (fd < 0)
		return;
	error = write(fd, "1\n", 2) < 0; /* the program ends, so nobody can be told */
	(void)error;
	close(fd);
}

static bool is_owner(const struct model *m, const char *name, size_t n)
{
	struct word w = { name, n };
	size_t i;

	for (i = 0; i < m->nr_owners; i++)
		if (word_is(w, m->owners[i].name))
			return true;
	return false;
}

/* The owner whose name is most similar to a word, or NULL if none is similar */
static const char *similar_owner(const struct model *m, const char *word)
{
	const char **names = must(calloc(m->nr_owners + 1, sizeof(*names))), *near;
	size_t i, n = 0;

	for (i = 0; i < m->nr_owners; i++)
		if (strcmp(m->owners[i].name, "-"))
			names[n++] = m->owners[i].name;
	near = nearest(word, names, n);
	free(names);
	return near;
}

/* what_line - turn the user's word for an owner or a range into the line that the module wants */
void what_line(const struct model *m, const char *word, char line[LINE_ROOM])
{
	bool named = !strncmp(word, "owner=", 6);
	const char *name = named ? word + 6 : word, *at = strrchr(name, '@');
	struct word w = { name, strlen(name) }, node;
	const char *near;
	u64 start, last, nid;

	if (is_owner(m, name, w.n)) {
		snprintf(line, LINE_ROOM, "owner=%s", name);
		return;
	}
	if (at && is_owner(m, name, at - name)) {
		node = (struct word){ at + 1, strlen(at + 1) };
		if (!word_decimal(node, &nid) || nid >= NODES_MAX)
			die("%s: '%s' is no node", word, at + 1);
		snprintf(line, LINE_ROOM, "owner=%.*s node=%llu", (int)(at - name), name, nid);
		return;
	}
	if (named || !word_range(w, &start, &last)) {
		near = similar_owner(m, name);
		if (near)
			die("%s: no such owner; did you mean %s?", word, near);
		die("%s: no such owner, and it is not a range START-END", word);
	}
	snprintf(line, LINE_ROOM, "%llx-%llx", start, last);
}
