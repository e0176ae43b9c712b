// SPDX-License-Identifier: GPL-2.0-only
/*
 * kept: the part of the installed memory that the firmware keeps, by kind.
 *
 * The firmware's map also has address space that is not RAM (PCI configuration, flash), so an entry
 * "Reserved" alone proves nothing. The following is RAM and has a row each:
 *
 *	ACPI tables, ACPI non-volatile storage, unusable (broken RAM), soft reserved (set aside for
 *	a driver): their types in the map say so, ACPI 6.5, table 15.6
 *	code and data of EFI: /sys/firmware/efi/runtime-map, types 5 and 6
 *	graphics: "Graphics Stolen Memory" of /proc/iomem
 *	Reserved, if it lies below the highest RAM that is below 4 GiB: up to there the memory
 *	controller maps RAM, and above it devices. The hole from 640 KiB to 1 MiB does not count
 *
 * The rest is one row: it is Reserved and may be RAM, or the map does not have it at all.
 */
#include <string.h>

#include "above.h"
#include "say.h"
#include "units.h"

#define HOLE		0xa0000ULL
#define MIB		0x100000ULL
#define GIB4		0x100000000ULL

/* The kinds, in the order of the search; a byte belongs to the first kind that has it */
enum { ACPI, NVS, UNUSABLE, SOFT, RUNTIME, GRAPHICS, RESERVED, KINDS };

static const struct kind {
	const char *type; /* in the firmware's map */
	const char *key;
	const char *what;
} kinds[KINDS] = {
	[ACPI] = { "ACPI Tables", "kept_acpi_tables", "ACPI tables" },
	[NVS] = { "ACPI Non-volatile Storage", "kept_acpi_nvs", "ACPI non-volatile storage" },
	[UNUSABLE] = { "Unusable memory", "kept_unusable", "unusable" },
	[SOFT] = { "Soft Reserved", "kept_soft_reserved", "set aside for a driver" },
	[RUNTIME] = { NULL, "kept_efi", "EFI's code and data" },
	[GRAPHICS] = { NULL, "kept_graphics", "graphics" },
	[RESERVED] = { "Reserved", "kept_reserved", "reserved in its map" },
};

static bool read_map(struct above *a, const struct input *in, struct stretches *lists)
{
	u64 start, last;
	struct word w;
	struct text t;
	size_t i;

	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (!text_word(&t, &w))
			continue;
		if (!text_ends(&t, w, &start, &last))
			return above_wrong(a, in, &t);
		w = text_rest(&t);
		for (i = 0; i < KINDS; i++) /* "Reserved" can be at addresses above any memory */
			if (kinds[i].type && word_is(w, kinds[i].type) &&
			    !stretch_add(&lists[i], start, last) && i != RESERVED)
				return above_wrong(a, in, &t);
	}
	return true;
}

/* A line is "START BYTES TYPE" */
static bool read_runtime(struct above *a, const struct input *in, struct stretches *list)
{
	u64 start, bytes, type;
	struct word w;
	struct text t;

	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (!text_word(&t, &w))
			continue;
		if (!word_hex(w, &start) || !text_word(&t, &w) || !word_hex(w, &bytes) ||
		    !bytes || start >= SIZE_LIMIT || bytes >= SIZE_LIMIT - start ||
		    !text_word(&t, &w) || !word_hex(w, &type))
			return above_wrong(a, in, &t);
		if (type == 5 || type == 6)
			stretch_add(list, start, start + bytes - 1);
	}
	return true;
}

static void read_graphics(const struct input *in, struct stretches *list)
{
	struct word w, range;
	u64 start, last;
	struct text t;

	text_begin(&t, in->text, in->length);
	while (text_line(&t))
		if (text_word(&t, &range) && text_word(&t, &w) &&
		    word_is(text_rest(&t), "Graphics Stolen Memory") &&
		    word_range(range, &start, &last))
			stretch_add(list, start, last);
}

static u64 end_below_4g(const struct stretches *list, u64 end)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (list->s[i].last < GIB4 && list->s[i].last + 1 > end)
			end = list->s[i].last + 1;
	return end;
}

/* Keep what is below @end, the end of the RAM below 4 GiB; and above 4 GiB too if @above */
static void keep_ram(struct stretches *list, u64 end, bool above)
{
	struct stretches all = *list, where = { 0 };

	stretch_add(&where, 0, HOLE - 1);
	if (end > MIB)
		stretch_add(&where, MIB, end - 1);
	if (above)
		stretch_add(&where, GIB4, SIZE_LIMIT - 1);
	*list = (struct stretches){ 0 };
	stretch_common(&all, &where, list);
	stretch_free(&where);
	stretch_free(&all);
}

static void add_row(struct above *a, const char *key, const char *what, s64 bytes)
{
	if (bytes)
		a->kepts[a->nr_kepts++] = (struct kept){ key, what, bytes };
}

static void add_rows(struct above *a, const struct model *m, struct stretches *lists)
{
	struct stretches taken = { 0 };
	s64 rest = a->kept, bytes;
	u64 end = end_below_4g(&m->firmware, 0);
	size_t i;

	stretch_copy(&taken, &m->firmware);
	for (i = 0; i < KINDS; i++) {
		stretch_join(&lists[i]);
		if (i < SOFT)
			end = end_below_4g(&lists[i], end);
		if (i == RUNTIME || i == RESERVED)
			keep_ram(&lists[i], end, i == RUNTIME);
		stretch_subtract(&lists[i], &taken);
		stretch_copy(&taken, &lists[i]);
		stretch_join(&taken);
		bytes = stretch_bytes(&lists[i]);
		add_row(a, kinds[i].key, kinds[i].what, bytes);
		rest -= bytes;
	}
	add_row(a, "kept_rest", "not in its map as RAM", rest);
	stretch_free(&taken);
}

/* above_read_kept - works only if both the installed memory and the firmware's map are known */
bool above_read_kept(struct above *a, const struct model *m, struct source *s)
{
	struct stretches lists[KINDS] = { 0 };
	bool good;
	size_t i;

	if (!m->firmware_known || !a->installed_known)
		return true;
	a->kept = a->installed - m->all.firmware;
	good = read_map(a, source_get(s, "firmware"), lists) &&
	       read_runtime(a, source_maybe(s, "runtime"), &lists[RUNTIME]);
	if (good) {
		read_graphics(source_get(s, "iomem"), &lists[GRAPHICS]);
		if (a->kept > 0)
			add_rows(a, m, lists);
	}
	for (i = 0; i < KINDS; i++)
		stretch_free(&lists[i]);
	return good;
}
