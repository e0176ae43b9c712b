// SPDX-License-Identifier: GPL-2.0-only
/*
 * boot: the mirror. What was reserved at boot, read from the struct pages.
 *
 * At the end of boot memblock_free_all() hands to the buddy all memory that is
 * not reserved, and marks the rest PG_reserved (reserve_bootmem_region()). On
 * x86 the list itself is thrown away; the marks stay. A page was reserved at
 * boot, and still is, when
 *
 *  - it is online,
 *  - it is PG_reserved,
 *  - it is memory: the kernel was given it at boot.
 *
 * Pages that fail only the last test have a struct page because their memory
 * section has one (init_unavailable_range()): holes, here "unavailable". So, in
 * every zone, present_pages - managed_pages is the number of reserved pages.
 *
 * What is memory? memblock.memory was made of the e820 map, and "System RAM" in
 * the iomem tree still is that map. Two touching entries can share a page, so
 * they are joined first and then rounded inwards to pages, as
 * memblock_trim_memory() does. There is one exception: efi_mem_reserve() turns
 * pages that are memblock memory already into "Reserved" ones. See ram_add_efi().
 *
 * The walk. Most of a machine is free or in use, and only every 2 MiB of it is
 * asked for being online (below that, ZONE_DEVICE cannot mix with memory). A
 * free block is skipped as a whole by its order. That reading races with the
 * allocator: between the looks at PageBuddy and at the order the block can be
 * taken, used and freed again, and the order then be anything. No reservation
 * is lost by it: the walk counts, and a zone whose count is not present -
 * managed makes the walk start again, looking at every single page. So a wrong
 * order could only be believed if, in the same zone and walk, exactly as many
 * pages more were PG_reserved without having left the buddy.
 *
 * Memory hot-remove takes struct pages away, after MEM_OFFLINE was notified and
 * the section was marked offline. The notifier waits for a walk in progress;
 * later walks see the section offline.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/efi.h>
#include <linux/ioport.h>
#include <linux/ktime.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "boot.h"
#include "buddy.h"
#include "compat.h"
#include "owner.h"
#include "trace.h"

struct mirror mirror = {
	.lock = __MUTEX_INITIALIZER(mirror.lock),
};

/**
 * struct walk - a walk over the struct pages
 * @found: the reservations, pushed in address order
 * @run: the one that is being extended; none if @run.start == @run.end
 * @unavailable: pages, by zone_index()
 * @reserved: pages, by zone_index()
 * @ram: what is memory
 * @next_ram: the first entry of @ram that does not end below the walk
 * @skip_free: skip free blocks by their order
 * @looked_at: struct pages looked at
 * @us: microseconds it took
 */
struct walk {
	struct range_table found;
	struct range_entry run;
	unsigned long *unavailable;
	unsigned long *reserved;
	struct range_table ram;
	size_t next_ram;
	bool skip_free;
	unsigned long looked_at;
	u64 us;
};

/* What makes no sense is passed over: firmware has said stranger things. */
static int push_stretch(struct range_table *t, u64 start, u64 end)
{
	struct range_entry r = { .start = start, .end = end };
	int err = range_push(t, &r);

	return err == -EINVAL ? 0 : err;
}

static int push_resource(struct resource *res, void *table)
{
	return push_stretch(table, res->start, res->end + 1);
}

/**
 * boot_efi_is_kept - was this memory kept by efi_mem_reserve()?
 * @md: a descriptor of the EFI map
 *
 * Such a descriptor is boot services data, and marked as runtime so that it stays in
 * the map.
 *
 * Context: Any.
 * Return: true if so.
 */
bool boot_efi_is_kept(const efi_memory_desc_t *md)
{
	return md->type == EFI_BOOT_SERVICES_DATA && md->attribute & EFI_MEMORY_RUNTIME;
}

static int push_efi(struct range_table *t, const efi_memory_desc_t *md)
{
	return push_stretch(t, md->phys_addr,
			    md->phys_addr + (md->num_pages << EFI_PAGE_SHIFT));
}

/* All that the EFI map speaks of, and all that the e820 map calls reserved */
static int efi_read_maps(struct range_table *map, struct range_table *reserved)
{
	efi_memory_desc_t *md;
	int err;

	for_each_efi_memory_desc(md) {
		err = push_efi(map, md);
		if (err)
			return err;
	}
	err = walk_iomem_res_desc(IORES_DESC_RESERVED, IORESOURCE_MEM, 0, -1,
				  reserved, push_resource);
	if (err == -EINVAL)
		err = 0; /* there are none */
	return err ?: range_build(map) ?: range_build(reserved);
}

