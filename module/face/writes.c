// SPDX-License-Identifier: GPL-2.0-only
/*
 * writes: the files that change something: late_free, release, reserve, reset and rescan, see
 * doc/ABI.md.
 *
 * A write is handled line by line. It stops at the first line that is refused. If that is the first
 * line of the write, the write returns the error. Else it returns how many bytes the lines before
 * it have, as any short write does.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "act/late_free.h"
#include "act/reserve.h"
#include "face/faces.h"
#include "mirror/remake.h"
#include "table/parse.h"

/**
 * early_res_refuse - log which word of a write was wrong (pr_debug)
 * @file: name of the file
 * @word: the word; it may have any bytes except NUL
 *
 * Context: Any.
 * Return: -EINVAL.
 */
int early_res_refuse(const char *file, const char *word)
{
	pr_debug("%s: cannot make sense of \"%*pE\"\n", file, (int)strlen(word), word);
	return -EINVAL;
}

static int request_line(const char *file, char *line, int (*op)(const struct request *rq))
{
	struct request rq;
	const char *bad;

	if (parse_request(line, &rq, &bad))
		return early_res_refuse(file, bad);
	return op(&rq);
}

static int late_free_line(char *line)
{
	return request_line("late_free", line, late_free_simulate);
}

static int release_line(char *line)
{
	return request_line("release", line, late_free_release);
}

static int reserve_line(char *line)
{
	struct request rq;
	const char *bad;

	if (parse_reserve(line, &rq, &bad))
		return early_res_refuse("reserve", bad);
	return reserve(&rq);
}

static int reset_line(char *line)
{
	const char *bad;

	if (parse_one(line, &bad))
		return early_res_refuse("reset", bad);
	return mirror_forget();
}

static int rescan_line(char *line)
{
	const char *bad;
	int err;

	if (parse_one(line, &bad))
		return early_res_refuse("rescan", bad);
	/* A node can have come. Its files come first: after the table is made, nothing may fail. */
	err = early_res_sysfs_add_nodes() ?: mirror_make();
	if (!err)
		early_res_debugfs_add_nodes();
	return err;
}

/*
 * Copy the next line of what a user wrote, without its newline. The last line needs no newline.
 * Returns how many bytes the line and its newline are, or an error.
 */
static ssize_t copy_line(char *line, const char __user *ubuf, size_t count)
{
	ssize_t n = min_t(size_t, count, LINE_LENGTH_MAX + 1);

	if (copy_from_user(line, ubuf, n))
		return -EFAULT;
	line[n] = '\n';
	return min(parse_line(line, n + 1), n);
}

static ssize_t write_lines(const char __user *ubuf, size_t count, int (*op)(char *line))
{
	char line[LINE_LENGTH_MAX + 2];
	size_t done = 0;
	ssize_t n;
	int err;

	do {
		n = copy_line(line, ubuf + done, count - done);
		err = n < 0 ? n : op(line);
		if (err)
			return done ?: err;
		done += n;
		cond_resched();
	} while (done < count && !fatal_signal_pending(current));

	return done;
}

#define DEFINE_LINES_ATTRIBUTE(name)						\
static ssize_t name##_write(struct file *file, const char __user *ubuf,	\
			    size_t count, loff_t *ppos)			\
{										\
	return write_lines(ubuf, count, name##_line);				\
}										\
										\
static const struct file_operations name##_fops = {				\
	.owner = THIS_MODULE,							\
	.open = nonseekable_open,						\
	.write = name##_write,							\
}

DEFINE_LINES_ATTRIBUTE(late_free);
DEFINE_LINES_ATTRIBUTE(release);
DEFINE_LINES_ATTRIBUTE(reserve);
DEFINE_LINES_ATTRIBUTE(reset);
DEFINE_LINES_ATTRIBUTE(rescan);

/**
 * early_res_debugfs_add_writes - make the files that change something
 * @dir: the directory
 *
 * Context: Process. May sleep.
 */
void early_res_debugfs_add_writes(struct dentry *dir)
{
	debugfs_create_file("late_free", 0200, dir, NULL, &late_free_fops);
	debugfs_create_file("release", 0200, dir, NULL, &release_fops);
	if (IS_ENABLED(CONFIG_CONTIG_ALLOC))
		debugfs_create_file("reserve", 0200, dir, NULL, &reserve_fops);
	debugfs_create_file("reset", 0200, dir, NULL, &reset_fops);
	debugfs_create_file("rescan", 0200, dir, NULL, &rescan_fops);
}
