// SPDX-License-Identifier: GPL-2.0-only
/*
 * facts: what only the metrics say, see verbs.h. Each is read before the first line is written, so
 * that what cannot be believed ends the command and leaves the old file as it is.
 */
#include <string.h>

#include "say.h"
#include "units.h"
#include "verbs.h"

/* "Crash kernel" of /proc/iomem, maybe twice: crashk_res and crashk_low_res */
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

void facts_read(struct facts *f, struct source *s)
{
	const struct input *in;
	struct text t;
	struct word w;

	memset(f, 0, sizeof(*f));
	boot_sums(s, -1, &f->freed);
	f->crash_kernel = crash_kernel(source_get(s, "iomem"));
	/* as get_last_crashkernel() in kernel/crash_reserve.c looks for it, behind -- too */
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
