// SPDX-License-Identifier: GPL-2.0-only
/*
 * percpu: find the per-CPU areas of boot, the "first chunk".
 *
 * The chunk has a unit for each CPU, and all units have one size. The units are in the direct map,
 * maybe on different nodes (pcpu_embed_first_chunk()), or they are mapped page by page in the
 * vmalloc area (pcpu_page_first_chunk(), percpu_alloc=page). compat.h finds where a unit begins,
 * and the page tables say which memory it has. Nothing says the size. But a unit cannot be larger
 * than the distance to another one. And in the direct map, boot freed the unused memory after
 * each unit. So the size is how far reserved memory that nobody else holds goes on after the
 * begin of a unit: the smallest such length of all units.
 *
 * Without CONFIG_SMP static per-CPU variables are in the image, and nothing points to the chunk.
 */
#include <linux/cpumask.h>
#include <linux/minmax.h>

#include "compat.h"
#include "facts/facts.h"
#include "live/pagetable.h"
#include "table/owner.h"

/* The end of the memory without an owner that begins at @addr */
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

/* How many bytes of reserved memory without an owner are mapped from @addr on? At most @max. */
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
 * facts_percpu - claim the per-CPU areas
 * @f: where facts are collected. All owners before this step are in the table already
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
