// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmsg: the lines of the boot log about the firmware's map.
 *
 * Each read() of /dev/kmsg gives a record: "PRIORITY,SEQUENCE,TIME,FLAGS;TEXT", and then lines that
 * begin with a blank (Documentation/ABI/testing/dev-kmsg). Records of the kernel have facility 0;
 * records that users write have another facility. The lines are useful only if the map is there
 * from its heading on. Otherwise the log has lost its beginning, and the input is absent.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "live.h"
#include "say.h"

#define KMSG		"/dev/kmsg"
#define RECORD_MAX	8192
#define HEADING		"BIOS-provided physical RAM map:"

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* Lines of e820__print_table(), e820__range_update(), e820__range_remove() and the MTRR code */
static bool is_wanted(const char *text)
{
	return begins(text, HEADING) || begins(text, "BIOS-") || begins(text, "Xen: [") ||
	       begins(text, "extended: [") || begins(text, "e820: update [") ||
	       begins(text, "e820: remove [") || begins(text, "update e820 for mtrr");
}

/* The text of a record if the kernel wrote it, else NULL */
static char *text_of(char *record)
{
	char *text = strchr(record, ';'), *end;
	unsigned long priority = strtoul(record, &end, 10);

	if (!text || end == record || *end != ',' || priority >> 3)
		return NULL;
	text++;
	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* Read a record; the file of a test has one on each line. Return: 0 at the end */
static ssize_t read_record(int fd, FILE *file, char *record)
{
	ssize_t n;

	if (file)
		return fgets(record, RECORD_MAX, file) ? 1 : 0;
	do {
		n = read(fd, record, RECORD_MAX - 1);
	} while (n < 0 && (errno == EPIPE || errno == EINTR)); /* EPIPE: some records were lost */
	record[n > 0 ? n : 0] = '\0';
	return n;
}

/* kmsg_e820 - read these lines; the input is absent if the first of them is lost */
void kmsg_e820(struct source *s, struct input *in)
{
	char path[PATH_MAX], record[RECORD_MAX], *text;
	bool whole = false;
	FILE *file, *to;
	int fd;

	fd = open(live_path(s, path, KMSG, ""), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return;
	file = *s->root ? must(fdopen(fd, "r")) : NULL;
	to = live_write(in);
	while (read_record(fd, file, record) > 0) {
		text = text_of(record);
		if (!text || !is_wanted(text))
			continue;
		whole |= begins(text, HEADING);
		if (whole)
			fprintf(to, "%s\n", text);
	}
	live_end(to);
	if (file)
		fclose(file);
	else
		close(fd);
	if (!whole)
		live_drop(in);
}
