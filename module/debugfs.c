// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs: the table for people and scripts, see doc/ABI.md.
 *
 * A dump shows one moment. The small ones are printed as a whole, at the first
 * read; of the table, which can be large, open() takes a copy, and reading is
 * indexing that copy: a row costs the same wherever it stands, and no writer is
 * in the way.
 *
 * A write is taken line by line. It stops at the first line that is refused:
 * with its error if that was the first line, else with the bytes of the lines
 * before it, as any short write.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/nodemask.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "boot.h"
#include "buddy.h"
#include "faces.h"
#include "late_free.h"
#include "owner.h"
#include "parse.h"
#include "reserve.h"
#include "sums.h"

static struct dentry *root;
static nodemask_t shown_nodes;
static DEFINE_MUTEX(add_nodes_lock);

/* summary */

static void summary_print(struct seq_file *m, const struct zone_count *c)
{
	seq_printf(m, " %12lu %12lu %10lu %11lu %11ld %10lu %10lu %10lu\n",
		   c->present, c->managed, c->reserved, c->unavailable,
		   (long)(c->present - c->managed - c->reserved - c->other),
		   c->late_freed, c->released, c->other);
}

static void summary_add(struct zone_count *total, const struct zone_count *c)
{
	total->present += c->present;
	total->managed += c->managed;
	total->reserved += c->reserved;
	total->unavailable += c->unavailable;
	total->late_freed += c->late_freed;
	total->released += c->released;
	total->other += c->other;
}

static void summary_node(struct seq_file *m, int nid, const struct zone_count *count,
			 struct zone_count *total)
{
	const struct zone_count *c;
	struct zone *zone;
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++) {
		zone = &NODE_DATA(nid)->node_zones[i];
		if (!populated_zone(zone))
			continue;
		c = &count[zone_index(nid, i)];
		seq_printf(m, "%6d %-8s", nid, zone->name);
		summary_print(m, c);
		summary_add(total, c);
	}
}

static int summary_show(struct seq_file *m, void *v)
{
	int nid, only = private_to_nid(m->private);
	struct zone_count total = {};
	struct zone_count *count;

	count = sums_of_zones();
	if (!count)
		return -ENOMEM;

	seq_printf(m, "# node zone     %12s %12s %10s %11s %11s %10s %10s %10s\n",
		   "present", "managed", "reserved", "unavailable",
		   "unexplained", "late_freed", "released", "other");
	for_each_online_node(nid)
		if (only == NUMA_NO_NODE || only == nid)
			summary_node(m, nid, count, &total);
	seq_printf(m, "%6s %-8s", "total", "-");
	summary_print(m, &total);

	kvfree(count);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(summary);

/* buddy */

static void buddy_row(struct seq_file *m, struct zone *zone, const char *row,
		      const struct buddy_lists *lists)
{
	unsigned int order;

	seq_printf(m, "  %-8s %-9s", zone->name, row);
	for (order = 0; order < NR_PAGE_ORDERS; order++)
		seq_printf(m, " %7ld", lists->nr[order]);
	seq_putc(m, '\n');
}

static int buddy_show(struct seq_file *m, void *v)
{
	struct buddy_lists free, simulated;
	struct zone *zone;
	unsigned int order;
	char name[16];
	int i;

	seq_printf(m, "# %-8s %-9s", "zone", "row");
	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		snprintf(name, sizeof(name), "order%u", order);
		seq_printf(m, " %7s", name);
	}
	seq_putc(m, '\n');

	for (i = 0; i < MAX_NR_ZONES; i++) {
		zone = &NODE_DATA(private_to_nid(m->private))->node_zones[i];
		if (!populated_zone(zone))
			continue;
		if (mutex_lock_killable(&mirror.work))
			return -EINTR;
		buddy_simulate(&mirror.table, zone, &free, &simulated);
		mutex_unlock(&mirror.work);
		if (fatal_signal_pending(current))
			return -EINTR;
		buddy_row(m, zone, "free", &free);
		buddy_row(m, zone, "simulated", &simulated);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(buddy);

/* ranges */

static const char * const state_names[] = {
	[RANGE_RESERVED] = "reserved",
	[RANGE_LATE_FREED] = "late_freed",
	[RANGE_RELEASED] = "released",
};

static void *ranges_start(struct seq_file *m, loff_t *pos)
{
	const struct range_table *t = m->private;

	if (!*pos)
		return SEQ_START_TOKEN;
	return *pos <= t->nr ? &t->r[*pos - 1] : NULL;
}

static void *ranges_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return ranges_start(m, pos);
}

static void ranges_stop(struct seq_file *m, void *v)
{
}

static int ranges_show(struct seq_file *m, void *v)
{
	const struct range_entry *r = v;

	if (v == SEQ_START_TOKEN) {
		seq_printf(m, "# %-31s %14s %4s %-8s %-10s %s %s\n", "start-end",
			   "bytes", "node", "zone", "state", "owner", "how");
		return 0;
	}
	seq_printf(m, "%016llx-%016llx %14llu %4d %-8s %-10s %s %s\n",
		   r->start, r->end - 1, r->end - r->start, r->nid,
		   zone_name(r->nid, r->zone), state_names[r->state],
		   owner_name(r->owner), owner_how_name(r->how));
	return 0;
}

static const struct seq_operations ranges_seq_ops = {
	.start = ranges_start,
	.next = ranges_next,
	.stop = ranges_stop,
	.show = ranges_show,
};

static int ranges_open(struct inode *inode, struct file *file)
{
	struct range_table *copy;
	int err;

	copy = __seq_open_private(file, &ranges_seq_ops, sizeof(*copy));
	if (!copy)
		return -ENOMEM;

	mutex_lock(&mirror.lock);
	err = range_copy(copy, &mirror.table, private_to_nid(inode->i_private));
	mutex_unlock(&mirror.lock);
	if (err)
		seq_release_private(inode, file);
	return err;
}

static int ranges_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	range_destroy(m->private);
	return seq_release_private(inode, file);
}

