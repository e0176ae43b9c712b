/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pagetable: the kernel's half of the live page tables.
 */
#ifndef EARLY_RES_PAGETABLE_H
#define EARLY_RES_PAGETABLE_H

#include <linux/types.h>

/**
 * struct pagetable_visit - what to do on a walk; a value other than 0 ends it
 * @table: for each page that holds a table, of any level but the highest
 * @arg: for it
 */
struct pagetable_visit {
	int (*table)(unsigned long pfn, void *arg);
	void *arg;
};

int pagetable_walk(unsigned long start, unsigned long end, const struct pagetable_visit *v);
u64 pagetable_translate(unsigned long addr, unsigned long *mapped);

#endif
