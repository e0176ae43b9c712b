/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * facts: who holds a range, as far as the running kernel itself can tell.
 */
#ifndef EARLY_RES_FACTS_H
#define EARLY_RES_FACTS_H

#include "range.h"

int facts_mark(struct range_table *t);
int facts_mark_initrd(struct range_table *t);

#endif
