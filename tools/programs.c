// SPDX-License-Identifier: GPL-2.0-only
/*
 * programs: the report for programs, in bytes: JSON and the text format of Prometheus.
 *
 * Both say all that the model has, whatever people are shown. Fields are never renamed.
 * "boot_bytes" is what `report` calls taken at boot, less the edges. Words are printed as they
 * are: the model has none with a quote, a backslash or a control character but the host, the
 * release and the date, which are checked here.
 */
#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "verbs.h"

static const struct {
	const char *name;
	size_t offset;
	const char *help;
} fields[] = {
	{ "firmware", offsetof(struct sums, firmware), "Memory in the firmware's map." },
	{ "added", offsetof(struct sums, added), "System RAM that is not in that map." },
	{ "driver", offsetof(struct sums, driver), "Memory that a driver brought and manages." },
	{ "unused", offsetof(struct sums, unused), "Memory that never became a present page." },
	{ "boot", offsetof(struct sums, boot), "Memory reserved at boot." },
	{ "since", offsetof(struct sums, since), "Memory reserved since boot." },
	{ "edges", offsetof(struct sums, edges), "Rest of pages that are reserved in part." },
	{ "other", offsetof(struct sums, other), "Struct pages of hot-added memory." },
	{ "unexplained", offsetof(struct sums, unexplained),
	  "present - managed - reserved - other." },
	{ "managed", offsetof(struct sums, managed), "Memory that the page allocator manages." },
};

static s64 value(const struct sums *s, size_t field)
{
	return *(const s64 *)((const char *)s + fields[field].offset);
}

/* Not known is neither zero nor a number. */
static bool is_known(const struct model *m, size_t field)
{
	return m->firmware_known || fields[field].offset != offsetof(struct sums, firmware);
}

/* A field of bytes, or null if it is not known */
static void json_bytes(FILE *to, const char *indent, const char *name, bool known, s64 bytes)
{
	if (known)
		fprintf(to, "%s\"%s_bytes\": %lld,\n", indent, name, bytes);
	else
		fprintf(to, "%s\"%s_bytes\": null,\n", indent, name);
}

static void json_string(FILE *to, const char *text)
{
	fputc('"', to);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', to);
		fputc(*text, to);
	}
	fputc('"', to);
}

/* "firmware_bytes": 1, ..., "owners": [...] */
static void json_part(FILE *to, const struct model *m, const struct above *a, int node,
		      const char *indent)
{
	struct holder *list;
	const struct sums *s = node < 0 ? &m->all : &m->nodes[node];
	size_t n = holders_on(m, node, &list), i;

	for (i = 0; i < NR(fields); i++)
		json_bytes(to, indent, fields[i].name, is_known(m, i), value(s, i));
	json_bytes(to, indent, "hugepages", a->pools_known, pools_on(a, node, false));
	json_bytes(to, indent, "hugepages_free", a->pools_known, pools_on(a, node, true));
	fprintf(to, "%s\"owners\": [", indent);
	for (i = 0; i < n; i++)
		fprintf(to, "%s\n%s   {\"owner\": \"%s\", \"bytes\": %lld, \"how\": \"%s\"}",
			i ? "," : "", indent, list[i].owner->name, list[i].bytes,
			list[i].owner->how);
	fprintf(to, "%s%s]", n ? "\n" : "", n ? indent : "");
	free(list);
}

/* What only the machine has: what is installed, kept and not used, and pools */
static void json_above(FILE *to, const struct model *m, const struct above *a)
{
	bool kept = a->installed_known && m->firmware_known;
	const struct unused *u;
	size_t i;

	json_bytes(to, "   ", "installed", a->installed_known, a->installed);
	json_bytes(to, "   ", "kept", kept, a->kept);
	json_bytes(to, "   ", "balloon", a->balloon_known, a->balloon);
	json_bytes(to, "   ", "unaccepted", a->unaccepted_known, a->unaccepted);
	fputs("   \"kept\": [", to);
	for (i = 0; i < a->nr_kepts; i++)
		fprintf(to, "%s\n      {\"what\": \"%s\", \"bytes\": %lld}", i ? "," : "",
			a->kepts[i].key + strlen("kept_"), a->kepts[i].bytes);
	fprintf(to, "%s],\n   \"unused\": [", i ? "\n   " : "");
	for (i = 0; i < a->nr_unused; i++) {
		u = &a->unused[i];
		fprintf(to, "%s\n      {\"node\": %d, \"bytes\": %lld, \"range\": ",
			i ? "," : "", u->nid, u->bytes);
		if (u->placed)
			fprintf(to, "\"%016llx-%016llx\", \"why\": ", u->at.start, u->at.last);
		else
			fputs("null, \"why\": ", to);
		json_string(to, u->why);
		fputc('}', to);
	}
	fprintf(to, "%s],\n", a->nr_unused ? "\n   " : "");
}

