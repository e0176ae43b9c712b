/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * model: what the inputs say, as rows and sums.
 *
 * Sizes are in bytes, 64 bits, with a sign where a difference is. For each node, and for all of
 * them together,
 *
 *	firmware + added + driver - unused - boot - since - edges - other - unexplained == managed
 *
 * holds to the byte, and the managed bytes of all nodes are MemTotal of /proc/meminfo.
 *
 * firmware	"System RAM" of the firmware's map
 * added	"System RAM" of /proc/iomem that this map does not have, or did not have at boot:
 *		where the boot log still has it as it was (`e820`), plugged memory is here
 * driver	"System RAM (virtio_mem)" or "(kmem)": memory that a driver brought and manages
 * unused	what of these three never became a present page; found as what is left
 * boot		reserved at boot, by owner: the rows of `ranges` but those that are `live`
 * since	reserved with `early_res reserve`: those that are `live`
 * edges	bytes of pages that are reserved for the sake of other bytes in them
 * other	neither reserved nor managed, and known: hot-added memory with its own struct pages
 *
 * A machine without a firmware map has its memory in `added`.
 *
 * The node of an address is that of its memory block (place.c).
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
 * @name: its name; "-" is nobody known
 * @bytes: on all nodes
 * @ranges: how many rows
 * @how: how it is known, by the last row
 * @live: reserved since boot, with `early_res reserve`; never of boot
 */
struct owner {
	char name[OWNER_MAX + 1];
	s64 bytes;
	unsigned long ranges;
	char how[12];
	bool live;
};

/**
 * struct share - what an owner holds on a node; sorted by owner, then node
 */
struct share {
	unsigned int owner;
	int nid;
	s64 bytes;
};

/**
 * struct sums - a node's, or the machine's; see above
 * @seen: the node is there
 * @present: pages, in bytes
 * @reserved: pages that the table has, in bytes
 * @late_freed: those of them that are late freed in the simulation
 * @released: pages that were given back
 * @unattributed: bytes of @boot whose owner is not known
 */
struct sums {
	bool seen;
	s64 firmware, added, driver;
	s64 unused, boot, since, edges, other, unexplained;
	s64 managed;
	s64 present, reserved, late_freed, released, unattributed;
};

/**
 * struct stretch - memory of one kind, both ends included
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
 * struct place - from @start on, up to the next place, addresses are of @nid
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
	unsigned int *slots; /* hash of the owners' names */
	size_t nr_slots;
	struct share *shares;
	size_t nr_shares;
	struct place *places;
	size_t nr_places, max_places;
	struct stretches zones, firmware, added, driver;
	struct stretches ram; /* all System RAM of iomem, drivers' too */
	struct stretches e820; /* System RAM of the firmware's map at boot */
	int *zone_nids;
	bool firmware_known, e820_known;
	char driver_name[32]; /* "virtio_mem"; "" if there are several */
	s64 memtotal;
	char release[128], host[65], date[64], cmdline[2049];
	struct sums nodes[NODES_MAX];
	struct sums all;
	char why[160]; /* what is wrong with the inputs */
};

/* All of these return false if an input is not as it must be; then m->why says in words why. */
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
s64 model_total(const struct sums *s);
size_t shares_join(struct share *list, size_t nr);
struct piece model_piece(const struct model *m, const struct stretch *of, u64 start);
bool owner_name_ok(struct word w);
void copy_printable(char *to, size_t room, struct word w);

#endif
