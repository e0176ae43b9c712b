// SPDX-License-Identifier: GPL-2.0-only
/*
 * range_test: tests module/table/range.c, case by case.
 *
 * Tables are written as text: one word per entry, START-END in hex, then a
 * letter and a value for each fact that is not 0 ("1000-2000:n1z2o7s1f1" is on
 * node 1, in zone 2, of owner 7, late freed and OVERLAP_OK).
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <stdlib.h>
#include <string.h>

#include "table/range.h"
#include "tap.h"

/* Read one word. Return: what is behind it, or NULL at the end. */
static const char *read_entry(const char *s, struct range_entry *e)
{
	char *p;

	s += strspn(s, " ");
	if (!*s)
		return NULL;

	*e = (struct range_entry) {};
	e->start = strtoull(s, &p, 16);
	e->end = strtoull(p + 1, &p, 16);
	if (*p == ':')
		p++;
	while (*p && *p != ' ') {
		char fact = *p;
		unsigned long v = strtoul(p + 1, &p, 10);

		switch (fact) {
		case 'n':
			e->nid = v;
			break;
		case 'z':
			e->zone = v;
			break;
		case 'o':
			e->owner = v;
			break;
		case 's':
			e->state = v;
			break;
		case 'h':
			e->how = v;
			break;
		case 'f':
			e->flags = v;
			break;
		default:
			abort();
		}
	}
	return p;
}

static struct range_entry entry(const char *s)
{
	struct range_entry e;

	if (!read_entry(s, &e))
		abort();
	return e;
}

/* Make a table of exactly these entries, merged or not. */
static struct range_table table(const char *s)
{
	struct range_table t = {};
	struct range_entry e;

	while ((s = read_entry(s, &e)))
		if (range_push(&t, &e))
			abort();
	return t;
}

static void print_table(const struct range_table *t)
{
	size_t i;

	printf("# table:");
	range_for_each(i, t) {
		const struct range_entry *e = &t->r[i];

		printf(" %llx-%llx:n%dz%uo%us%uf%uh%u", e->start, e->end, e->nid,
		       e->zone, e->owner, e->state, e->flags, e->how);
	}
	printf("\n");
}

static bool equals(const struct range_table *t, const char *s)
{
	struct range_entry e;
	size_t i = 0;

	for (; (s = read_entry(s, &e)); i++) {
		const struct range_entry *r = &t->r[i];

		if (i == t->nr || r->start != e.start || r->end != e.end ||
		    r->nid != e.nid || r->zone != e.zone ||
		    r->owner != e.owner || r->state != e.state ||
		    r->flags != e.flags || r->how != e.how)
			goto differs;
	}
	if (i == t->nr)
		return true;
differs:
	print_table(t);
	return false;
}

/* Operations on a table. Each returns an errno and changes the table. */
static int do_reserve(struct range_table *t, const char *arg)
{
	struct range_entry e = entry(arg);

	return range_reserve(t, &e);
}

static int do_free(struct range_table *t, const char *arg)
{
	struct range_entry e = entry(arg);

	return range_free(t, e.start, e.end);
}

static int do_set_state(struct range_table *t, const char *arg)
{
	struct range_entry e = entry(arg);

	return range_set_state(t, e.start, e.end, e.state);
}

static int do_set_holder(struct range_table *t, const char *arg)
{
	struct range_entry e = entry(arg);

	return range_set_holder(t, e.start, e.end, &e);
}

static int do_push(struct range_table *t, const char *arg)
{
	struct range_entry e = entry(arg);

	return range_push(t, &e);
}

static int do_build(struct range_table *t, const char *arg)
{
	(void)arg;
	return range_build(t);
}

struct op_case {
	int (*op)(struct range_table *t, const char *arg);
	const char *before;
	const char *arg;
	int err;
	const char *after;	/* the table after it; NULL: unchanged */
};

static void run_case(const struct op_case *c)
{
	struct range_table t = table(c->before);
	bool good;

	good = CHECK(c->op(&t, c->arg) == c->err) &
	       CHECK(equals(&t, c->after ?: c->before));
	if (!good)
		printf("# case: \"%s\" and \"%s\"\n", c->before, c->arg);
	range_destroy(&t);
}

static void run_cases(const struct op_case *cases, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		run_case(&cases[i]);
}

static void test_reserve(void)
{
	static const struct op_case cases[] = {
		{ do_reserve, "", "10-20:n1z2o3", 0, "10-20:n1z2o3" },
		{ do_reserve, "10-20", "30-40", 0, "10-20 30-40" },
		{ do_reserve, "30-40", "10-20", 0, "10-20 30-40" },
		{ do_reserve, "10-20 50-60", "30-40", 0, "10-20 30-40 50-60" },
		/* one byte apart */
		{ do_reserve, "10-20", "21-30", 0, "10-20 21-30" },
		{ do_reserve, "21-30", "10-20", 0, "10-20 21-30" },
		/* valid or not */
		{ do_reserve, "10-20", "30-30", -EINVAL, NULL },
		{ do_reserve, "10-20", "40-30", -EINVAL, NULL },
		{ do_reserve, "10-20", "10-10", -EINVAL, NULL },
		{ do_reserve, "10-20", "30-40:s3", -EINVAL, NULL },
		{ do_reserve, "10-20", "30-40:s2f1", 0, "10-20 30-40:s2f1" },
		{ do_reserve, "10-20", "30-40:f15", 0, "10-20 30-40:f15" },
	};

	run_cases(cases, ARRAY_SIZE(cases));
}

