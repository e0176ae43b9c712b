/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * carry: what a new table takes over from the table before it.
 */
#ifndef EARLY_RES_CARRY_H
#define EARLY_RES_CARRY_H

#include "table/range.h"

int carry_over(struct range_table *t, const struct range_table *old, bool known);

#endif
