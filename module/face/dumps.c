// SPDX-License-Identifier: GPL-2.0-only
/*
 * dumps: the files `summary`, `buddy` and `ranges`, see doc/ABI.md.
 *
 * A dump shows one moment. `summary` and `buddy` are small: the first read prints them as a whole.
 * The table can be large: open() takes a copy, and a read takes rows from this copy. So each row
 * takes the same time, and no writer has to wait for a reader.
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/nodemask.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "face/faces.h"
#include "live/buddy.h"
#include "mirror/mirror.h"
#include "mirror/sums.h"
#include "table/owner.h"

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
	else
		range_merge(copy); /* a late free of an owner merges rows when it has ended */
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

/**
 * early_res_debugfs_add_dumps - make the files `summary`, `ranges` and `buddy` in a directory
 * @dir: the directory
 * @nid: the node that it is for; NUMA_NO_NODE for all nodes, and then there is no `buddy`
 *
 * Context: Process. May sleep.
 */
void early_res_debugfs_add_dumps(struct dentry *dir, int nid)
{
	debugfs_create_file("summary", 0400, dir, nid_to_private(nid), &summary_fops);
	debugfs_create_file("ranges", 0400, dir, nid_to_private(nid), &ranges_fops);
	if (nid != NUMA_NO_NODE)
		debugfs_create_file("buddy", 0400, dir, nid_to_private(nid), &buddy_fops);
}