static void test_overlap(void)
{
	static const struct op_case cases[] = {
		/* the same range, inside, around, over the beginning, over the end */
		{ do_reserve, "10-20", "10-20", -EBUSY, NULL },
		{ do_reserve, "10-20", "12-18", -EBUSY, NULL },
		{ do_reserve, "10-20", "10-18", -EBUSY, NULL },
		{ do_reserve, "10-20", "18-20", -EBUSY, NULL },
		{ do_reserve, "10-20", "8-28", -EBUSY, NULL },
		{ do_reserve, "10-20", "8-20", -EBUSY, NULL },
		{ do_reserve, "10-20", "10-28", -EBUSY, NULL },
		{ do_reserve, "10-20", "8-11", -EBUSY, NULL },
		{ do_reserve, "10-20", "1f-28", -EBUSY, NULL },
		{ do_reserve, "10-20 30-40", "18-38", -EBUSY, NULL },
		{ do_reserve, "10-20 30-40", "20-31", -EBUSY, NULL },
		/* it does not help if the new entry is OVERLAP_OK or equal to the old one */
		{ do_reserve, "10-20", "18-28:f1", -EBUSY, NULL },
		{ do_reserve, "10-20:n1", "18-28:n2", -EBUSY, NULL },
		/* entries that are simulated, live or released are in the table as well */
		{ do_reserve, "10-20:s1", "18-28", -EBUSY, NULL },
		{ do_reserve, "10-20:s1f6", "10-20:s1f6", -EBUSY, NULL },
		{ do_reserve, "10-20:f2", "18-28", -EBUSY, NULL },
		{ do_reserve, "10-20:f4", "18-28", -EBUSY, NULL },
		{ do_reserve, "10-20", "18-28:s2", -EBUSY, NULL },
	};

	run_cases(cases, ARRAY_SIZE(cases));
}

static void test_touch(void)
{
	static const struct op_case cases[] = {
		{ do_reserve, "10-20", "20-30", 0, "10-30" },
		{ do_reserve, "20-30", "10-20", 0, "10-30" },
		{ do_reserve, "10-20 30-40", "20-30", 0, "10-40" },
		{ do_reserve, "0-8 10-20 30-40 48-50", "20-30", 0, "0-8 10-40 48-50" },
		{ do_reserve, "10-20:o1 30-40:o2", "20-30:o1", 0, "10-30:o1 30-40:o2" },
		{ do_reserve, "10-20:o1 30-40:o2", "20-30:o2", 0, "10-20:o1 20-40:o2" },
		/* entries that differ in anything stay apart, also at borders of nodes and zones */
		{ do_reserve, "10-20:n1", "20-30:n2", 0, "10-20:n1 20-30:n2" },
		{ do_reserve, "20-30:n2", "10-20:n1", 0, "10-20:n1 20-30:n2" },
		{ do_reserve, "10-20:z1", "20-30:z2", 0, "10-20:z1 20-30:z2" },
		{ do_reserve, "20-30:z2", "10-20:z1", 0, "10-20:z1 20-30:z2" },
		{ do_reserve, "10-20:o1", "20-30:o2", 0, "10-20:o1 20-30:o2" },
		{ do_reserve, "10-20:s1", "20-30", 0, "10-20:s1 20-30" },
		{ do_reserve, "10-20:f1", "20-30", 0, "10-20:f1 20-30" },
		{ do_reserve, "10-20:f2", "20-30:f4", 0, "10-20:f2 20-30:f4" },
		{ do_reserve, "10-20:f2 30-40:f6", "20-30:f6", 0, "10-20:f2 20-40:f6" },
		{ do_reserve, "10-20:f4 30-40:f4", "20-30:f4", 0, "10-40:f4" },
		{ do_reserve, "10-20:n1z2o3s1f1", "20-30:n1z2o3s1f1", 0,
		  "10-30:n1z2o3s1f1" },
	};

	run_cases(cases, ARRAY_SIZE(cases));
}

static void test_gives_way(void)
{
	static const struct op_case cases[] = {
		/* over its end, its beginning, its middle, all of it */
		{ do_reserve, "10-20:f1", "18-28", 0, "10-18:f1 18-28" },
		{ do_reserve, "10-20:f1", "8-18", 0, "8-18 18-20:f1" },
		{ do_reserve, "10-20:f1", "14-18", 0, "10-14:f1 14-18 18-20:f1" },
		{ do_reserve, "10-20:f1", "10-14", 0, "10-14 14-20:f1" },
		{ do_reserve, "10-20:f1", "14-20", 0, "10-14:f1 14-20" },
		{ do_reserve, "10-20:f1", "10-20", 0, "10-20" },
		{ do_reserve, "10-20:f1", "8-28", 0, "8-28" },
		/* several, with and without gaps, cut at both ends or not */
		{ do_reserve, "10-20:f1 30-40:f1o1 50-60:f1", "18-58", 0,
		  "10-18:f1 18-58 58-60:f1" },
		{ do_reserve, "10-20:f1 20-30:f1o1 30-40:f1o2", "18-38", 0,
		  "10-18:f1 18-38 38-40:f1o2" },
		{ do_reserve, "10-20:f1 30-40:f1 50-60:f1", "8-68", 0, "8-68" },
		/* all entries in the way must be OVERLAP_OK */
		{ do_reserve, "10-20:f1 30-40 50-60:f1", "18-58", -EBUSY, NULL },
		{ do_reserve, "10-20 30-40:f1", "18-38", -EBUSY, NULL },
		{ do_reserve, "10-20:f1 30-40", "18-38", -EBUSY, NULL },
		/* entries that are not in the way merge as always */
		{ do_reserve, "10-20 20-30:f1 30-40", "20-30", 0, "10-40" },
		{ do_reserve, "10-20:f1", "18-28:f1", 0, "10-28:f1" },
		{ do_reserve, "10-20:f1", "14-18:f1", 0, "10-20:f1" },
		{ do_reserve, "10-20:f1", "14-18:f1o1", 0,
		  "10-14:f1 14-18:f1o1 18-20:f1" },
		{ do_reserve, "10-20:f1n1z1s2", "14-18:n2", 0,
		  "10-14:f1n1z1s2 14-18:n2 18-20:f1n1z1s2" },
	};

	run_cases(cases, ARRAY_SIZE(cases));
}

