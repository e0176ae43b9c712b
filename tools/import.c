// SPDX-License-Identifier: GPL-2.0-only
/*
 * import: reads from the kernel's boot log who asked for which memory; see log/log.h and
 * doc/bootlog.md.
 *
 * The result is written to the module's file `owners`. With --dry-run it is printed; with --ranges
 * as well this needs neither root nor the module. The running kernel's own log needs no proof. Any
 * other log must be from the boot that the ranges are from: it is compared with the running
 * kernel's log and with what else is known of that boot.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernel_log.h"
#include "live.h"
#include "log/log.h"
#include "put.h"
#include "say.h"
#include "units.h"
#include "verbs.h"

#define BOOT_ID		"/proc/sys/kernel/random/boot_id"

/* The module takes at most this many bytes in one write; each write has whole lines only. */
#define CHUNK		4096

/* The inputs: files that the user named, or those of the running kernel */
struct given {
	struct source s;
	struct log_text ranges, log;
	struct log_boot boot;
	char *version, *cmdline;
};

static struct log_text read_file(const char *path)
{
	struct log_text text;

	text.text = read_whole(path, &text.len);
	if (!text.text)
		die("cannot read %s: %s", path, strerror(errno));
	return text;
}

/* The first line of a file of /proc; NULL if there is no such file */
static char *read_line(const char *root, const char *file)
{
	char path[PATH_MAX], *text;
	size_t n;

	snprintf(path, sizeof(path), "%s%s", root, file);
	text = read_whole(path, &n);
	if (text)
		text[strcspn(text, "\n")] = '\0';
	return text;
}

/* Copy a boot ID without dashes: the kernel writes it with dashes, journald without. */
static void copy_boot_id(const char *from, char id[33])
{
	size_t n = 0;

	for (; from && *from && n < 32; from++)
		if (*from != '-')
			id[n++] = *from;
	id[n] = '\0';
}

/* Read what is known of the running kernel's boot */
static void read_boot(struct given *g, const char *root)
{
	char *id = read_line(root, BOOT_ID);

	copy_boot_id(id, g->boot.boot_id);
	free(id);
	g->version = read_line(root, "/proc/version");
	g->cmdline = read_line(root, "/proc/cmdline");
	g->boot.version = g->version;
	g->boot.command_line = g->cmdline;
	g->boot.log.text = kernel_log(root, &g->boot.log.len);
}

/* A file that the user named can be anything. End the command if a line is no row of `ranges`. */
static void check_ranges(const char *path, const struct log_text *text)
{
	struct input in = { .name = "ranges", .text = (char *)text->text, .length = text->len };
	struct model *m = must(calloc(1, sizeof(*m)));
	int nid;

	for (nid = 0; nid < NODES_MAX; nid++)
		m->nodes[nid].seen = true;
	if (!model_parse_ranges(m, &in))
		die("%s: %s", path, m->why);
	model_free(m);
	free(m);
}

static void read_given(struct given *g, const struct options *o)
{
	const char *log = o->nr_args ? o->args[0] : NULL;
	const struct input *in;

	if (o->ranges && (!o->dry_run || !log))
		wrong("import: --ranges goes with --dry-run and a LOG");
	if (log)
		g->log = read_file(log);
	if (o->ranges) {
		g->ranges = read_file(o->ranges);
		check_ranges(o->ranges, &g->ranges);
		return;
	}
	open_source(&g->s, o, NULL);
	in = source_get(&g->s, "ranges");
	g->ranges = (struct log_text){ in->text, in->length };
	read_boot(g, o->root);
	if (!log)
		g->log = g->boot.log;
}

/*
 * Read the log. Return: what the reader says about it, a line each, to be printed later. If the log
 * cannot be used, the command ends.
 */
static char *read_claims(const struct given *g, bool own, struct log_claims *claims)
{
	char *notes = NULL, why[1000] = "";
	size_t n;
	FILE *say = must(open_memstream(&notes, &n));
	int status = log_to_claims(&g->ranges, &g->log, own ? NULL : &g->boot, say, claims);
	struct word w;
	struct text t;

	if (fclose(say) || status == LOG_NO_MEMORY)
		die("out of memory");
	if (!status)
		return notes;
	text_begin(&t, notes, n);
	for (n = 0; n < sizeof(why) && text_line(&t); ) {
		w = text_rest(&t);
		n += snprintf(why + n, sizeof(why) - n, "%s%.*s", n ? "; " : "", (int)w.n, w.at);
	}
	die("import: %s", why);
}

static void tell_people(const char *notes)
{
	struct text t;
	struct word w;

	text_begin(&t, notes, strlen(notes));
	while (text_line(&t)) {
		w = text_rest(&t);
		note("%.*s", (int)w.n, w.at);
	}
}

