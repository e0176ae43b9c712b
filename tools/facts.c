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

static bool take_char(struct word *w, char c)
{
	if (!w->n || *w->at != c)
		return false;
	w->at++;
	w->n--;
	return true;
}

/*
 * Does one crashkernel= ask for memory? Its value is a size, or a list START-[END]:SIZE,... of
 * which the range counts that has @memory. See parse_crashkernel_mem() in kernel/crash_reserve.c.
 */
static bool value_asks(struct word w, u64 memory)
{
	u64 start, end, size;

	do {
		if (!word_take_size(&w, &start))
			return false;
		if (!take_char(&w, '-'))
			return start;
		if (!word_take_size(&w, &end))
			end = U64_MAX;
		if (!take_char(&w, ':') || !word_take_size(&w, &size))
			return false;
		if (start <= memory && memory < end)
			return size;
	} while (take_char(&w, ','));
	return false;
}

/*
 * Does the command line ask for a crash kernel on a machine with so many bytes of memory? The last
 * crashkernel= counts; "SIZE,low" is a part of another. As get_last_crashkernel() does, this looks
 * also behind "--".
 */
static bool asks_for_crash_kernel(const char *cmdline, s64 present)
{
	static const char option[] = "crashkernel=", low[] = ",low";
	u64 memory = ((u64)present + (128 << 20) - 1) & ~((128ULL << 20) - 1);
	const char *at = cmdline;
	bool asks = false;
	struct word w;

	while ((at = strstr(at, option))) {
		w.at = at += strlen(option);
		w.n = strcspn(at, " \t\n");
		if (w.n < strlen(low) || memcmp(w.at + w.n - strlen(low), low, strlen(low)))
			asks = value_asks(w, memory);
	}
	return asks;
}

/* facts_read - read all of them; ends the command if an input is malformed */
void facts_read(struct facts *f, const struct model *m, struct source *s)
{
	const struct input *in;
	struct text t;
	struct word w;

	memset(f, 0, sizeof(*f));
	boot_sums(s, -1, &f->freed);
	f->crash_kernel = crash_kernel(source_get(s, "iomem"));
	in = source_get(s, "cmdline");
	f->cmdline_known = !in->absent;
	f->crash_kernel_requested = !in->absent && asks_for_crash_kernel(in->text, m->all.present);
	in = source_maybe(s, "scan");
	f->scan_known = !in->absent;
	if (in->absent)
		return;
	text_begin(&t, in->text, in->length);
	if (!text_line(&t) || !text_word(&t, &w) || !word_decimal(w, &f->scan_us))
		die("scan: line %lu is not as it must be", t.line);
}
