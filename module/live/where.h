/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * where: decide where a walk looks.
 */
#ifndef EARLY_RES_WHERE_H
#define EARLY_RES_WHERE_H

#include "table/range.h"

/**
 * enum walk_how - where does a walk look?
 * @WALK_KNOWN: where the old table has something
 * @WALK_LISTED: there, and where memblock's list has something
 * @WALK_SKIP_FREE: everywhere, but it skips free blocks
 * @WALK_ALL: at every page
 */
enum walk_how {
	WALK_KNOWN,
	WALK_LISTED,
	WALK_SKIP_FREE,
	WALK_ALL,
};

bool where_can(enum walk_how how, const struct range_table *known);
int where_to_look(struct range_table *where, enum walk_how how, const struct range_table *known,
		  const struct range_table *memory);

#endif