/* Write whole lines. Return: NULL, or the line that was refused; then errno says why */
static const char *write_lines(int fd, const char *lines, size_t n)
{
	size_t done = 0;
	ssize_t wrote;

	while (done < n) {
		wrote = write(fd, lines + done, n - done);
		if (wrote < 0 && errno != EINTR)
			return lines + done;
		if (wrote > 0)
			done += wrote;
	}
	return NULL;
}

static void write_claims(int fd, const char *text, size_t length)
{
	const char *end = text + length, *bad = NULL;
	size_t n;

	for (; text < end && !bad; text += n) {
		n = end - text;
		if (n > CHUNK)
			n = (char *)memrchr(text, '\n', CHUNK) + 1 - text;
		bad = write_lines(fd, text, n);
	}
	if (bad)
		die("owners: '%.*s' is refused: %s; what came before it is written",
		    (int)strcspn(bad, "\n"), bad, strerror(errno));
	if (close(fd))
		die("owners: what was written did not come into the table: %s", strerror(errno));
}

/* A reserve_mem= region gets an owner when its name is written; there is none if it is gone. */
static void name_regions(const struct given *g, int fd)
{
	struct text t;
	struct word w;
	const char *colon;
	char line[LINE_ROOM];

	text_begin(&t, g->cmdline, g->cmdline ? strlen(g->cmdline) : 0);
	text_line(&t);
	while (text_word(&t, &w)) {
		colon = w.n > 12 && !memcmp(w.at, "reserve_mem=", 12) ?
			memrchr(w.at, ':', w.n) : NULL;
		if (!colon)
			continue;
		snprintf(line, sizeof(line), "owner=%.*s\n", (int)(w.at + w.n - colon - 1),
			 colon + 1);
		if (fd < 0)
			fputs(line, stdout);
		else if (write_lines(fd, line, strlen(line)))
			note("owners: %.*s is refused: %s", (int)strcspn(line, "\n"), line,
			     strerror(errno));
	}
}

static void print_claims(const struct log_claims *claims, FILE *to)
{
	size_t i;

	for (i = 0; i < claims->nr; i++)
		fprintf(to, "%016llx-%016llx %s\n", (u64)claims->claim[i].start,
			(u64)claims->claim[i].end, claims->claim[i].name);
}

static int open_owners(const struct given *g)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s" DEBUG_DIR "/owners", g->s.root);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		live_failed(&g->s, "write", DEBUG_DIR "/owners");
	return fd;
}

static void write_owners(int fd, const struct log_claims *claims)
{
	char *text = NULL;
	size_t n;
	FILE *to = must(open_memstream(&text, &n));

	print_claims(claims, to);
	if (fclose(to))
		die("out of memory");
	write_claims(fd, text, n);
	free(text);
}

/* Print how much has an owner now. It says 100 % only if nothing is left without an owner. */
static void print_sum(const struct options *o)
{
	char percent[UNITS_LENGTH], kb[UNITS_LENGTH];
	u64 bytes, all = 0, left = 0;
	struct word name, w;
	struct source s;
	struct text t;
	s64 share;

	open_source(&s, o, NULL);
	text_begin(&t, source_get(&s, "owners")->text, source_get(&s, "owners")->length);
	while (text_line(&t)) {
		if (!text_word(&t, &name) || *name.at == '#')
			continue;
		if (!text_word(&t, &w) || !word_decimal(w, &bytes))
			die("owners: line %lu is malformed", t.line);
		all += bytes;
		if (word_is(name, "-"))
			left = bytes;
	}
	share = all ? units_share(all - left, all) : 10000;
	if (left && share == 10000)
		share--;
	printf("%s %% of %s kB that are reserved have an owner now\n",
	       units_percent(percent, share), units_kb(kb, all));
	source_free(&s);
}

static void run(const struct options *o)
{
	struct given g = { 0 };
	struct log_claims claims;
	char *notes;
	int fd = -1;

	read_given(&g, o);
	if (!o->dry_run)
		fd = open_owners(&g);
	name_regions(&g, fd);
	notes = read_claims(&g, !o->nr_args, &claims);
	if (o->dry_run) {
		print_claims(&claims, stdout);
	} else {
		write_owners(fd, &claims);
		print_sum(o);
	}
	tell_people(notes);
	free(notes);
	log_claims_free(&claims);
	if (o->nr_args)
		free((char *)g.log.text);
	if (o->ranges)
		free((char *)g.ranges.text);
	free((char *)g.boot.log.text);
	free(g.version);
	free(g.cmdline);
	source_free(&g.s);
}

const struct verb verb_import = {
	.name = "import",
	.args = "[LOG]",
	.max_args = 1,
	.what = "Tell the module from the boot log who asked for which memory",
	.options = "DGR",
	.run = run,
};
