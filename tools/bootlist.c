// SPDX-License-Identifier: GPL-2.0-only
/*
 * bootlist: memblock's list as the module shows it, a row at a time, see bootlist.h.
 */
#include "bootlist.h"
#include "model.h"
#include "units.h"

static bool parse_entry(struct text *t, struct boot_row *e)
{
	struct word w;
	u64 bytes, nid;

	if (!text_word(t, &w) || !word_range(w, &e->start, &e->last) || e->last >= SIZE_LIMIT ||
	    !text_word(t, &w) || !word_decimal(w, &bytes) || bytes != e->last - e->start + 1 ||
	    !text_word(t, &w))
		return false;
	e->nid = -1;
	if (!word_is(w, "-")) {
		if (!word_decimal(w, &nid) || nid >= NODES_MAX)
			return false;
		e->nid = nid;
	}
	return text_word(t, &e->flags) && text_word(t, &e->now);
}

/*
 * boot_next - read the next row. Return: false at the end. @said gets the text of a comment line,
 * if there is one.
 */
bool boot_next(struct text *t, struct boot_row *e, struct word *said)
{
	while (text_line(t)) {
		if (t->at == t->line_end)
			continue;
		if (*t->at == '#') {
			if (t->line > 1) {
				t->at++;
				*said = text_rest(t);
			}
			continue;
		}
		e->wrong = !parse_entry(t, e);
		return true;
	}
	return false;
}
