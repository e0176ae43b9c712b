/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verbs: what the command does, a file each.
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

/* All of them, in the order of `help` */
extern const struct verb *const verbs[];
extern const size_t nr_verbs;

const struct verb *find_verb(const char *name);
void usage(void);

void open_source(struct source *s, const struct options *o, const char *from);
struct model *load_model(struct source *s, const struct options *o, const char *from);
void load_above(struct above *a, const struct model *m, struct source *s);
void unload_model(struct model *m, struct source *s);

/**
 * struct freed - what memblock's list says of its entries
 * @known: there is a list
 * @why_not: else, why not
 * @reserved: bytes of entries that are reserved
 * @freed: bytes of entries that were freed since
 */
struct freed {
	bool known;
	char why_not[200];
	s64 reserved, freed;
};

void boot_sums(struct source *s, int node, struct freed *f);

void ranges_print(const struct model *m, const struct options *o, const char *live_owner);
void nodes_print(const struct model *m, const struct options *o);

void unused_print(const struct above *a, const struct options *o, bool few);
void pools_print(const struct above *a, const struct model *m, int node);

void quoted(FILE *to, const char *text);
void report_json(const struct model *m, const struct above *a, FILE *to);

/**
 * struct field - a sum that programs are shown, of each node
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
 * struct facts - what only the metrics say
 * @freed: memblock's list
 * @crash_kernel: bytes of the crash kernel; 0: there is none
 * @crash_kernel_requested: the command line has crashkernel=
 * @scan_us: how long the module took to make its table
 */
struct facts {
	struct freed freed;
	bool cmdline_known, crash_kernel_requested, scan_known;
	s64 crash_kernel;
	u64 scan_us;
};

void facts_read(struct facts *f, struct source *s);
void report_metrics(const struct model *m, const struct above *a, const struct facts *f, FILE *to);

/**
 * struct holder - an owner and what it holds where a report looks
 */
struct holder {
	const struct owner *owner;
	s64 bytes;
};

size_t holders_on(const struct model *m, int node, struct holder **list);
void owner_nodes(const struct model *m, const struct owner *o, char *to, size_t room);

#endif
