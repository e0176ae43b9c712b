// SPDX-License-Identifier: GPL-2.0-only
/*
 * tables: find the tables that the kernel has about its memory.
 *
 * Node data, section tables, usage maps and struct pages are found by their addresses. The page
 * tables are found by walking them.
 */
#include <linux/kasan.h>
#include <linux/kfence.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#include "compat.h"
#include "facts/facts.h"
#include "live/pagetable.h"
#include "live/zone.h"
#include "table/owner.h"

static int claim_node_data(struct facts *f)
{
	int nid, err = 0;

	for_each_online_node(nid)
		err = err ?: facts_claim_virt(f, NODE_DATA(nid), compat_node_data_size(),
					      OWNER_NODE_DATA);
	return err;
}

/*
 * Claim a section's usage map and struct pages. The struct pages of an offline section can be freed
 * at any moment. Those of an online one stay while mirror.work is held (mirror_memory_event()).
 */
static int claim_section(struct facts *f, unsigned long nr)
{
	struct mem_section *ms = __nr_to_section(nr);
	size_t usage = sizeof(*ms->usage) +
		       BITS_TO_LONGS(SECTION_BLOCKFLAGS_BITS) * sizeof(unsigned long);

	if (!online_section(ms))
		return 0;
	return facts_claim_virt(f, ms->usage, usage, OWNER_SECTION_USAGE) ?:
	       facts_claim_virt(f, pfn_to_page(section_nr_to_pfn(nr)),
				PAGES_PER_SECTION * sizeof(struct page), OWNER_MEMMAP);
}

/* Claim a "root", one page of the table of sections, and the sections in it. */
static int claim_root(struct facts *f, unsigned long root)
{
	unsigned long nr = root * SECTIONS_PER_ROOT, end = nr + SECTIONS_PER_ROOT;
	int err;

	if (!mem_section[root])
		return 0;
	err = facts_claim_virt(f, mem_section[root],
			       SECTIONS_PER_ROOT * sizeof(**mem_section), OWNER_SECTION_TABLE);
	for (; nr < end && !err; nr++)
		err = claim_section(f, nr);
	return err;
}

/* Claim each section once, not node by node, because one node can lie inside another. */
static int claim_sections(struct facts *f)
{
	unsigned long per_root = PAGES_PER_SECTION * SECTIONS_PER_ROOT;
	unsigned long root, end = DIV_ROUND_UP(nodes_end_pfn(), per_root);
	int err;

	err = facts_claim_virt(f, mem_section, NR_SECTION_ROOTS * sizeof(*mem_section),
			       OWNER_SECTION_TABLE);
	for (root = 0; root < end && !err; root++)
		err = claim_root(f, root);
	return err;
}

/*
 * Claim KFENCE's pool; half of its pages are not mapped. A pool that was allocated after boot is
 * not in the table. (mm/kfence/core.c)
 */
static int claim_kfence(struct facts *f)
{
#ifdef CONFIG_KFENCE
	u64 start;

	if (__kfence_pool) {
		start = __pa(__kfence_pool);
		return facts_claim(f, start, start + KFENCE_POOL_SIZE, OWNER_KFENCE_POOL);
	}
#endif
	return 0;
}

#ifdef CONFIG_KASAN
static int claim_shadow_block(unsigned long addr, u64 phys, void *f)
{
	return facts_claim(f, phys, phys + PMD_SIZE, OWNER_KASAN_SHADOW);
}

static int claim_shadow_page(unsigned long addr, u64 phys, void *f)
{
	return facts_claim(f, phys, phys + PAGE_SIZE, OWNER_KASAN_SHADOW);
}
#endif

/*
 * Claim KASAN's shadow, which is an eighth of memory. Only the page tables know where it is. In
 * memblock's list it is one entry together with its neighbours. (arch/x86/mm/kasan_init_64.c)
 */
static int claim_kasan(struct facts *f)
{
#ifdef CONFIG_KASAN
	const struct pagetable_visit v = {
		.block = claim_shadow_block,
		.page = claim_shadow_page,
		.arg = f,
	};

	return pagetable_walk(KASAN_SHADOW_START, KASAN_SHADOW_END - 1, &v);
#else
	return 0;
#endif
}

#ifdef CONFIG_KMSAN
/* Claim the shadow, or the origins, of the pages of an entry. Most are contiguous. */
static int claim_metadata(struct facts *f, const struct range_entry *e, bool origins)
{
	unsigned long pfn = PHYS_PFN(e->start), end = PHYS_PFN(e->end - 1) + 1;
	int err = 0;

	for (; pfn < end && !err; pfn++) {
		struct page *page = pfn_to_online_page(pfn), *of;
		u64 start;

		of = !page ? NULL : origins ? page->kmsan_origin : page->kmsan_shadow;
		if (!of)
			continue;
		start = PFN_PHYS(page_to_pfn(of));
		err = facts_claim(f, start, start + PAGE_SIZE, OWNER_KMSAN_METADATA);
	}
	return err;
}
#endif

/*
 * Claim KMSAN's shadow and origins. Each is as large as what boot had reserved. (mm/kmsan/shadow.c)
 */
static int claim_kmsan(struct facts *f)
{
	int err = 0;
#ifdef CONFIG_KMSAN
	size_t i;

	range_for_each(i, f->t)
		err = err ?: claim_metadata(f, &f->t->r[i], false) ?:
			     claim_metadata(f, &f->t->r[i], true);
#endif
	return err;
}

static int claim_page_table(unsigned long pfn, void *f)
{
	return facts_claim(f, PFN_PHYS(pfn), PFN_PHYS(pfn + 1), OWNER_PAGE_TABLES);
}

/**
 * facts_tables - claim node data, sections, struct pages, pools and shadows, and page tables
 * @f: where facts are collected
 *
 * Context: Process. May sleep. mirror.work is held, so that no struct page is freed.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_tables(struct facts *f)
{
	const struct pagetable_visit v = { .table = claim_page_table, .arg = f };

	return claim_node_data(f) ?:
	       claim_sections(f) ?:
	       claim_kfence(f) ?:
	       claim_kasan(f) ?:
	       claim_kmsan(f) ?:
	       pagetable_walk(PAGE_OFFSET, ULONG_MAX, &v);
}
