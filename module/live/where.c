// SPDX-License-Identifier: GPL-2.0-only
/*
 * where: decide where a walk looks.
 *
 * No memory is added to what was reserved at boot. So a later walk looks where the old table says,
 * and the first walk where memblock's list says, if there is one (memblock.c). Both also look at
 * holes, to count them. If there is a reserved page elsewhere, the counts do not fit those of the
 * zones. Then the caller must walk again, everywhere.
 */
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#include "live/memblock.h"
#include "live/where.h"

/* From the first to the last section of all nodes. One node can lie inside another. */
static struct range_entry all_sections(void)
{
	unsigned long first = ULONG_MAX, last = 0;
	int nid;

	for_each_online_node(nid) {
		pg_data_t *pgdat = NODE_DATA(nid);

		if (!pgdat->node_spanned_pages)
			continue;
		first = min(first, pgdat->node_start_pfn);
		last = max(last, pgdat_end_pfn(pgdat));
	}
	return (struct range_entry) {
		.start = PFN_PHYS(round_down(first, PAGES_PER_SECTION)),
		.end = PFN_PHYS(round_up(last, PAGES_PER_SECTION)),
	};
}

/*
 * Add the part of [@start, @end) that is in @bounds. If it touches the part before, the two are
 * joined: fewer parts are sorted faster.
 */
static int add_part(struct range_table *where, const struct range_entry *bounds, u64 start, u64 end)
{
	struct range_entry *last = where->nr ? &where->r[where->nr - 1] : NULL;
	struct range_entry r = {
		.start = max(bounds->start, round_down(start, PAGE_SIZE)),
		.end = min(bounds->end, round_up(end, PAGE_SIZE)),
	};

	if (r.start >= r.end)
		return 0;
	if (!last || r.start < last->start || r.start > last->end)
		return range_push(where, &r);
	last->end = max(last->end, r.end);
	return 0;
}

static int add_holes(struct range_table *where, const struct range_entry *bounds,
		     const struct range_table *memory)
{
	u64 end = bounds->start;
	size_t i;
	int err = 0;

	range_for_each(i, memory) {
		err = err ?: add_part(where, bounds, end, memory->r[i].start);
		end = memory->r[i].end;
	}
	return err ?: add_part(where, bounds, end, bounds->end);
}

/**
 * where_can - can a walk be done in this way?
 * @how: the way
 * @known: the table before the walk
 *
 * Context: Any.
 * Return: false if there is nothing that says where to look.
 */
bool where_can(enum walk_how how, const struct range_table *known)
{
	if (how == WALK_KNOWN)
		return known->nr;
	return how != WALK_LISTED || memblock_reserved();
}

/**
 * where_to_look - decide where a walk looks
 * @where: an empty table; the places are put into it, sorted, in bytes, as whole pages. Node and
 *	   zone of its entries mean nothing
 * @how: the way; where_can() returned true for it
 * @known: the table before the walk
 * @memory: what is memory
 *
 * Context: Process. mirror.work is held; may sleep.
 * Return: 0 or -ENOMEM; then @where is only good for range_destroy().
 */
int where_to_look(struct range_table *where, enum walk_how how, const struct range_table *known,
		  const struct range_table *memory)
{
	const struct memlist *reserved = memblock_reserved();
	struct range_entry all = all_sections();
	size_t i;
	int err;

	if (how != WALK_KNOWN && how != WALK_LISTED)
		return add_part(where, &all, all.start, all.end);

	err = add_holes(where, &all, memory);
	range_for_each(i, known)
		if (known->r[i].state != RANGE_RELEASED)
			err = err ?: add_part(where, &all, known->r[i].start, known->r[i].end);
	for (i = 0; how == WALK_LISTED && i < reserved->nr; i++)
		err = err ?: add_part(where, &all, reserved->e[i].start, reserved->e[i].end);
	return err ?: range_build(where);
}
