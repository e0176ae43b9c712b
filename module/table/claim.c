// SPDX-License-Identifier: GPL-2.0-only
/*
 * claim: put a heap of claims on a table. claim.h explains what a claim is.
 *
 * The borders of all claims cut the address space into stretches. Each claim is painted on
 * the stretches it covers, if they have no paint yet (they are "bare"). The claims that win
 * are painted before the others. Painted stretches are skipped from then on, so each stretch
 * is painted once. Then one pass over stretches and table writes a new table.
 */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "table/claim.h"
#include "table/grow.h"

/**
 * struct paint - the stretches
 * @at: their borders, in order; stretch i is [at[i], at[i + 1])
 * @bare: bare[i] is i if stretch i is bare; else it is a later stretch. Follow it again and
 *	  again to find the first bare stretch at or after i
 * @owner: owner of stretch i, if it is not bare
 * @nr: number of borders
 * @how: how all these owners are known
 */
struct paint {
	u64 *at;
	u32 *bare;
	u32 *owner;
	size_t nr;
	u8 how;
};

/**
 * claims_add - add a claim to a heap
 * @claims: heap
 * @start: first byte
 * @end: first byte after the claimed range
 * @owner: the owner of these bytes
 *
 * Context: May sleep.
 * Return: 0; -EINVAL if the claim is empty; -ENOMEM.
 */
int claims_add(struct claims *claims, u64 start, u64 end, u32 owner)
{
	struct claim *c = claims->nr ? &claims->c[claims->nr - 1] : NULL;

	if (start >= end)
		return -EINVAL;
	/* A claim that touches the one before, with the same owner, extends it. */
	if (c && c->owner == owner && start <= c->end && end >= c->start) {
		c->start = min(c->start, start);
		c->end = max(c->end, end);
		return 0;
	}
	c = grow_array(claims->c, claims->nr, &claims->max, claims->nr + 1, sizeof(*c));
	if (!c)
		return -ENOMEM;
	claims->c = c;
	claims->c[claims->nr++] = (struct claim) { start, end, owner };
	return 0;
}

/**
 * claims_destroy - free a heap's memory
 * @claims: heap; it is empty afterwards, and can be used again
 *
 * Context: May sleep.
 */
void claims_destroy(struct claims *claims)
{
	kvfree(claims->c);
	*claims = (struct claims) { .how = claims->how, .first_wins = claims->first_wins };
}

static int compare_borders(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static void paint_destroy(struct paint *p)
{
	kvfree(p->at);
	kvfree(p->bare);
	kvfree(p->owner);
}

/* Write all borders to @p->at, sorted, each once. */
static void paint_borders(struct paint *p, const struct claims *claims)
{
	bool sorted = true;
	size_t i, nr = 0;

	for (i = 0; i < claims->nr; i++) {
		sorted = sorted && (!i || claims->c[i - 1].end <= claims->c[i].start);
		p->at[nr++] = claims->c[i].start;
		p->at[nr++] = claims->c[i].end;
	}
	if (!sorted)
		sort(p->at, nr, sizeof(*p->at), compare_borders, NULL);

	for (i = 1, p->nr = 1; i < nr; i++)
		if (p->at[i] != p->at[p->nr - 1])
			p->at[p->nr++] = p->at[i];
}

/* The stretch that begins at @addr; @addr is a border. */
static u32 paint_find(const struct paint *p, u64 addr)
{
	size_t low = 0, high = p->nr;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (p->at[mid] <= addr)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* The first bare stretch at or after @i. Shortens the chain for the next search. */
static u32 paint_bare(struct paint *p, u32 i)
{
	while (p->bare[i] != i) {
		p->bare[i] = p->bare[p->bare[i]];
		i = p->bare[i];
	}
	return i;
}

static int paint_make(struct paint *p, const struct claims *claims)
{
	size_t i, max = 2 * claims->nr;
	u32 s;

	if (claims->nr > INT_MAX / 2)
		return -ENOMEM;
	p->at = kvmalloc_array(max, sizeof(*p->at), GFP_KERNEL);
	p->bare = kvmalloc_array(max, sizeof(*p->bare), GFP_KERNEL);
	p->owner = kvmalloc_array(max, sizeof(*p->owner), GFP_KERNEL);
	if (!p->at || !p->bare || !p->owner)
		return -ENOMEM;

	p->how = claims->how;
	paint_borders(p, claims);
	for (i = 0; i < p->nr; i++)
		p->bare[i] = i;
	for (i = claims->nr; i--; ) {
		const struct claim *c = &claims->c[claims->first_wins ? claims->nr - 1 - i : i];

		/* The last border begins no stretch. It stays bare, so the loop ends there. */
		for (s = paint_bare(p, paint_find(p, c->start)); p->at[s] < c->end;
		     s = paint_bare(p, s + 1)) {
			p->owner[s] = c->owner;
			p->bare[s] = s + 1;
		}
	}
	return 0;
}

/* Write @e to @to, with the owners of the paint. *@s is the first stretch that can touch @e. */
static int write_painted(struct range_table *to, const struct range_entry *e,
			 const struct paint *p, size_t *s)
{
	struct range_entry part = *e;
	int err = 0;

	while (*s + 1 < p->nr && p->at[*s + 1] <= e->start)
		++*s;
	for (; part.start < e->end && !err; part.start = part.end) {
		part.end = e->end;
		part.owner = e->owner;
		part.how = e->how;
		if (*s + 1 < p->nr && p->at[*s] > part.start) {
			part.end = min(p->at[*s], e->end);
		} else if (*s + 1 < p->nr) {
			part.end = min(p->at[*s + 1], e->end);
			if (p->bare[*s] != *s) {
				part.owner = p->owner[*s];
				part.how = p->how;
			}
		}
		err = range_push(to, &part);
		if (*s + 1 < p->nr && p->at[*s + 1] <= part.end)
			++*s;
	}
	return err;
}

static int write_table(struct range_table *to, const struct range_table *from,
		       const struct paint *p, bool (*gives_way)(const struct range_entry *e))
{
	size_t i, s = 0;
	int err = 0;

	for (i = 0; i < from->nr && !err; i++)
		err = gives_way(&from->r[i]) ? write_painted(to, &from->r[i], p, &s) :
					       range_push(to, &from->r[i]);
	range_merge(to);
	return err;
}

/**
 * claims_apply - put a heap of claims on a table
 * @claims: heap
 * @t: table
 * @gives_way: a function that says whether an entry may get another owner
 *
 * Bytes that are not in the table are skipped.
 *
 * Context: May sleep.
 * Return: 0, or -ENOMEM; then the table does not change.
 */
int claims_apply(const struct claims *claims, struct range_table *t,
		 bool (*gives_way)(const struct range_entry *e))
{
	struct range_table painted = {};
	struct paint p = {};
	int err;

	if (!claims->nr)
		return 0;
	err = paint_make(&p, claims);
	if (!err)
		err = write_table(&painted, t, &p, gives_way);
	if (err) {
		range_destroy(&painted);
	} else {
		range_destroy(t);
		*t = painted;
	}
	paint_destroy(&p);
	return err;
}
