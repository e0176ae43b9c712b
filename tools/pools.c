// SPDX-License-Identifier: GPL-2.0-only
/*
 * pools: memory that boot did not reserve and that is still not free for everybody: huge pages of
 * hugetlb, balloons, and memory that a confidential VM has not accepted yet.
 *
 * Kernels 7.x count the pages in a balloon as "nr_balloon_pages" in /proc/vmstat. With older
 * kernels they are balloon_inflate - balloon_deflate, which mm/balloon_compaction.c counts. Neither
 * includes the balloons of Hyper-V and Xen.
 */
#include <stdlib.h>

#include "above.h"
#include "say.h"
#include "units.h"

/* Read a line "NAME N", where N is a number of pages; false if there is no such line */
static bool pages_of(const struct input *in, const char *name, u64 *n)
{
	struct word w;
	struct text t;

	text_begin(&t, in->text, in->length);
	while (text_line(&t))
		if (text_word(&t, &w) && word_is(w, name))
			return text_word(&t, &w) && word_decimal(w, n) &&
			       *n < SIZE_LIMIT / PAGE_BYTES;
	return false;
}

static void read_balloon(struct above *a, const struct input *in)
{
	u64 n, inflated, deflated;

	a->balloon_known = true;
	if (pages_of(in, "nr_balloon_pages", &n))
		a->balloon = n * PAGE_BYTES;
	else if (pages_of(in, "balloon_inflate", &inflated) &&
		 pages_of(in, "balloon_deflate", &deflated) && deflated <= inflated)
		a->balloon = (inflated - deflated) * PAGE_BYTES;
	else
		a->balloon_known = false;
}

/* Read lines "NODE SIZE PAGES FREE" */
static bool read_huge_pages(struct above *a, const struct input *in)
{
	u64 n[4];
	struct word w;
	struct text t;
	int i;

	a->pools_known = !in->absent;
	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		for (i = 0; i < 4; i++)
			if (!text_word(&t, &w) || !word_decimal(w, &n[i]) || n[i] >= SIZE_LIMIT)
				return above_wrong(a, in, &t);
		if (n[0] >= NODES_MAX || !n[1] || n[3] > n[2] || n[2] > SIZE_LIMIT / n[1] ||
		    pools_on(a, -1, false) + (s64)(n[2] * n[1]) > (s64)SIZE_LIMIT)
			return above_wrong(a, in, &t);
		if (a->nr_pools == a->max_pools) {
			a->max_pools = a->max_pools ? 2 * a->max_pools : 16;
			a->pools = must(realloc(a->pools, a->max_pools * sizeof(*a->pools)));
		}
		a->pools[a->nr_pools++] = (struct pool){ n[0], n[1], n[2], n[3] };
	}
	return true;
}

/* pools_on - bytes of huge pages on a node (-1: on all nodes); only the free ones if @free */
s64 pools_on(const struct above *a, int node, bool free)
{
	s64 bytes = 0;
	size_t i;

	for (i = 0; i < a->nr_pools; i++)
		if (node < 0 || a->pools[i].nid == node)
			bytes += a->pools[i].size *
				 (free ? a->pools[i].free : a->pools[i].pages);
	return bytes;
}

/* above_read_pools - read huge pages, the balloon and unaccepted memory */
bool above_read_pools(struct above *a, struct source *s)
{
	u64 kb;

	read_balloon(a, source_maybe(s, "vmstat"));
	a->unaccepted_known = pages_of(source_get(s, "meminfo"), "Unaccepted:", &kb);
	if (a->unaccepted_known)
		a->unaccepted = kb * 1024;
	return read_huge_pages(a, source_maybe(s, "hugepages"));
}

/*
 * balloon_is_unexplained - are the balloon's pages a part of `unexplained`? virtio_balloon takes
 * its pages out of the managed pages, unless the host lets the balloon deflate when memory is
 * short.
 */
bool balloon_is_unexplained(const struct above *a, const struct model *m)
{
	return a->balloon && m->all.unexplained >= a->balloon;
}
