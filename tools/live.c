// SPDX-License-Identifier: GPL-2.0-only
/*
 * live: reads the inputs from the running kernel.
 *
 * If a machine lacks an optional file (no firmware map, no NUMA), that input is absent. Any other
 * failure ends the command with a line that says what to do; a report of zeros would be wrong.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "live.h"
#include "say.h"

#define BLOCK_SIZE	"/sys/devices/system/memory/block_size_bytes"

/* live_path - write the path of a file below the --sysroot into @to, which has PATH_MAX bytes */
char *live_path(const struct source *s, char *to, const char *dir, const char *file)
{
	snprintf(to, PATH_MAX, "%s%s%s", s->root, dir, file);
	return to;
}

bool live_exists(const struct source *s, const char *path)
{
	char full[PATH_MAX];

	return !access(live_path(s, full, path, ""), F_OK);
}

/* live_why_not - words to add to an error message if kernel lockdown caused @error; else "" */
const char *live_why_not(const struct source *s, int error)
{
	static char why[96];
	char file[PATH_MAX], *text, *mode, *end;
	size_t n;

	if (error != EPERM && error != EACCES)
		return "";
	text = read_whole(live_path(s, file, "/sys/kernel/security/lockdown", ""), &n);
	mode = text ? strchr(text, '[') : NULL;
	end = mode ? strchr(mode, ']') : NULL;
	if (end && strncmp(mode, "[none]", 6))
		snprintf(why, sizeof(why),
			 "; the kernel is locked down (%.*s, see kernel_lockdown(7))",
			 (int)(end - mode - 1), mode + 1);
	free(text);
	return why;
}

/* live_failed - say with errno why a file cannot be read or written, and end the command */
void live_failed(const struct source *s, const char *what, const char *path)
{
	int error = errno;

	if ((error == ENOENT || error == EIO) && !live_exists(s, "/sys/kernel/early_res"))
		die("the module is not loaded any more; try: modprobe early_res");
	die("cannot %s %s: %s%s", what, path, strerror(error), live_why_not(s, error));
}

/* live_open - check that the module's files can be read; if not, say what to do and end */
void live_open(struct source *s)
{
	if (geteuid() && !*s->root)
		die("only root can look; try: sudo %s", ME);
	if (!live_exists(s, "/sys/kernel/early_res") && !live_exists(s, DEBUG_DIR))
		die("the module is not loaded; try: modprobe early_res");
	if (!live_exists(s, "/sys/kernel/debug"))
		die("this kernel has no debugfs; was it booted with debugfs=off?");
	if (!live_exists(s, DEBUG_DIR))
		die("debugfs is not mounted; try: mount -t debugfs none /sys/kernel/debug");
}

static void read_file(const struct source *s, struct input *in, const char *path)
{
	char full[PATH_MAX];

	in->text = read_whole(live_path(s, full, path, ""), &in->length);
	if (!in->text)
		live_failed(s, "read", path);
	if (memchr(in->text, '\0', in->length))
		die("%s has a NUL byte", path);
	in->absent = false;
}

/* live_line - the first line of a file, without its newline; ends the command if that fails */
void live_line(const char *path, char *to, size_t room)
{
	size_t n;
	char *text = read_whole(path, &n);

	if (!text)
		die("cannot read %s: %s", path, strerror(errno));
	text[strcspn(text, "\n")] = '\0';
	snprintf(to, room, "%s", text);
	free(text);
}

/* live_write - a stream that writes the text of an input; live_end() ends it */
FILE *live_write(struct input *in)
{
	in->absent = false;
	return must(open_memstream(&in->text, &in->length));
}

void live_end(FILE *stream)
{
	if (fclose(stream))
		die("out of memory");
}

/* live_drop - make an input absent again, after it was written */
void live_drop(struct input *in)
{
	free(in->text);
	in->text = NULL;
	in->length = 0;
	in->absent = true;
}

int live_is_numbered(const struct dirent *entry)
{
	return isdigit((unsigned char)entry->d_name[0]);
}

int live_is_node(const struct dirent *entry)
{
	return !strncmp(entry->d_name, "node", 4) && isdigit((unsigned char)entry->d_name[4]);
}

int live_is_block(const struct dirent *entry)
{
	return !strncmp(entry->d_name, "memory", 6) && isdigit((unsigned char)entry->d_name[6]);
}

/* live_number - the first number in a name: 12 for "node12" */
unsigned long live_number(const char *name)
{
	while (*name && !isdigit((unsigned char)*name))
		name++;
	return strtoul(name, NULL, 10);
}

static int by_number(const struct dirent **a, const struct dirent **b)
{
	unsigned long m = live_number((*a)->d_name), n = live_number((*b)->d_name);

	return m < n ? -1 : m > n;
}

/* live_list - the entries of a directory, sorted by number; -1 if there is no such directory */
int live_list(const char *dir, struct dirent ***names, int (*filter)(const struct dirent *))
{
	int n = scandir(dir, names, filter, by_number);

	if (n < 0 && errno != ENOENT)
		die("cannot read %s: %s", dir, strerror(errno));
	return n;
}

void live_free_list(struct dirent **names, int n)
{
	while (n-- > 0)
		free(names[n]);
	free(names);
}