static void test_released_gives_way(void)
{
	static const struct op_case cases[] = {
		/* over its end, its beginning, its middle, all of it */
		{ do_reserve, "10-20:s2", "18-28", 0, "10-18:s2 18-28" },
		{ do_reserve, "10-20:s2f2", "8-18:f2", 0, "8-18:f2 18-20:s2f2" },
		{ do_reserve, "10-20:s2", "14-18", 0, "10-14:s2 14-18 18-20:s2" },
		{ do_reserve, "10-20:s2", "10-14", 0, "10-14 14-20:s2" },
		{ do_reserve, "10-20:s2", "14-20", 0, "10-14:s2 14-20" },
		{ do_reserve, "10-20:s2", "10-20", 0, "10-20" },
		{ do_reserve, "10-20:s2", "8-28", 0, "8-28" },
		/* whatever its other facts are; the rest of it keeps them */
		{ do_reserve, "10-20:n1z2o3s2f6", "14-18:o4f2", 0,
		  "10-14:n1z2o3s2f6 14-18:o4f2 18-20:n1z2o3s2f6" },
		{ do_reserve, "10-20:s2f1", "14-18", 0, "10-14:s2f1 14-18 18-20:s2f1" },
		/* equal to the entry that it is a part of: one entry */
		{ do_reserve, "10-20:s2", "14-18:s2", 0, "10-20:s2" },
		/* several, and some that are OVERLAP_OK */
		{ do_reserve, "10-20:s2 30-40:s2o1", "18-38", 0, "10-18:s2 18-38 38-40:s2o1" },
		{ do_reserve, "10-20:f1 20-30:s2 30-40:f1o2", "18-38", 0,
		  "10-18:f1 18-38 38-40:f1o2" },
		{ do_reserve, "10-20:s2 30-40:s1f1 50-60:s2f4", "8-58", 0, "8-58 58-60:s2f4" },
		/* all entries in the way must be released; late freed is not enough */
		{ do_reserve, "10-20:s1", "14-18", -EBUSY, NULL },
		{ do_reserve, "10-20:s2 20-30:s1", "18-28", -EBUSY, NULL },
		{ do_reserve, "10-20:s1 20-30:s2", "18-28", -EBUSY, NULL },
		{ do_reserve, "10-20:s2 30-40 50-60:s2", "18-58", -EBUSY, NULL },
		{ do_reserve, "10-20:s2 20-30:s1", "18-20", 0, "10-18:s2 18-20 20-30:s1" },
		/* entries that are not in the way merge as always */
		{ do_reserve, "8-10:f2 10-20:s2f2", "10-18:f2", 0, "8-18:f2 18-20:s2f2" },
		{ do_reserve, "8-10 10-20:s2 20-28", "10-20", 0, "8-28" },
	};

	run_cases(cases, ARRAY_SIZE(cases));
}

#define MAX "ffffffffffffffff"

static void test_ends(void)
{
	static const struct op_case cases[] = {
		{ do_reserve, "", "0-1", 0, "0-1" },
		{ do_reserve, "", "0-" MAX, 0, "0-" MAX },
		{ do_reserve, "0-" MAX, "0-1", -EBUSY, NULL },
		{ do_reserve, "0-" MAX, "fffffffffffffffe-" MAX, -EBUSY, NULL },
		{ do_reserve, "0-" MAX, MAX "-" MAX, -EINVAL, NULL },
		{ do_reserve, "0-" MAX ":f1", "fffffffffffffffe-" MAX, 0,
		  "0-fffffffffffffffe:f1 fffffffffffffffe-" MAX },
		{ do_reserve, "0-" MAX ":f1", "0-1", 0, "0-1 1-" MAX ":f1" },
		{ do_reserve, "0-10", "10-" MAX, 0, "0-" MAX },
		{ do_reserve, "10-" MAX, "0-10", 0, "0-" MAX },
		{ do_reserve, "0-10 f000000000000000-" MAX, "10-f000000000000000", 0,
		  "0-" MAX },
		{ do_free, "0-" MAX, "0-" MAX, 0, "" },
		{ do_free, "0-" MAX, "0-1", 0, "1-" MAX },
		{ do_free, "0-" MAX, "fffffffffffffffe-" MAX, 0, "0-fffffffffffffffe" },
		{ do_free, "0-" MAX, "8000000000000000-8000000000000001", 0,
		  "0-8000000000000000 8000000000000001-" MAX },
		{ do_free, "0-fffffffffffffffe", "0-" MAX, -ENOENT, NULL },
		{ do_free, "1-" MAX, "0-" MAX, -ENOENT, NULL },
		{ do_set_state, "0-" MAX, "0-" MAX ":s1", 0, "0-" MAX ":s1" },
		{ do_set_state, "0-" MAX, "0-1:s1", 0, "0-1:s1 1-" MAX },
		{ do_set_holder, "0-" MAX, "0-1:o1f4", 0, "0-1:o1f4 1-" MAX },
		{ do_set_holder, "0-" MAX ":f2", "0-" MAX ":o1f4", 0, "0-" MAX ":o1f4" },
		{ do_set_holder, "0-" MAX, "fffffffffffffffe-" MAX ":o1", 0,
		  "0-fffffffffffffffe fffffffffffffffe-" MAX ":o1" },
		{ do_build, "10-" MAX " 0-10", "", 0, "0-" MAX },
		{ do_build, "10-" MAX " 0-" MAX, "", 0, "0-" MAX },
	};

	run_cases(cases, ARRAY_SIZE(cases));
}

static void test_free(void)
{
	static const struct op_case cases[] = {
		/* all, beginning, end, middle */
		{ do_free, "10-20", "10-20", 0, "" },
		{ do_free, "10-20:n1o2", "10-14", 0, "14-20:n1o2" },
		{ do_free, "10-20:n1o2", "14-20", 0, "10-14:n1o2" },
		{ do_free, "10-20:n1z2o3s1f1", "14-18", 0,
		  "10-14:n1z2o3s1f1 18-20:n1z2o3s1f1" },
		{ do_free, "10-20 30-40 50-60", "30-40", 0, "10-20 50-60" },
		/* across entries */
		{ do_free, "10-20:o1 20-30:o2", "10-30", 0, "" },
		{ do_free, "10-20:o1 20-30:o2", "18-28", 0, "10-18:o1 28-30:o2" },
		{ do_free, "10-20:n1 20-30:n2 30-40:n3", "18-38", 0, "10-18:n1 38-40:n3" },
		{ do_free, "10-20:s1 20-30:s2f1", "1f-21", 0, "10-1f:s1 21-30:s2f1" },
		{ do_free, "10-20:o1 20-30:o2", "10-21", 0, "21-30:o2" },
		/* not all of it is in the table: before, behind, between, nothing */
		{ do_free, "10-20", "8-20", -ENOENT, NULL },
		{ do_free, "10-20", "f-18", -ENOENT, NULL },
		{ do_free, "10-20", "10-21", -ENOENT, NULL },
		{ do_free, "10-20", "18-28", -ENOENT, NULL },
		{ do_free, "10-20 21-30", "18-28", -ENOENT, NULL },
		{ do_free, "10-20 30-40 40-50:o1", "10-50", -ENOENT, NULL },
		{ do_free, "10-20", "20-21", -ENOENT, NULL },
		{ do_free, "10-20", "f-10", -ENOENT, NULL },
		{ do_free, "", "10-20", -ENOENT, NULL },
		/* empty */
		{ do_free, "10-20", "14-14", -EINVAL, NULL },
		{ do_free, "10-20", "18-14", -EINVAL, NULL },
		{ do_free, "", "0-0", -EINVAL, NULL },
	};

	run_cases(cases, ARRAY_SIZE(cases));
}

