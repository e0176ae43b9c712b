// SPDX-License-Identifier: GPL-2.0-only
/*
 * parse_test: module/parse.c, from a table of lines and from lines broken at
 * random.
 *
 *	parse_test [LINES [SEED]]
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/numa.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "tap.h"

static unsigned long lines = 200000;
static u64 seed = 1;

static const struct {
	const char *line;
	u64 start, end;
} ranges[] = {
	{ "0-0", 0, 1 },
	{ "0-fff", 0, 0x1000 },
	{ "1000-1fff", 0x1000, 0x2000 },
	{ "0x1000-0x1fff", 0x1000, 0x2000 },
	{ "0X1000-0X1FFF", 0x1000, 0x2000 },
	{ "0x1000-1fff", 0x1000, 0x2000 },
	{ "1000-0x1fff", 0x1000, 0x2000 },
	{ "AbC-aBd", 0xabc, 0xabe },
	{ "7-7", 7, 8 },
	{ " 1-2", 1, 3 },
	{ "\t 1-2 \t ", 1, 3 },
	{ "0000000000000000000000001-2", 1, 3 },
	{ "[mem]"+5, 0, 0 },	/* the end of the table */
};

static const struct {
	const char *line;
	const char *bad;	/* the word complained of */
} bad_lines[] = {
	{ "", "" },
	{ " ", "" },
	{ " \t  ", "" },
};
