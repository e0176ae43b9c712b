/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * handover: pages change hands between the buddy and a reservation.
 */
#ifndef EARLY_RES_HANDOVER_H
#define EARLY_RES_HANDOVER_H

#include <linux/types.h>

int handover_take(unsigned long pfn, unsigned long end);
bool handover_is_idle(unsigned long pfn, unsigned long end);
void handover_give(unsigned long pfn, unsigned long end);

#endif