static void test_set(void)
{
	static const struct op_case cases[] = {
		{ do_set_state, "10-20:o1", "10-20:s1", 0, "10-20:o1s1" },
		{ do_set_state, "10-20", "14-18:s2", 0, "10-14 14-18:s2 18-20" },
		{ do_set_state, "10-20", "8-18:s1", 0, "10-18:s1 18-20" },
		{ do_set_state, "10-20", "18-28:s1", 0, "10-18 18-20:s1" },
		{ do_set_state, "10-20 30-40 50-60", "18-58:s1", 0,
		  "10-18 18-20:s1 30-40:s1 50-58:s1 58-60" },
		{ do_set_state, "10-20 30-40", "0-100:s1", 0, "10-20:s1 30-40:s1" },
		/* it has this state already: it stays one entry */
		{ do_set_state, "10-20:s1", "14-18:s1", 0, "10-20:s1" },
		/* and back: one entry again */
		{ do_set_state, "10-14 14-18:s2 18-20", "14-18:s0", 0, "10-20" },
		{ do_set_state, "10-14 14-18:s2 18-20", "12-16:s0", 0, "10-16 16-18:s2 18-20" },
		{ do_set_state, "10-20 20-30:s1", "20-30:s0", 0, "10-30" },
		{ do_set_state, "10-20 20-30:s1", "10-20:s1", 0, "10-30:s1" },
		{ do_set_state, "10-20:n1 20-30:n2s1", "10-20:s1", 0, "10-20:n1s1 20-30:n2s1" },
		{ do_set_state, "10-20", "20-30:s1", -ENOENT, NULL },
		{ do_set_state, "10-20", "8-10:s1", -ENOENT, NULL },
		{ do_set_state, "10-20 30-40", "20-30:s1", -ENOENT, NULL },
		{ do_set_state, "", "20-30:s1", -ENOENT, NULL },
		{ do_set_state, "10-20", "18-18:s1", -EINVAL, NULL },
		{ do_set_state, "10-20", "18-14:s1", -EINVAL, NULL },

		/* this does not change the flags and how the owner is known */
		{ do_set_state, "10-20:f6h3", "14-18:s1", 0, "10-14:f6h3 14-18:s1f6h3 18-20:f6h3" },
	};

	run_cases(cases, ARRAY_SIZE(cases));
}

static void test_set_holder(void)
{
	static const struct op_case cases[] = {
		{ do_set_holder, "10-20:f2", "10-20:o4f4", 0, "10-20:o4f4" },
		{ do_set_holder, "10-20:o4f7", "10-20", 0, "10-20" },
		{ do_set_holder, "10-20:o4h1", "10-20:o4h3", 0, "10-20:o4h3" },
		{ do_set_holder, "10-20:o4h1 20-30:o4h2", "10-20:o4h2", 0, "10-30:o4h2" },
		{ do_set_holder, "10-20:o4h2", "14-18:o4h1", 0,
		  "10-14:o4h2 14-18:o4h1 18-20:o4h2" },
		{ do_set_holder, "10-20:z15h15", "10-20:s2n7z3h1", 0, "10-20:z15h1" },
		/* node, zone and state stay; splits in the middle and at both ends */
		{ do_set_holder, "10-20:n1z2o3s2f1", "14-18:o4f6", 0,
		  "10-14:n1z2o3s2f1 14-18:n1z2o4s2f6 18-20:n1z2o3s2f1" },
		{ do_set_holder, "10-20", "8-18:o1", 0, "10-18:o1 18-20" },
		{ do_set_holder, "10-20", "18-28:f4", 0, "10-18 18-20:f4" },
		{ do_set_holder, "10-20", "18-28:o4294967295f1", 0, "10-18 18-20:o4294967295f1" },
		/* over gaps */
		{ do_set_holder, "10-20 30-40:s1 50-60", "18-58:o7f4", 0,
		  "10-18 18-20:o7f4 30-40:o7s1f4 50-58:o7f4 58-60" },
		{ do_set_holder, "10-20 30-40:f2", "0-100:f4", 0, "10-20:f4 30-40:f4" },
		/* it has this owner already: it stays one entry */
		{ do_set_holder, "10-20:o1f4", "14-18:o1f4", 0, "10-20:o1f4" },
		/* and back: one entry again, if both owner and flags agree */
		{ do_set_holder, "10-18 18-20:o7f4 20-28", "18-20", 0, "10-28" },
		{ do_set_holder, "10-18 18-20:o7f4 20-28", "18-20:f4", 0, "10-18 18-20:f4 20-28" },
		{ do_set_holder, "10-18 18-20:o7f4 20-28", "18-20:o7", 0, "10-18 18-20:o7 20-28" },
		{ do_set_holder, "10-18 18-20:o7f4 20-28", "19-1c", 0,
		  "10-18 18-19:o7f4 19-1c 1c-20:o7f4 20-28" },
		{ do_set_holder, "10-20:o1 20-30:o2f2 30-40:o1f4", "18-38:o3", 0,
		  "10-18:o1 18-38:o3 38-40:o1f4" },
		{ do_set_holder, "10-20:n1 20-30:n2s1", "10-30:o1", 0, "10-20:n1o1 20-30:n2o1s1" },

		{ do_set_holder, "10-20", "20-30:o1f4", -ENOENT, NULL },
		{ do_set_holder, "10-20", "8-10:o1f4", -ENOENT, NULL },
		{ do_set_holder, "10-20 30-40", "20-30:o1f4", -ENOENT, NULL },
		{ do_set_holder, "", "20-30:o1f4", -ENOENT, NULL },
		{ do_set_holder, "10-20", "18-18:o1f4", -EINVAL, NULL },
		{ do_set_holder, "10-20", "18-14:o1f4", -EINVAL, NULL },
	};

	run_cases(cases, ARRAY_SIZE(cases));
}

