/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * reserve: make reservations on a live kernel. This needs alloc_contig_range().
 */
#ifndef EARLY_RES_RESERVE_H
#define EARLY_RES_RESERVE_H

#include <linux/errno.h>

#include "table/parse.h"

#ifdef CONFIG_CONTIG_ALLOC
int reserve(const struct request *rq);
#else
/* A kernel without CONFIG_CONTIG_ALLOC cannot take a range. */
static inline int reserve(const struct request *rq)
{
	return -EOPNOTSUPP;
}
#endif

#endif
