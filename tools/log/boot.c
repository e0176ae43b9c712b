// SPDX-License-Identifier: GPL-2.0-only
/*
 * boot: is a log from the same boot as `ranges`? See boot.h.
 */
#include <stdlib.h>
#include <string.h>

#include "boot.h"

static int by_time(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Sort, and keep each time once: many lines have the same time. */
static void sort_times(struct times *times)
{
	size_t i, n = 0;

	if (!times->nr)
		return;
	qsort(times->t, times->nr, sizeof(*times->t), by_time);
	for (i = 1; i < times->nr; i++)
		if (times->t[i] != times->t[n])
			times->t[++n] = times->t[i];
	times->nr = n + 1;
}

/* In the span of time that both logs have: are most of the log's times also in the reference? */
static void compare_times(struct boot_verdict *v, struct reading *log, struct reading *ref)
{
	struct times *a = &log->facts.time, *b = &ref->facts.time;
	size_t i, k = 0, agree = 0, disagree = 0;

	/* If the reference has lost its beginning, it is the kernel's ring, with printk's times. */
	if (!log->facts.printk || (ref->begun && !ref->facts.printk))
		return;
	sort_times(a);
	sort_times(b);
	if (!b->nr)
		return;
	for (i = 0; i < a->nr; i++) {
		if (a->t[i] < b->t[0] || a->t[i] > b->t[b->nr - 1])
			continue;
		while (b->t[k] < a->t[i])
			k++;
		if (b->t[k] == a->t[i])
			agree++;
		else
			disagree++;
	}
	if (agree < disagree)
		v->differs = "the times of its lines";
	else if (agree)
		v->agrees = "the times of its lines";
}

static bool same_spans(const struct spans *a, const struct spans *b)
{
	size_t i;

	for (i = 0; i < a->nr && i < b->nr; i++)
		if (a->s[i].start != b->s[i].start || a->s[i].end != b->s[i].end)
			return false;
	return a->nr == b->nr;
}

static void compare_logs(struct boot_verdict *v, struct reading *log, struct reading *ref)
{
	struct facts *a = &log->facts, *b = &ref->facts;

	compare_times(v, log, ref);
	if (!ref->begun)
		return;
	if (a->has_initrd && b->has_initrd) {
		if (a->initrd.start != b->initrd.start || a->initrd.end != b->initrd.end)
			v->differs = "the place of its RAMDISK";
		else
			v->agrees = "the place of its RAMDISK";
	}
	if (a->node_data.nr && b->node_data.nr) {
		if (same_spans(&a->node_data, &b->node_data))
			v->agrees = "its NODE_DATA";
		else
			v->differs = "its NODE_DATA";
	}
	if (a->boot_id[0] && b->boot_id[0]) {
		if (strcmp(a->boot_id, b->boot_id))
			v->differs = "its boot_id";
		else
			v->agrees = "its boot_id";
	}
	if (a->command_line[0] && b->command_line[0] && strcmp(a->command_line, b->command_line))
		v->differs = "its kernel command line";
	if (strcmp(a->version, b->version))
		v->differs = "its \"Linux version\"";
}

/* Is @span inside one of the sorted @spans? */
static bool within(const struct spans *spans, const struct span *span)
{
	size_t low = 0, high = spans->nr, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (spans->s[mid].end < span->start)
			low = mid + 1;
		else
			high = mid;
	}
	return low < spans->nr && spans->s[low].start <= span->start &&
	       span->end <= spans->s[low].end;
}

static void compare_ranges(struct boot_verdict *v, const struct reading *log,
			   const struct ranges *ranges)
{
	const struct facts *f = &log->facts;
	size_t i, in = 0, out = 0;

	for (i = 0; i < f->node_data.nr && ranges->node_data.nr; i++) {
		if (within(&ranges->node_data, &f->node_data.s[i]))
			in++;
		else
			out++;
	}
	if (out > in) /* `ranges` may be of one node only, so a few may be missing */
		v->differs = "its NODE_DATA";
	else if (in)
		v->agrees = "its NODE_DATA";
	if (f->has_initrd && ranges->initrd.nr) {
		if (f->initrd.start == ranges->initrd.s[0].start)
			v->agrees = "the place of its RAMDISK";
		else
			v->differs = "the place of its RAMDISK";
	}
	if (log->is_debug && ranges->has_brk) {
		for (i = 0; i < f->reserved.nr && f->reserved.t[i] != ranges->brk; i++)
			;
		if (i < f->reserved.nr)
			v->agrees = "the place of the kernel's brk";
		else
			v->differs = "the place of the kernel's brk";
	}
}

/*
 * Compare with what is known without a log. A built-in command line can replace the one that was
 * logged (setup_arch()), and bootconfig adds to it. So if another log has the command line, that is
 * the better proof, and /proc/cmdline is not compared.
 */
static void compare_known(struct boot_verdict *v, const struct reading *log,
			  const struct reading *ref, const struct log_boot *boot)
{
	const struct facts *f = &log->facts;

	if (boot->command_line && !(ref && ref->facts.command_line[0]) &&
	    !strstr(boot->command_line, f->command_line))
		v->differs = "its kernel command line";
	if (boot->version && strcmp(boot->version, f->version))
		v->differs = "its \"Linux version\"";
	if (boot->boot_id[0] && f->boot_id[0]) {
		if (strcmp(boot->boot_id, f->boot_id))
			v->differs = "its boot_id";
		else
			v->agrees = "its boot_id";
	}
}

struct boot_verdict boot_compare(struct reading *log, struct reading *ref,
				 const struct log_boot *boot, const struct ranges *ranges)
{
	struct boot_verdict v = { 0 };

	v.received = log->facts.has_time && !log->facts.printk;
	compare_ranges(&v, log, ranges);
	if (boot)
		compare_known(&v, log, ref, boot);
	if (ref)
		compare_logs(&v, log, ref);
	return v;
}