static void test_build(void)
{
	static const struct op_case cases[] = {
		{ do_build, "", "", 0, "" },
		{ do_build, "10-20", "", 0, "10-20" },
		{ do_build, "50-60 10-20:o1 30-40", "", 0, "10-20:o1 30-40 50-60" },
		/* touching: merged if they agree */
		{ do_build, "30-40 10-20 20-30", "", 0, "10-40" },
		{ do_build, "20-30:n1 10-20", "", 0, "10-20 20-30:n1" },
		{ do_build, "20-30:z1 10-20", "", 0, "10-20 20-30:z1" },
		{ do_build, "20-30:h1 10-20", "", 0, "10-20 20-30:h1" },
		{ do_build, "20-30:f2 10-20:f4 30-40:f2", "", 0, "10-20:f4 20-40:f2" },
		/* overlapping: the union if they agree */
		{ do_build, "18-28 10-20", "", 0, "10-28" },
		{ do_build, "10-20 10-20 10-20", "", 0, "10-20" },
		{ do_build, "12-14 16-18 10-20", "", 0, "10-20" },
		{ do_build, "12-14 10-20 18-30 40-50", "", 0, "10-30 40-50" },
		{ do_push, "10-20", "18-18", -EINVAL, NULL },
		{ do_push, "10-20", "28-18", -EINVAL, NULL },
		{ do_push, "10-20", "18-28:s3", -EINVAL, NULL },
		{ do_push, "10-20", "8-18:f7", 0, "10-20 8-18:f7" },
	};
	static const char * const disagree[] = {
		"10-20 18-28:n1", "10-20 18-28:z1", "10-20 18-28:o1",
		"10-20 18-28:s1", "10-20 18-28:f1", "10-20:f1 18-28",
		"10-20:f2 18-28:f4", "10-20:s2 18-28",
		"18-28:o1 10-20", "10-20 10-20:o1", "10-20 12-14:o1",
		"10-40 12-14 16-18:o1", "30-40 10-20 3f-50:o1",
	};
	struct range_table t;
	size_t i;

	run_cases(cases, ARRAY_SIZE(cases));
	for (i = 0; i < ARRAY_SIZE(disagree); i++) {
		t = table(disagree[i]);
		if (!CHECK(range_build(&t) == -EBUSY))
			printf("# case: %s\n", disagree[i]);
		range_destroy(&t);
		CHECK(!t.r && !t.nr && !t.max);
	}
}

/* Build a large table from entries in order, in reverse order and shuffled. */
static void test_build_many(void)
{
	enum { N = 5000 };
	struct range_table t = {};
	unsigned int order;
	size_t i;

	for (order = 0; order < 3; order++) {
		for (i = 0; i < N; i++) {
			size_t k = order == 0 ? i : order == 1 ? N - 1 - i : i * 7 % N;
			struct range_entry e = { .start = k * 32, .end = k * 32 + 16 };

			/* 7 and 5000 have no common factor, so each k comes once */
			CHECK(!range_push(&t, &e));
		}
		CHECK(!range_build(&t));
		CHECK(t.nr == N);
		for (i = 0; i < t.nr; i++)
			CHECK(t.r[i].start == i * 32 && t.r[i].end == i * 32 + 16);
		range_destroy(&t);
	}
}

