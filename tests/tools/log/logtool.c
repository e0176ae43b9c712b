// SPDX-License-Identifier: GPL-2.0-only
/*
 * logtool: the reader of boot logs on files, for tests.
 *
 *	logtool --ranges RANGES [--ref LOG0] LOG|-
 *
 * Prints lines for the file `owners`. Exit status: an enum log_status; 2 wrong call.
 */
#include <stdlib.h>
#include <string.h>

#include "log.h"

/* Reads a file to its end; "-" is stdin. */
static int slurp(const char *path, struct log_text *text)
{
	FILE *f = strcmp(path, "-") ? fopen(path, "r") : stdin;
	size_t max = 0, n;
	char *buf = NULL, *more;

	if (!f) {
		perror(path);
		return -1;
	}
	text->len = 0;
	do {
		max = max ? max * 2 : 65536;
		more = realloc(buf, max);
		if (!more)
			abort();
		buf = more;
		n = fread(buf + text->len, 1, max - text->len, f);
		text->len += n;
	} while (text->len == max);
	if (f != stdin)
		fclose(f);
	text->text = buf;
	return 0;
}

static int wrong(void)
{
	fputs("usage: logtool --ranges RANGES [--ref LOG0] LOG|-\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	struct log_text ranges = { 0 }, log = { 0 };
	struct log_boot boot = { 0 };
	struct log_claims out;
	int i, err = 0;
	size_t k;

	for (i = 1; i < argc && !err; i++) {
		if (!strcmp(argv[i], "--ranges") && i + 1 < argc)
			err = slurp(argv[++i], &ranges);
		else if (!strcmp(argv[i], "--ref") && i + 1 < argc)
			err = slurp(argv[++i], &boot.log);
		else if (argv[i][0] != '-' || !argv[i][1])
			err = log.text ? -1 : slurp(argv[i], &log);
		else
			err = -1;
	}
	if (err || !ranges.text || !log.text)
		return wrong();

	err = log_to_claims(&ranges, &log, &boot, stderr, &out);
	for (k = 0; k < out.nr; k++)
		printf("%016llx-%016llx %s\n", (unsigned long long)out.claim[k].start,
		       (unsigned long long)out.claim[k].end, out.claim[k].name);
	log_claims_free(&out);
	free((char *)ranges.text);
	free((char *)boot.log.text);
	free((char *)log.text);
	return err;
}
