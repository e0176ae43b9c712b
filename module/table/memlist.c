// SPDX-License-Identifier: GPL-2.0-only
/*
 * memlist: a copy of one of memblock's lists, and the checks that prove it. See memlist.h.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/numa.h>
#include <linux/slab.h>

#include "table/grow.h"
#include "table/memlist.h"

/*
 * The names that memblock's debugfs files use; up to 6.1 these files show no flags. No flag
 * changed its bit between kernel versions.
 */
static const char * const flag_names[] = {
	"HOTPLUG",
	"MIRROR",
	"NOMAP",
	"DRV_MNG",
	"RSV_NIT",
	"RSV_KERN",
	"KHO_SCRATCH",
	"RSV_HUGETLB",
};

/**
 * memlist_flag_name - the name of a flag
 * @bit: the number of its bit
 *
 * Context: Any.
 * Return: the name; NULL if no kernel has this flag.
 */
const char *memlist_flag_name(unsigned int bit)
{
	return bit < ARRAY_SIZE(flag_names) ? flag_names[bit] : NULL;
}

/**
 * memlist_push - add an entry at the end
 * @l: the list
 * @e: the entry; it is not checked
 *
 * Context: May sleep.
 * Return: 0, or -ENOMEM; then the list does not change.
 */
int memlist_push(struct memlist *l, const struct memlist_entry *e)
{
	struct memlist_entry *array;

	array = grow_array(l->e, l->nr, &l->max, l->nr + 1, sizeof(*array));
	if (!array)
		return -ENOMEM;
	l->e = array;
	l->e[l->nr++] = *e;
	return 0;
}

/**
 * memlist_destroy - make a list empty, and free its memory
 * @l: the list
 *
 * Context: May sleep.
 */
void memlist_destroy(struct memlist *l)
{
	kvfree(l->e);
	*l = (struct memlist) {};
}

/**
 * memlist_prove_header - can this be the header of a list of memblock?
 * @h: the header
 *
 * Context: Any.
 * Return: NULL if it can; else the reason why it cannot.
 */
const char *memlist_prove_header(const struct memlist_header *h)
{
	if (!h->cnt)
		return "it has no entries";
	if (h->cnt > h->max)
		return "it has more entries than room";
	if (h->max > MEMLIST_MAX)
		return "it has room for too many entries";
	return NULL;
}

static const char *prove_entry(const struct memlist_entry *e, unsigned int nr_nodes)
{
	if (e->end == e->start)
		return "an entry has no bytes";
	if (e->end < e->start)
		return "an entry ends behind the last address";
	if (e->flags >> ARRAY_SIZE(flag_names))
		return "an entry has an unknown flag";
	if (e->nid != NUMA_NO_NODE && (e->nid < 0 || e->nid >= (int)nr_nodes))
		return "an entry has a node that cannot be";
	return NULL;
}

/**
 * memlist_prove - can this be a list that memblock made?
 * @l: the list
 * @h: its header; memlist_prove_header() found no fault in it
 * @nr_nodes: all node numbers are below this
 *
 * Context: Any.
 * Return: NULL if it can; else the reason why it cannot.
 */
const char *memlist_prove(const struct memlist *l, const struct memlist_header *h,
			  unsigned int nr_nodes)
{
	const char *why;
	u64 total = 0;
	size_t i;

	if (l->nr != h->cnt)
		return "not all of its entries could be read";
	for (i = 0; i < l->nr; i++) {
		why = prove_entry(&l->e[i], nr_nodes);
		if (why)
			return why;
		if (i && l->e[i].start < l->e[i - 1].end)
			return "its entries are not in order, or overlap";
		total += l->e[i].end - l->e[i].start;
	}
	return total <= h->total && h->total - total <= h->trimmed ? NULL :
	       "its entries do not add up to its total";
}

/**
 * memlist_first - the first entry that ends above an address
 * @l: a list that was proved
 * @addr: the address
 *
 * Context: Any.
 * Return: the index of the entry; @l->nr if there is none.
 */
size_t memlist_first(const struct memlist *l, u64 addr)
{
	size_t low = 0, high = l->nr;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (l->e[mid].end > addr)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/*
 * Is the page of @at still reserved since boot? *@stop is where the caller wants to stop; it is
 * lowered to where the answer changes.
 */
static enum memlist_now now_at(const struct range_table *t, u64 at, u64 *stop)
{
	size_t i = range_first(t, round_down(at, PAGE_SIZE));

	for (; i < t->nr; i++) {
		const struct range_entry *r = &t->r[i];
		u64 start = round_down(r->start, PAGE_SIZE);

		if (start >= *stop)
			break;
		if (r->state == RANGE_RELEASED || r->flags & RANGE_LIVE)
			continue;
		if (start > at) {
			*stop = start;
			break;
		}
		*stop = min_t(u64, *stop, round_up(r->end, PAGE_SIZE));
		return MEMLIST_RESERVED;
	}
	return MEMLIST_FREED;
}

/*
 * Cut @e to its first part: the part is on one node, and all of it was freed, or all of it is
 * reserved, or no byte of it is memory.
 */
static void first_part(struct memlist_entry *e, const struct memlist *memory,
		       const struct range_table *t)
{
	size_t i = memlist_first(memory, e->start);

	e->now = MEMLIST_UNKNOWN;
	if (i == memory->nr)
		return;
	if (memory->e[i].start > e->start) {
		e->end = min(e->end, memory->e[i].start);
		return;
	}
	e->end = min(e->end, memory->e[i].end);
	if (e->nid == NUMA_NO_NODE)
		e->nid = memory->e[i].nid;
	e->now = now_at(t, e->start, &e->end);
}

/* Add a part. It extends the last row if both are parts of the entry that begins at @start. */
static int push_part(struct memlist *rows, const struct memlist_entry *e, u64 start)
{
	struct memlist_entry *last = rows->nr ? &rows->e[rows->nr - 1] : NULL;

	if (last && last->start >= start && last->end == e->start && last->nid == e->nid &&
	    last->now == e->now) {
		last->end = e->end;
		return 0;
	}
	return memlist_push(rows, e);
}

/**
 * memlist_split - what happened to memblock's reservations?
 * @rows: an empty list; gets the parts of the entries of @reserved. A part does not cross an
 * entry or a node. All of it was freed, or all of it is reserved, or no byte of it is memory
 * @reserved: memblock's reservations, proved
 * @memory: memblock's memory, proved
 * @t: what is reserved now, to the page. Entries that are RANGE_LIVE or released do not count
 * @nid: only the parts on this node; NUMA_NO_NODE for all
 *
 * A part has the node that memblock had for its entry. If memblock had none, it has the node of
 * its memory; if it is not memory, it has none.
 *
 * Context: May sleep.
 * Return: 0, or -ENOMEM; then @rows is only good for memlist_destroy().
 */
int memlist_split(struct memlist *rows, const struct memlist *reserved,
		  const struct memlist *memory, const struct range_table *t, int nid)
{
	struct memlist_entry part;
	size_t i;
	u64 at;
	int err = 0;

	for (i = 0; i < reserved->nr && !err; i++) {
		for (at = reserved->e[i].start; at < reserved->e[i].end && !err; at = part.end) {
			part = reserved->e[i];
			part.start = at;
			first_part(&part, memory, t);
			if (nid == NUMA_NO_NODE || nid == part.nid)
				err = push_part(rows, &part, reserved->e[i].start);
		}
	}
	return err;
}