static void test_merge(void)
{
	static const char * const cases[][2] = {
		{ "", "" },
		{ "10-20", "10-20" },
		{ "10-20 20-30 30-40", "10-40" },
		{ "10-20 20-30 31-40", "10-30 31-40" },
		{ "0-10:o1 10-20 20-30 30-40:s1", "0-10:o1 10-30 30-40:s1" },
		{ "10-20:n1 20-30:n2 30-40:n2", "10-20:n1 20-40:n2" },
		{ "10-20:z1 20-30:z2", "10-20:z1 20-30:z2" },
		{ "10-20:f1 20-30", "10-20:f1 20-30" },
		{ "10-20:f2 20-30:f4 30-40:f4", "10-20:f2 20-40:f4" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct range_table t = table(cases[i][0]);

		range_merge(&t);
		CHECK(equals(&t, cases[i][1]));
		range_destroy(&t);
	}
}

static void test_lookup(void)
{
	struct range_table t = table("10-20:o1 20-30:o2 40-50:o3"), empty = {};
	struct range_entry e = {};
	size_t n, i;

	CHECK(range_first(&t, 0) == 0);
	CHECK(range_first(&t, 0x1f) == 0);
	CHECK(range_first(&t, 0x20) == 1);
	CHECK(range_first(&t, 0x2f) == 1);
	CHECK(range_first(&t, 0x30) == 2);
	CHECK(range_first(&t, 0x4f) == 2);
	CHECK(range_first(&t, 0x50) == 3);
	CHECK(range_first(&t, U64_MAX) == 3);
	CHECK(range_first(&empty, 0) == 0);

	CHECK(!range_find(&t, 0xf));
	CHECK(range_find(&t, 0x10) == &t.r[0]);
	CHECK(range_find(&t, 0x1f) == &t.r[0]);
	CHECK(range_find(&t, 0x20) == &t.r[1]);
	CHECK(!range_find(&t, 0x30));
	CHECK(!range_find(&t, 0x3f));
	CHECK(range_find(&t, 0x40) == &t.r[2]);
	CHECK(!range_find(&t, 0x50));
	CHECK(!range_find(&t, U64_MAX));
	CHECK(!range_find(&empty, 0));
	range_destroy(&t);

	t = table("0-" MAX);
	CHECK(range_find(&t, 0) == t.r);
	CHECK(range_find(&t, U64_MAX - 1) == t.r);
	CHECK(!range_find(&t, U64_MAX));
	range_destroy(&t);

	/* every address, for tables of every size up to 20 */
	for (n = 0; n <= 20; n++) {
		u64 addr;

		for (addr = 0; addr < n * 4 + 4; addr++) {
			for (i = 0; i < n && i * 4 + 3 <= addr; i++)
				;
			if (!CHECK(range_first(&t, addr) == i))
				printf("# %zu entries, address %llx\n", n, addr);
		}
		e.start = n * 4 + 1;
		e.end = n * 4 + 3;
		CHECK(!range_push(&t, &e));
	}
	range_destroy(&t);
}

static void test_questions(void)
{
	struct range_table t = table("10-20:o1 20-30:o2 30-40:s1 50-60:s2"), empty = {};

	CHECK(range_touches(&t, 0x10, 0x11));
	CHECK(range_touches(&t, 0x0, 0x11));
	CHECK(range_touches(&t, 0x5f, 0x70));
	CHECK(range_touches(&t, 0, U64_MAX));
	CHECK(!range_touches(&t, 0, 0x10));
	CHECK(!range_touches(&t, 0x40, 0x50));
	CHECK(!range_touches(&t, 0x60, U64_MAX));
	CHECK(!range_touches(&t, 0x18, 0x18));
	CHECK(!range_touches(&t, 0x1a, 0x18));
	CHECK(!range_touches(&empty, 0, U64_MAX));

	CHECK(range_covers(&t, 0x10, 0x20, RANGE_RESERVED));
	CHECK(range_covers(&t, 0x18, 0x19, RANGE_RESERVED));
	CHECK(range_covers(&t, 0x18, 0x28, RANGE_RESERVED));
	CHECK(range_covers(&t, 0x10, 0x30, RANGE_RESERVED));
	CHECK(range_covers(&t, 0x30, 0x40, RANGE_LATE_FREED));
	CHECK(range_covers(&t, 0x50, 0x60, RANGE_RELEASED));
	CHECK(!range_covers(&t, 0x10, 0x31, RANGE_RESERVED));
	CHECK(!range_covers(&t, 0x30, 0x40, RANGE_RESERVED));
	CHECK(!range_covers(&t, 0xf, 0x20, RANGE_RESERVED));
	CHECK(!range_covers(&t, 0x38, 0x48, RANGE_LATE_FREED));
	CHECK(!range_covers(&t, 0x30, 0x58, RANGE_LATE_FREED));
	CHECK(!range_covers(&t, 0x58, 0x61, RANGE_RELEASED));
	CHECK(!range_covers(&t, 0x18, 0x18, RANGE_RESERVED));
	CHECK(!range_covers(&t, 0x1a, 0x18, RANGE_RESERVED));
	CHECK(!range_covers(&empty, 0, 1, RANGE_RESERVED));

	CHECK(range_any(&t, 0, U64_MAX, RANGE_RESERVED));
	CHECK(range_any(&t, 0, U64_MAX, RANGE_LATE_FREED));
	CHECK(range_any(&t, 0, U64_MAX, RANGE_RELEASED));
	CHECK(range_any(&t, 0x2f, 0x50, RANGE_RESERVED));
	CHECK(range_any(&t, 0x2f, 0x31, RANGE_LATE_FREED));
	CHECK(!range_any(&t, 0x10, 0x30, RANGE_LATE_FREED));
	CHECK(!range_any(&t, 0x30, 0x60, RANGE_RESERVED));
	CHECK(!range_any(&t, 0x40, 0x50, RANGE_RELEASED));
	CHECK(!range_any(&t, 0x18, 0x18, RANGE_RESERVED));
	CHECK(!range_any(&t, 0x1a, 0x18, RANGE_RESERVED));
	CHECK(!range_any(&empty, 0, U64_MAX, RANGE_RESERVED));
	range_destroy(&t);
}

static void test_stretch(void)
{
	static const struct {
		u64 addr, start, end;
	} cases[] = {
		{ 0xf, 0xf, 0xf },
		{ 0x10, 0x10, 0x40 },
		{ 0x20, 0x10, 0x40 },
		{ 0x3f, 0x10, 0x40 },
		{ 0x40, 0x40, 0x40 },
		{ 0x50, 0x50, 0x50 },
		{ 0x60, 0x60, 0x70 },
		{ 0x70, 0x70, 0x70 },
	};
	struct range_table t = table("10-20 20-30:o1 30-40:s1 50-60:s2 60-70"), empty = {};
	u64 start, end;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		range_stretch(&t, cases[i].addr, &start, &end);
		CHECK(start == cases[i].start && end == cases[i].end);
	}
	range_stretch(&empty, 5, &start, &end);
	CHECK(start == 5 && end == 5);
	range_destroy(&t);
}

static void test_nodes(void)
{
	static const char all[] = "10-20:n1 20-30:n2 40-50:n1o1 60-70 80-90:n1s1f1";
	static const struct {
		int nid;
		const char *copy;
	} cases[] = {
		{ -1, all },
		{ 0, "60-70" },
		{ 1, "10-20:n1 40-50:n1o1 80-90:n1s1f1" },
		{ 2, "20-30:n2" },
		{ 3, "" },
	};
	struct range_table t = table(all), copy = {}, empty = {};
	size_t i, k;

	for (k = 0; k < ARRAY_SIZE(cases); k++) {
		CHECK(!range_copy(&copy, &t, cases[k].nid));
		CHECK(equals(&copy, cases[k].copy));
		range_destroy(&copy);

		range_for_each_node(i, &t, cases[k].nid)
			CHECK(!range_push(&copy, &t.r[i]));
		CHECK(equals(&copy, cases[k].copy));
		range_destroy(&copy);
	}
	CHECK(range_next_on_node(&t, 5, -1) == 5);
	CHECK(range_next_on_node(&t, 6, -1) == 5);
	CHECK(range_next_on_node(&t, 1, 1) == 2);
	CHECK(range_next_on_node(&t, 0, 7) == 5);
	CHECK(equals(&t, all));

	CHECK(!range_copy(&copy, &empty, -1));
	CHECK(copy.nr == 0);
	range_for_each_node(i, &empty, -1)
		CHECK(false);

	/* a copy is a table of its own */
	CHECK(!range_copy(&copy, &t, -1));
	CHECK(!range_free(&copy, 0x10, 0x18));
	CHECK(!range_set_state(&copy, 0x60, 0x70, RANGE_RELEASED));
	CHECK(equals(&t, all));
	range_destroy(&copy);
	range_destroy(&t);
}

