// SPDX-License-Identifier: GPL-2.0-only
/*
 * faults - makes each allocation of the module fail once, one after the other.
 *
 *	faults load FILE.ko [PARAMETERS]
 *	faults write FILE LINE [UNDO-FILE UNDO-LINE]...
 *	faults once FILE LINE
 *	faults read FILE
 *	faults look FILE
 *
 * FILE is a path, or a file in debugfs's early_res. For n = 1, 2, ... the n-th allocation of this
 * task fails (/proc/self/fail-nth; because of faults.sh only allocations with the module on their
 * stack count), and the operation is done.
 *
 * If the operation fails, the error must be one that doc/ABI.md has for a lack of memory, and
 * `ranges` must be unchanged. If it succeeds, it is undone, and `ranges` must be unchanged after
 * that. For `read`, the text of the file must be unchanged as well; for `look` it need not. `once`
 * ends with the first success. The program ends with the first n for which no allocation was left
 * to fail, and prints how many failed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEBUGFS	"/sys/kernel/debug/early_res/"

static char before[1 << 20], after[1 << 20];

static void die(const char *what)
{
	perror(what);
	exit(2);
}

/* Let allocation number @nth from now on fail; 0: none. Return: what was left to count */
static int fail_nth(int nth)
{
	char text[16] = "";
	int fd = open("/proc/self/fail-nth", O_RDWR), n;

	if (fd < 0)
		die("/proc/self/fail-nth");
	if (pread(fd, text, sizeof(text) - 1, 0) < 0)
		die("fail-nth");
	n = snprintf(after, sizeof(after), "%d", nth);
	if (write(fd, after, n) != n)
		die("fail-nth");
	close(fd);
	return atoi(text);
}

static const char *path_of(const char *file)
{
	static char path[256];

	if (file[0] == '/')
		return file;
	snprintf(path, sizeof(path), DEBUGFS "%s", file);
	return path;
}

/* Read a file. Return: 0, or an errno */
static int read_file(const char *file, char *text, size_t size)
{
	int fd = open(path_of(file), O_RDONLY), err = 0;
	size_t len = 0;
	ssize_t n = 1;

	if (fd < 0)
		return errno;
	while (n > 0) {
		n = read(fd, text + len, size - 1 - len);
		if (n > 0)
			len += n;
	}
	if (n < 0)
		err = errno;
	text[len] = '\0';
	close(fd);
	return err;
}

/* Write a line. The file `owners` reports its errors in close(). */
static int write_file(const char *file, const char *line)
{
	int fd = open(path_of(file), O_WRONLY), err = 0;

	if (fd < 0)
		return errno;
	if (write(fd, line, strlen(line)) < 0)
		err = errno;
	if (close(fd) && !err)
		err = errno;
	return err;
}

static int load(const char *ko, const char *parameters)
{
	int fd = open(ko, O_RDONLY), err;

	if (fd < 0)
		die(ko);
	err = syscall(SYS_finit_module, fd, parameters, 0) ? errno : 0;
	close(fd);
	return err;
}

static int operation(int argc, char **argv, char *text, size_t size)
{
	if (!strcmp(argv[1], "load"))
		return load(argv[2], argc > 3 ? argv[3] : "");
	if (!strcmp(argv[1], "read") || !strcmp(argv[1], "look"))
		return read_file(argv[2], text, size);
	return write_file(argv[2], argv[3]);
}

static int undo(int argc, char **argv)
{
	int i, err = 0;

	if (!strcmp(argv[1], "load"))
		return syscall(SYS_delete_module, "early_res", O_NONBLOCK) ? errno : 0;
	for (i = 4; i + 1 < argc && !err; i += 2)
		err = write_file(argv[i], argv[i + 1]);
	return err;
}

/*
 * Read what must not change: the table, or for `read` the file; nothing before the module is
 * loaded
 */
static void state(char **argv, char *text, size_t size)
{
	int err;

	*text = '\0';
	if (!strcmp(argv[1], "load")) {
		if (!access(DEBUGFS, F_OK) || !access("/sys/kernel/early_res", F_OK))
			snprintf(text, size, "files are left");
		return;
	}
	err = read_file(strcmp(argv[1], "read") ? "ranges" : argv[2], text, size);
	if (err) {
		errno = err;
		die("read");
	}
}

int main(int argc, char **argv)
{
	static char text[1 << 20];
	int n, err, left, refused = 0, survived = 0, bad = 0;

	if (argc < 3 || ((!strcmp(argv[1], "write") || !strcmp(argv[1], "once")) && argc < 4))
		return 2;
	state(argv, before, sizeof(before));
	for (n = 1; ; n++) {
		fail_nth(n);
		err = operation(argc, argv, text, sizeof(text));
		left = fail_nth(0);

		if (err && left) {
			printf("allocation %d: %s, though none failed\n", n, strerror(err));
			return 1;
		}
		if (err && err != ENOMEM && err != EBUSY) {
			printf("allocation %d: %s\n", n, strerror(err));
			bad++;
		}
		if (!err && !strcmp(argv[1], "read") && strcmp(text, before)) {
			printf("allocation %d: another text\n", n);
			bad++;
		}
		if (!err && !strcmp(argv[1], "once"))
			break;
		if (!err) {
			err = undo(argc, argv);
			if (err) {
				printf("allocation %d: cannot undo: %s\n", n, strerror(err));
				return 1;
			}
			survived++;
		} else {
			refused++;
		}
		state(argv, after, sizeof(after));
		if (strcmp(before, after)) {
			printf("allocation %d: another state\n", n);
			bad++;
		}
		if (left)
			break;
	}
	printf("%d allocations failed: %d refused, %d survived\n", n - 1, refused, n - 1 - refused);
	return bad > 0;
}
