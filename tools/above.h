/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * above: memory that the sums of the model do not show.
 *
 * installed	the memory that SMBIOS says is in the machine. It is not known without SMBIOS, or
 *		if a memory device does not say its size
 * kept		installed - firmware: memory that the firmware does not give to the kernel. There is
 *		a row for each part that is known to be RAM, and one row for the rest, so that the
 *		rows add up to `kept`
 * unused	the stretches of the model's `unused`, each with its reason. The last row of a node
 *		is unused memory whose address is not known, so that the rows add up to `unused`
 * pools	huge pages of hugetlb. They are part of what is left to the page allocator
 * balloon	pages that a balloon driver gave to the host. virtio_balloon takes them out of the
 *		managed pages, so they are part of `unexplained`. Other drivers leave them managed
 * unaccepted	memory that a confidential VM has, but has not accepted yet. It is part of what is
 *		left to the page allocator
 *
 * A value that is not known is not zero: a flag says whether it is known.
 */
#ifndef EARLY_RES_ABOVE_H
#define EARLY_RES_ABOVE_H

#include "model.h"

#define KEPT_MAX	8
#define WHY_MAX		48

/**
 * struct kept - a part of the memory that the firmware keeps
 * @key: one word, for programs
 * @what: a few words, for people
 * @bytes: how much
 */
struct kept {
	const char *key;
	const char *what;
	s64 bytes;
};

/**
 * struct unused - memory that never became a present page
 * @at: where it is; valid only if @placed
 * @placed: its address is known
 * @nid: its node
 * @bytes: how much; below zero if there are more present pages than memory
 * @why: the reason, for people
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
 * @nid: the node
 * @size: bytes of a huge page
 * @pages: how many there are
 * @free: how many of these are free
 */
struct pool {
	int nid;
	s64 size, pages, free;
};

struct above {
	bool installed_known, balloon_known, unaccepted_known, pools_known;
	const char *installed_why; /* why `installed` is not known */
	s64 installed, kept, balloon, unaccepted;
	struct kept kepts[KEPT_MAX];
	size_t nr_kepts;
	struct unused *unused;
	size_t nr_unused, max_unused;
	struct pool *pools;
	size_t nr_pools, max_pools;
	char why[160];
};

/* These return false if an input is malformed. Then a->why says what is wrong with it. */
bool above_read(struct above *a, const struct model *m, struct source *s);
bool above_read_dmi(struct above *a, const struct input *in);
bool above_read_kept(struct above *a, const struct model *m, struct source *s);
bool above_read_unused(struct above *a, const struct model *m, struct source *s);
bool above_read_pools(struct above *a, struct source *s);
bool above_wrong(struct above *a, const struct input *in, const struct text *t);

void above_free(struct above *a);

/* Bytes of huge pages on @node (-1: on all nodes); only the free ones if @free */
s64 pools_on(const struct above *a, int node, bool free);
/* Are the pages of the balloon a part of `unexplained`? */
bool balloon_is_unexplained(const struct above *a, const struct model *m);

#endif
