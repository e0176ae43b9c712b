/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * selfhosted: struct pages that lie in the memory block that they describe.
 */
#ifndef EARLY_RES_SELFHOSTED_H
#define EARLY_RES_SELFHOSTED_H

#include <linux/types.h>

#ifdef CONFIG_MHP_MEMMAP_ON_MEMORY
unsigned long selfhosted_pages(unsigned long pfn);
void selfhosted_count(unsigned long *count, unsigned long leaving);
#else
static inline unsigned long selfhosted_pages(unsigned long pfn)
{
	return 0;
}

static inline void selfhosted_count(unsigned long *count, unsigned long leaving)
{
}
#endif

#endif
