/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * handover: move pages between the buddy and a reservation. handover.c explains how.
 */
#ifndef EARLY_RES_HANDOVER_H
#define EARLY_RES_HANDOVER_H

#include <linux/mm.h>
#include <linux/types.h>

#include "compat.h"
#include "trace.h"

int handover_take(unsigned long pfn, unsigned long end);
void handover_unmanage(unsigned long pfn, unsigned long end);
bool handover_is_idle(unsigned long pfn, unsigned long end);
void handover_give_blocks(unsigned long pfn, unsigned long end);
void handover_give_boot(unsigned long pfn, unsigned long end);

/**
 * handover_drop - drop our reference to a reserved page
 * @page: the page; its zone already counts it as managed
 *
 * This frees the page. If somebody else holds it, it is free when the last reference is dropped;
 * it must not be PG_reserved then, so the flag is cleared first.
 *
 * Context: Any.
 */
static inline void handover_drop(struct page *page)
{
	ClearPageReserved(page);
	__free_page(page);
}

/**
 * handover_give - give pages to the buddy that handover_take() took
 * @pfn: first page frame number
 * @end: first page frame number after the last, > @pfn; all are online and reserved, of one zone
 *
 * The pages go in the largest blocks that alignment allows. Each block is an event
 * early_res_block. For a single page with the event off, this takes no longer than the kernel's
 * free_reserved_page().
 *
 * Context: Process. mirror.lock is held, because the table must change at the same time. May
 * sleep.
 */
static inline void handover_give(unsigned long pfn, unsigned long end)
{
	struct page *page = pfn_to_page(pfn);

	if (end - pfn != 1 || trace_early_res_block_enabled()) {
		handover_give_blocks(pfn, end);
	} else if (!compat_free_reserved_page(page)) {
		adjust_managed_page_count(page, 1);
		handover_drop(page);
	}
}

#endif
