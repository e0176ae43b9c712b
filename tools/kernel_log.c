// SPDX-License-Identifier: GPL-2.0-only
/*
 * kernel_log: reads the running kernel's log, see kernel_log.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <unistd.h>

#include "kernel_log.h"
#include "say.h"
#include "source.h"

/* CONSOLE_EXT_LOG_MAX of the kernel: the longest record */
#define RECORD_MAX	8192

/* syslog(2) */
#define ACTION_READ_ALL	3
#define ACTION_SIZE	10

/* Each read() gives one record. EPIPE means that a record was overwritten before it was read. */
static bool read_kmsg(const char *root, FILE *to)
{
	char path[PATH_MAX], record[RECORD_MAX];
	size_t all = 0;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/dev/kmsg", root);
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return false;
	do {
		n = read(fd, record, sizeof(record));
		if (n > 0)
			all += fwrite(record, 1, n, to);
	} while ((n > 0 && all < SNAPSHOT_MAX) || (n < 0 && (errno == EPIPE || errno == EINTR)));
	close(fd);
	return all;
}

static void read_syslog(FILE *to)
{
	int size = klogctl(ACTION_SIZE, NULL, 0);
	char *text;

	if (size <= 0)
		return;
	text = must(malloc(size));
	size = klogctl(ACTION_READ_ALL, text, size);
	if (size > 0)
		fwrite(text, 1, size, to);
	free(text);
}

static void read_journal(const char *root, FILE *to)
{
	static const char command[] =
		"exec 2>/dev/null journalctl -k -b -o json --no-pager ${R:+--root=\"$R\"}";
	char part[RECORD_MAX];
	size_t n, all = 0;
	FILE *from;

	setenv("R", root, 1);
	from = popen(command, "r");
	if (!from)
		return;
	while (all < SNAPSHOT_MAX && (n = fread(part, 1, sizeof(part), from)) > 0)
		all += fwrite(part, 1, n, to);
	pclose(from);
}

static bool has_beginning(const char *text, size_t length)
{
	return memmem(text, length, "Linux version ", 14);
}

/* Close a stream that writes to memory */
static void finish(FILE *to)
{
	if (fclose(to))
		die("out of memory");
}

/* First /dev/kmsg or syslog(2); if the log has lost its beginning there, the journal */
char *kernel_log(const char *root, size_t *length)
{
	char *text = NULL, *journal = NULL;
	size_t n = 0;
	FILE *to = must(open_memstream(&text, length));

	if (!read_kmsg(root, to) && !*root)
		read_syslog(to);
	finish(to);
	if (has_beginning(text, *length))
		return text;
	to = must(open_memstream(&journal, &n));
	read_journal(root, to);
	finish(to);
	if (!has_beginning(journal, n)) {
		free(journal);
		return text;
	}
	free(text);
	*length = n;
	return journal;
}
