// SPDX-License-Identifier: GPL-2.0-only
/*
 * snapshot_fuzz: gives any bytes as a snapshot to tools/source.c, model.c, above.c and findings.c,
 * and lets picture/ draw it.
 *
 * If it is refused, there must be a reason; if it is taken, its sums must add up. An input that
 * begins with the byte 0xff has no lengths in it, so that a changed line does not always make a
 * length wrong.
 */
#include <stdlib.h>
#include <string.h>

#include "above.h"
#include "findings.h"
#include "model.h"
#include "picture/picture.h"
#include "say.h"

static const char *const needed[] = {
	"date", "uname", "cmdline", "summary", "ranges", "meminfo", "zoneinfo", "iomem", "firmware",
	"memory", "vmstat", "dmi", "e820", "runtime", "hugepages", "offline",
	"boot", "symbols",
};

static void must_hold(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "snapshot_fuzz: not so: %s\n", what);
	abort();
}

static s64 left(const struct sums *s)
{
	return model_total(s) - s->unused - s->boot - s->since - s->edges - s->other -
	       s->unexplained;
}

/* present is what is neither managed nor reserved nor explained: the module's own sum */
static void check(const struct model *m)
{
	s64 boot = 0, since = 0, shares = 0, nodes = 0;
	size_t i;

	for (i = 0; i < m->nr_owners; i++) {
		boot += m->owners[i].live ? 0 : m->owners[i].bytes;
		since += m->owners[i].live ? m->owners[i].bytes : 0;
	}
	for (i = 0; i < m->nr_shares; i++)
		shares += m->shares[i].bytes;
	for (i = 0; i < NODES_MAX; i++)
		nodes += m->nodes[i].seen ? left(&m->nodes[i]) : 0;
	must_hold(boot == m->all.boot && since == m->all.since, "owners add up");
	must_hold(shares == boot + since, "shares add up");
	must_hold(nodes == left(&m->all), "nodes add up");
}

/* The rows must add up to the sum above them */
static void check_above(const struct above *a, const struct model *m)
{
	s64 unused = 0, kept = 0;
	size_t i;

	for (i = 0; i < a->nr_unused; i++)
		unused += a->unused[i].bytes;
	for (i = 0; i < a->nr_kepts; i++)
		kept += a->kepts[i].bytes;
	must_hold(unused == m->all.unused, "what is not used adds up");
	must_hold(!a->nr_kepts || kept == a->kept, "what is kept adds up");
	must_hold(pools_on(a, -1, true) <= pools_on(a, -1, false), "no more free than there are");
}

static void draw(const struct model *m)
{
	static FILE *nowhere;

	if (!nowhere)
		nowhere = must(fopen("/dev/null", "w"));
	picture_svg(m, -1, nowhere);
	picture_html(m, m->rows ? m->rows[0].nid : -1, nowhere);
}

/* A place must be as long as its bytes, and each finding must have a reason */
static void check_findings(const struct model *m, struct source *s)
{
	const struct finding *f;
	struct findings c;
	size_t i;

	if (!findings_collect(&c, m, s))
		must_hold(*c.why, "it says why");
	for (i = 0; i < c.nr; i++) {
		f = &c.f[i];
		must_hold(f->at.start > f->at.last ||
			  f->bytes == (s64)(f->at.last - f->at.start + 1), "bytes of a finding");
		must_hold(f->verdict != VERDICT_LOST || f->bytes > 0, "what is lost has bytes");
		must_hold(f->what && *f->what && f->why && *f->why, "it has a reason");
	}
	findings_free(&c);
}

/* Read inputs without lengths: each ends at a byte 0xff, and they are in the order of @needed */
static void take_plain(struct source *s, const unsigned char *data, size_t size)
{
	const unsigned char *end;
	struct input *in;
	size_t i, n;

	for (i = 0; i < sizeof(needed) / sizeof(*needed) && size; i++) {
		end = memchr(data, 0xff, size);
		n = end ? (size_t)(end - data) : size;
		in = source_add(s, needed[i]);
		in->text = must(malloc(n + 1));
		memcpy(in->text, data, n);
		in->text[n] = '\0';
		in->length = n;
		in->absent = false;
		data += n + !!end;
		size -= n + !!end;
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct source s = { .from = "a stranger's", .root = "" };
	static struct model *m;
	struct above a;
	const char *why = NULL;
	size_t i;

	if (!m)
		m = must(calloc(1, sizeof(*m)));
	if (size && *data == 0xff)
		take_plain(&s, data + 1, size - 1);
	else
		why = snapshot_parse(&s, (const char *)data, size);
	must_hold(!why || *why, "it says why");
	/* Inputs before an error are used; missing ones are absent. */
	for (i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!source_find(&s, needed[i]))
			source_add(&s, needed[i]);
	if (model_read(m, &s)) {
		check(m);
		if (above_read(&a, m, &s))
			check_above(&a, m);
		else
			must_hold(*a.why, "it says why");
		above_free(&a);
		if (size % 8 == 0) /* not always, because it is slow */
			draw(m);
		check_findings(m, &s);
	} else {
		must_hold(*m->why, "it says why");
	}
	model_free(m);
	source_free(&s);
	return 0;
}
