// SPDX-License-Identifier: GPL-2.0-only
/*
 * units: writes numbers as text, see units.h.
 *
 * A size for people always has one decimal and a letter, so that a column of sizes is aligned. It
 * is rounded to the nearest tenth. If it would round up to 1024, it becomes 1.0 of the next unit.
 */
#include <stdio.h>

#include "units.h"

static u64 magnitude(s64 n)
{
	return n < 0 ? 0 - (u64)n : (u64)n;
}

static const char *sign(s64 n)
{
	return n < 0 ? "-" : "";
}

/* units_human - such as "64.0M". In all of these functions @to has UNITS_LENGTH bytes */
char *units_human(char *to, s64 bytes)
{
	static const char letters[] = "BKMGTPE";
	u64 n = magnitude(bytes), tenths = 0, half;
	unsigned int i, shift;

	for (i = 0; i < sizeof(letters) - 1; i++) {
		shift = 10 * i;
		if ((n >> shift) >= 1024)
			continue;
		tenths = (n >> shift) * 10;
		half = (1ULL << shift) / 2;
		if (i)
			tenths += ((n & (2 * half - 1)) * 10 + half) >> shift;
		if (tenths < 10240)
			break;
	}
	snprintf(to, UNITS_LENGTH, "%s%llu.%llu%c", sign(bytes), tenths / 10,
		 tenths % 10, letters[i]);
	return to;
}

/* units_kb - in units of 1024 bytes; with two decimals if it is not a whole number of them */
char *units_kb(char *to, s64 bytes)
{
	u64 n = magnitude(bytes), kb = n >> 10, hundredths = ((n & 1023) * 100 + 512) >> 10;

	if (hundredths == 100) {
		kb++;
		hundredths = 0;
	}
	if (n & 1023)
		snprintf(to, UNITS_LENGTH, "%s%llu.%02llu", sign(bytes), kb, hundredths);
	else
		snprintf(to, UNITS_LENGTH, "%s%llu", sign(bytes), kb);
	return to;
}

/* units_bytes - all digits */
char *units_bytes(char *to, s64 bytes)
{
	snprintf(to, UNITS_LENGTH, "%lld", bytes);
	return to;
}

/* units_percent - hundredths of a percent, as "1.56" */
char *units_percent(char *to, s64 hundredths)
{
	u64 n = magnitude(hundredths);

	snprintf(to, UNITS_LENGTH, "%s%llu.%02llu", sign(hundredths), n / 100, n % 100);
	return to;
}

/* units_share - @part of @whole in hundredths of a percent, rounded; 0 if @whole is not above 0 */
s64 units_share(s64 part, s64 whole)
{
	__extension__ unsigned __int128 n = magnitude(part);

	if (whole <= 0)
		return 0;
	n = (n * 10000 + (u64)whole / 2) / (u64)whole;
	if (n > S64_MAX)
		n = S64_MAX;
	return part < 0 ? -(s64)n : (s64)n;
}
