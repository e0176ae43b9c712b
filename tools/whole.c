// SPDX-License-Identifier: GPL-2.0-only
/*
 * whole: writes a file as a whole or not at all, see whole.h.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "say.h"
#include "whole.h"

/* Is the file with this status what stdout is? /dev/stdout is, for example. */
static bool is_stdout(const struct stat *st)
{
	struct stat out;

	return !fstat(STDOUT_FILENO, &out) && out.st_dev == st->st_dev && out.st_ino == st->st_ino;
}

/* whole_begin - begin a file; @w->to is the stream. The file gets @mode, whatever the umask is */
void whole_begin(struct whole *w, const char *path, mode_t mode)
{
	struct stat st;
	bool exists;
	int fd;

	w->path = NULL;
	w->temporary = NULL;
	w->to = stdout;
	if (!strcmp(path, "-"))
		return;
	exists = !stat(path, &st);
	if (exists && is_stdout(&st))
		return;
	w->path = exists ? realpath(path, NULL) : strdup(path);
	if (!w->path)
		die("cannot write %s: %s", path, strerror(errno));
	path = w->path;
	if (exists ? !S_ISREG(st.st_mode) : !lstat(path, &st)) {
		w->to = fopen(path, "we");
		if (!w->to)
			die("cannot write %s: %s", path, strerror(errno));
		return;
	}
	w->temporary = must(malloc(strlen(path) + 8));
	sprintf(w->temporary, "%s.XXXXXX", path);
	fd = mkstemp(w->temporary);
	if (fd < 0)
		die("cannot write %s: %s", path, strerror(errno));
	w->to = must(fdopen(fd, "w"));
	if (fchmod(fd, mode))
		die("cannot write %s: %s", path, strerror(errno));
}

/*
 * whole_end - give the file its name; if anything failed, the old file stays and the command ends
 */
void whole_end(struct whole *w)
{
	int error = 0;

	if (fflush(w->to) || ferror(w->to))
		error = errno ? errno : EIO;
	if (w->to == stdout) {
		if (error)
			die("cannot write: %s", strerror(error));
		return;
	}
	if (!error && w->temporary && fsync(fileno(w->to)))
		error = errno;
	if (fclose(w->to) && !error)
		error = errno;
	if (!error && w->temporary && rename(w->temporary, w->path))
		error = errno;
	if (error) {
		if (w->temporary)
			unlink(w->temporary);
		die("cannot write %s: %s", w->path, strerror(error));
	}
	free(w->temporary);
	free(w->path);
}
