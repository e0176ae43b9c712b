// SPDX-License-Identifier: GPL-2.0-only
/*
 * pagetable: read the kernel's half of the live page tables. Its top level is the same in every
 * process.
 *
 * Two questions are answered here: which pages hold page tables (those of boot were reserved), and
 * where in memory an address of the kernel is.
 *
 * No lock prevents that a table is freed. The kernel frees tables only where a huge page replaces
 * small ones (pmd_free_pte_page(), cpa_collapse_large_pages()), or where memory is removed. So each
 * entry is read once, by copy_from_kernel_nofault(), which returns an error if the table was freed
 * and unmapped (debug_pagealloc=on). An entry is followed only if it points to memory. A table that
 * was freed meanwhile can have anything in it. Then other memory may be taken for a table; it gets
 * the owner page_tables if it is reserved and has no other owner. Nothing is written.
 *
 * KASAN maps most of its shadow to one page: all entries of a table point to the same next table.
 * So at every level, an entry that is equal to the one before it is skipped.
 */
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/sched.h>
#include <linux/uaccess.h>

#include "live/pagetable.h"

/* The table that an entry points to; NULL if it does not point to memory. */
static void *table_at(unsigned long pfn)
{
	return pfn_to_online_page(pfn) ? __va(PFN_PHYS(pfn)) : NULL;
}

/* Entry @i of a table of any level; 0 if it cannot be read. */
static u64 entry_at(unsigned long pfn, unsigned int i)
{
	const pte_t *table = table_at(pfn);
	pte_t entry;

	if (!table || get_kernel_nofault(entry, &table[i]))
		return 0;
	return pte_val(entry);
}

/* Visit a table. Returns it if the walk shall go into it; else NULL. *@err is what was returned. */
static void *enter(const struct pagetable_visit *v, unsigned long pfn, int *err)
{
	void *table = table_at(pfn);

	*err = table && v->table ? v->table(pfn, v->arg) : 0;
	return *err ? NULL : table;
}

/*
 * Which entry of a table maps @start? @addr is the first address that the table maps. If @start is
 * before it, the first entry.
 */
static unsigned int entry_of(unsigned long start, unsigned long addr, unsigned int shift)
{
	return start > addr ? (start - addr) >> shift : 0;
}

/* @addr is the first address that the table maps. It can also map addresses outside the area. */
static int walk_ptes(const struct pagetable_visit *v, unsigned long pfn, unsigned long addr,
		     unsigned long start, unsigned long end)
{
	const pte_t *table;
	pteval_t before = 0;
	unsigned int i = entry_of(start, addr, PAGE_SHIFT);
	int err;

	table = enter(v, pfn, &err);
	for (addr += i * PAGE_SIZE; table && v->page && i < PTRS_PER_PTE && addr <= end && !err;
	     i++, addr += PAGE_SIZE) {
		pte_t pte;

		if (get_kernel_nofault(pte, &table[i]) || !pte_present(pte) ||
		    pte_val(pte) == before)
			continue;
		before = pte_val(pte);
		err = v->page(addr, PFN_PHYS(pte_pfn(pte)), v->arg);
	}
	return err;
}

/* The same for a table one level up */
static int walk_pmds(const struct pagetable_visit *v, unsigned long pfn, unsigned long addr,
		     unsigned long start, unsigned long end)
{
	const pmd_t *table;
	pmdval_t before = 0;
	unsigned int i = entry_of(start, addr, PMD_SHIFT);
	int err;

	table = enter(v, pfn, &err);
	for (addr += i * PMD_SIZE; table && i < PTRS_PER_PMD && addr <= end && !err;
	     i++, addr += PMD_SIZE) {
		pmd_t pmd;

		if (get_kernel_nofault(pmd, &table[i]) || !pmd_present(pmd) ||
		    pmd_val(pmd) == before)
			continue;
		before = pmd_val(pmd);
		if (!pmd_leaf(pmd))
			err = walk_ptes(v, pmd_pfn(pmd), addr, start, end);
		else if (v->block)
			err = v->block(addr, PFN_PHYS(pmd_pfn(pmd)), v->arg);
	}
	return err;
}

