// SPDX-License-Identifier: GPL-2.0-only
/*
 * walk: find the reserved pages by a walk over the struct pages.
 *
 * At the end of boot memblock_free_all() gives all memory that is not reserved to the buddy, and
 * marks the rest PG_reserved (reserve_bootmem_region()). A page was reserved at boot, and still is,
 * if
 *
 *  - it is online,
 *  - it is PG_reserved, and not PageOffline. Drivers of hypervisors set PageOffline on hot-added
 *    pages that have no memory, and up to 6.1 such pages stay PG_reserved (hv_page_online_one(),
 *    xen_online_page()),
 *  - it is memory that the kernel was given at boot (memory.c),
 *  - it does not hold the struct pages of its own, hot-added block (selfhosted.c).
 *
 * Pages that fail only the third test are holes. They have a struct page because their section has
 * one (init_unavailable_range()). They are counted as "unavailable".
 *
 * Where a walk looks is decided in where.c.
 *
 * Most memory is free or in use. So the walk is made fast: it asks only once for 2 MiB whether the
 * pages are online (ZONE_DEVICE cannot begin or end inside of 2 MiB). It uses the order of a free
 * block to skip all of it. If blocks of 2 MiB hold struct pages (memmap.c) or the kernel's code
 * (image.c), it looks at the first page of each block, and at the last page of the last block. No
 * lock is held while an order is read. Between the look at PageBuddy and the look at the order, the
 * block can be taken, used and freed again, so the order can be wrong. If the counts do not fit,
 * the caller must walk once more, with a look at every page.
 *
 * Memory hot-remove frees struct pages, after it has sent MEM_OFFLINE and marked the section
 * offline. The notifier waits until a running walk has ended (mirror_memory_event()). Later walks
 * see that the section is offline.
 */
#include <linux/ktime.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "compat.h"
#include "live/buddy.h"
#include "live/image.h"
#include "live/memmap.h"
#include "live/memory.h"
#include "live/selfhosted.h"
#include "live/walk.h"
#include "live/zone.h"

/* How many pages from @pfn on are in @t? @pfn never goes down; @next is the cursor. */
static unsigned long pages_in(const struct range_table *t, size_t *next, unsigned long pfn)
{
	u64 start = PFN_PHYS(pfn);

	while (*next < t->nr && t->r[*next].end <= start)
		++*next;
	if (*next == t->nr || start < t->r[*next].start)
		return 0;
	return PHYS_PFN(t->r[*next].end - start);
}

static int walk_end_run(struct walk *w)
{
	int err = 0;

	if (w->run.start != w->run.end)
		err = range_push(&w->found, &w->run);
	w->run.start = w->run.end;
	return err;
}

/*
 * The page of memory to whose zone the kernel counts the hole at the walk's position: the memory
 * above it, and after all memory of boot the memory below (init_unavailable_range()). NULL if that
 * is offline.
 */
static struct page *beside_hole(const struct walk *w)
{
	size_t above = w->next_memory;
	unsigned long pfn;

	if (above < w->memory.nr) {
		pfn = PHYS_PFN(w->memory.r[above].start);
		if (early_section(__pfn_to_section(pfn))) /* not added later */
			return pfn_to_online_page(pfn);
	}
	return above ? pfn_to_online_page(PHYS_PFN(w->memory.r[above - 1].end) - 1) : NULL;
}

/*
 * Count a page that has a struct page and no memory. If memblock has a reservation for it, such as
 * an ACPI table in a hole, init_reserved_page() gives it a zone that no node has.
 */
static void walk_hole(struct walk *w, struct page *page)
{
	if (!page_is_sound(page))
		page = beside_hole(w);
	if (page && page_is_sound(page))
		w->unavailable[zone_index(page_to_nid(page), page_zonenum(page))]++;
}

