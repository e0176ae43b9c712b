// SPDX-License-Identifier: GPL-2.0-only
/*
 * boot: the file `boot`, which shows memblock's reservations as they were at the end of boot, and
 * what happened to each, see doc/ABI.md.
 *
 * open() makes all rows, at one moment. A read takes rows from this array.
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/numa.h>
#include <linux/seq_file.h>

#include "face/faces.h"
#include "live/memblock.h"
#include "mirror/mirror.h"

static const char * const now_names[] = {
	[MEMLIST_UNKNOWN] = "-",
	[MEMLIST_RESERVED] = "reserved",
	[MEMLIST_FREED] = "freed",
};

static void *boot_start(struct seq_file *m, loff_t *pos)
{
	const struct memlist *rows = m->private;

	if (!*pos)
		return SEQ_START_TOKEN;
	return *pos <= rows->nr ? &rows->e[*pos - 1] : NULL;
}

static void *boot_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return boot_start(m, pos);
}

static void boot_stop(struct seq_file *m, void *v)
{
}

static void show_header(struct seq_file *m)
{
	seq_printf(m, "# %-31s %14s %4s %-8s %s\n", "start-end", "bytes", "node", "flags", "now");
	if (memblock_refused())
		seq_printf(m, "# no list of memblock is used: %s\n", memblock_refused());
	if (memblock_recovered())
		seq_puts(m, "# recovered: from memory that had been freed; every proof holds\n");
}

static void show_flags(struct seq_file *m, u32 flags)
{
	char names[96] = "-";
	unsigned int bit, n = 0;

	for (bit = 0; memlist_flag_name(bit); bit++)
		if (flags & BIT(bit))
			n += scnprintf(names + n, sizeof(names) - n, "%s%s", n ? "|" : "",
				       memlist_flag_name(bit));
	seq_printf(m, "%-8s", names);
}

static int boot_show(struct seq_file *m, void *v)
{
	const struct memlist_entry *e = v;

	if (v == SEQ_START_TOKEN) {
		show_header(m);
		return 0;
	}
	seq_printf(m, "%016llx-%016llx %14llu ", e->start, e->end - 1, e->end - e->start);
	if (e->nid == NUMA_NO_NODE)
		seq_puts(m, "   - ");
	else
		seq_printf(m, "%4d ", e->nid);
	show_flags(m, e->flags);
	seq_printf(m, " %s\n", now_names[e->now]);
	return 0;
}

static const struct seq_operations boot_seq_ops = {
	.start = boot_start,
	.next = boot_next,
	.stop = boot_stop,
	.show = boot_show,
};

static int boot_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	memlist_destroy(m->private);
	return seq_release_private(inode, file);
}

static int boot_open(struct inode *inode, struct file *file)
{
	struct memlist *rows;
	int err = 0;

	rows = __seq_open_private(file, &boot_seq_ops, sizeof(*rows));
	if (!rows)
		return -ENOMEM;
	if (memblock_reserved()) {
		mutex_lock(&mirror.lock);
		err = memlist_split(rows, memblock_reserved(), memblock_memory(), &mirror.table,
				    private_to_nid(inode->i_private));
		mutex_unlock(&mirror.lock);
	}
	if (err)
		boot_release(inode, file);
	return err;
}

static const struct file_operations boot_fops = {
	.owner = THIS_MODULE,
	.open = boot_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = boot_release,
};

/**
 * early_res_debugfs_add_boot - make the file `boot` in a directory
 * @dir: the directory
 * @nid: the node that it is for; NUMA_NO_NODE for all nodes
 *
 * Context: Process. May sleep.
 */
void early_res_debugfs_add_boot(struct dentry *dir, int nid)
{
	debugfs_create_file("boot", 0400, dir, nid_to_private(nid), &boot_fops);
}
