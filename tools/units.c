// SPDX-License-Identifier: GPL-2.0-only
/*
 * units: numbers as text, see units.h.
 *
 * A human size has one decimal and a letter, always, so that a column of them is aligned.
 * It is rounded to the nearest tenth; what rounds up to 1024 is 1.0 of the next unit.
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

/* units_human - "64.0M"; @to has UNITS_LENGTH bytes, as with all of these */
char *units_human(char *to, s64 bytes)
{
	static const char letters[] = "BKMGTPE";
	u64 n = magnitude(bytes), tenths = 0;
	unsigned int i, shift;

	for (i = 0; i < sizeof(letters) - 1; i++) {
		shift = 10 * i;
		if ((n >> shift) >= 1024)
			continue;
		tenths = (n >> shift) * 10;
		if (i)
			tenths += (((n >> (shift - 10)) & 1023) * 10 + 512) >> 10;
		if (tenths < 10240)
			break;
	}
	snprintf(to, UNITS_LENGTH, "%s%llu.%llu%c", sign(bytes), tenths / 10,
		 tenths % 10, letters[i]);
	return to;
}

/* units_kb - exact if it is a whole number of kB, else with two decimals */
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

/* units_percent - "1.56" */
char *units_percent(char *to, s64 hundredths)
{
	u64 n = magnitude(hundredths);

	snprintf(to, UNITS_LENGTH, "%s%llu.%02llu", sign(hundredths), n / 100, n % 100);
	return to;
}

/* units_share - @part of @whole in hundredths of a percent, rounded; 0 of nothing is 0 */
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
