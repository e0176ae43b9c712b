// SPDX-License-Identifier: GPL-2.0-only
/*
 * log: finds out from the kernel's boot log who asked for which memory; see log.h.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "boot.h"
#include "log.h"

/* The claims that are made, and the runs of `ranges` to which they are cut */
struct cut {
	struct log_claims *out;
	const struct spans *run;
	size_t at;
};

static void __attribute__((format(printf, 2, 3))) tell(FILE *say, const char *format, ...)
{
	va_list args;

	if (!say)
		return;
	va_start(args, format);
	vfprintf(say, format, args);
	va_end(args);
	fputc('\n', say);
}

static int put_claim(struct log_claims *out, uint64_t start, uint64_t end, const char *name)
{
	struct log_claim *c = log_grow(out->claim, out->nr, &out->max, sizeof(*c));

	if (!c)
		return -1;
	out->claim = c;
	if (out->nr && c[out->nr - 1].end + 1 == start && c[out->nr - 1].name == name)
		c[out->nr - 1].end = end;
	else
		c[out->nr++] = (struct log_claim) { start, end, name };
	return 0;
}

/* Spans come in ascending order, so one pass over the runs is enough. */
static int put_span(void *arg, const struct span *span, uint32_t name)
{
	struct cut *cut = arg;
	const struct span *run;
	size_t i;

	while (cut->at < cut->run->nr && cut->run->s[cut->at].end < span->start)
		cut->at++;
	for (i = cut->at; i < cut->run->nr && cut->run->s[i].start <= span->end; i++) {
		run = &cut->run->s[i];
		cut->at = i;
		if (put_claim(cut->out, run->start > span->start ? run->start : span->start,
			      run->end < span->end ? run->end : span->end,
			      names_get(&cut->out->names, name)))
			return -1;
	}
	return 0;
}

static int add_edge(struct ops *ops, uint64_t address, uint32_t name)
{
	struct op *op = log_grow(ops->op, ops->nr, &ops->max, sizeof(*op));

	if (!op)
		return -1;
	ops->op = op;
	op[ops->nr++] = (struct op) {
		.span = { PAGE_FIRST(address), PAGE_LAST(address) },
		.name = name,
		.kind = OP_EDGE,
	};
	return 0;
}

static int add_edges(struct ops *ops, struct span span, uint32_t slack)
{
	if (span.start != PAGE_FIRST(span.start) && add_edge(ops, span.start, slack))
		return -1;
	if (span.end != PAGE_LAST(span.end) && add_edge(ops, span.end, slack))
		return -1;
	return 0;
}

/* If an owner has a part of a page, the rest of that page is slack. */
static int add_slack(struct reading *r, const struct ranges *ranges)
{
	size_t i, nr = r->debug.nr;
	int slack = names_add(&r->names, "slack");

	if (slack < 0)
		return -1;
	for (i = 0; i < nr; i++)
		if (r->debug.op[i].name && add_edges(&r->debug, r->debug.op[i].span, slack))
			return -1;
	for (i = 0; i < ranges->known.nr; i++)
		if (add_edges(&r->debug, ranges->known.s[i], slack))
			return -1;
	return 0;
}

static int make_claims(struct reading *r, const struct ranges *ranges, struct log_claims *out)
{
	struct ops *ops = r->is_debug ? &r->debug : &r->ordinary;
	struct cut cut = { .out = out, .run = &ranges->run };

	if (r->is_debug && add_slack(r, ranges))
		return -1;
	out->names = r->names;
	r->names = (struct names) { 0 };
	return replay(ops->op, ops->nr, put_span, &cut);
}

/* Does the log have the beginning of one boot? If not, tell people why */
static int check_beginning(const struct reading *r, FILE *say)
{
	if (!r->begun) {
		tell(say,
		     "no boot in this log: its first line, \"Linux version\", is missing; boot with log_buf_len=16M, or try journalctl -k -b");
		return LOG_NOTHING;
	}
	if (r->ambiguous) {
		tell(say,
		     "two boots begin in this log, and nothing shows which of the lines is the kernel's; give the log of one boot: dmesg, or journalctl -k -b -o json");
		return LOG_NOTHING;
	}
	return LOG_OK;
}

static void tell_ignored(const struct reading *r, FILE *say)
{
	if (r->ignored)
		tell(say,
		     "read up to the first init and no further: %zu lines behind it say \"Linux version\" and cannot be shown to be the kernel's",
		     r->ignored);
}

static int check_boot(struct reading *r, struct reading *ref, const struct log_boot *boot,
		      const struct ranges *ranges, FILE *say)
{
	struct boot_verdict v = boot_compare(r, ref, boot, ranges);

	if (v.received && ref)
		tell(say,
		     "the times of this log are not the kernel's own and were not compared");
	if (v.differs) {
		tell(say,
		     "this log is of another boot, by %s: addresses move with every boot",
		     v.differs);
		return LOG_OTHER_BOOT;
	}
	if (v.agrees || !boot)
		return LOG_OK;
	if (ref) {
		tell(say,
		     "nothing in this log tells which boot it is of; give what dmesg prints, /dev/kmsg or journalctl -k -b -o json, or boot with memblock=debug");
		return LOG_UNKNOWN_BOOT;
	}
	tell(say,
	     "nothing in this log tells whether it is of the same boot as the ranges");
	return LOG_OK;
}

static void summary(const struct reading *r, const struct log_claims *out, size_t ops, FILE *say)
{
	size_t i;

	if (!out->nr)
		tell(say, "nothing in this log says who holds any of the ranges");
	tell(say, "%zu reservations and frees in the log%s, %zu lines for owners", ops,
	     r->is_debug ? " (memblock=debug)" : "", out->nr);
	if (!r->strange)
		return;
	tell(say, "%zu lines about memblock were not understood, such as:", r->strange);
	for (i = 0; i < r->strange && i < SAMPLES; i++)
		tell(say, "  %s", r->sample[i]);
}

int log_to_claims(const struct log_text *ranges_text, const struct log_text *log,
		  const struct log_boot *boot, FILE *say, struct log_claims *out)
{
	struct reading *r = calloc(2, sizeof(*r)), *ref = NULL;
	struct ranges ranges = { 0 };
	int err = LOG_NO_MEMORY;
	size_t ops;

	*out = (struct log_claims) { 0 };
	if (!r || ranges_read(&ranges, ranges_text->text, ranges_text->len) ||
	    read_log(r, log->text, log->len))
		goto done;
	if (boot && boot->log.text) {
		ref = &r[1];
		if (read_log(ref, boot->log.text, boot->log.len))
			goto done;
	}
	tell_ignored(r, say);
	err = check_beginning(r, say);
	if (!err)
		err = check_boot(r, ref, boot, &ranges, say);
	if (err)
		goto done;
	ops = r->is_debug ? r->debug.nr : r->ordinary.nr;
	if (make_claims(r, &ranges, out)) {
		err = LOG_NO_MEMORY;
		goto done;
	}
	summary(r, out, ops, say);
	err = out->nr ? LOG_OK : LOG_NOTHING;
done:
	if (r) {
		reading_free(&r[0]);
		reading_free(&r[1]);
	}
	free(r);
	ranges_free(&ranges);
	return err;
}

void log_claims_free(struct log_claims *claims)
{
	free(claims->claim);
	names_free(&claims->names);
	*claims = (struct log_claims) { 0 };
}