/*
 * efi_mem_reserve() keeps tables that firmware left in its boot services data
 * (ESRT, BGRT, ...). efi_arch_mem_reserve() marks them as runtime in the EFI
 * map and as reserved in the e820 map, when memblock was made of that already:
 * memory, yet not "System RAM".
 *
 * Memory that memmap= took from the kernel is reserved in the e820 map as well,
 * and not memory; boot services data in it is also marked as runtime
 * (efi_reserve_boot_services()). But then the reserved stretch is the user's,
 * with much in it that the EFI map has dropped, and not one that the EFI map
 * accounts for from end to end.
 */
static int ram_add_efi(struct range_table *ram)
{
	struct range_table map = {}, reserved = {};
	const struct range_entry *stretch;
	efi_memory_desc_t *md;
	int err;

	if (!efi_enabled(EFI_MEMMAP))
		return 0;

	err = efi_read_maps(&map, &reserved);
	if (err)
		goto out;

	for_each_efi_memory_desc(md) {
		stretch = range_find(&reserved, md->phys_addr);
		if (!boot_efi_is_kept(md) || !stretch ||
		    !range_covers(&map, stretch->start, stretch->end, RANGE_RESERVED))
			continue;
		err = push_efi(ram, md);
		if (err)
			break;
	}
out:
	range_destroy(&map);
	range_destroy(&reserved);
	return err;
}

static int ram_build(struct range_table *ram)
{
	int err;

	err = walk_iomem_res_desc(IORES_DESC_NONE,
				  IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
				  0, -1, ram, push_resource);
	return err ?: ram_add_efi(ram) ?: range_build(ram);
}

