// SPDX-License-Identifier: GPL-2.0-only
/*
 * range_model: compares module/table/range.c with a model that is too simple to be wrong.
 *
 * The model is an array with the facts of each unit of a small space. Each operation is done to the
 * table and to the model, and then both are compared. A unit is a byte, or 512 bytes so that
 * entries share pages. The space lies at the bottom, at the top or in the middle of the address
 * space. The caller chooses the operations and their arguments: at random, or from a fuzzer's
 * input.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <stdio.h>
#include <string.h>

#include "range_model.h"
#include "table/range.h"

/* The facts of a unit; all are zero if the unit is not in the table. */
struct unit {
	u32 owner;
	u8 there;
	u8 nid;
	u8 zone;
	u8 state;
	u8 how;
	u8 flags;
};

static u64 base, scale;
static struct unit model[UNITS];
static struct range_table t;
static u32 (*choose)(u32 n);
static struct range_model_stats stats;

/* The first byte of a unit; for the end of the last unit it is U64_MAX. */
static u64 addr(size_t unit)
{
	u64 a = base + unit * scale;

	return unit && a == 0 ? U64_MAX : a;
}

static bool unit_is(const struct unit *a, const struct unit *b)
{
	return a->owner == b->owner && a->there == b->there && a->nid == b->nid &&
	       a->zone == b->zone && a->state == b->state && a->flags == b->flags &&
	       a->how == b->how;
}

static void unit_to_entry(const struct unit *u, struct range_entry *e)
{
	e->owner = u->owner;
	e->how = u->how;
	e->nid = u->nid;
	e->zone = u->zone;
	e->state = u->state;
	e->flags = u->flags;
}

/* Does the table have exactly the runs of equal units, on node @nid only? */
static bool same_as_model(const struct range_table *table, int nid)
{
	size_t i = 0, u, end;

	for (u = 0; u < UNITS; u = end) {
		struct range_entry want;
		const struct range_entry *e = i < table->nr ? &table->r[i] : NULL;

		for (end = u + 1; end < UNITS && unit_is(&model[u], &model[end]); end++)
			;
		if (!model[u].there || (nid >= 0 && model[u].nid != nid))
			continue;
		unit_to_entry(&model[u], &want);
		if (i++ == table->nr || e->start != addr(u) || e->end != addr(end) ||
		    e->owner != want.owner || e->nid != want.nid ||
		    e->zone != want.zone || e->state != want.state ||
		    e->flags != want.flags || e->how != want.how)
			return false;
	}
	return i == table->nr;
}

/* Is the table sorted and so on? same_as_model() checks that too, but needs the model for it. */
static bool is_sound(void)
{
	size_t i;

	if (t.nr > t.max)
		return false;
	range_for_each(i, &t) {
		const struct range_entry *a = &t.r[i], *b = a + 1;

		if (a->start >= a->end)
			return false;
		if (i + 1 == t.nr)
			break;
		if (a->end > b->start)
			return false;
		if (a->end == b->start && a->nid == b->nid && a->zone == b->zone &&
		    a->state == b->state && a->flags == b->flags &&
		    a->owner == b->owner && a->how == b->how)
			return false;
	}
	return true;
}

/* What the model says of a page: false if nothing is on it. */
static bool page_of_model(u64 at, u64 next, struct range_pages *page)
{
	size_t u = at > base ? (at - base) / scale : 0;

	page->state = RANGE_RELEASED + 1;
	for (; u < UNITS && addr(u) < next; u++) {
		if (!model[u].there)
			continue;
		if (page->state > RANGE_RELEASED) {
			page->nid = model[u].nid;
			page->zone = model[u].zone;
		}
		page->state = min_t(u32, page->state, model[u].state);
	}
	return page->state <= RANGE_RELEASED;
}

/* Compare all pages of the space, one by one, with the runs. */
static bool pages_are_as_model(void)
{
	struct range_pages run = {}, page;
	u64 at, next, last = addr(UNITS);

	for (at = base & PAGE_MASK; at < last; at = next) {
		next = at + PAGE_SIZE ?: U64_MAX;
		if (!page_of_model(at, next, &page)) {
			if (run.end > at)
				return false;
			continue;
		}
		if (run.end <= at && (!range_next_pages(&t, &run) || run.start != at))
			return false;
		if (run.end < next || run.nid != page.nid || run.zone != page.zone ||
		    run.state != page.state)
			return false;
	}
	return !range_next_pages(&t, &run);
}

static bool is_held(size_t u)
{
	return model[u].there && model[u].state != RANGE_RELEASED;
}

