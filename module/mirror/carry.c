// SPDX-License-Identifier: GPL-2.0-only
/*
 * carry: what a new table takes over from the table before it.
 *
 * Memory that was reserved at boot can be freed, but no memory is added to it. If the walk looked
 * only where the old table has something, each byte it found keeps what is known about it: its
 * owner, and how the owner is known. Else the kernel is asked again who holds what.
 *
 * Ranges that this module reserved are taken over until they are released.
 */
#include <linux/minmax.h>
#include <linux/mm.h>

#include "facts/facts.h"
#include "mirror/carry.h"
#include "mirror/mirror.h"
#include "mirror/region.h"
#include "mirror/told.h"
#include "table/owner.h"

/*
 * Push the parts of @e that are in @found. *@first is the first entry of @found that does not end
 * before @e.
 */
static int push_found(struct range_table *to, const struct range_entry *e,
		      const struct range_table *found, size_t *first)
{
	struct range_entry part = *e;
	size_t i;
	int err = 0;

	part.state = RANGE_RESERVED;
	while (*first < found->nr && found->r[*first].end <= e->start)
		++*first;
	for (i = *first; i < found->nr && found->r[i].start < e->end && !err; i++) {
		part.start = max(e->start, found->r[i].start);
		part.end = min(e->end, found->r[i].end);
		err = range_push(to, &part);
	}
	return err;
}

/*
 * Is this gone, even if a page of it is still reserved? What boot reserved stays boot's until all
 * of its page is released.
 */
static bool is_gone(const struct range_entry *e)
{
	return e->state == RANGE_RELEASED && !(e->flags & RANGE_DONE);
}

static int carry_known(struct range_table *t, const struct range_table *old)
{
	struct range_table known = {};
	size_t i, first = 0;
	int err = 0;

	range_for_each(i, old) {
		const struct range_entry *e = &old->r[i];

		if (!err && !is_gone(e) && !(e->flags & (RANGE_LIVE | RANGE_NAMED)))
			err = push_found(&known, e, t, &first);
	}
	err = err ?: range_build(&known) ?: range_overlay(t, &known) ?: region_find_all(t, old);
	range_destroy(&known);
	return err;
}

/*
 * Ask the kernel again. A range whose owner is done (RANGE_DONE) keeps this owner, where it was not
 * released. Owners that users told or that pointers gave stay, where the bytes are still reserved.
 */
static int carry_asked(struct range_table *t, const struct range_table *old)
{
	struct claims pointed = { .how = HOW_POINTER }, told = { .how = HOW_TOLD };
	int err = region_find_all(t, old) ?: facts_mark(t, old);
	size_t i;

	range_for_each(i, old) {
		const struct range_entry *e = &old->r[i];

		if (err || e->state == RANGE_RELEASED)
			continue;
		if (e->flags & RANGE_DONE && range_touches(t, e->start, e->end))
			err = range_set_holder(t, e->start, e->end, e);
		if (!err && e->how == HOW_POINTER)
			err = claims_add(&pointed, e->start, e->end, e->owner);
		if (!err && e->how == HOW_TOLD)
			err = claims_add(&told, e->start, e->end, e->owner);
	}
	err = err ?: claims_apply(&pointed, t, facts_has_no_owner) ?:
		     claims_apply(&told, t, told_is_allowed);
	claims_destroy(&pointed);
	claims_destroy(&told);
	return err;
}

static int carry_live(struct range_table *t, const struct range_table *old)
{
	struct range_table live = {};
	size_t i;
	int err = 0;

	range_for_each(i, old) {
		struct range_entry whole = old->r[i];

		if (err || !mirror_is_live(&whole))
			continue;
		whole.start = round_down(whole.start, PAGE_SIZE);
		whole.end = round_up(whole.end, PAGE_SIZE);
		whole.state = RANGE_RESERVED;
		err = range_push(&live, &whole);
	}
	err = err ?: range_build(&live) ?: range_overlay(t, &live);
	range_destroy(&live);
	return err;
}

/**
 * carry_over - take over what only the old table knows
 * @t: the new table: what a walk found, without owners
 * @old: the table before it, not empty
 * @known: true if the walk looked only where @old has something
 *
 * Context: Process. mirror.work is held, mirror.lock is not; may sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal. After an error @t is only good for
 * range_destroy().
 */
int carry_over(struct range_table *t, const struct range_table *old, bool known)
{
	return (known ? carry_known(t, old) : carry_asked(t, old)) ?: carry_live(t, old);
}