/* The runs of pages, with equal neighbours joined, must look like this table. */
static bool pages_are(const char *before, const char *runs)
{
	struct range_table t = table(before), seen = {};
	struct range_pages run = {};
	u64 behind = 0;
	bool good = true;

	while (range_next_pages(&t, &run)) {
		struct range_entry e = {
			.start = run.start, .end = run.end, .nid = run.nid,
			.zone = run.zone, .state = run.state,
		};

		good &= CHECK(run.start >= behind && run.start < run.end);
		good &= CHECK(!(run.start & ~PAGE_MASK));
		good &= CHECK(!(run.end & ~PAGE_MASK) || run.end == U64_MAX);
		behind = run.end;
		if (!good || range_push(&seen, &e))
			break;
	}
	range_merge(&seen);
	good &= CHECK(equals(&seen, runs));
	if (!good)
		printf("# case: %s\n", before);
	range_destroy(&seen);
	range_destroy(&t);
	return good;
}

static void test_pages(void)
{
	pages_are("", "");
	/* whole pages, parts of one, across two */
	pages_are("1000-2000", "1000-2000");
	pages_are("1000-5000:n1z2s1o1f1", "1000-5000:n1z2s1");
	pages_are("1010-1020", "1000-2000");
	pages_are("0-1", "0-1000");
	pages_are("1fff-2001", "1000-3000");
	pages_are("1800-5800", "1000-6000");
	pages_are("1800-2000", "1000-2000");
	pages_are("1000-1800", "1000-2000");
	/* apart */
	pages_are("1000-2000 3000-4000", "1000-2000 3000-4000");
	pages_are("1000-1010 3ff0-4000", "1000-2000 3000-4000");
	/* several entries in a page: the first gives the place, the most reserved one the state */
	pages_are("1000-1100 1200-1300 1400-1500", "1000-2000");
	pages_are("1000-1100:n1z1 1200-1300:n2z2", "1000-2000:n1z1");
	pages_are("1000-1100:s2 1200-1300:s1 1400-1500:s2", "1000-2000:s1");
	pages_are("1000-1100:s2 1200-1300 1400-1500:s1", "1000-2000");
	pages_are("1000-1800:s1 1800-2000:s2", "1000-2000:s1");
	/* a border between long entries, inside a page */
	pages_are("1000-3800:s1 3800-6000", "1000-3000:s1 3000-6000");
	pages_are("1000-3800 3800-6000:s1", "1000-4000 4000-6000:s1");
	pages_are("1000-3800:s2 3900-3a00:s1 3b00-6000:s2",
		  "1000-3000:s2 3000-4000:s1 4000-6000:s2");
	pages_are("1000-3800:n1 3800-6000:n2", "1000-4000:n1 4000-6000:n2");
	pages_are("1000-3000:n1 3000-6000:n2", "1000-3000:n1 3000-6000:n2");
	pages_are("1000-3001:s1 3fff-6000:s2", "1000-4000:s1 4000-6000:s2");
}

static void test_top_pages(void)
{
	pages_are("fffffffffffff000-" MAX, "fffffffffffff000-" MAX);
	pages_are("fffffffffffffffe-" MAX ":s1", "fffffffffffff000-" MAX ":s1");
	pages_are("fffffffffffff000-fffffffffffff001", "fffffffffffff000-" MAX);
	pages_are("ffffffffffffe000-fffffffffffff000",
		  "ffffffffffffe000-fffffffffffff000");
	pages_are("ffffffffffffe800-" MAX, "ffffffffffffe000-" MAX);
	pages_are("fffffffffffff000-fffffffffffff100:s2n1 fffffffffffffff0-" MAX ":s1n2",
		  "fffffffffffff000-" MAX ":s1n1");
	pages_are("0-" MAX, "0-" MAX);
	pages_are("0-fffffffffffff800:s1 fffffffffffff800-" MAX ":s2",
		  "0-" MAX ":s1");
}

/* A table with so many entries that the next one needs memory. */
static struct range_table full_table(const char *last)
{
	struct range_table t = {};
	struct range_entry e = {};

	do {
		e.start = t.nr * 0x100;
		e.end = e.start + 0x80;
		if (range_push(&t, &e))
			abort();
	} while (t.nr < t.max - 1);

	e = entry(last);
	if (range_push(&t, &e) || t.nr != t.max)
		abort();
	return t;
}

static void test_overlay(void)
{
	static const struct {
		const char *before;
		const char *over;
		const char *after;
	} cases[] = {
		{ "", "", "" },
		{ "", "10-20", "10-20" },
		{ "10-20", "", "10-20" },
		{ "10-20:o1", "10-20:o2f2", "10-20:o2f2" },
		{ "10-40:o1", "20-30:o2", "10-20:o1 20-30:o2 30-40:o1" },
		{ "10-40:o1", "20-30:o1", "10-40:o1" },
		{ "10-40:o1", "0-11:o2 20-21:o2 3f-50:o2",
		  "0-11:o2 11-20:o1 20-21:o2 21-3f:o1 3f-50:o2" },
		{ "10-20:o1 20-30:o2 40-50:o1", "18-48:o3", "10-18:o1 18-48:o3 48-50:o1" },
		{ "10-20 30-40 50-60:n1", "0-70:o1", "0-70:o1" },
		{ "30-40", "0-10 10-20:o1 50-60", "0-10 10-20:o1 30-40 50-60" },
		{ "10-20:n1", "20-30:n1", "10-30:n1" },
	};
	struct range_table t, over;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		t = table(cases[i].before);
		over = table(cases[i].over);
		CHECK(!range_overlay(&t, &over));
		if (!CHECK(equals(&t, cases[i].after)))
			printf("# case %zu\n", i);
		CHECK(equals(&over, cases[i].over));
		range_destroy(&t);
		range_destroy(&over);
	}
}

static bool same(const struct range_table *a, const struct range_table *b)
{
	size_t i;

	if (a->nr != b->nr)
		return false;
	range_for_each(i, a)
		if (memcmp(&a->r[i], &b->r[i], sizeof(a->r[i])))
			return false;
	return true;
}

