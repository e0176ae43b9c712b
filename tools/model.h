/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * model: the inputs as rows and sums.
 *
 * Sizes are in bytes, in 64 bits; those that are differences can be negative. For each node, and
 * for all nodes together, this holds to the byte:
 *
 *	firmware + added + driver - unused - boot - since - edges - other - unexplained == managed
 *
 * The managed bytes of all nodes together are MemTotal of /proc/meminfo.
 *
 * firmware	"System RAM" of the firmware's map
 * added	"System RAM" of /proc/iomem that the firmware's map did not have at boot. The boot
 * log
 *		has the map as it was then (`e820`); without the log, the map of now is used
 * driver	"System RAM (virtio_mem)" or "(kmem)": memory that a driver brought and manages
 * unused	the part of these three that never became present pages
 * boot		memory reserved at boot, by owner: all rows of `ranges` that are not `live`
 * since	memory reserved with `early_res reserve`: the rows that are `live`
 * edges	bytes that nobody reserved, but whose page is reserved because of its other bytes
 * other	hot-added memory that holds its own struct pages: neither reserved nor managed
 * unexplained	pages that are present, but neither managed nor in the module's table
 *
 * A machine without a firmware map has its memory in `added`.
 *
 * The node of an address is the node of its memory block (place.c).
 */
#ifndef EARLY_RES_MODEL_H
#define EARLY_RES_MODEL_H

#include "source.h"
#include "text.h"

#define NODES_MAX	1024
#define OWNER_MAX	63

/**
 * struct row - a row of `ranges`
 * @start: first byte
 * @last: last byte
 * @nid: node
 * @owner: index into the owners
 * @zone: name of its zone
 * @state: reserved, late_freed or released
 * @how: how the owner is known
 */
struct row {
	u64 start;
	u64 last;
	int nid;
	unsigned int owner;
	char zone[8];
	char state[12];
	char how[12];
};

/**
 * struct owner - who holds memory
 * @name: its name; "-" if the owner is not known
 * @bytes: how much it holds on all nodes
 * @how: how the owner is known; if its rows differ, the least sure way
 * @live: its memory was reserved since boot, with `early_res reserve`
 */
struct owner {
	char name[OWNER_MAX + 1];
	s64 bytes;
	char how[12];
	bool live;
};

/**
 * struct share - how much an owner holds on a node, and in how many rows; a list is sorted by
 * owner, then by node
 */
struct share {
	unsigned int owner;
	int nid;
	s64 bytes;
	unsigned long ranges;
};

/**
 * struct sums - the sums of a node or of the machine, see above
 * @seen: the node exists
 * @present: bytes of present pages
 * @reserved: bytes of the pages in the module's table
 * @late_freed: bytes of those that are late freed in the simulation
 * @released: bytes of pages that were given back
 * @unattributed: bytes of @boot whose owner is not known
 * @rows: how many rows of `ranges` are not released
 */
struct sums {
	bool seen;
	s64 firmware, added, driver;
	s64 unused, boot, since, edges, other, unexplained;
	s64 managed;
	s64 present, reserved, late_freed, released, unattributed;
	s64 rows;
};

/**
 * struct stretch - a piece of the address space, both ends included
 */
struct stretch {
	u64 start;
	u64 last;
};

struct stretches {
	struct stretch *s;
	size_t nr;
	size_t max;
};

/**
 * struct piece - memory of one node, both ends included
 */
struct piece {
	u64 start;
	u64 last;
	int nid;
};

/**
 * struct place - the addresses from @start up to the next place are on node @nid
 */
struct place {
	u64 start;
	int nid;
	size_t order;
};

struct model {
	struct row *rows;
	size_t nr_rows, max_rows;
	struct owner *owners;
	size_t nr_owners, max_owners;
	unsigned int *slots; /* hash table of the owners' names */
	size_t nr_slots;
	struct share *shares;
	size_t nr_shares;
	struct place *places;
	size_t nr_places, max_places;
	struct stretches zones, firmware, added, driver;
	struct stretches ram; /* all "System RAM" of iomem, that of drivers too */
	struct stretches e820; /* "System RAM" of the firmware's map at boot */
	int *zone_nids;
	bool firmware_known, e820_known;
	char driver_name[32]; /* such as "virtio_mem"; "" if there are several drivers */
	s64 memtotal;
	char release[128], host[65], date[64], cmdline[2049];
	struct sums nodes[NODES_MAX];
	struct sums all;
	char why[160]; /* what is wrong with the inputs */
};

/* All of these return false if an input is malformed; then m->why says what is wrong. */
bool model_read(struct model *m, struct source *s);
bool model_parse_ranges(struct model *m, const struct input *in);
bool model_parse_summary(struct model *m, const struct input *in);
bool model_parse_machine(struct model *m, struct source *s);
bool model_parse_places(struct model *m, const struct input *memory, const struct input *zoneinfo);
bool model_wrong(struct model *m, const char *what, const struct text *t);

bool stretch_add(struct stretches *list, u64 start, u64 last);
void stretch_join(struct stretches *list);
void stretch_subtract(struct stretches *from, const struct stretches *less);
void stretch_common(const struct stretches *a, const struct stretches *b, struct stretches *to);
void stretch_copy(struct stretches *to, const struct stretches *list);
s64 stretch_bytes(const struct stretches *list);
void stretch_free(struct stretches *list);

void model_free(struct model *m);
bool model_torn(const struct model *m);
s64 model_total(const struct sums *s);
size_t shares_join(struct share *list, size_t nr);
struct piece model_piece(const struct model *m, const struct stretch *of, u64 start);
bool owner_name_ok(struct word w);
void copy_printable(char *to, size_t room, struct word w);

#endif