/* @n reserved pages, all of one node and zone: extend the run, or begin another. */
static int walk_reservation(struct walk *w, struct page *page, unsigned long pfn,
			    unsigned long n)
{
	int nid = page_to_nid(page), zone = page_zonenum(page);
	u64 start = PFN_PHYS(pfn);
	int err;

	if (!page_is_sound(page))
		return 0;
	if (w->run.end != start || w->run.nid != nid || w->run.zone != zone) {
		err = walk_end_run(w);
		if (err)
			return err;
		w->run = (struct range_entry) {
			.start = start, .nid = nid, .zone = zone,
		};
	}
	w->run.end = start + PFN_PHYS(n);
	w->reserved[zone_index(nid, zone)] += n;
	return 0;
}

/* @n marked pages, all of one node and zone: each is a reservation or a hole. */
static int walk_reserved(struct walk *w, struct page *page, unsigned long pfn,
			 unsigned long n)
{
	unsigned long end = pfn + n;
	int err;

	for (; pfn < end; pfn += n, page += n) {
		n = min(pages_in(&w->memory, &w->next_memory, pfn), end - pfn);
		if (n) {
			err = walk_reservation(w, page, pfn, n);
			if (err)
				return err;
		} else {
			walk_hole(w, page);
			n = 1;
		}
	}
	return 0;
}

/* Can this page be a reservation or a hole? */
static bool is_marked(struct page *page)
{
	return PageReserved(page) && !PageOffline(page);
}

/**
 * struct look - what a struct page says that matters here
 * @flags: PG_reserved, node and zone
 * @type: page_type, which shows PageOffline. Other values are compared, too, as that is faster
 */
struct look {
	unsigned long flags;
	unsigned int type;
};

static struct look look(struct page *page)
{
	const unsigned long mask = BIT(PG_reserved) | ZONEID_MASK << ZONEID_PGSHIFT;

	return (struct look) {
		.flags = compat_page_flags(page) & mask,
		.type = READ_ONCE(page->page_type),
	};
}

/* The bits in which a page differs from @like. If there is none, its node and zone are the same. */
static unsigned long unlike(struct look like, struct page *page)
{
	struct look l = look(page);

	return (l.flags ^ like.flags) | (l.type ^ like.type);
}

static bool is_like(struct page *page, struct page *other)
{
	return !unlike(look(page), other);
}

/*
 * How many pages from @page on, which is marked, are like it? A page with another page_type ends
 * the count, even if it is marked. Four pages are compared with one test.
 */
static unsigned long reserved_pages_at(struct page *page, unsigned long max)
{
	struct look like = look(page);
	unsigned long n = 1;

	like.flags |= BIT(PG_reserved); /* it was marked when the caller looked */
	while (n + 4 <= max && !(unlike(like, page + n) | unlike(like, page + n + 1) |
				 unlike(like, page + n + 2) | unlike(like, page + n + 3)))
		n += 4;
	while (n < max && !unlike(like, page + n))
		n++;
	return n;
}

/*
 * How many pages from @pfn on are marked like @page, their first, as the ends of whole blocks show?
 * These blocks lie in one section. If two of their pages are in the same zone, all pages between
 * them are in this zone, too.
 */
static unsigned long marked_blocks(struct walk *w, struct page *page, unsigned long pfn,
				   unsigned long last)
{
	const unsigned long block = PHYS_PFN(PMD_SIZE);
	unsigned long max = pages_in(&w->whole, &w->next_whole, pfn), n = 0;

	max = min3(max, last - pfn, PAGES_PER_SECTION - pfn % PAGES_PER_SECTION);
	if (pfn % block || !is_marked(page))
		return 0;
	for (; n + block <= max && is_like(page, page + n); n += block)
		w->looked_at++;
	while (n && !is_like(page, page + n - 1))
		n -= block;
	return n;
}

/*
 * Look at the pages from *@pfn up to @end; they are online. @page is the struct page of the first.
 * Sets *@pfn to where to go on, which can be after @end.
 */
