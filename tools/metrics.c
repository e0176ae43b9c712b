// SPDX-License-Identifier: GPL-2.0-only
/*
 * metrics: the report in the text format of Prometheus. doc/metrics.md describes each metric.
 *
 * A value that is not known has no line: a zero would be wrong. A machine must not have too many
 * series, so the label "owner" is limited:
 *
 *	told	all memory whose owner is known only from a log or a user (its `how` is
 *		"told"). With memblock=debug these would be the names of hundreds of
 *		functions, and each kernel has other functions
 *	other	all owners that are not among the OWNERS_MAX largest of the machine, and any owner
 *		whose own name is "told" or "other"
 *	NAME	each of the largest owners. "-" (owner not known) always has its own line
 *
 * Memory of boot and memory reserved since can have the same owner name; made_by tells them apart.
 */
#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "units.h"
#include "verbs.h"

#define OWNERS_MAX	20

/* Names that are shown in place of an owner. Their numbers come after those of the owners. */
enum { OTHER_BOOT, OTHER_SINCE, TOLD, NR_INSTEAD };

static const struct instead {
	const char *name;
	bool live;
} insteads[NR_INSTEAD] = {
	[OTHER_BOOT] = { "other", false },
	[OTHER_SINCE] = { "other", true },
	[TOLD] = { "told", false },
};

/* Write NAME="TEXT"; the versions that are written here contain no newline. */
static void label(FILE *to, const char *name, const char *text)
{
	fprintf(to, "%s=", name);
	quoted(to, text);
}

static void head(FILE *to, const char *name, const char *help)
{
	fprintf(to, "# HELP early_res_%s %s\n# TYPE early_res_%s gauge\n", name, help, name);
}

/* One value of the whole machine; nothing if it is not known */
static void metric(FILE *to, const char *name, const char *help, bool known, s64 n)
{
	if (!known)
		return;
	head(to, name, help);
	fprintf(to, "early_res_%s %lld\n", name, n);
}

static void print_fields(FILE *to, const struct model *m)
{
	char name[64];
	size_t i;
	int node;

	for (i = 0; i < nr_fields; i++) {
		if (!field_is_known(m, i))
			continue;
		snprintf(name, sizeof(name), "%s_bytes", fields[i].name);
		head(to, name, fields[i].help);
		for (node = 0; node < NODES_MAX; node++)
			if (m->nodes[node].seen)
				fprintf(to, "early_res_%s{node=\"%d\"} %lld\n", name, node,
					field_of(&m->nodes[node], i));
	}
}

static void print_pools(FILE *to, const struct above *a, bool free_ones)
{
	const char *name = free_ones ? "hugepages_free_bytes" : "hugepages_bytes";
	const struct pool *p;

	if (!a->pools_known || !a->nr_pools)
		return;
	head(to, name, free_ones ? "Memory of free huge pages in pools." :
	     "Memory in pools of huge pages.");
	for (p = a->pools; p < a->pools + a->nr_pools; p++)
		fprintf(to, "early_res_%s{node=\"%d\",size=\"%lld\"} %lld\n", name, p->nid, p->size,
			(free_ones ? p->free : p->pages) * p->size);
}

static void print_machine(FILE *to, const struct model *m, const struct above *a,
			  const struct facts *f)
{
	metric(to, "installed_bytes", "Memory that SMBIOS says is installed.", a->installed_known,
	       a->installed);
	metric(to, "kept_bytes", "Installed memory that is not in the firmware's map.",
	       a->installed_known && m->firmware_known, a->kept);
	metric(to, "balloon_bytes", "Memory in a balloon.", a->balloon_known, a->balloon);
	metric(to, "unaccepted_bytes", "Memory that is not accepted yet.", a->unaccepted_known,
	       a->unaccepted);
	print_pools(to, a, false);
	print_pools(to, a, true);
	metric(to, "boot_freed_bytes", "Memory that boot had reserved and that was freed since.",
	       f->freed.known, f->freed.freed);
	metric(to, "crash_kernel_bytes", "Memory of the crash kernel.", true, f->crash_kernel);
	metric(to, "crash_kernel_requested", "Does the command line ask for a crash kernel?",
	       f->cmdline_known, f->crash_kernel_requested);
	if (!f->scan_known)
		return;
	head(to, "scan_seconds", "How long the module took to make its table, the last time.");
	fprintf(to, "early_res_scan_seconds %llu.%06llu\n", f->scan_us / 1000000,
		f->scan_us % 1000000);
}

