// SPDX-License-Identifier: GPL-2.0-only
/*
 * sysfs: files with one number each, for scripts that watch them, see doc/ABI.md.
 *
 * The directory of a node is a named group of attributes. So the only kobject is that of the top
 * directory, which sysfs allocates and frees. No object of the module can be in use after unload.
 */
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/nodemask.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "face/faces.h"
#include "mirror/mirror.h"
#include "mirror/sums.h"

enum { RESERVED, LATE_FREED, RELEASED, NR_FILES };

static const char * const file_names[NR_FILES] = {
	[RESERVED] = "reserved_kb",
	[LATE_FREED] = "late_freed_kb",
	[RELEASED] = "released_kb",
};

struct node_file {
	struct kobj_attribute attr;
	int nid;
};

struct node_dir {
	struct list_head list;
	char name[16];
	struct attribute_group group;
	struct node_file files[NR_FILES];
	struct attribute *attrs[NR_FILES + 1];
};

static struct kobject *root;
static LIST_HEAD(dirs);
static nodemask_t shown_nodes;
static DEFINE_MUTEX(add_nodes_lock);

static ssize_t node_file_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	const struct node_file *file = container_of(attr, struct node_file, attr);
	unsigned long pages[NR_FILES] = {};
	const struct zone_count *c;
	struct zone_count *count;
	int i, zone;

	count = sums_of_zones();
	if (!count)
		return -ENOMEM;
	for (zone = 0; zone < MAX_NR_ZONES; zone++) {
		c = &count[zone_index(file->nid, zone)];
		pages[RESERVED] += c->reserved;
		pages[LATE_FREED] += c->late_freed;
		pages[RELEASED] += c->released;
	}
	kvfree(count);

	for (i = 0; strcmp(attr->attr.name, file_names[i]); i++)
		;
	return sysfs_emit(buf, "%lu\n", pages[i] << (PAGE_SHIFT - 10));
}

static ssize_t scan_us_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", READ_ONCE(mirror.took_us));
}

static struct kobj_attribute scan_us = __ATTR(scan_us, 0400, scan_us_show, NULL);

static int add_node(int nid)
{
	struct node_dir *dir;
	int i, err;

	dir = kzalloc(sizeof(*dir), GFP_KERNEL);
	if (!dir)
		return -ENOMEM;

	snprintf(dir->name, sizeof(dir->name), "node%d", nid);
	for (i = 0; i < NR_FILES; i++) {
		struct node_file *file = &dir->files[i];

		sysfs_attr_init(&file->attr.attr);
		file->attr.attr.name = file_names[i];
		file->attr.attr.mode = 0400;
		file->attr.show = node_file_show;
		file->nid = nid;
		dir->attrs[i] = &file->attr.attr;
	}
	dir->group.name = dir->name;
	dir->group.attrs = dir->attrs;

	err = sysfs_create_group(root, &dir->group);
	if (err) {
		kfree(dir);
		return err;
	}
	list_add(&dir->list, &dirs);
	node_set(nid, shown_nodes);
	return 0;
}

/**
 * early_res_sysfs_add_nodes - make directories for online nodes that have none
 *
 * Context: Process. May sleep. Takes no lock of the mirror.
 * Return: 0, or an error of sysfs such as -ENOMEM; then some nodes have no directory.
 */
int early_res_sysfs_add_nodes(void)
{
	int nid, err = 0;

	mutex_lock(&add_nodes_lock);
	for_each_online_node(nid) {
		if (node_isset(nid, shown_nodes))
			continue;
		err = add_node(nid);
		if (err)
			break;
	}
	mutex_unlock(&add_nodes_lock);
	return err;
}

/**
 * early_res_sysfs_init - make all directories and files
 *
 * Context: Process. May sleep.
 * Return: 0, or an error of sysfs such as -ENOMEM; then there are no files.
 */
int early_res_sysfs_init(void)
{
	int err;

	root = kobject_create_and_add(KBUILD_MODNAME, kernel_kobj);
	if (!root)
		return -ENOMEM;

	err = sysfs_create_file(root, &scan_us.attr) ?: early_res_sysfs_add_nodes();
	if (err)
		early_res_sysfs_exit();
	return err;
}

/**
 * early_res_sysfs_exit - remove the files; waits until nobody is using one
 *
 * Context: Process. May sleep.
 */
void early_res_sysfs_exit(void)
{
	struct node_dir *dir, *next;

	list_for_each_entry_safe(dir, next, &dirs, list) {
		sysfs_remove_group(root, &dir->group);
		kfree(dir);
	}
	kobject_put(root);
}