static int walk_pages(struct walk *w, struct page *page,
		      unsigned long *pfn, unsigned long end)
{
	unsigned long at = *pfn, looked_at = 0, n;
	int err = 0, order;

	for (; at < end && !err; at += n, page += n) {
		n = 1;
		if (is_marked(page)) {
			n = reserved_pages_at(page, end - at);
			looked_at += n - 1;
			err = walk_reserved(w, page, at, n);
		} else if (w->how != WALK_ALL && PageBuddy(page)) {
			order = buddy_free_order(page, at);
			n = order < 0 ? 1 : 1UL << order;
		}
		looked_at++;
	}
	*pfn = at;
	w->looked_at += looked_at;
	return err;
}

/* Look at the online pages from *@pfn up to @last. Sets *@pfn to where to go on. */
static int walk_piece(struct walk *w, unsigned long *pfn, unsigned long last)
{
	unsigned long nr, end;
	struct page *page;
	int err = 0;

	while (*pfn < last && !err) {
		nr = pfn_to_section_nr(*pfn);
		if (!online_section_nr(nr)) {
			*pfn = section_nr_to_pfn(nr + 1);
			continue;
		}
		cond_resched();
		if (fatal_signal_pending(current))
			return -EINTR;

		nr = selfhosted_pages(*pfn);
		if (nr) {
			*pfn += nr;
			continue;
		}
		end = min(last, round_down(*pfn, PAGES_PER_SUBSECTION) + PAGES_PER_SUBSECTION);
		page = pfn_to_online_page(*pfn);
		nr = page ? marked_blocks(w, page, *pfn, last) : 0;
		if (nr) {
			err = walk_reserved(w, page, *pfn, nr);
			*pfn += nr;
		} else if (page) {
			err = walk_pages(w, page, pfn, end);
		} else {
			*pfn = end;
		}
	}
	return err;
}

static int walk_online(struct walk *w)
{
	unsigned long pfn = 0;
	size_t i;
	int err = 0;

	range_for_each(i, &w->where) {
		pfn = max(pfn, PHYS_PFN(w->where.r[i].start));
		err = err ?: walk_piece(w, &pfn, PHYS_PFN(w->where.r[i].end));
	}
	return err ?: walk_end_run(w);
}

/**
 * walk_destroy - free what a walk found
 * @w: the walk
 *
 * Context: Process. May sleep.
 */
void walk_destroy(struct walk *w)
{
	range_destroy(&w->found);
	range_destroy(&w->memory);
	range_destroy(&w->where);
	range_destroy(&w->whole);
	kvfree(w->unavailable);
	kvfree(w->reserved);
}

static int walk_prepare(struct walk *w, enum walk_how how)
{
	int err;

	*w = (struct walk) {
		.how = how,
		.unavailable = kvcalloc(NR_ZONE_INDEXES, sizeof(long), GFP_KERNEL),
		.reserved = kvcalloc(NR_ZONE_INDEXES, sizeof(long), GFP_KERNEL),
	};
	if (!w->unavailable || !w->reserved)
		return -ENOMEM;
	err = memory_read(&w->memory);
	if (!err && how != WALK_ALL)
		err = memmap_blocks(&w->whole) ?: image_blocks(&w->whole) ?: range_build(&w->whole);
	return err;
}

/**
 * walk_struct_pages - find the reserved pages
 * @w: the walk; it is overwritten
 * @how: where to look; where_can() returned true for it
 * @known: the table before the walk
 *
 * Reads struct pages that are online. Takes no lock of the allocator.
 *
 * Context: Process. mirror.work is held, so that no struct page is freed; may sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal. After an error @w holds nothing.
 */
int walk_struct_pages(struct walk *w, enum walk_how how, const struct range_table *known)
{
	u64 start_ns = ktime_get_ns();
	int err;

	err = walk_prepare(w, how) ?: where_to_look(&w->where, how, known, &w->memory) ?:
	      walk_online(w) ?: range_build(&w->found);
	w->us = (ktime_get_ns() - start_ns) / NSEC_PER_USEC;
	if (err)
		walk_destroy(w);
	return err;
}
