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
static void json_part(FILE *to, const struct model *m, const struct sums *s, int node,
		      const char *indent)
{
	struct holder *list;
	size_t n = holders_on(m, node, &list), i;

	for (i = 0; i < NR(fields); i++) {
		if (is_known(m, i))
			fprintf(to, "%s\"%s_bytes\": %lld,\n", indent, fields[i].name,
				value(s, i));
		else
			fprintf(to, "%s\"%s_bytes\": null,\n", indent, fields[i].name);
	}
	fprintf(to, "%s\"owners\": [", indent);
	for (i = 0; i < n; i++)
		fprintf(to, "%s\n%s   {\"owner\": \"%s\", \"bytes\": %lld, \"how\": \"%s\"}",
			i ? "," : "", indent, list[i].owner->name, list[i].bytes,
			list[i].owner->how);
	fprintf(to, "%s%s]", n ? "\n" : "", n ? indent : "");
	free(list);
}

void report_json(const struct model *m, FILE *to)
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
	json_part(to, m, &m->all, -1, "   ");
	fputs(",\n   \"nodes\": [", to);
	for (node = 0; node < NODES_MAX; node++) {
		if (!m->nodes[node].seen)
			continue;
		fprintf(to, "%s\n      {\n         \"node\": %d,\n", before, node);
		json_part(to, m, &m->nodes[node], node, "         ");
		fputs("\n      }", to);
		before = ",";
	}
	fputs("\n   ]\n}\n", to);
}

/* An owner's label can have no other letters than names have, so nothing is escaped. */
void report_metrics(const struct model *m, FILE *to)
{
	const struct share *s;
	size_t i;
	int node;

	for (i = 0; i < NR(fields); i++) {
		if (!is_known(m, i))
			continue;
		fprintf(to, "# HELP early_res_%s_bytes %s\n# TYPE early_res_%s_bytes gauge\n",
			fields[i].name, fields[i].help, fields[i].name);
		for (node = 0; node < NODES_MAX; node++)
			if (m->nodes[node].seen)
				fprintf(to, "early_res_%s_bytes{node=\"%d\"} %lld\n",
					fields[i].name, node, value(&m->nodes[node], i));
	}
	fputs("# HELP early_res_reserved_bytes Memory reserved, by owner.\n"
	      "# TYPE early_res_reserved_bytes gauge\n", to);
	for (s = m->shares; s < m->shares + m->nr_shares; s++)
		fprintf(to, "early_res_reserved_bytes{node=\"%d\",owner=\"%s\"} %lld\n",
			s->nid, m->owners[s->owner].name, s->bytes);
}
