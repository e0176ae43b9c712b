/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * above: what is above and beside the sums of the model.
 *
 * installed	what SMBIOS says is in the machine; not known without SMBIOS, or if a memory device
 *		does not say its size
 * kept		installed - firmware: what the firmware does not give away, told apart as far as
 *		it is known to be RAM; the rest is a row, so that the rows add up to it
 * unused	the stretches of the model's `unused`, each with its reason; what has no address is
 *		the last row of its node, so that the rows add up to it
 * pools	huge pages of hugetlb; part of what is left
 * balloon	pages that a balloon driver gave to the host. virtio_balloon takes them out of the
 *		managed pages, and they are part of `unexplained`; others leave them there
 * unaccepted	memory of a confidential VM that the kernel has, but has not accepted yet; part of
 *		what is left
 *
 * What is not known is not zero: each has a flag.
 */
#ifndef EARLY_RES_ABOVE_H
#define EARLY_RES_ABOVE_H

#include "model.h"

#define KEPT_MAX	8
#define WHY_MAX		48

/**
 * struct kept - some of what the firmware keeps
 * @key: one word
 * @what: for people
 */
struct kept {
	const char *key;
	const char *what;
	s64 bytes;
};

/**
 * struct unused - memory that never became a present page
 * @at: where; if not @placed, its address is not known
 * @bytes: how much; below zero if there are more present pages than memory
 */
struct unused {
	struct stretch at;
	bool placed;
	int nid;
	s64 bytes;
	char why[WHY_MAX];
};

/**
 * struct pool - huge pages of one size on a node
 */
struct pool {
	int nid;
	s64 size, pages, free;
};

struct above {
	bool installed_known, balloon_known, unaccepted_known, pools_known;
	const char *installed_why; /* why it is not known */
	s64 installed, kept, balloon, unaccepted;
	struct kept kepts[KEPT_MAX];
	size_t nr_kepts;
	struct unused *unused;
	size_t nr_unused, max_unused;
	struct pool *pools;
	size_t nr_pools, max_pools;
	char why[160];
};

/* These return false if an input is not as it must be; then a->why says in words why. */
bool above_read(struct above *a, const struct model *m, struct source *s);
bool above_read_dmi(struct above *a, const struct input *in);
bool above_read_kept(struct above *a, const struct model *m, struct source *s);
bool above_read_unused(struct above *a, const struct model *m, struct source *s);
bool above_read_pools(struct above *a, struct source *s);
bool above_wrong(struct above *a, const struct input *in, const struct text *t);

void above_free(struct above *a);
s64 pools_on(const struct above *a, int node, bool free);
bool balloon_is_unexplained(const struct above *a, const struct model *m);

#endif