static bool is_instead(const char *name)
{
	return !strcmp(name, insteads[OTHER_BOOT].name) || !strcmp(name, insteads[TOLD].name);
}

static int largest_first(const void *a, const void *b)
{
	const struct holder *x = a, *y = b;
	int order = strcmp(x->owner->name, y->owner->name);

	if (x->bytes != y->bytes)
		return x->bytes > y->bytes ? -1 : 1;
	return order ? order : x->owner->live - y->owner->live;
}

/* For each owner: its own number, or the number of the name that is shown in place of it */
static unsigned int *choose_owners(const struct model *m, const struct share *list, size_t nr)
{
	struct holder *held = must(calloc(m->nr_owners + 1, sizeof(*held)));
	unsigned int *shown = must(calloc(m->nr_owners + 1, sizeof(*shown)));
	size_t i, n = 0, k;

	for (i = 0; i < m->nr_owners; i++)
		held[i].owner = &m->owners[i];
	for (i = 0; i < nr; i++)
		if (list[i].owner < m->nr_owners)
			held[list[i].owner].bytes += list[i].bytes;
	qsort(held, m->nr_owners, sizeof(*held), largest_first);
	for (i = 0; i < m->nr_owners; i++) {
		k = held[i].owner - m->owners;
		shown[k] = k;
		if (!strcmp(m->owners[k].name, "-"))
			continue;
		if (is_instead(m->owners[k].name) || n == OWNERS_MAX)
			shown[k] = m->nr_owners + (m->owners[k].live ? OTHER_SINCE : OTHER_BOOT);
		else
			n++;
	}
	free(held);
	return shown;
}

/* How much each shown owner holds on each node; the caller frees the list */
static struct share *shown_shares(const struct model *m, size_t *nr)
{
	struct share *list = must(calloc(m->nr_rows + 1, sizeof(*list)));
	unsigned int *shown;
	const struct row *r;
	size_t i, n = 0;

	for (i = 0; i < m->nr_rows; i++) {
		r = &m->rows[i];
		if (!strcmp(r->state, "released"))
			continue;
		list[n].owner = strcmp(r->how, "told") ? r->owner : m->nr_owners + TOLD;
		list[n].nid = r->nid;
		list[n++].bytes = r->last - r->start + 1;
	}
	shown = choose_owners(m, list, n);
	for (i = 0; i < n; i++)
		if (list[i].owner < m->nr_owners)
			list[i].owner = shown[list[i].owner];
	free(shown);
	*nr = shares_join(list, n);
	return list;
}

static void print_owners(FILE *to, const struct model *m)
{
	struct instead who;
	size_t i, nr;
	struct share *list = shown_shares(m, &nr);

	if (nr)
		head(to, "reserved_bytes", "Memory reserved, by owner.");
	for (i = 0; i < nr; i++) {
		if (list[i].owner < m->nr_owners)
			who = (struct instead){ m->owners[list[i].owner].name,
						m->owners[list[i].owner].live };
		else
			who = insteads[list[i].owner - m->nr_owners];
		fprintf(to, "early_res_reserved_bytes{node=\"%d\",", list[i].nid);
		label(to, "owner", who.name);
		fprintf(to, ",made_by=\"%s\"} %lld\n", who.live ? "reserve" : "boot",
			list[i].bytes);
	}
	free(list);
}

void report_metrics(const struct model *m, const struct above *a, const struct facts *f, FILE *to)
{
	head(to, "info", "Version of early_res, and the kernel that runs; always 1.");
	fputs("early_res_info{", to);
	label(to, "version", VERSION);
	label(to, ",kernel", m->release);
	fputs("} 1\n", to);
	print_fields(to, m);
	print_machine(to, m, a, f);
	print_owners(to, m);
}
