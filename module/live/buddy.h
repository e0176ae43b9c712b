/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * buddy: a model of the page allocator's buddy lists. Reads, and changes nothing. buddy.c explains
 * the model.
 */
#ifndef EARLY_RES_BUDDY_H
#define EARLY_RES_BUDDY_H

#include <linux/bitops.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm_types.h>
#include <linux/mmzone.h>

#include "compat.h"
#include "table/range.h"

/**
 * struct buddy_model - the free lists, plus what is late freed in a table
 * @t: the table. Its pages in state RANGE_LATE_FREED count as free, except those in
 *     [@hidden, @hidden_end)
 * @hidden: first page frame number of the pages that are not given to the model yet
 * @hidden_end: first page frame number after them
 */
struct buddy_model {
	const struct range_table *t;
	unsigned long hidden;
	unsigned long hidden_end;
};

/**
 * struct buddy_lists - how many free blocks of each order a zone has
 * @nr: the numbers, by order
 */
struct buddy_lists {
	long nr[NR_PAGE_ORDERS];
};

/**
 * buddy_block_order - the order of the largest block to free
 * @pfn: first page frame number to free
 * @end: first page frame number after the last; > @pfn
 *
 * Context: Any.
 * Return: the order of the largest aligned block that begins at @pfn and does not cross @end.
 */
static inline unsigned int buddy_block_order(unsigned long pfn, unsigned long end)
{
	unsigned int order = min_t(unsigned int, MAX_PAGE_ORDER, ilog2(end - pfn));

	return pfn ? min_t(unsigned int, order, __ffs(pfn)) : order;
}

int buddy_free_order(struct page *page, unsigned long pfn);
unsigned int buddy_order_in_lists(unsigned long pfn, unsigned int order);
unsigned int buddy_merged_order(const struct buddy_model *m, unsigned long pfn,
				unsigned int order);
void buddy_read(struct zone *zone, struct buddy_lists *lists);
void buddy_simulate(const struct range_table *t, struct zone *zone,
		    struct buddy_lists *free, struct buddy_lists *simulated);

#endif
