/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * units: numbers as text.
 *
 * Sizes are whole bytes and are never floating point. No function here asks the locale: a
 * decimal point is a point everywhere.
 */
#ifndef EARLY_RES_UNITS_H
#define EARLY_RES_UNITS_H

#include <stddef.h>

#include "types.h"

#define PAGE_BYTES	4096ULL

/* Room for any number that these functions write */
#define UNITS_LENGTH	32

/* The largest size that is believed: 4 EiB, so that no sum of two can overflow */
#define SIZE_LIMIT	0x4000000000000000ULL

char *units_human(char *to, s64 bytes);
char *units_kb(char *to, s64 bytes);
char *units_bytes(char *to, s64 bytes);
char *units_percent(char *to, s64 hundredths);
s64 units_share(s64 part, s64 whole);

#endif
