/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * faces: the files in debugfs and sysfs, see doc/ABI.md. They parse, call and print.
 *
 * Both have a directory for each node that is online. A rescan adds directories for nodes that
 * came online later. They stay until the module is unloaded.
 */
#ifndef EARLY_RES_FACES_H
#define EARLY_RES_FACES_H

#include <linux/numa.h>

struct dentry;

/**
 * nid_to_private - make the private data of a file from its node
 * @nid: node, or NUMA_NO_NODE
 *
 * The number is shifted, so that NUMA_NO_NODE becomes NULL.
 *
 * Context: Any.
 * Return: the private data; private_to_nid() undoes this.
 */
static inline void *nid_to_private(int nid)
{
	return (void *)(long)(nid - NUMA_NO_NODE);
}

/**
 * private_to_nid - get the node of a file from its private data
 * @private: what nid_to_private() returned
 *
 * Context: Any.
 * Return: the node, or NUMA_NO_NODE.
 */
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
