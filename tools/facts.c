// SPDX-License-Identifier: GPL-2.0-only
/*
 * facts: values that only the metrics show, see verbs.h. All of them are read before the first line
 * is written. So if one is malformed, the command ends and the old file stays as it is.
 */
#include <string.h>

#include "say.h"
#include "units.h"
#include "verbs.h"

/* Bytes of the entries "Crash kernel" in /proc/iomem: crashk_res, and maybe crashk_low_res */
static s64 crash_kernel(const struct input *in)
{
	struct stretches list = { 0 };
	struct word w, range;
	u64 start, last;
	struct text t;
	s64 bytes;

	text_begin(&t, in->text, in->length);
	while (text_line(&t))
		if (text_word(&t, &range) && text_word(&t, &w) &&
		    word_is(text_rest(&t), "Crash kernel") && word_range(range, &start, &last))
			stretch_add(&list, start, last);
	stretch_join(&list);
	bytes = stretch_bytes(&list);
	stretch_free(&list);
	return bytes;
}

/* facts_read - read all of them; ends the command if an input is malformed */
void facts_read(struct facts *f, struct source *s)
{
	const struct input *in;
	struct text t;
	struct word w;

	memset(f, 0, sizeof(*f));
	boot_sums(s, -1, &f->freed);
	f->crash_kernel = crash_kernel(source_get(s, "iomem"));
	/* get_last_crashkernel() in kernel/crash_reserve.c also looks behind "--" */
	in = source_get(s, "cmdline");
	f->cmdline_known = !in->absent;
	f->crash_kernel_requested = !in->absent && strstr(in->text, "crashkernel=");
	in = source_maybe(s, "scan");
	f->scan_known = !in->absent;
	if (in->absent)
		return;
	text_begin(&t, in->text, in->length);
	if (!text_line(&t) || !text_word(&t, &w) || !word_decimal(w, &f->scan_us))
		die("scan: line %lu is not as it must be", t.line);
}