/* Visit what one entry of a PUD table maps as a whole, in blocks of 2 MiB. */
static int visit_blocks(const struct pagetable_visit *v, unsigned long addr, u64 phys)
{
	unsigned long offset;
	int err = 0;

	for (offset = 0; v->block && offset < PUD_SIZE && !err; offset += PMD_SIZE)
		err = v->block(addr + offset, phys + offset, v->arg);
	return err;
}

/* The same for a table two levels up */
static int walk_puds(const struct pagetable_visit *v, unsigned long pfn, unsigned long addr,
		     unsigned long start, unsigned long end)
{
	const pud_t *table;
	pudval_t before = 0;
	unsigned int i = entry_of(start, addr, PUD_SHIFT);
	int err;

	table = enter(v, pfn, &err);
	for (addr += i * PUD_SIZE; table && i < PTRS_PER_PUD && addr <= end && !err;
	     i++, addr += PUD_SIZE) {
		pud_t pud;

		if (get_kernel_nofault(pud, &table[i]) || !pud_present(pud) ||
		    pud_val(pud) == before)
			continue;
		before = pud_val(pud);
		cond_resched();
		err = pud_leaf(pud) ? visit_blocks(v, addr, PFN_PHYS(pud_pfn(pud))) :
				      walk_pmds(v, pud_pfn(pud), addr, start, end);
	}
	return err;
}

/**
 * pagetable_walk - walk a part of the kernel's address space
 * @start: first address, in the kernel's half. What maps it is visited, even if it begins before it
 * @end: last address (inclusive)
 * @v: what to do
 *
 * Context: Process. May sleep.
 * Return: 0, or the value of the visitor that ended the walk.
 */
int pagetable_walk(unsigned long start, unsigned long end, const struct pagetable_visit *v)
{
	unsigned long addr = start & P4D_MASK, top = 0;
	p4dval_t before = 0;
	int err = 0;

	for (; addr <= end && addr >= (start & P4D_MASK) && !err; addr += P4D_SIZE) {
		pgd_t *pgd = pgd_offset_pgd(current->active_mm->pgd, addr);
		p4d_t p4d;

		if (pgd_none(READ_ONCE(*pgd))) {
			addr |= PGDIR_SIZE - P4D_SIZE;
			continue;
		}
		if (v->table && pgtable_l5_enabled() && (addr & PGDIR_MASK) != top) {
			top = addr & PGDIR_MASK;
			err = v->table(PHYS_PFN(pgd_val(*pgd) & PTE_PFN_MASK), v->arg);
		}
		if (err || get_kernel_nofault(p4d, p4d_offset(pgd, addr)) ||
		    !p4d_present(p4d) || p4d_val(p4d) == before)
			continue;
		before = p4d_val(p4d);
		err = walk_puds(v, p4d_pfn(p4d), addr, start, end);
	}
	return err;
}

/**
 * pagetable_translate - where in memory is an address of the kernel?
 * @addr: the address
 * @mapped: set to how many bytes from @addr on belong to the same entry of the page tables. They
 *	    are contiguous in memory; or, if nothing is mapped at @addr, none of them is mapped
 *
 * Context: Process.
 * Return: the physical address; 0 if nothing is mapped there.
 */
u64 pagetable_translate(unsigned long addr, unsigned long *mapped)
{
	unsigned int shift = PGDIR_SHIFT;
	u64 entry = pgd_val(READ_ONCE(*pgd_offset_pgd(current->active_mm->pgd, addr)));
	u64 size = BIT(shift);

	while (entry & _PAGE_PRESENT && shift > PAGE_SHIFT &&
	       !(shift <= PUD_SHIFT && entry & _PAGE_PSE)) {
		shift -= PMD_SHIFT - PAGE_SHIFT;
		size = BIT(shift);
		entry = entry_at(PHYS_PFN(entry & PTE_PFN_MASK),
				 (addr >> shift) % PTRS_PER_PTE);
	}
	*mapped = size - (addr & (size - 1));
	if (!(entry & _PAGE_PRESENT))
		return 0;
	return (entry & PTE_PFN_MASK & ~(size - 1)) | (addr & (size - 1));
}
