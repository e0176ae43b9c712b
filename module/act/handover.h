/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * handover: pages change hands between the buddy and a reservation.
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
 * @page: the page; its zone counts it as managed already
 *
 * It is freed by that; or, if somebody else holds it, when the last one lets go. It must not be
 * reserved by then.
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
 * @pfn: first page frame
 * @end: first page frame behind; all are online and reserved, and of one zone
 *
 * The pages go in the largest blocks that alignment allows; early_res_block is
 * emitted for each. A single page that nobody watches costs no more than the
 * kernel's free_reserved_page().
 *
 * Context: Process. May sleep.
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
