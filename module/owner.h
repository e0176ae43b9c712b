/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * owner: who holds a range.
 *
 * The table keeps a number; here are the names. Number 0 is nobody known,
 * printed "-". A name has no white space: it is a column of the dumps.
 */
#ifndef EARLY_RES_OWNER_H
#define EARLY_RES_OWNER_H

#include "range.h"

const char *owner_name(u32 owner);
int owner_find(const char *name);
int owner_mark_image(struct range_table *t);

#endif
