/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * faces: debugfs and sysfs. They parse, call and print; see doc/ABI.md.
 *
 * Both have a directory for each node that is online. A rescan adds those of
 * nodes that came online since; directories stay until unload.
 */
#ifndef EARLY_RES_FACES_H
#define EARLY_RES_FACES_H

#include <linux/numa.h>

struct dentry;

/* A file's node is its private data, shifted so that "all nodes" is NULL. */
static inline void *nid_to_private(int nid)
{
	return (void *)(long)(nid - NUMA_NO_NODE);
}

static inline int private_to_nid(const void *private)
{
	return (long)private + NUMA_NO_NODE;
}

int early_res_debugfs_init(void);
void early_res_debugfs_exit(void);
void early_res_debugfs_add_nodes(void);
void early_res_debugfs_add_dumps(struct dentry *dir, int nid);
void early_res_debugfs_add_writes(struct dentry *dir);
void early_res_debugfs_add_owners(struct dentry *dir);
void early_res_debugfs_add_boot(struct dentry *dir, int nid);
int early_res_refuse(const char *file, const char *word);

int early_res_sysfs_init(void);
void early_res_sysfs_exit(void);
int early_res_sysfs_add_nodes(void);

#endif
