// SPDX-License-Identifier: GPL-2.0-only
/*
 * log_fuzz: gives any bytes to tools/log.
 *
 * An input has a log, a text of ranges and a log to compare with, with lines "%%" between them. If
 * anything follows, more is known about the boot. If a text is missing, there is no such file;
 * without ranges, all memory is reserved. The result must be what the file `owners` takes:
 * ascending, without overlap, within the ranges, with valid names.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "ranges.h"

static const char all_memory[] = "0000000000000000-000fffffffffffff 1 0 Normal reserved - -\n";

static void fail(const char *what)
{
	fprintf(stderr, "log_fuzz: %s\n", what);
	abort();
}

static void check_name(const char *name)
{
	size_t i;

	if (!name || !*name || strlen(name) > WORD_NAME_MAX)
		fail("no name, or a long one");
	for (i = 0; name[i]; i++)
		if (!isalnum((unsigned char)name[i]) && name[i] != '_')
			fail("a name with a strange letter");
}

static void check(const struct log_claims *c, const struct log_text *text)
{
	struct ranges ranges;
	size_t i, k = 0;

	if (ranges_read(&ranges, text->text, text->len))
		fail("no memory");
	for (i = 0; i < c->nr; i++) {
		const struct log_claim *claim = &c->claim[i];

		if (claim->start > claim->end || (i && claim->start <= claim[-1].end))
			fail("out of order");
		while (k < ranges.run.nr && ranges.run.s[k].end < claim->start)
			k++;
		if (k == ranges.run.nr || claim->start < ranges.run.s[k].start ||
		    claim->end > ranges.run.s[k].end)
			fail("not within the ranges");
		check_name(claim->name);
	}
	ranges_free(&ranges);
}

/* Cut off the part before the next line "%%". */
static struct log_text part(const char **s, const char *end)
{
	struct log_text text = { *s, end - *s };
	const char *p = memmem(*s, end - *s, "%%\n", 3);

	if (p)
		text.len = p - *s;
	*s = p ? p + 3 : end;
	return text;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	const char *s = (const char *)data, *end = s + size;
	struct log_text ranges = { all_memory, sizeof(all_memory) - 1 }, log;
	struct log_boot boot = { 0 };
	struct log_claims out;
	int status;

	if (!size)
		return 0;
	log = part(&s, end);
	if (s < end)
		ranges = part(&s, end);
	if (s < end)
		boot.log = part(&s, end);
	if (s < end) {
		boot.version = "Linux version 6.12.1";
		boot.command_line = "quiet";
		memset(boot.boot_id, 'a', sizeof(boot.boot_id) - 1);
	}
	status = log_to_claims(&ranges, &log, &boot, NULL, &out);
	if (status == LOG_OK ? !out.nr : out.nr)
		fail("a status that is not true");
	check(&out, &ranges);
	log_claims_free(&out);
	return 0;
}
