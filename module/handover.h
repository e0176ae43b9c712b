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
bool handover_is_idle(unsigned long pfn, unsigned long end);
void handover_give_blocks(unsigned long pfn, unsigned long end);

/**
 * handover_give - give reserved pages to the buddy
 * @pfn: first page frame
 * @end: first page frame behind; all are online and reserved
 *
 * The pages go in the largest blocks that alignment allows; early_res_block is
 * emitted for each. A single page that nobody watches costs no more than the
 * kernel's free_reserved_page().
 *
 * Context: Process. May sleep.
 */
static inline void handover_give(unsigned long pfn, unsigned long end)
{
	if (end - pfn == 1 && !trace_early_res_block_enabled())
		compat_free_reserved_page(pfn_to_page(pfn));
	else
		handover_give_blocks(pfn, end);
}

#endif