void report_json(const struct model *m, const struct above *a, FILE *to)
{
	const char *before = "";
	int node;

	fputs("{\n   \"version\": 1,\n   \"host\": ", to);
	json_string(to, m->host);
	fputs(",\n   \"release\": ", to);
	json_string(to, m->release);
	fputs(",\n   \"date\": ", to);
	json_string(to, m->date);
	fprintf(to, ",\n   \"memtotal_bytes\": %lld,\n", m->memtotal);
	json_above(to, m, a);
	json_part(to, m, a, -1, "   ");
	fputs(",\n   \"nodes\": [", to);
	for (node = 0; node < NODES_MAX; node++) {
		if (!m->nodes[node].seen)
			continue;
		fprintf(to, "%s\n      {\n         \"node\": %d,\n", before, node);
		json_part(to, m, a, node, "         ");
		fputs("\n      }", to);
		before = ",";
	}
	fputs("\n   ]\n}\n", to);
}

static void head(FILE *to, const char *name, const char *help)
{
	fprintf(to, "# HELP early_res_%s_bytes %s\n# TYPE early_res_%s_bytes gauge\n", name, help,
		name);
}

/* One number of the machine; none if it is not known */
static void metric(FILE *to, const char *name, const char *help, bool known, s64 bytes)
{
	if (!known)
		return;
	head(to, name, help);
	fprintf(to, "early_res_%s_bytes %lld\n", name, bytes);
}

static void metrics_above(FILE *to, const struct model *m, const struct above *a)
{
	bool kept = a->installed_known && m->firmware_known;
	size_t i;

	metric(to, "installed", "Memory that SMBIOS says is installed.", a->installed_known,
	       a->installed);
	metric(to, "kept", "Installed memory that is not in the firmware's map.", kept, a->kept);
	metric(to, "balloon", "Memory in a balloon.", a->balloon_known, a->balloon);
	metric(to, "unaccepted", "Memory that is not accepted yet.", a->unaccepted_known,
	       a->unaccepted);
	if (!a->pools_known)
		return;
	head(to, "hugepages", "Memory in pools of huge pages.");
	for (i = 0; i < a->nr_pools; i++)
		fprintf(to, "early_res_hugepages_bytes{node=\"%d\",size=\"%lld\"} %lld\n",
			a->pools[i].nid, a->pools[i].size, a->pools[i].pages * a->pools[i].size);
	head(to, "hugepages_free", "Memory of free huge pages in pools.");
	for (i = 0; i < a->nr_pools; i++)
		fprintf(to, "early_res_hugepages_free_bytes{node=\"%d\",size=\"%lld\"} %lld\n",
			a->pools[i].nid, a->pools[i].size, a->pools[i].free * a->pools[i].size);
}

/* An owner's label can have no other letters than names have, so nothing is escaped. */
void report_metrics(const struct model *m, const struct above *a, FILE *to)
{
	const struct share *s;
	size_t i;
	int node;

	for (i = 0; i < NR(fields); i++) {
		if (!is_known(m, i))
			continue;
		head(to, fields[i].name, fields[i].help);
		for (node = 0; node < NODES_MAX; node++)
			if (m->nodes[node].seen)
				fprintf(to, "early_res_%s_bytes{node=\"%d\"} %lld\n",
					fields[i].name, node, value(&m->nodes[node], i));
	}
	metrics_above(to, m, a);
	head(to, "reserved", "Memory reserved, by owner.");
	for (s = m->shares; s < m->shares + m->nr_shares; s++)
		fprintf(to, "early_res_reserved_bytes{node=\"%d\",owner=\"%s\"} %lld\n",
			s->nid, m->owners[s->owner].name, s->bytes);
}
