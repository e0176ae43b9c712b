// SPDX-License-Identifier: GPL-2.0-only
/*
 * layout: finds the parts of the kernel's image, see layout.h.
 */
#include <string.h>

#include "layout.h"
#include "units.h"

/* The whole pages behind a section; mark_rodata_ro() in arch/x86/mm/init_64.c frees them */
static void set_gap(struct part *p, u64 last, u64 end)
{
	p->known = true;
	p->start = (last + PAGE_BYTES) & ~(PAGE_BYTES - 1);
	p->end = end & ~(PAGE_BYTES - 1);
}

/* layout_read_iomem - read lines "START-END : NAME" */
bool layout_read_iomem(struct layout *l, const struct input *in, struct text *t)
{
	struct stretch none = { 1, 0 }, code = none, rodata = none, data = none, at;
	struct word w;

	memset(l, 0, sizeof(*l));
	text_begin(t, in->text, in->length);
	while (text_line(t)) {
		if (!text_word(t, &w))
			continue;
		if (!word_range(w, &at.start, &at.last) || !text_word(t, &w))
			return false;
		w = text_rest(t);
		if (word_is(w, "Kernel code"))
			code = at;
		else if (word_is(w, "Kernel rodata"))
			rodata = at;
		else if (word_is(w, "Kernel data"))
			data = at;
	}
	l->image = code.start <= code.last && code.last < rodata.start &&
		   rodata.start <= rodata.last && rodata.last < data.start &&
		   data.start < SIZE_LIMIT;
	if (!l->image)
		return true;
	l->start = code.start;
	set_gap(&l->text_gap, code.last, rodata.start);
	set_gap(&l->data_gap, rodata.last, data.start);
	return true;
}

struct symbol {
	const char *name;
	u64 at; /* 0: not found, or hidden */
};

enum { TEXT, INIT_BEGIN, INIT_END, UNUSED_BEGIN, UNUSED_END, NR_SYMBOLS };

static void set_part(struct part *p, const struct layout *l, const struct symbol *s, int a, int b)
{
	u64 first = s[a].at - s[TEXT].at, end = s[b].at - s[TEXT].at;

	p->known = l->image && s[TEXT].at && s[a].at && s[b].at && first <= end &&
		   end < SIZE_LIMIT;
	p->start = l->start + first;
	p->end = l->start + end;
}

/* layout_read_symbols - read lines "ADDRESS TYPE NAME"; call layout_read_iomem() before */
bool layout_read_symbols(struct layout *l, const struct input *in, struct text *t)
{
	struct symbol symbols[NR_SYMBOLS] = {
		[TEXT] = { .name = "_text" },
		[INIT_BEGIN] = { .name = "__init_begin" },
		[INIT_END] = { .name = "__init_end" },
		[UNUSED_BEGIN] = { .name = "__start_bss_decrypted_unused" },
		[UNUSED_END] = { .name = "__end_bss_decrypted" },
	};
	struct word address, type, name;
	size_t i;
	u64 at;

	text_begin(t, in->text, in->length);
	while (text_line(t)) {
		if (!text_word(t, &address))
			continue;
		if (!word_hex(address, &at) || !text_word(t, &type) || !text_word(t, &name))
			return false;
		for (i = 0; i < NR_SYMBOLS; i++)
			if (word_is(name, symbols[i].name))
				symbols[i].at = at;
	}
	set_part(&l->init, l, symbols, INIT_BEGIN, INIT_END);
	set_part(&l->decrypted, l, symbols, UNUSED_BEGIN, UNUSED_END);
	return true;
}