/* How many pages from @pfn on, not below the last one asked for, are memory? */
static unsigned long walk_ram_pages(struct walk *w, unsigned long pfn)
{
	const struct range_table *ram = &w->ram;
	u64 start = PFN_PHYS(pfn);

	while (w->next_ram < ram->nr && ram->r[w->next_ram].end <= start)
		w->next_ram++;
	if (w->next_ram == ram->nr || start < ram->r[w->next_ram].start)
		return 0;
	return PHYS_PFN(ram->r[w->next_ram].end - start);
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
 * A page with a struct page and no memory. init_reserved_page() gives those that
 * memblock has a reservation for, such as ACPI tables behind the end of memory,
 * a zone that no node has. Like all of their hole they belong to the memory
 * below it (memmap_init_zone_range()).
 */
static void walk_hole(struct walk *w, struct page *page)
{
	u64 below = w->next_ram ? w->ram.r[w->next_ram - 1].end : 0;

	if (!boot_page_is_sound(page) && below)
		page = pfn_to_online_page(PHYS_PFN(below) - 1);
	if (page && boot_page_is_sound(page))
		w->unavailable[zone_index(page_to_nid(page), page_zonenum(page))]++;
}

/* @n reserved pages, of one node and zone: go on with the run, or begin one. */
static int walk_reservation(struct walk *w, struct page *page, unsigned long pfn,
			    unsigned long n)
{
	int nid = page_to_nid(page), zone = page_zonenum(page);
	u64 start = PFN_PHYS(pfn);
	int err;

	if (!boot_page_is_sound(page))
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

/* @n pages with PG_reserved, of one node and zone: reservations, or holes. */
static int walk_reserved(struct walk *w, struct page *page, unsigned long pfn,
			 unsigned long n)
{
	unsigned long end = pfn + n;
	int err;

	for (; pfn < end; pfn += n, page += n) {
		n = min(walk_ram_pages(w, pfn), end - pfn);
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

/* How many pages like @page, which is PG_reserved, follow one another? */
static unsigned long reserved_pages_at(struct page *page, unsigned long max)
{
	const unsigned long mask = BIT(PG_reserved) | ZONEID_MASK << ZONEID_PGSHIFT;
	unsigned long flags = compat_page_flags(page) & mask;
	unsigned long n = 1;

	while (n < max && (compat_page_flags(page + n) & mask) == flags)
		n++;
	return n;
}

/*
 * Pages from *pfn up to @end, which are online; @page is the struct page of the
 * first. Leaves in *pfn where to go on, which can be behind @end.
 */
static int walk_pages(struct walk *w, struct page *page,
		      unsigned long *pfn, unsigned long end)
{
	unsigned long at = *pfn, looked_at = 0, n;
	int err = 0, order;

	for (; at < end && !err; at += n, page += n) {
		n = 1;
		if (PageReserved(page)) {
			n = reserved_pages_at(page, end - at);
			looked_at += n - 1;
			err = walk_reserved(w, page, at, n);
		} else if (w->skip_free && PageBuddy(page)) {
			order = buddy_free_order(page, at);
			n = order < 0 ? 1 : 1UL << order;
		}
		looked_at++;
	}
	*pfn = at;
	w->looked_at += looked_at;
	return err;
}

/* The sections of all nodes: nodes can lie inside one another. */
static void walk_bounds(unsigned long *first, unsigned long *last)
{
	int nid;

	*first = ULONG_MAX;
	*last = 0;
	for_each_online_node(nid) {
		pg_data_t *pgdat = NODE_DATA(nid);

		if (!pgdat->node_spanned_pages)
			continue;
		*first = min(*first, pgdat->node_start_pfn);
		*last = max(*last, pgdat_end_pfn(pgdat));
	}
	*first = round_down(*first, PAGES_PER_SECTION);
	*last = round_up(*last, PAGES_PER_SECTION);
}

static int walk_online(struct walk *w)
{
	unsigned long pfn, last, nr, end;
	struct page *page;
	int err;

	for (walk_bounds(&pfn, &last); pfn < last;) {
		nr = pfn_to_section_nr(pfn);
		if (!online_section_nr(nr)) {
			pfn = section_nr_to_pfn(nr + 1);
			continue;
		}
		cond_resched();
		if (fatal_signal_pending(current))
			return -EINTR;

		end = round_down(pfn, PAGES_PER_SUBSECTION) + PAGES_PER_SUBSECTION;
		page = pfn_to_online_page(pfn);
		if (!page) {
			pfn = end;
			continue;
		}
		err = walk_pages(w, page, &pfn, end);
		if (err)
			return err;
	}
	return walk_end_run(w);
}

static void walk_destroy(struct walk *w)
{
	range_destroy(&w->found);
	range_destroy(&w->ram);
	kvfree(w->unavailable);
	kvfree(w->reserved);
}

static int walk_prepare(struct walk *w, bool skip_free)
{
	*w = (struct walk) {
		.skip_free = skip_free,
		.unavailable = kvcalloc(NR_ZONE_INDEXES, sizeof(long), GFP_KERNEL),
		.reserved = kvcalloc(NR_ZONE_INDEXES, sizeof(long), GFP_KERNEL),
	};
	if (!w->unavailable || !w->reserved)
		return -ENOMEM;
	return ram_build(&w->ram);
}

/* Does every zone's count say what its present and managed pages say? */
static bool walk_explains_all(const struct walk *w)
{
	struct zone *zone;
	int nid, i;

	for_each_online_node(nid) {
		for (i = 0; i < MAX_NR_ZONES; i++) {
			zone = &NODE_DATA(nid)->node_zones[i];
			if (zone->present_pages - zone_managed_pages(zone) !=
			    w->reserved[zone_index(nid, i)])
				return false;
		}
	}
	return true;
}

/* A reservation of ours is there as long as it was not released, whatever it was made of. */
static int carry_live(struct range_table *t, const struct range_entry *r)
{
	struct range_entry whole = *r;

	whole.start = round_down(r->start, PAGE_SIZE);
	whole.end = round_up(r->end, PAGE_SIZE);
	whole.state = RANGE_RESERVED;
	return range_free(t, whole.start, whole.end) ?: range_reserve(t, &whole);
}

/* What only the table before this one knows */
static int carry_over(struct range_table *t, const struct range_table *old)
{
	int err = owner_mark_again(t, old);
	size_t i;

	range_for_each(i, old)
		if (!err && boot_is_live(&old->r[i]))
			err = carry_live(t, &old->r[i]);
	return err;
}

static int walk_all(struct walk *w, bool skip_free)
{
	const struct range_table *old = &mirror.table;
	u64 start_ns = ktime_get_ns();
	int err;

	err = walk_prepare(w, skip_free);
	if (!err)
		err = walk_online(w);
	if (!err)
		err = range_build(&w->found);
	w->us = (ktime_get_ns() - start_ns) / NSEC_PER_USEC;
	if (!err)
		err = old->nr ? carry_over(&w->found, old) : owner_mark_boot(&w->found);
	if (err)
		walk_destroy(w);
	return err;
}

static void trace_mirrored(const struct range_table *t)
{
	const struct range_entry *r;
	size_t i;

	if (!trace_early_res_reserve_enabled())
		return;
	range_for_each(i, t) {
		r = &t->r[i];
		trace_early_res_reserve(r->start, r->end - 1, r->nid,
					zone_name(r->nid, r->zone),
					owner_name(r->owner));
	}
}

/**
 * boot_mirror - make the table from the struct pages
 *
 * What was simulated before is forgotten, and so is what was released: that is not
 * reserved any more. Reservations of ours stay. Says in the kernel log how many
 * pages are reserved and what the walk cost.
 *
 * Context: Process. Takes mirror.lock; may sleep.
 * Return: 0, -ENOMEM, or -EINTR after a fatal signal; on error the table is
 * what it was.
 */
int boot_mirror(void)
{
	u64 start_ns = ktime_get_ns();
	unsigned long reserved = 0;
	struct walk w;
	unsigned int i;
	int err;

	mutex_lock(&mirror.lock);
	err = walk_all(&w, true);
	if (!err && !walk_explains_all(&w)) {
		walk_destroy(&w);
		err = walk_all(&w, false);
	}
	if (err) {
		mutex_unlock(&mirror.lock);
		return err;
	}

	for (i = 0; i < NR_ZONE_INDEXES; i++)
		reserved += w.reserved[i];
	swap(mirror.table, w.found);
	swap(mirror.unavailable, w.unavailable);
	trace_mirrored(&mirror.table);
	pr_info("%lu pages reserved, in %zu ranges; looked at %lu pages in %llu us%s, all in %llu us\n",
		reserved, mirror.table.nr, w.looked_at, w.us,
		w.skip_free ? "" : ", at each one",
		(ktime_get_ns() - start_ns) / NSEC_PER_USEC);
	mutex_unlock(&mirror.lock);

	walk_destroy(&w);
	return 0;
}

/**
 * boot_forget - forget the simulation: all that was late freed is reserved
 *
 * Context: Process. Takes mirror.lock.
 */
void boot_forget(void)
{
	struct range_table *t = &mirror.table;
	size_t i;

	mutex_lock(&mirror.lock);
	range_for_each(i, t)
		if (t->r[i].state == RANGE_LATE_FREED)
			t->r[i].state = RANGE_RESERVED;
	range_merge(t);
	mutex_unlock(&mirror.lock);
}

/* All at one moment: nobody but us reserves or releases meanwhile. */
static void count_zones(struct zone_count *count)
{
	struct zone *zone;
	unsigned int at;
	int nid, i;

	for_each_online_node(nid) {
		for (i = 0; i < MAX_NR_ZONES; i++) {
			zone = &NODE_DATA(nid)->node_zones[i];
			at = zone_index(nid, i);
			count[at].present = zone->present_pages;
			count[at].managed = zone_managed_pages(zone);
			count[at].unavailable = mirror.unavailable[at];
		}
	}
}

/**
 * boot_count - the zones, and what the table holds in them
 *
 * Context: Process. Takes mirror.lock; may sleep.
 * Return: an array by zone_index(), to be freed with kvfree(), or NULL if there
 * is no memory for it.
 */
struct zone_count *boot_count(void)
{
	struct range_pages run = {};
	struct zone_count *count, *c;
	unsigned long pages;

	count = kvcalloc(NR_ZONE_INDEXES, sizeof(*count), GFP_KERNEL);
	if (!count)
		return NULL;

	mutex_lock(&mirror.lock);
	count_zones(count);
	while (range_next_pages(&mirror.table, &run)) {
		c = &count[zone_index(run.nid, run.zone)];
		pages = PHYS_PFN(run.end - run.start);
		if (run.state == RANGE_RELEASED)
			c->released += pages;
		else
			c->reserved += pages;
		if (run.state == RANGE_LATE_FREED)
			c->late_freed += pages;
	}
	mutex_unlock(&mirror.lock);
	return count;
}

static bool holds_live(u64 start, u64 end)
{
	const struct range_table *t = &mirror.table;
	size_t i;

	for (i = range_first(t, start); i < t->nr && t->r[i].start < end; i++)
		if (boot_is_live(&t->r[i]))
			return true;
	return false;
}

/*
 * Memory goes. Reserved pages cannot move, so memory with a reservation of ours stays: the
 * kernel finds that out itself, but not if it looked while handover.c hid them. And when
 * the struct pages go, right after MEM_OFFLINE, no walk may be using them: wait for it.
 */
static int boot_memory_event(struct notifier_block *nb, unsigned long event, void *arg)
{
	const struct memory_notify *m = arg;
	bool busy;

	if (event != MEM_GOING_OFFLINE && event != MEM_OFFLINE)
		return NOTIFY_OK;
	mutex_lock(&mirror.lock);
	busy = event == MEM_GOING_OFFLINE &&
	       holds_live(PFN_PHYS(m->start_pfn), PFN_PHYS(m->start_pfn + m->nr_pages));
	mutex_unlock(&mirror.lock);
	return notifier_from_errno(busy ? -EBUSY : 0);
}

static struct notifier_block boot_memory_nb = {
	.notifier_call = boot_memory_event,
};

/**
 * boot_init - mirror for the first time, and follow memory hotplug
 *
 * Context: Process. May sleep.
 * Return: 0 or -ENOMEM.
 */
int boot_init(void)
{
	int err;

	err = register_memory_notifier(&boot_memory_nb);
	if (err)
		return err;

	err = boot_mirror();
	if (err)
		unregister_memory_notifier(&boot_memory_nb);
	return err;
}

/**
 * boot_exit - undo boot_init()
 *
 * Context: Process. May sleep. Nobody uses the mirror any more.
 */
void boot_exit(void)
{
	unregister_memory_notifier(&boot_memory_nb);
	range_destroy(&mirror.table);
	kvfree(mirror.unavailable);
}
