/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verbs: the verbs of the command, each in its own file, and what they share.
 */
#ifndef EARLY_RES_VERBS_H
#define EARLY_RES_VERBS_H

#include "above.h"
#include "model.h"
#include "options.h"
#include "table.h"

#define NR(array)	(sizeof(array) / sizeof(*(array)))

extern const struct verb verb_report, verb_map, verb_ranges, verb_owners, verb_nodes, verb_boot,
			 verb_unused, verb_check, verb_save, verb_diff, verb_plan, verb_import,
			 verb_reserve, verb_release, verb_reset, verb_rescan, verb_trace,
			 verb_watch, verb_explain, verb_help;

#define VERBS_MAX	64

/* All verbs, in the order in which `help` shows them */
extern const struct verb *const verbs[];
extern const size_t nr_verbs;

const struct verb *find_verb(const char *name);
void usage(void);

void open_source(struct source *s, const struct options *o, const char *from);
struct model *load_model(struct source *s, const struct options *o, const char *from);
void load_above(struct above *a, const struct model *m, struct source *s);
void unload_model(struct model *m, struct source *s);

/**
 * struct freed - sums over memblock's list
 * @known: the module has a list
 * @why_not: if it has none, the reason
 * @reserved: bytes of the entries that are still reserved
 * @freed: bytes of the entries that were freed since
 */
struct freed {
	bool known;
	char why_not[200];
	s64 reserved, freed;
};

void boot_sums(struct source *s, int node, struct freed *f);

#define RANGE_COLUMNS	7

extern const struct column range_columns[RANGE_COLUMNS];

void ranges_print(const struct model *m, const struct options *o, const char *live_owner);
void nodes_print(const struct model *m, const struct options *o);

void unused_print(const struct above *a, const struct options *o, bool few);
void pools_print(const struct above *a, const struct model *m, int node);

void quoted(FILE *to, const char *text);
void report_json(const struct model *m, const struct above *a, FILE *to);

/**
 * struct field - a sum of each node that JSON and the metrics show
 * @name: its name, without "_bytes"
 * @offset: its place in struct sums
 * @help: a sentence about it
 */
struct field {
	const char *name;
	size_t offset;
	const char *help;
};

extern const struct field fields[];
extern const size_t nr_fields;

s64 field_of(const struct sums *s, size_t field);
bool field_is_known(const struct model *m, size_t field);

/**
 * struct facts - values that only the metrics show
 * @freed: sums over memblock's list
 * @cmdline_known: the command line is known
 * @crash_kernel_requested: the command line asks for a crash kernel with so much memory
 * @scan_known: @scan_us is known
 * @crash_kernel: bytes of the crash kernel; 0 if there is none
 * @scan_us: how many microseconds the module took to make its table
 */
struct facts {
	struct freed freed;
	bool cmdline_known, crash_kernel_requested, scan_known;
	s64 crash_kernel;
	u64 scan_us;
};

void facts_read(struct facts *f, const struct model *m, struct source *s);
void report_metrics(const struct model *m, const struct above *a, const struct facts *f, FILE *to);

/**
 * struct holder - an owner, and how many bytes it holds, in how many ranges, on the nodes that were
 * asked for
 */
struct holder {
	const struct owner *owner;
	s64 bytes;
	unsigned long ranges;
};

size_t holders_on(const struct model *m, int node, struct holder **list);
void owner_nodes(const struct model *m, const struct owner *o, char *to, size_t room);

#endif
