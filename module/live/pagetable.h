/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pagetable: read the kernel's half of the live page tables.
 */
#ifndef EARLY_RES_PAGETABLE_H
#define EARLY_RES_PAGETABLE_H

#include <linux/types.h>

/**
 * struct pagetable_visit - what to do on a walk; a function that does not return 0 ends the walk
 * @table: called for each page that holds a table, of any level but the highest; or NULL
 * @block: called for each block of 2 MiB that is mapped as a whole, with its virtual and its
 *	   physical address; or NULL
 * @page: the same for each page that is mapped by itself; or NULL
 * @arg: passed to all of them
 */
struct pagetable_visit {
	int (*table)(unsigned long pfn, void *arg);
	int (*block)(unsigned long addr, u64 phys, void *arg);
	int (*page)(unsigned long addr, u64 phys, void *arg);
	void *arg;
};

int pagetable_walk(unsigned long start, unsigned long end, const struct pagetable_visit *v);
u64 pagetable_translate(unsigned long addr, unsigned long *mapped);

#endif