static void test_no_memory(void)
{
	static const struct {
		int (*op)(struct range_table *t, const char *arg);
		const char *last;
		const char *arg;
	} cases[] = {
		{ do_reserve, "f0000-f1000", "f2000-f3000" },
		{ do_reserve, "f0000-f1000:f1", "f0400-f0800" },
		{ do_free, "f0000-f1000", "f0400-f0800" },
		{ do_set_state, "f0000-f1000", "f0400-f0800:s1" },
		{ do_reserve, "f0000-f1000:s2", "f0400-f0800" },
		{ do_set_holder, "f0000-f1000", "f0400-f0800:o1f4" },
		{ do_push, "f0000-f1000", "f2000-f3000" },
	};
	struct range_table t, before = {}, first = {}, copy = {};
	struct range_entry e = { .start = 1, .end = 2 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		t = full_table(cases[i].last);
		CHECK(!range_copy(&before, &t, -1));
		shim_alloc_fails_in = 1;
		CHECK(cases[i].op(&t, cases[i].arg) == -ENOMEM);
		CHECK(!shim_alloc_fails_in);
		CHECK(same(&t, &before));
		CHECK(cases[i].op(&t, cases[i].arg) == 0);
		CHECK(!same(&t, &before));
		range_destroy(&t);
		range_destroy(&before);
	}

	/* the first allocation of a table */
	shim_alloc_fails_in = 1;
	CHECK(range_reserve(&first, &e) == -ENOMEM);
	CHECK(!first.nr && !first.r);
	CHECK(!range_reserve(&first, &e));
	CHECK(equals(&first, "1-2"));
	range_destroy(&first);
	shim_alloc_fails_in = 1;
	CHECK(range_push(&first, &e) == -ENOMEM);
	CHECK(!first.nr && !first.r);
	CHECK(!range_push(&first, &e));
	shim_alloc_fails_in = 1;
	CHECK(range_copy(&copy, &first, -1) == -ENOMEM);
	CHECK(!copy.nr && !copy.r);
	CHECK(!range_copy(&copy, &first, -1));
	CHECK(equals(&copy, "1-2"));
	shim_alloc_fails_in = 1;
	CHECK(range_overlay(&copy, &first) == -ENOMEM);
	CHECK(equals(&copy, "1-2"));
	range_destroy(&copy);

	/* Operations that are refused anyway, or that have room, need no memory. */
	t = full_table("f0000-f1000");
	shim_alloc_fails_in = 1;
	CHECK(do_reserve(&t, "f0000-f0001") == -EBUSY);
	CHECK(do_free(&t, "ffff0-fffff") == -ENOENT);
	CHECK(do_set_state(&t, "ffff0-fffff:s1") == -ENOENT);
	CHECK(do_set_holder(&t, "ffff0-fffff:o1f4") == -ENOENT);
	CHECK(do_set_holder(&t, "f0000-f0000:o1f4") == -EINVAL);
	CHECK(do_push(&t, "5-5") == -EINVAL);
	CHECK(range_build(&t) == 0);
	CHECK(shim_alloc_fails_in == 1);
	shim_alloc_fails_in = 0;
	range_destroy(&t);

	/* A table that was pushed in order needs no second table for sorting; others do. */
	t = table("");
	CHECK(!do_push(&t, "30-40"));
	CHECK(!do_push(&t, "10-20"));
	shim_alloc_fails_in = 1;
	CHECK(range_build(&t) == -ENOMEM);
	CHECK(!shim_alloc_fails_in);
	range_destroy(&t);
	range_destroy(&first);
}

/* Split entries in a table with little room left: nothing may be written behind it. */
static void test_little_room(void)
{
	static const struct {
		int (*op)(struct range_table *t, const char *arg);
		const char *arg;
		const char *after;
	} cases[] = {
		{ do_reserve, "f0400-f0800:o1", "f0000-f0400:f1 f0400-f0800:o1 f0800-f1000:f1" },
		{ do_reserve, "f2000-f3000", "f0000-f1000:f1 f2000-f3000" },
		{ do_free, "f0400-f0800", "f0000-f0400:f1 f0800-f1000:f1" },
		{ do_set_state, "f0400-f0800:s1",
		  "f0000-f0400:f1 f0400-f0800:f1s1 f0800-f1000:f1" },
		{ do_set_holder, "f0400-f0800:o1f4",
		  "f0000-f0400:f1 f0400-f0800:o1f4 f0800-f1000:f1" },
	};
	size_t i, room, others;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		for (room = 0; room < 5; room++) {
			struct range_table t = full_table("f0000-f1000:f1"), tail;

			others = t.nr - 1 - room;
			memmove(t.r, &t.r[room], (t.nr - room) * sizeof(*t.r));
			t.nr -= room;
			CHECK(!cases[i].op(&t, cases[i].arg));
			tail = (struct range_table) { .r = &t.r[others], .nr = t.nr - others };
			if (!CHECK(equals(&tail, cases[i].after)))
				printf("# case %zu with room for %zu\n", i, room);
			range_destroy(&t);
		}
	}
}

static void test_destroy(void)
{
	struct range_table t = {};

	range_destroy(&t);
	CHECK(!t.r && !t.nr && !t.max);
	t = table("10-20 30-40");
	range_destroy(&t);
	CHECK(!t.r && !t.nr && !t.max);
	CHECK(do_reserve(&t, "10-20") == 0);
	CHECK(equals(&t, "10-20"));
	range_destroy(&t);
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "reserve", test_reserve },
		{ "an overlap is refused", test_overlap },
		{ "what touches merges if it agrees", test_touch },
		{ "what is OVERLAP_OK gives way", test_gives_way },
		{ "what was released gives way", test_released_gives_way },
		{ "both ends of the address space", test_ends },
		{ "free", test_free },
		{ "set state and owner", test_set },
		{ "set owner and flags at once", test_set_holder },
		{ "build", test_build },
		{ "build from many, in any order", test_build_many },
		{ "merge", test_merge },
		{ "overlay", test_overlay },
		{ "first and find", test_lookup },
		{ "touches, covers, any", test_questions },
		{ "stretches without a gap", test_stretch },
		{ "copy and iterate, per node", test_nodes },
		{ "pages", test_pages },
		{ "pages at the top", test_top_pages },
		{ "no memory: unchanged, and works later", test_no_memory },
		{ "splits with little room left", test_little_room },
		{ "destroy", test_destroy },
	};

	return tap_run(tests);
}