/* Write "node N 0-31,40-40": runs of memory blocks; a node without memory has no runs */
static void write_blocks(FILE *to, const char *dir, const char *node)
{
	char path[PATH_MAX + 300];
	struct dirent **names;
	unsigned long first, last;
	char before = ' ';
	int i, n;

	snprintf(path, sizeof(path), "%s/%s", dir, node);
	n = live_list(path, &names, live_is_block);
	fprintf(to, "node %lu", live_number(node));
	for (i = 0; i < n; i++) {
		first = live_number(names[i]->d_name);
		last = first;
		while (i + 1 < n && live_number(names[i + 1]->d_name) == last + 1) {
			last++;
			i++;
		}
		fprintf(to, "%c%lu-%lu", before, first, last);
		before = ',';
	}
	fputc('\n', to);
	if (n >= 0)
		live_free_list(names, n);
}

static void read_memory(struct source *s, struct input *in)
{
	char dir[PATH_MAX], path[PATH_MAX], size[64];
	struct dirent **names;
	int i, n;
	FILE *to;

	n = live_list(live_path(s, dir, NODE_DIR, ""), &names, live_is_node);
	if (n < 0)
		return;
	to = live_write(in);
	if (live_exists(s, BLOCK_SIZE)) {
		live_line(live_path(s, path, BLOCK_SIZE, ""), size, sizeof(size));
		fprintf(to, "block_size %s\n", size);
	}
	for (i = 0; i < n; i++)
		write_blocks(to, dir, names[i]->d_name);
	live_end(to);
	live_free_list(names, n);
}

static void read_uname(struct source *s, struct input *in)
{
	struct utsname u;
	FILE *to;

	(void)s;
	if (uname(&u))
		die("uname: %s", strerror(errno));
	to = live_write(in);
	fprintf(to, "%s\n%s\n%s\n", u.release, u.version, u.nodename);
	live_end(to);
}

static void read_date(struct source *s, struct input *in)
{
	time_t now = time(NULL);
	char text[64];
	struct tm tm;
	FILE *to;

	(void)s;
	if (!gmtime_r(&now, &tm) || !strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &tm))
		die("no time of day");
	to = live_write(in);
	fprintf(to, "%s\n", text);
	live_end(to);
}

static const struct {
	const char *name;
	const char *path;
	void (*read)(struct source *s, struct input *in);
	bool optional; /* the input is absent if there is no such path */
} all_inputs[] = {
	{ "date", NULL, read_date, false },
	{ "uname", NULL, read_uname, false },
	{ "cmdline", "/proc/cmdline", NULL, false },
	{ "summary", DEBUG_DIR "/summary", NULL, false },
	{ "ranges", DEBUG_DIR "/ranges", NULL, false },
	{ "boot", DEBUG_DIR "/boot", NULL, false },
	{ "meminfo", "/proc/meminfo", NULL, false },
	{ "zoneinfo", "/proc/zoneinfo", NULL, false },
	{ "iomem", "/proc/iomem", NULL, false },
	{ "firmware", NULL, sysfs_firmware, false },
	{ "memory", NULL, read_memory, false },
	{ "vmstat", "/proc/vmstat", NULL, true },
	{ "dmi", NULL, sysfs_dmi, false },
	{ "e820", NULL, kmsg_e820, false },
	{ "runtime", NULL, sysfs_runtime, false },
	{ "hugepages", NULL, sysfs_hugepages, false },
	{ "offline", NULL, sysfs_offline, false },
	{ "scan", "/sys/kernel/early_res/scan_us", NULL, true },
	{ "symbols", NULL, kallsyms_read, false },
};

/* live_read - read one input of the running kernel */
const struct input *live_read(struct source *s, const char *name)
{
	char path[PATH_MAX];
	struct input *in = source_add(s, name);
	size_t i;

	for (i = 0; i < sizeof(all_inputs) / sizeof(*all_inputs); i++) {
		if (strcmp(all_inputs[i].name, name))
			continue;
		if (all_inputs[i].optional && !live_exists(s, all_inputs[i].path))
			return in;
		if (all_inputs[i].path)
			read_file(s, in, all_inputs[i].path);
		else
			all_inputs[i].read(s, in);
		return in;
	}
	snprintf(path, sizeof(path), DEBUG_DIR "/%s", name); /* owners, node0/buddy */
	read_file(s, in, path);
	return in;
}

/* live_read_all - read every input that was not read before, for a snapshot */
void live_read_all(struct source *s)
{
	char dir[PATH_MAX], name[INPUT_NAME_MAX + 1];
	struct dirent **names;
	size_t i;
	int n, k;

	for (i = 0; i < sizeof(all_inputs) / sizeof(*all_inputs); i++)
		source_get(s, all_inputs[i].name);
	n = live_list(live_path(s, dir, DEBUG_DIR, ""), &names, live_is_node);
	if (n < 0)
		live_failed(s, "read", DEBUG_DIR);
	for (k = 0; k < n; k++) {
		snprintf(name, sizeof(name), "node%lu/buddy", live_number(names[k]->d_name));
		source_get(s, name);
	}
	live_free_list(names, n);
}
