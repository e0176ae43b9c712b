// SPDX-License-Identifier: GPL-2.0-only
/*
 * percpu: the per-CPU areas of boot, the "first chunk".
 *
 * The chunk has a unit for each CPU, all of one size. The units lie side by side in the
 * direct map, in different nodes (pcpu_embed_first_chunk()), or are mapped page by page in the
 * vmalloc area (pcpu_page_first_chunk(), percpu_alloc=page). Where a unit begins is known
 * (compat.h), and what it is made of is said by its mapping. The size is not said anywhere.
 * But two units are no nearer to one another than the size; and what was left of a unit's
 * place in the direct map was freed at boot. So the size is how far all units go on with
 * reserved memory that nobody else holds.
 *
 * Without CONFIG_SMP a static variable is one of the image's, and nothing points to the chunk.
 */
#include <linux/cpumask.h>
#include <linux/minmax.h>

#include "compat.h"
#include "facts/facts.h"
#include "live/pagetable.h"
#include "table/owner.h"

/* The end of what has no owner from @addr on */
static u64 end_of_unowned(const struct range_table *t, u64 addr)
{
	size_t i;

	for (i = range_first(t, addr); i < t->nr && t->r[i].start <= addr; i++) {
		if (t->r[i].owner != OWNER_NONE)
			break;
		addr = t->r[i].end;
	}
	return addr;
}

/* How far does reserved memory without an owner go on at an address? @max at most. */
static unsigned long unowned_from(const struct range_table *t, unsigned long addr,
				  unsigned long max)
{
	unsigned long size = 0, mapped;
	u64 phys, left;

	while (size < max) {
		phys = pagetable_translate(addr + size, &mapped);
		left = phys ? end_of_unowned(t, phys) - phys : 0;
		size += min_t(u64, left, mapped);
		if (left < mapped)
			break;
	}
	return min(size, max);
}

static unsigned long unit_size(const struct range_table *t)
{
	unsigned long unit, before = 0, size = ULONG_MAX;
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		unit = compat_percpu_unit(cpu);
		if (before)
			size = min(size, max(unit, before) - min(unit, before));
		before = unit;
	}
	for_each_possible_cpu(cpu)
		size = unowned_from(t, compat_percpu_unit(cpu), size);
	return size;
}

/**
 * facts_percpu - the per-CPU areas
 * @f: where facts are collected; all others who hold memory are in the table already
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_percpu(struct facts *f)
{
	unsigned long size;
	unsigned int cpu;
	int err = 0;

	if (!IS_ENABLED(CONFIG_SMP))
		return 0;
	if (f->old)
		return facts_claim_again(f, OWNER_PERCPU);

	size = unit_size(f->t);
	for_each_possible_cpu(cpu)
		err = err ?: facts_claim_virt(f, (void *)compat_percpu_unit(cpu), size,
					      OWNER_PERCPU);
	return err;
}
