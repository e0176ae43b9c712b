// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs: make the directories and the files in them, see doc/ABI.md.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/nodemask.h>

#include "face/faces.h"

static struct dentry *root;
static nodemask_t shown_nodes;
static DEFINE_MUTEX(add_nodes_lock);

static void add_dumps(struct dentry *dir, int nid)
{
	early_res_debugfs_add_dumps(dir, nid);
	early_res_debugfs_add_boot(dir, nid);
}

/**
 * early_res_debugfs_add_nodes - make directories for online nodes that have none
 *
 * Context: Process. May sleep. Takes no lock of the mirror.
 */
void early_res_debugfs_add_nodes(void)
{
	char name[16];
	int nid;

	mutex_lock(&add_nodes_lock);
	for_each_online_node(nid) {
		if (node_test_and_set(nid, shown_nodes))
			continue;
		snprintf(name, sizeof(name), "node%d", nid);
		add_dumps(debugfs_create_dir(name, root), nid);
	}
	mutex_unlock(&add_nodes_lock);
}

/**
 * early_res_debugfs_init - make all directories and files
 *
 * If a file cannot be made, it is missing, and the module works without it. This is usual for
 * debugfs. A kernel without debugfs, or with debugfs=off, has none of the files.
 *
 * Context: Process. May sleep.
 * Return: 0, also if there is no debugfs; else the error from making the top directory.
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
	early_res_debugfs_add_writes(root);
	early_res_debugfs_add_owners(root);
	early_res_debugfs_add_nodes();
	return 0;
}

/**
 * early_res_debugfs_exit - remove the files; waits until nobody is using one
 *
 * Context: Process. May sleep.
 */
void early_res_debugfs_exit(void)
{
	debugfs_remove(root);
}