static bool stretch_is_as_model(size_t at)
{
	size_t first = at, end = at;
	u64 from, to;

	while (end < UNITS && is_held(end))
		end++;
	while (end > at && first && is_held(first - 1))
		first--;
	range_stretch(&t, addr(at), &from, &to);
	return from == addr(first) && to == addr(end);
}

static bool answers_are_as_model(size_t first, size_t end, enum range_state state)
{
	bool touches = false, covers = first < end, any = false;
	size_t u;
	const struct range_entry *e = range_find(&t, addr(first));

	for (u = first; u < end; u++) {
		touches |= model[u].there;
		covers &= model[u].there && model[u].state == state;
		any |= model[u].there && model[u].state == state;
	}
	if (range_touches(&t, addr(first), addr(end)) != touches ||
	    range_covers(&t, addr(first), addr(end), state) != covers ||
	    range_any(&t, addr(first), addr(end), state) != any || !stretch_is_as_model(first))
		return false;
	if (!e)
		return !model[first].there;
	return model[first].there && e->owner == model[first].owner &&
	       e->start <= addr(first) && e->end > addr(first) &&
	       e == &t.r[range_first(&t, addr(first))];
}

/* Random facts; there are only a few values, so that neighbours are often equal. */
static struct unit random_unit(void)
{
	struct unit u;

	memset(&u, 0, sizeof(u));
	u.there = 1;
	u.owner = choose(3);
	u.how = choose(4) ? 0 : choose(16);
	u.nid = choose(8) ? 0 : choose(3);
	u.zone = choose(8) ? 0 : choose(3);
	u.state = choose(4) ? 0 : choose(3);
	u.flags = choose(2) ? 0 : choose(16);
	return u;
}

static struct range_entry random_entry(size_t first, size_t end, const struct unit *u)
{
	struct range_entry e = { .start = addr(first), .end = addr(end) };

	unit_to_entry(u, &e);
	return e;
}

/* A random span [first, end); most are short, and some are empty. */
static void random_span(size_t *first, size_t *end)
{
	*first = choose(UNITS);
	*end = *first + choose(choose(16) ? 12 : UNITS + 1);
	if (*end > UNITS)
		*end = UNITS;
}

static bool gives_way(const struct unit *u)
{
	return !u->there || u->flags & RANGE_OVERLAP_OK || u->state == RANGE_RELEASED;
}

static int model_reserve(size_t first, size_t end, const struct unit *facts)
{
	size_t u;

	if (first >= end)
		return -EINVAL;
	for (u = first; u < end; u++)
		if (!gives_way(&model[u]))
			return -EBUSY;
	for (u = first; u < end; u++)
		model[u] = *facts;
	return 0;
}

static int model_free(size_t first, size_t end)
{
	size_t u;

	if (first >= end)
		return -EINVAL;
	for (u = first; u < end; u++)
		if (!model[u].there)
			return -ENOENT;
	memset(&model[first], 0, (end - first) * sizeof(*model));
	return 0;
}

enum what { STATE, HOLDER };

static int model_set(size_t first, size_t end, enum what what, const struct unit *to)
{
	bool any = false;
	size_t u;

	if (first >= end)
		return -EINVAL;
	for (u = first; u < end; u++) {
		if (!model[u].there)
			continue;
		any = true;
		if (what == STATE) {
			model[u].state = to->state;
		} else {
			model[u].owner = to->owner;
			model[u].how = to->how;
			model[u].flags = to->flags;
		}
	}
	return any ? 0 : -ENOENT;
}

/* Build a table from nothing. Entries that overlap agree, except in one of four cases. */
static bool rebuild(void)
{
	struct range_table heap = {};
	size_t n = choose(200), first, end, u;
	bool clashes = !choose(4), clashed = false;

	memset(model, 0, sizeof(model));
	while (n--) {
		struct unit facts = random_unit();
		struct range_entry e;

		random_span(&first, &end);
		for (u = first; u < end; u++)
			if (model[u].there && !unit_is(&model[u], &facts))
				break;
		if (u < end && !clashes)
			continue;
		clashed |= u < end;
		e = random_entry(first, end, &facts);
		if (range_push(&heap, &e) != (first < end ? 0 : -EINVAL))
			return false;
		for (u = first; u < end; u++)
			model[u] = facts;
	}
	range_destroy(&t);
	t = heap;
	if (range_build(&t) != (clashed ? -EBUSY : 0))
		return false;
	if (clashed) {
		range_destroy(&t);
		memset(model, 0, sizeof(model));
	}
	return true;
}

