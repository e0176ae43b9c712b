/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * units: writes numbers as text.
 *
 * Sizes are whole bytes, never floating point. No function here depends on the locale: a decimal
 * point is always a point.
 */
#ifndef EARLY_RES_UNITS_H
#define EARLY_RES_UNITS_H

#include <stddef.h>

#include "types.h"

#define PAGE_BYTES	4096ULL

/* Room for any number that these functions write */
#define UNITS_LENGTH	32

/* Larger sizes are refused: 4 EiB. So the sum of two sizes cannot overflow. */
#define SIZE_LIMIT	0x4000000000000000ULL

char *units_human(char *to, s64 bytes);
char *units_kb(char *to, s64 bytes);
char *units_bytes(char *to, s64 bytes);
char *units_percent(char *to, s64 hundredths);
s64 units_share(s64 part, s64 whole);

#endif
