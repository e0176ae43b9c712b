// SPDX-License-Identifier: GPL-2.0-only
/*
 * writes - writes at random to every file of early_res, from many processes at once.
 *
 *	writes COUNT PROCESSES SEED [SECONDS [GATE]]
 *
 * Each process writes COUNT times, or until SECONDS are over; it waits while there is a file GATE.
 * It writes words that the module knows, put together in right and wrong ways, with ranges that are
 * in the table, near it or nowhere; texts in which a byte was changed; random bytes; several lines.
 * It reserves only small ranges, and another write releases them. A write must return what
 * doc/ABI.md specifies: how many bytes were taken, not more than there were, or one of the errnos.
 * The program prints how often each result was seen. A file that is not there is no error, because
 * the module is loaded and unloaded.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DEBUGFS		"/sys/kernel/debug/early_res/"
#define MAX_RANGES	4096

typedef unsigned long long u64;

/* The files, and how many of 1,000 writes each gets: reserve and rescan are slow. */
static const struct {
	const char *name;
	unsigned int share;
} files[] = {
	{ "late_free", 350 }, { "owners", 310 }, { "release", 170 }, { "reserve", 50 },
	{ "reset", 110 }, { "rescan", 10 },
};

#define NR_FILES	(sizeof(files) / sizeof(*files))

static const struct {
	int number;
	const char *name;
} errors[] = {
	{ 0, "taken" }, { EINVAL, "EINVAL" }, { ENOENT, "ENOENT" }, { EBUSY, "EBUSY" },
	{ EPERM, "EPERM" }, { ENOMEM, "ENOMEM" }, { -1, "no file" },
};

#define NR_ERRORS	(sizeof(errors) / sizeof(*errors))

/* Shared by all processes */
static struct {
	unsigned long seen[NR_FILES][NR_ERRORS];
	unsigned long bad;
} *count;

static u64 seed;
static struct { u64 start, end; } ranges[MAX_RANGES];
static unsigned int nr_ranges;

static u64 rnd(u64 below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 11) % below;
}

static void read_ranges(void)
{
	FILE *f = fopen(DEBUGFS "ranges", "r");
	char line[256];
	unsigned int n = 0;

	if (!f)
		return;
	while (n < MAX_RANGES && fgets(line, sizeof(line), f))
		if (sscanf(line, "%llx-%llx", &ranges[n].start, &ranges[n].end) == 2)
			n++;
	fclose(f);
	if (n)
		nr_ranges = n;
}

/* A random address that may mean something */
static u64 address(void)
{
	static const u64 edges[] = { 0, 1, 0xfff, 0x1000, 0xfffff, 0x100000, 1ULL << 32, 1ULL << 46,
				     ~0ULL - 1, ~0ULL };
	u64 r = rnd(16);

	if (r == 0)
		return edges[rnd(sizeof(edges) / sizeof(*edges))];
	if (r == 1 || !nr_ranges)
		return seed >> rnd(64);
	r = rnd(nr_ranges);
	switch (rnd(4)) {
	case 0:
		return ranges[r].start;
	case 1:
		return ranges[r].end;
	case 2:
		return ranges[r].start + rnd(ranges[r].end - ranges[r].start + 1);
	default:
		return ranges[r].start - 4096 + rnd(8192);
	}
}

static int put_range(char *p)
{
	u64 a = address(), b = rnd(4) ? a + rnd(1ULL << rnd(20)) : address(), r;

	if (nr_ranges && !rnd(3)) {
		r = rnd(nr_ranges);
		a = ranges[r].start;
		b = ranges[r].end;
	}
	if (!rnd(4)) {
		a &= ~0xfffULL;
		b |= 0xfff;
	}
	return sprintf(p, rnd(8) ? "%llx-%llx" : "0x%llX-0x%llX", a, b);
}

/* Write a name; if @mine, most often the name of something that this process has reserved */
static int put_name(char *p, int mine)
{
	static const char * const names[] = {
		"-", "kernel_code", "kernel_data", "memmap", "low_1m", "initrd", "page_tables",
		"", "a", "b", "c", "d", "e", "f/g", "x@1",
	};
	unsigned int nr = sizeof(names) / sizeof(*names), first = mine && rnd(4) ? nr - 7 : 0;

	return sprintf(p, "%s", names[first + rnd(nr - first)]);
}

