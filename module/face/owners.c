// SPDX-License-Identifier: GPL-2.0-only
/*
 * owners: the file `owners`. A read shows how much each owner holds. A write says who holds what.
 *
 * A user may write a million lines. So they are collected, and put into the table when the file is
 * closed, or when there are TOLD_MAX of them. Programs write through a buffer, so a write can end
 * inside a line; the rest of the line is expected in the next write. The last lines are checked
 * only at close(), which must then return the error. So the file needs its own flush() function.
 * Files made by debugfs_create_file() cannot have one.
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/nodemask.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "face/faces.h"
#include "mirror/region.h"
#include "mirror/sums.h"
#include "mirror/told.h"
#include "table/owner.h"
#include "table/parse.h"

/* How many claims are collected before they are put into the table */
#define TOLD_MAX	1000000

/**
 * struct sums - what a reader reads
 * @sum: a sum for each owner and node; those of one owner follow one another
 * @nr: how many sums
 */
struct sums {
	struct owner_sum *sum;
	size_t nr;
};

/**
 * struct writer - what a writer has written
 * @lock: protects all members below
 * @told: statements that are not in the table yet
 * @len: bytes in @buf
 * @buf: lines; the last one may be incomplete
 */
struct writer {
	struct mutex lock; /* protects all members below */
	struct told told;
	size_t len;
	char buf[PAGE_SIZE];
};

/* Position n is the owner whose sums begin at index n - 1. */
static void *owners_start(struct seq_file *m, loff_t *pos)
{
	const struct sums *s = m->private;

	if (!*pos)
		return SEQ_START_TOKEN;
	return *pos <= s->nr ? &s->sum[*pos - 1] : NULL;
}

static void *owners_next(struct seq_file *m, void *v, loff_t *pos)
{
	const struct sums *s = m->private;
	const struct owner_sum *sum = v;

	do {
		++*pos;
	} while (v != SEQ_START_TOKEN && *pos <= s->nr &&
		 s->sum[*pos - 1].owner == sum->owner);
	return owners_start(m, pos);
}

static void owners_stop(struct seq_file *m, void *v)
{
}

static void owners_header(struct seq_file *m)
{
	char name[16];
	int nid;

	seq_printf(m, "# %-22s %14s %10s", "owner", "bytes", "pages");
	for_each_online_node(nid) {
		snprintf(name, sizeof(name), "node%d", nid);
		seq_printf(m, " %10s", name);
	}
	seq_puts(m, " how\n");
}

static int owners_show(struct seq_file *m, void *v)
{
	const struct sums *s = m->private;
	const struct owner_sum *sum = v, *end = s->sum + s->nr, *next;
	unsigned long pages = 0;
	u8 how;
	int nid;

	if (v == SEQ_START_TOKEN) {
		owners_header(m);
		return 0;
	}
	how = sum->how;
	for (next = sum; next < end && next->owner == sum->owner; next++) {
		pages += next->pages;
		how = min(how, next->how);
	}
	seq_printf(m, "%-24s %14llu %10lu", owner_name(sum->owner), sum->total, pages);

	next = sum;
	for_each_online_node(nid) {
		while (next < end && next->owner == sum->owner && next->nid < nid)
			next++;
		seq_printf(m, " %10lu", next < end && next->owner == sum->owner &&
			   next->nid == nid ? next->pages : 0);
	}
	seq_printf(m, " %s\n", owner_how_name(how));
	return 0;
}

static const struct seq_operations owners_seq_ops = {
	.start = owners_start,
	.next = owners_next,
	.stop = owners_stop,
	.show = owners_show,
};

