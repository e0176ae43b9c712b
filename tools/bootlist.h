/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bootlist: reads the module's file `boot`, memblock's list, one row at a time.
 */
#ifndef EARLY_RES_BOOTLIST_H
#define EARLY_RES_BOOTLIST_H

#include "text.h"

/**
 * struct boot_row - a row of `boot`
 * @start: first byte
 * @last: last byte
 * @nid: its node, or -1 if it is not known
 * @flags: memblock's flags
 * @now: "reserved", "freed", or "-" if it is not memory
 * @wrong: the line is malformed; then no other member is set
 */
struct boot_row {
	u64 start, last;
	s64 nid;
	struct word flags, now;
	bool wrong;
};

bool boot_next(struct text *t, struct boot_row *row, struct word *said);

#endif
