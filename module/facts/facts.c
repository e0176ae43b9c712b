// SPDX-License-Identifier: GPL-2.0-only
/*
 * facts: find who holds a range, by asking the running kernel.
 *
 * Everything here comes from the kernel as it is: from a symbol that modules may use, or from the
 * page tables. A wrong owner would be worse than none. So if there is a doubt, the owner stays "-".
 *
 * Facts are collected as claims, and the claims are put on the table together (claim.c). The surest
 * facts come first, and the first owner of a byte wins. This is done several times, because
 * some facts need the result of the step before:
 *
 *  - how far the per-CPU areas reach is seen from the memory that nobody else holds;
 *  - if memblock's list has a part of a page, the other bytes of this page are slack (memblock.c);
 *  - what the kernel kept of EFI's memory is what nobody else holds;
 *  - what nobody holds after that gets an owner if a variable of the kernel points at it.
 *
 * Memory that came from the buddy after boot is not in the table, and is skipped. Some owners are
 * known by their place, and parts of that memory were freed at boot: the image, the brk, and the
 * per-CPU areas. They are looked for only when the first table is made. Later tables copy them from
 * the table before. Pages that are reserved at these places later, such as those of a kexec image,
 * belong to somebody else.
 *
 * image.c, tables.c, firmware.c, efi.c, percpu.c and pointers.c find the facts.
 */
#include <linux/minmax.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>

#include "facts/facts.h"
#include "live/memblock.h"
#include "live/pagetable.h"
#include "table/owner.h"

/**
 * facts_claim - claim what the table has of a range
 * @f: where facts are collected
 * @start: first byte
 * @end: first byte after the range
 * @owner: the owner
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_claim(struct facts *f, u64 start, u64 end, u32 owner)
{
	cond_resched();
	if (fatal_signal_pending(current))
		return -EINTR;
	if (!range_touches(f->t, start, end))
		return 0;
	return claims_add(&f->claims, start, end, owner);
}

/**
 * facts_claim_virt - the same for a range of virtual addresses
 * @f: where facts are collected
 * @p: first byte, an address of the kernel
 * @size: bytes; those that are not mapped are skipped
 * @owner: the owner
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_claim_virt(struct facts *f, const void *p, unsigned long size, u32 owner)
{
	unsigned long addr = (unsigned long)p, step;
	int err = 0;

	for (; size && !err; addr += step, size -= step) {
		u64 phys = pagetable_translate(addr, &step);

		step = min(step, size);
		if (phys)
			err = facts_claim(f, phys, phys + step, owner);
	}
	return err;
}

/**
 * facts_claim_again - claim what an owner had in the table before, and was not released
 * @f: where facts are collected; @f->old is not NULL
 * @owner: the owner
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_claim_again(struct facts *f, u32 owner)
{
	size_t i;
	int err = 0;

	range_for_each(i, f->old) {
		const struct range_entry *e = &f->old->r[i];

		if (!err && e->owner == owner && e->state != RANGE_RELEASED)
			err = facts_claim(f, e->start, e->end, owner);
	}
	return err;
}

/**
 * facts_has_no_owner - has this entry no owner yet? A rule for claims_apply()
 * @e: an entry of the table
 *
 * Context: Any.
 * Return: true if it has none.
 */
bool facts_has_no_owner(const struct range_entry *e)
{
	return e->owner == OWNER_NONE;
}

/* Put what was collected on the table. */
static int apply(struct facts *f, struct range_table *t)
{
	int err = claims_apply(&f->claims, t, facts_has_no_owner);

	claims_destroy(&f->claims);
	return err;
}

/*
 * [@start, @end) is a gap between two of memblock's reservations. The bytes of the gap that share a
 * page with one of them are still reserved, too: they are slack.
 */
static int claim_gap(struct facts *f, u64 start, u64 end)
{
	u64 first = min(end, round_up(start, PAGE_SIZE));
	u64 last = max(first, round_down(end, PAGE_SIZE));
	int err = 0;

	if (start < first)
		err = facts_claim(f, start, first, OWNER_SLACK);
	if (!err && last < end)
		err = facts_claim(f, last, end, OWNER_SLACK);
	return err;
}

static int claim_slack(struct facts *f)
{
	const struct memlist *list = memblock_reserved();
	u64 end = 0;
	size_t i;
	int err = 0;

	if (!list)
		return 0;
	f->claims.how = HOW_BOOT;
	for (i = 0; i < list->nr && !err; i++) {
		err = claim_gap(f, end, list->e[i].start);
		end = list->e[i].end;
	}
	return err ?: claim_gap(f, end, U64_MAX);
}

/**
 * facts_mark - find the owners of the ranges of a table
 * @t: the table; entries that have an owner keep it
 * @old: the table before it; NULL if there was none
 *
 * Takes O(n log n) for a table of n ranges.
 *
 * Context: Process. May sleep. mirror.work is held, so that no struct page is freed.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal. After an error some owners may be in the table.
 */
int facts_mark(struct range_table *t, const struct range_table *old)
{
	struct facts f = {
		.t = t,
		.old = old,
		.claims.how = HOW_FACT,
		.claims.first_wins = true,
		.image_start = U64_MAX,
	};
	int err;

	err = facts_sections(&f) ?:
	      facts_crash_kernel(&f) ?:
	      facts_tables(&f) ?:
	      facts_rest_of_image(&f) ?:
	      facts_efi(&f) ?:
	      facts_firmware(&f) ?:
	      apply(&f, t) ?:
	      facts_percpu(&f) ?:
	      facts_claim(&f, 0, SZ_1M, OWNER_LOW_1M) ?:
	      apply(&f, t) ?:
	      claim_slack(&f) ?:
	      facts_efi_kept(&f) ?:
	      apply(&f, t) ?:
	      facts_pointers(&f) ?:
	      apply(&f, t) ?:
	      facts_efi_left(&f) ?:
	      apply(&f, t);
	claims_destroy(&f.claims);
	return err;
}