static int open_reader(struct inode *inode, struct file *file)
{
	struct sums *s;

	s = __seq_open_private(file, &owners_seq_ops, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->sum = sums_of_owners(&s->nr);
	if (s->sum)
		return 0;
	seq_release_private(inode, file);
	return -ENOMEM;
}

static int open_writer(struct inode *inode, struct file *file)
{
	struct writer *w = kzalloc(sizeof(*w), GFP_KERNEL);

	if (!w)
		return -ENOMEM;
	mutex_init(&w->lock);
	file->private_data = w;
	return nonseekable_open(inode, file);
}

static int owners_open(struct inode *inode, struct file *file)
{
	switch (file->f_mode & (FMODE_READ | FMODE_WRITE)) {
	case FMODE_READ:
		return open_reader(inode, file);
	case FMODE_WRITE:
		return open_writer(inode, file);
	default:
		return -EINVAL; /* not for both at once */
	}
}

static int tell_line(struct writer *w, char *line)
{
	struct request rq;
	const char *bad;
	int err;

	if (parse_owner(line, &rq, &bad))
		return early_res_refuse("owners", bad);
	if (!rq.end)
		return region_tell(rq.owner);
	err = told_add(&w->told, rq.start, rq.end, rq.owner);
	if (!err && w->told.claims.nr >= TOLD_MAX)
		err = told_apply(&w->told);
	return err;
}

/* Handle all complete lines in the buffer. What was not handled stays there, also on error. */
static int tell_lines(struct writer *w)
{
	size_t done = 0;
	int err = 0;
	ssize_t n;

	while (!err && (n = parse_line(w->buf + done, w->len - done))) {
		err = n < 0 ? n : tell_line(w, w->buf + done);
		if (!err)
			done += n;
	}
	w->len -= done;
	memmove(w->buf, w->buf + done, w->len);
	return err;
}

/*
 * After an error, the write ends with the last line before the refused one. This is true also if
 * the refused line began in a part of the write that was taken before, or in the write before.
 */
static ssize_t owners_write(struct file *file, const char __user *ubuf, size_t count,
			    loff_t *ppos)
{
	struct writer *w = file->private_data;
	size_t done = 0, n;
	int err;

	if (!count)
		return -EINVAL;
	mutex_lock(&w->lock);
	told_look_again(&w->told);
	do {
		n = min(count - done, PAGE_SIZE - w->len);
		if (copy_from_user(w->buf + w->len, ubuf + done, n)) {
			err = -EFAULT;
			break;
		}
		w->len += n;
		done += n;
		err = tell_lines(w);
		if (err) {
			done -= min(done, w->len);
			w->len = 0;
		}
		cond_resched();
	} while (!err && done < count && !fatal_signal_pending(current));
	mutex_unlock(&w->lock);
	return done ?: err;
}

/* Put all lines into the table. At the @last close() the last line needs no newline. */
static int finish(struct writer *w, bool last)
{
	int err = 0;

	mutex_lock(&w->lock);
	if (last && w->len) {
		told_look_again(&w->told);
		w->buf[w->len++] = '\n';
		err = tell_lines(w);
		w->len = 0;
	}
	err = told_apply(&w->told) ?: err;
	if (last)
		claims_destroy(&w->told.claims);
	mutex_unlock(&w->lock);
	return err;
}

/*
 * Called at each close() of a descriptor of the file. Only the last one ends a line: a child
 * process that ends closes its copy, too.
 */
static int owners_flush(struct file *file, fl_owner_t id)
{
	if (!(file->f_mode & FMODE_WRITE))
		return 0;
	return finish(file->private_data, file_count(file) == 1);
}

static int owners_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct writer *w = file->private_data;

	if (file->f_mode & FMODE_WRITE) {
		/* flush() has finished it, if no two copies were closed at the same time */
		if (w->len || w->told.claims.nr)
			finish(w, true);
		claims_destroy(&w->told.claims);
		kfree(w);
		return 0;
	}
	kvfree(((struct sums *)m->private)->sum);
	return seq_release_private(inode, file);
}

static const struct file_operations owners_fops = {
	.owner = THIS_MODULE,
	.open = owners_open,
	.read = seq_read,
	.write = owners_write,
	.flush = owners_flush,
	.llseek = seq_lseek,
	.release = owners_release,
};

/**
 * early_res_debugfs_add_owners - make the file `owners`
 * @dir: the directory
 *
 * The open file holds a reference to the module. So debugfs need not protect it from being removed
 * while it is open.
 *
 * Context: Process. May sleep.
 */
void early_res_debugfs_add_owners(struct dentry *dir)
{
	debugfs_create_file_unsafe("owners", 0600, dir, NULL, &owners_fops);
}
