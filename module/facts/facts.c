// SPDX-License-Identifier: GPL-2.0-only
/*
 * facts: who holds a range, as far as the running kernel itself can tell.
 *
 * Everything here is asked of the kernel as it is: what a symbol that modules may use
 * points to, or what the page tables say. A wrong owner would be worse than none: what
 * cannot be told from a guess stays "-".
 *
 * Facts are collected as claims, and the claims are put on the table at once (claim.c).
 * They are collected from the certain to the general, and the first owner of a byte wins.
 * That is done twice: how far the per-CPU areas reach is seen from what nobody else holds.
 * Last come the bytes that no reservation has, in pages that one is in (memblock.c): slack.
 * What nobody holds then is looked for by who points at it.
 *
 * What came after boot, from the buddy, is not in the table, and passed over. Some owners
 * are known by where they are, and parts of that memory were freed at boot: the image, the
 * brk, and the per-CPU areas. These are looked for when the first table is made. Later tables
 * take them over from the one before: pages that are reserved there since then, as those of
 * a kexec image, are somebody else's.
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
 * facts_claim - what of a range is in the table is somebody's
 * @f: where facts are collected
 * @start: first byte
 * @end: first byte behind
 * @owner: whose
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
 * facts_claim_virt - the same for what an address of the kernel maps
 * @f: where facts are collected
 * @p: first byte
 * @size: bytes
 * @owner: whose
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
 * facts_claim_again - what was somebody's in the table before still is
 * @f: where facts are collected
 * @owner: whose
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
 * facts_has_no_owner - a rule for claims_apply(): what somebody holds stays his
 * @e: an entry of the table
 *
 * Context: Any.
 * Return: true if nobody is known to hold it.
 */
bool facts_has_no_owner(const struct range_entry *e)
{
	return e->owner == OWNER_NONE;
}

/* Put on the table what was collected. */
static int apply(struct facts *f, struct range_table *t)
{
	int err = claims_apply(&f->claims, t, facts_has_no_owner);

	claims_destroy(&f->claims);
	return err;
}

/*
 * Between two reservations of boot: what is in a page with one of them stays reserved with it.
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
 * facts_mark - say who holds the ranges of a table
 * @t: the table; entries that have an owner keep it
 * @old: the table before it; NULL if there was none
 *
 * Takes O(n log n) for a table of n ranges.
 *
 * Context: Process. May sleep. mirror.work is held, so that no struct page goes.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal. Owners may be there in part then.
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