static const struct file_operations ranges_fops = {
	.owner = THIS_MODULE,
	.open = ranges_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = ranges_release,
};

/* What is written: late_free, release, reserve, reset, rescan */

/**
 * early_res_refuse - say which word of a write was wrong
 * @file: the file
 * @word: the word; may hold any bytes but NUL
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
	return boot_forget();
}

static int rescan_line(char *line)
{
	const char *bad;
	int err;

	if (parse_one(line, &bad))
		return early_res_refuse("rescan", bad);
	err = boot_mirror();
	if (err)
		return err;
	early_res_debugfs_add_nodes();
	return early_res_sysfs_add_nodes();
}

/*
 * The next line of what a user wrote, as a string without its newline. The last
 * line needs none. Returns how many bytes it was, newline and all, or an error.
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

static void add_dumps(struct dentry *dir, int nid)
{
	debugfs_create_file("summary", 0400, dir, nid_to_private(nid), &summary_fops);
	debugfs_create_file("ranges", 0400, dir, nid_to_private(nid), &ranges_fops);
	early_res_debugfs_add_boot(dir, nid);
}

/**
 * early_res_debugfs_add_nodes - make directories for nodes that have none
 *
 * Context: Process. May sleep; takes no lock of the mirror's.
 */
void early_res_debugfs_add_nodes(void)
{
	struct dentry *dir;
	char name[16];
	int nid;

	mutex_lock(&add_nodes_lock);
	for_each_online_node(nid) {
		if (node_test_and_set(nid, shown_nodes))
			continue;
		snprintf(name, sizeof(name), "node%d", nid);
		dir = debugfs_create_dir(name, root);
		add_dumps(dir, nid);
		debugfs_create_file("buddy", 0400, dir, nid_to_private(nid), &buddy_fops);
	}
	mutex_unlock(&add_nodes_lock);
}

/**
 * early_res_debugfs_init - make the files
 *
 * As usual with debugfs, a file that cannot be made is missing, and the module
 * works without it. A kernel without debugfs, or with debugfs=off, has none of them.
 *
 * Context: Process. May sleep.
 * Return: 0, or the error of making the top directory where there is a debugfs.
 */
int early_res_debugfs_init(void)
{
	root = debugfs_create_dir(KBUILD_MODNAME, NULL);
	if (root == ERR_PTR(-ENODEV) || root == ERR_PTR(-EPERM)) {
		pr_info("this kernel has no debugfs: there is only sysfs\n");
		return 0;
	}
	if (IS_ERR(root))
		return PTR_ERR(root);

	add_dumps(root, NUMA_NO_NODE);
	debugfs_create_file("late_free", 0200, root, NULL, &late_free_fops);
	debugfs_create_file("release", 0200, root, NULL, &release_fops);
	if (IS_ENABLED(CONFIG_CONTIG_ALLOC))
		debugfs_create_file("reserve", 0200, root, NULL, &reserve_fops);
	debugfs_create_file("reset", 0200, root, NULL, &reset_fops);
	debugfs_create_file("rescan", 0200, root, NULL, &rescan_fops);
	early_res_debugfs_add_owners(root);
	early_res_debugfs_add_nodes();
	return 0;
}

/**
 * early_res_debugfs_exit - remove the files; waits for whoever is inside one
 *
 * Context: Process. May sleep.
 */
void early_res_debugfs_exit(void)
{
	debugfs_remove(root);
}