static int put_line(const char *file, char *p)
{
	char *start = p;

	if (!strcmp(file, "reset") || !strcmp(file, "rescan")) {
		p += sprintf(p, rnd(8) ? "1" : "0");
	} else if (!strcmp(file, "reserve")) {
		if (rnd(2)) {
			p += sprintf(p, "node=%llu size=%lluK ", rnd(4),
				     rnd(512) * (rnd(8) ? 4 : 1));
		} else {
			p += put_range(p);
			*p++ = ' ';
		}
		p += put_name(p, 1);
	} else if (!strcmp(file, "owners") && rnd(8)) {
		p += put_range(p);
		*p++ = ' ';
		p += put_name(p, 0);
	} else if (rnd(2)) {
		p += put_range(p);
	} else {
		p += sprintf(p, "owner=");
		p += put_name(p, !strcmp(file, "release"));
		if (!rnd(3))
			p += sprintf(p, " node=%llu", rnd(5));
	}
	if (!rnd(12))
		p += sprintf(p, " %llx", rnd(100));
	if (p > start && !rnd(8))
		start[rnd(p - start)] = rnd(256);
	return p - start;
}

static const char random_text[] = "0123456789abcdef-= owner\n";

static size_t put_text(const char *file, char *text)
{
	char *p = text;
	u64 lines = rnd(4) ? 1 : 1 + rnd(20), i;

	if (!rnd(20)) {
		for (i = rnd(2000); i; i--)
			*p++ = rnd(2) ? (int)rnd(256) : random_text[rnd(sizeof(random_text) - 1)];
		return p - text;
	}
	for (; lines; lines--) {
		p += put_line(file, p);
		if (rnd(10))
			*p++ = '\n';
	}
	return p - text;
}

static unsigned int pick_file(void)
{
	u64 share = rnd(1000), i;

	for (i = 0; share >= files[i].share; i++)
		share -= files[i].share;
	return i;
}

static void note(unsigned int file, int err, const char *text, size_t len)
{
	unsigned int i;

	for (i = 0; i < NR_ERRORS; i++)
		if (errors[i].number == err) {
			__atomic_add_fetch(&count->seen[file][i], 1, __ATOMIC_RELAXED);
			return;
		}
	__atomic_add_fetch(&count->bad, 1, __ATOMIC_RELAXED);
	fprintf(stderr, "%s: %s: %.*s\n", files[file].name, strerror(err), (int)len, text);
}

static void write_once(void)
{
	static char text[1 << 16];
	unsigned int file = pick_file();
	size_t len = put_text(files[file].name, text);
	char path[128];
	ssize_t n;
	int fd, err;

	snprintf(path, sizeof(path), DEBUGFS "%s", files[file].name);
	fd = open(path, O_WRONLY);
	if (fd < 0) {
		note(file, -1, "", 0);
		usleep(10000);
		return;
	}
	n = write(fd, text, len);
	err = n < 0 ? errno : 0;
	if (n > (ssize_t)len || (n == 0 && len))
		err = ERANGE;
	if (close(fd) && !err)
		err = errno;
	note(file, err, text, len);
}

static void work(unsigned long writes, time_t end, const char *gate)
{
	unsigned long i;

	for (i = 0; i < writes && (!end || time(NULL) < end); i++) {
		while (gate && access(gate, F_OK) == 0)
			usleep(100000);
		if (i % 64 == 0)
			read_ranges();
		write_once();
	}
}

int main(int argc, char **argv)
{
	unsigned long writes, processes, i, j, sum = 0;
	time_t end = 0;

	if (argc < 4)
		return 2;
	writes = strtoul(argv[1], NULL, 0);
	processes = strtoul(argv[2], NULL, 0);
	if (argc > 4)
		end = time(NULL) + strtoul(argv[4], NULL, 0);
	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (count == MAP_FAILED)
		return 2;

	for (i = 0; i < processes; i++) {
		if (fork())
			continue;
		seed = strtoull(argv[3], NULL, 0) * 0x9e3779b97f4a7c15ULL + i + 1;
		work(writes, end, argc > 5 ? argv[5] : NULL);
		exit(0);
	}
	while (wait(NULL) > 0)
		;
	for (i = 0; i < NR_FILES; i++) {
		printf("%s:", files[i].name);
		for (j = 0; j < NR_ERRORS; j++) {
			printf(" %lu %s", count->seen[i][j], errors[j].name);
			sum += count->seen[i][j];
		}
		putchar('\n');
	}
	printf("%lu writes, %lu with a result that is not documented\n", sum + count->bad,
	       count->bad);
	return count->bad > 0 || !sum;
}