/* Reserve many ranges at once, in place of what is there */
static bool overlay(void)
{
	struct range_table over = {};
	size_t n = choose(20), first, end = 0, u;
	int err;

	while (n--) {
		struct unit facts = random_unit();
		struct range_entry e;

		first = end + choose(2) * choose(UNITS / 4);
		end = first + 1 + choose(choose(2) ? 4 : UNITS / 4);
		if (end > UNITS)
			break;
		e = random_entry(first, end, &facts);
		if (range_push(&over, &e))
			return false;
		for (u = first; u < end; u++)
			model[u] = facts;
	}
	if (range_build(&over))
		return false;
	shim_alloc_fails_in = choose(3) == 0;
	err = range_overlay(&t, &over);
	if (err == -ENOMEM && !shim_alloc_fails_in) {
		stats.no_memory++;
		err = range_overlay(&t, &over);
	}
	shim_alloc_fails_in = 0;
	range_destroy(&over);
	return !err;
}

/* Copy one node; or copy all, and continue with the copy. */
static bool copy(void)
{
	int nid = (int)choose(4) - 1;
	struct range_table to = {};

	if (range_copy(&to, &t, nid) || !same_as_model(&to, nid))
		return false;
	if (nid < 0) {
		range_destroy(&t);
		t = to;
	} else {
		range_destroy(&to);
	}
	return true;
}

/* Change owners in place, as the module does when it is told of them. */
static void rename_and_merge(void)
{
	u32 from = choose(3), to = choose(3);
	size_t i;

	range_for_each(i, &t)
		if (t.r[i].owner == from)
			t.r[i].owner = to;
	range_merge(&t);
	for (i = 0; i < UNITS; i++)
		if (model[i].there && model[i].owner == from)
			model[i].owner = to;
}

/* Do one operation on both; false if they do not return the same. */
static bool operate(void)
{
	static struct unit before[UNITS];
	struct unit facts = random_unit();
	struct range_entry e;
	size_t first, end;
	u32 op = choose(100);
	int want, got;

	random_span(&first, &end);
	memcpy(before, model, sizeof(model));
	if (op >= 98) {
		stats.build++;
		return rebuild();
	} else if (op >= 94) {
		stats.copy++;
		return copy();
	} else if (op >= 93) {
		stats.merge++;
		rename_and_merge();
		return true;
	} else if (op >= 91) {
		stats.overlay++;
		return overlay();
	}

	shim_alloc_fails_in = choose(3) == 0;
	if (op < 45) {
		stats.reserve++;
		e = random_entry(first, end, &facts);
		want = model_reserve(first, end, &facts);
		got = range_reserve(&t, &e);
	} else if (op < 70) {
		/* half of them are a part of what is there */
		if (op < 58)
			while (end > first && !model[end - 1].there)
				end--;
		stats.free++;
		want = model_free(first, end);
		got = range_free(&t, addr(first), addr(end));
	} else if (op < 80) {
		stats.set_state++;
		want = model_set(first, end, STATE, &facts);
		got = range_set_state(&t, addr(first), addr(end), facts.state);
	} else {
		stats.set_holder++;
		want = model_set(first, end, HOLDER, &facts);
		e = random_entry(first, end, &facts);
		got = range_set_holder(&t, addr(first), addr(end), &e);
	}
	if (got == -ENOMEM && !want) {
		/* the one allocation that had to fail: nothing has changed */
		stats.no_memory++;
		memcpy(model, before, sizeof(model));
		return !shim_alloc_fails_in;
	}
	shim_alloc_fails_in = 0;
	stats.refused += want != 0;
	return want == got;
}

/**
 * range_model_start - begin with an empty table and an empty model
 * @the_base: first byte of the space
 * @the_scale: bytes of a unit
 * @the_choice: is called for each choice; it returns a number below its argument
 */
void range_model_start(u64 the_base, u64 the_scale, u32 (*the_choice)(u32 n))
{
	base = the_base;
	scale = the_scale;
	choose = the_choice;
	memset(model, 0, sizeof(model));
	memset(&stats, 0, sizeof(stats));
}

/**
 * range_model_step - do one operation to both, and compare them
 *
 * Return: NULL, or text that says what differs.
 */
const char *range_model_step(void)
{
	size_t first, end;

	if (!operate())
		return "return values";
	if (!is_sound())
		return "the table is not sound";
	if (!same_as_model(&t, -1))
		return "contents";
	random_span(&first, &end);
	if (!answers_are_as_model(first, end, choose(3)))
		return "answers";
	if (!pages_are_as_model())
		return "pages";
	stats.entries += t.nr;
	stats.most = max(stats.most, t.nr);
	return NULL;
}

/**
 * range_model_end - free the memory
 *
 * Return: how often what was done since range_model_start().
 */
const struct range_model_stats *range_model_end(void)
{
	shim_alloc_fails_in = 0;
	range_destroy(&t);
	return &stats;
}
