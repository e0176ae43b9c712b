// SPDX-License-Identifier: GPL-2.0-only
/*
 * programs: the report for programs, as JSON in bytes. The metrics (metrics.c) have the same
 * fields.
 *
 * JSON and metrics show everything that the model has, even if the report for people does not.
 * Fields are never renamed. "boot_bytes" is the row "taken at boot" of the report, without the
 * edges. Most texts are printed as they are: they cannot have quotes, backslashes or control
 * characters. The host, the release, the date and the reasons can, so quoted() escapes them.
 */
#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "verbs.h"

const struct field fields[] = {
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
	{ "present", offsetof(struct sums, present), "Memory that has pages." },
	{ "unattributed", offsetof(struct sums, unattributed),
	  "Memory reserved at boot whose owner nobody knows." },
	{ "late_freed", offsetof(struct sums, late_freed),
	  "Reserved memory that is late freed in the simulation." },
	{ "released", offsetof(struct sums, released), "Memory that was given back for real." },
};

const size_t nr_fields = NR(fields);

/* field_of - the value of a field, in bytes */
s64 field_of(const struct sums *s, size_t field)
{
	return *(const s64 *)((const char *)s + fields[field].offset);
}

/* field_is_known - can the value be known on this machine? An unknown value is not shown as zero */
bool field_is_known(const struct model *m, size_t field)
{
	return m->firmware_known || fields[field].offset != offsetof(struct sums, firmware);
}

/* Write a field of bytes; its value is null if it is not known */
static void json_bytes(FILE *to, const char *indent, const char *name, bool known, s64 bytes)
{
	if (known)
		fprintf(to, "%s\"%s_bytes\": %lld,\n", indent, name, bytes);
	else
		fprintf(to, "%s\"%s_bytes\": null,\n", indent, name);
}

/* quoted - write a text in quotes, as JSON and Prometheus want it; the text has no newline */
void quoted(FILE *to, const char *text)
{
	fputc('"', to);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', to);
		fputc(*text, to);
	}
	fputc('"', to);
}

/*
 * The fields of a node, or of the machine if @node is -1: "firmware_bytes": 1, ..., "owners":
 * [...]
 */
static void json_part(FILE *to, const struct model *m, const struct above *a, int node,
		      const char *indent)
{
	struct holder *list;
	const struct sums *s = node < 0 ? &m->all : &m->nodes[node];
	size_t n = holders_on(m, node, &list), i;

	for (i = 0; i < NR(fields); i++)
		json_bytes(to, indent, fields[i].name, field_is_known(m, i), field_of(s, i));
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

/* The fields that only the machine has: installed, kept, unused memory, and pools */
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
		quoted(to, u->why);
		fputc('}', to);
	}
	fprintf(to, "%s],\n", a->nr_unused ? "\n   " : "");
}

void report_json(const struct model *m, const struct above *a, FILE *to)
{
	const char *before = "";
	int node;

	fputs("{\n   \"version\": 1,\n   \"host\": ", to);
	quoted(to, m->host);
	fputs(",\n   \"release\": ", to);
	quoted(to, m->release);
	fputs(",\n   \"date\": ", to);
	quoted(to, m->date);
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
