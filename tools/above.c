// SPDX-License-Identifier: GPL-2.0-only
/*
 * above: memory that the sums of the model do not show, see above.h. This file reads how much
 * memory SMBIOS says is installed (DMTF DSP0134, types 16 and 17).
 */
#include <stdlib.h>
#include <string.h>

#include "above.h"
#include "units.h"

#define STRUCTURE_MAX	256

#define TYPE_ARRAY	16
#define TYPE_DEVICE	17
#define USE_SYSTEM	3

/* NVDIMM-N to Intel persistent memory: such devices are not RAM, or only in part */
#define TECHNOLOGY_NVDIMM_N	4
#define TECHNOLOGY_PERSISTENT	7

struct structure {
	unsigned char b[STRUCTURE_MAX];
	size_t n;
};

bool above_wrong(struct above *a, const struct input *in, const struct text *t)
/* above_wrong - write into a->why which line of an input is wrong. Return: false */
{
	snprintf(a->why, sizeof(a->why), "%s: line %lu is not as it must be", in->name, t->line);
	return false;
}

static u64 number_at(const struct structure *d, size_t at, size_t bytes)
{
	u64 n = 0;

	while (bytes--)
		n = n << 8 | d->b[at + bytes];
	return n;
}

/* Read the next structure. False at the end; and if it is malformed, then t->line_end is NULL */
static bool next_structure(struct text *t, struct structure *d)
{
	struct word w, digits;
	u64 byte;

	do {
		if (!text_line(t))
			return false;
	} while (!text_word(t, &w));
	for (d->n = 0; w.n >= 2 && d->n < STRUCTURE_MAX; w.at += 2, w.n -= 2) {
		digits = (struct word){ w.at, 2 };
		if (!word_hex(digits, &byte))
			break;
		d->b[d->n++] = byte;
	}
	if (!w.n && d->n >= 4 && d->b[1] == d->n)
		return true;
	t->line_end = NULL;
	return false;
}

/* Does the array of this device hold something else than main memory: flash, or video memory? */
static bool is_other_array(const struct input *in, u64 handle)
{
	struct structure d;
	struct text t;

	text_begin(&t, in->text, in->length);
	while (next_structure(&t, &d))
		if (d.b[0] == TYPE_ARRAY && d.n > 5 && number_at(&d, 2, 2) == handle)
			return d.b[5] != USE_SYSTEM;
	return false;
}

/* How many bytes of RAM a memory device has; false if its size is not known */
static bool size_of_device(const struct structure *d, s64 *bytes)
{
	u64 size = number_at(d, 0xc, 2), extended = d->n >= 0x20 ? number_at(d, 0x1c, 4) : 0;

	if (size && d->n > 0x28 && d->b[0x28] >= TECHNOLOGY_NVDIMM_N &&
	    d->b[0x28] <= TECHNOLOGY_PERSISTENT)
		size = d->n >= 0x44 ? number_at(d, 0x3c, 8) : U64_MAX;
	else if (size == 0x7fff)
		size = extended ? (extended & 0x7fffffff) << 20 : U64_MAX;
	else if (size == 0xffff)
		size = U64_MAX;
	else if (size & 0x8000)
		size = (size & 0x7fff) << 10;
	else
		size <<= 20; /* 0 is an empty slot */
	*bytes = size;
	return size < SIZE_LIMIT;
}

/* above_read_dmi - add up the installed memory; unknown if one device does not say its size */
bool above_read_dmi(struct above *a, const struct input *in)
{
	bool known = true;
	struct structure d;
	struct text t;
	s64 bytes;

	a->installed_why = "the kernel shows no SMBIOS memory devices";
	if (in->absent || !in->length)
		return true;
	text_begin(&t, in->text, in->length);
	while (next_structure(&t, &d)) {
		if (d.b[0] != TYPE_DEVICE)
			continue;
		if (d.n < 0xe)
			return above_wrong(a, in, &t);
		if (is_other_array(in, number_at(&d, 4, 2)))
			continue;
		if (!size_of_device(&d, &bytes) || a->installed + bytes >= (s64)SIZE_LIMIT)
			known = false;
		else
			a->installed += bytes;
	}
	if (!t.line_end && t.line)
		return above_wrong(a, in, &t);
	a->installed_known = known && a->installed;
	if (!known)
		a->installed_why = "a memory device of SMBIOS does not say its size";
	if (!a->installed_known)
		a->installed = 0;
	return true;
}

/* above_read - read all parts of struct above */
bool above_read(struct above *a, const struct model *m, struct source *s)
{
	memset(a, 0, sizeof(*a));
	return above_read_dmi(a, source_maybe(s, "dmi")) && above_read_kept(a, m, s) &&
	       above_read_unused(a, m, s) && above_read_pools(a, s);
}

/* above_free - free what above_read() allocated */
void above_free(struct above *a)
{
	free(a->unused);
	free(a->pools);
	memset(a, 0, sizeof(*a));
}
