// SPDX-License-Identifier: GPL-2.0-only
/*
 * findings: the rules of `check`, see findings.h. The rules first look at each row of `ranges`: its
 * place and its owner. Then they look for edges in memblock's list, and for memory in the
 * firmware's map that the kernel does not use.
 */
#include <stdlib.h>
#include <string.h>

#include "bootlist.h"
#include "findings.h"
#include "say.h"
#include "units.h"

static struct finding *add(struct findings *c)
{
	if (c->nr == c->max) {
		c->max = c->max ? 2 * c->max : 32;
		c->f = must(realloc(c->f, c->max * sizeof(*c->f)));
	}
	memset(&c->f[c->nr], 0, sizeof(*c->f));
	return &c->f[c->nr++];
}

/* Add memory at a known place. If it continues the last finding, both become one */
static void add_place(struct findings *c, enum verdict v, struct stretch at, int nid,
		      const char *what, const char *why)
{
	struct finding *last = c->nr ? &c->f[c->nr - 1] : NULL;

	if (last && last->bytes && last->at.last + 1 == at.start && last->nid == nid &&
	    last->verdict == v && !strcmp(last->what, what) && last->why == why) {
		last->at.last = at.last;
		last->bytes += at.last - at.start + 1;
		return;
	}
	*add(c) = (struct finding){ at, at.last - at.start + 1, nid, v, what, why };
}

/* Add memory whose place is not known; or, with 0 bytes, a rule that has no input */
static void add_bytes(struct findings *c, enum verdict v, s64 bytes, int nid,
		      const char *what, const char *why)
{
	*add(c) = (struct finding){ { 1, 0 }, bytes, nid, v, what, why };
}

/*
 * A row that lies in a part of the image which boot frees. With debug_pagealloc, free_init_pages()
 * in arch/x86/mm/init.c only unmaps them instead, to find code that still uses them.
 */
static bool find_in_part(struct findings *c, const struct row *r, const struct part *p,
			 const char *what, bool asked, const char *lost, const char *kept)
{
	struct stretch at = { r->start, r->last };

	if (!p->known || p->start >= p->end || r->last < p->start || r->start >= p->end)
		return false;
	if (at.start < p->start)
		at.start = p->start;
	if (at.last >= p->end)
		at.last = p->end - 1;
	if (cmdline_bool(c->m->cmdline, "debug_pagealloc", false))
		add_place(c, VERDICT_KEPT, at, r->nid, what, "debug_pagealloc=on keeps it");
	else
		add_place(c, asked ? VERDICT_KEPT : VERDICT_LOST, at, r->nid, what,
			  asked ? kept : lost);
	return true;
}

/*
 * Parts of the image that boot frees. mark_readonly() in init/main.c frees the gaps, but not if
 * rodata=off is set.
 */
static bool find_in_image(struct findings *c, const struct row *r)
{
	static const char gap[] = "it only aligns the image, and is freed at the end of boot";
	static const char asked[] = "rodata=off keeps it";
	bool off = cmdline_lists(c->m->cmdline, "rodata", "off");
	const struct layout *l = &c->layout;
	bool found;

	found = find_in_part(c, r, &l->text_gap, "image_gap", off, gap, asked);
	found |= find_in_part(c, r, &l->data_gap, "image_gap", off, gap, asked);
	found |= find_in_part(c, r, &l->init, "init_sections", false,
			      "their code runs only during boot", NULL);
	found |= find_in_part(c, r, &l->decrypted, "decrypted_bss", false,
			      "the kernel failed to give it back, see dmesg", NULL);
	return found;
}

/* See efi_unmap_boot_services() in arch/x86/platform/efi/quirks.c */
static void find_boot_services(struct findings *c, const struct row *r)
{
	const char *why = "the firmware does not need it once the kernel runs";
	enum verdict v = VERDICT_LOST;

	if (cmdline_lists(c->m->cmdline, "efi", "debug")) {
		v = VERDICT_KEPT;
		why = "efi=debug keeps it";
	}
	add_place(c, v, (struct stretch){ r->start, r->last }, r->nid, "boot_services", why);
}

/* See do_populate_rootfs() in init/initramfs.c */
static void find_initrd(struct findings *c, const struct row *r)
{
	const char *why = "its files were unpacked at boot";
	enum verdict v = VERDICT_KEPT;

	if (cmdline_has(c->m->cmdline, "retain_initrd"))
		why = "retain_initrd keeps it";
	else if (cmdline_has(c->m->cmdline, "keepinitrd"))
		why = "keepinitrd keeps it";
	else if (cmdline_bool(c->m->cmdline, "debug_pagealloc", false))
		why = "debug_pagealloc=on keeps it";
	else
		v = VERDICT_LOST;
	add_place(c, v, (struct stretch){ r->start, r->last }, r->nid, "initrd", why);
}

/* Owners that look like a leak, but need their memory */
static void find_kept(struct findings *c, const struct row *r, const char *owner)
{
	static const char * const kept[][2] = {
		{ "low_1m", "a BIOS may write to the first MiB" },
		{ "efi_boot_data", "tables in boot services memory that the kernel reads" },
		{ "efi_memattr", "the firmware's table of memory attributes" },
		{ "efi_memmap", "the firmware's memory map, for kexec" },
		{ "acpi_tables", "ACPI tables that came with the initrd" },
		{ "setup_data", "what the boot loader handed over" },
		{ "crash_kernel", "crashkernel= reserves it" },
	};
	struct stretch at = { r->start, r->last };
	size_t i;

	for (i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (!strcmp(owner, kept[i][0]))
			add_place(c, VERDICT_KEPT, at, r->nid, kept[i][0], kept[i][1]);
	if (!strcmp(owner, "-"))
		add_place(c, VERDICT_UNKNOWN, at, r->nid, "nobody",
			  "its owner is not known");
}

static void find_in_rows(struct findings *c)
{
	const struct model *m = c->m;
	const struct row *r;
	const char *owner;
	size_t i;

	for (i = 0; i < m->nr_rows; i++) {
		r = &m->rows[i];
		owner = m->owners[r->owner].name;
		if (m->owners[r->owner].live || !strcmp(r->state, "released") ||
		    find_in_image(c, r))
			continue;
		if (!strcmp(owner, "boot_services_kept"))
			find_boot_services(c, r);
		else if (!strcmp(owner, "initrd"))
			find_initrd(c, r);
		else
			find_kept(c, r, owner);
	}
}

/* The node of a page if no owner is known for any byte of it; else -1 */
static int page_of_nobody(const struct findings *c, u64 page)
{
	const struct model *m = c->m;
	size_t low = 0, high = m->nr_rows, middle;
	int nid = -1;

	while (low < high) { /* find the first row that ends in the page or above it */
		middle = low + (high - low) / 2;
		if (m->rows[middle].last < page)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < m->nr_rows && m->rows[low].start < page + PAGE_BYTES; low++) {
		const char *owner = m->owners[m->rows[low].owner].name;

		if (!strcmp(m->rows[low].state, "released"))
			continue;
		if (strcmp(owner, "-") && strcmp(owner, "slack"))
			return -1;
		nid = m->rows[low].nid;
	}
	return nid;
}

static bool wrong_line(struct findings *c, const char *input, const struct text *t)
{
	snprintf(c->why, sizeof(c->why), "%s: line %lu is not as it must be", input, t->line);
	return false;
}

/*
 * Could the module name owners by the kernel's variables? If it could not, many owners are unknown.
 */
static bool has_names(const struct model *m)
{
	size_t i;

	for (i = 0; i < m->nr_rows; i++)
		if (!strcmp(m->rows[i].how, "pointer"))
			return true;
	return false;
}

/*
 * memblock_free_late() frees only whole pages, so it can leave a page at the border of a range. If
 * the module could not name owners, the page may also belong to a small object without an owner.
 */
static void find_edge(struct findings *c, const struct boot_row *reserved)
{
	bool sure = has_names(c->m);
	u64 page = reserved->start & ~(PAGE_BYTES - 1);
	int nid;

	if (reserved->last - page >= PAGE_BYTES ||
	    reserved->last - reserved->start == PAGE_BYTES - 1)
		return;
	nid = page_of_nobody(c, page);
	if (nid >= 0)
		add_place(c, sure ? VERDICT_LOST : VERDICT_UNKNOWN,
			  (struct stretch){ page, page + PAGE_BYTES - 1 }, nid, "edge",
			  sure ? "the range beside it was freed, without this page" :
			  "beside a freed range, and its owner is not known");
}

static bool find_edges(struct findings *c, struct source *s)
{
	static const char freed[] = "freed";
	const struct input *in = source_get(s, "boot");
	struct boot_row before = { .now = { "-", 1 } }, row;
	struct word said;
	struct text t;
	bool any = false;

	text_begin(&t, in->text, in->length);
	while (boot_next(&t, &row, &said)) {
		if (row.wrong || (any && row.start <= before.last))
			return wrong_line(c, "boot", &t);
		if (any && row.start == before.last + 1) {
			if (word_is(before.now, "reserved") && word_is(row.now, freed))
				find_edge(c, &before);
			if (word_is(before.now, freed) && word_is(row.now, "reserved"))
				find_edge(c, &row);
		}
		before = row;
		any = true;
	}
	if (!any)
		add_bytes(c, VERDICT_UNKNOWN, 0, -1, "edge",
			  "there is no list of memblock (see 'boot')");
	return true;
}

/*
 * Memory of the firmware's map that the kernel does not use. For most of it there is a good reason:
 * a user asked for it, or nobody can use it. unused.c makes these reasons; two of them are none.
 */
static bool is_no_reason(const char *why)
{
	return !strncmp(why, "MTRRs ", 6) || !strncmp(why, "not known", 9);
}

static bool find_unused(struct findings *c, struct source *s)
{
	const struct unused *u;
	size_t i;

	if (!above_read_unused(&c->above, c->m, s)) {
		snprintf(c->why, sizeof(c->why), "%s", c->above.why);
		return false;
	}
	for (i = 0; i < c->above.nr_unused; i++) {
		u = &c->above.unused[i];
		if (!u->placed)
			add_bytes(c, VERDICT_UNKNOWN, u->bytes, u->nid, "unused", u->why);
		else
			add_place(c, is_no_reason(u->why) ? VERDICT_LOST : VERDICT_KEPT, u->at,
				  u->nid, "unused", u->why);
	}
	if (!c->m->firmware_known)
		add_bytes(c, VERDICT_UNKNOWN, 0, -1, "unused",
			  "the firmware's map is not known");
	return true;
}

/* Say which rules could not be followed, and why */
static void find_unknown(struct findings *c, struct source *s)
{
	if (!c->layout.init.known)
		add_bytes(c, VERDICT_UNKNOWN, 0, -1, "init_sections",
			  s->from && source_maybe(s, "symbols")->absent ?
			  "the file has no symbols; save it again" :
			  "not found (/proc/kallsyms, /proc/iomem)");
	if (c->m->all.unexplained)
		add_bytes(c, VERDICT_UNKNOWN, c->m->all.unexplained, -1,
			  "unexplained",
				  c->m->all.unexplained > 0 ?
				  "present, neither managed nor reserved" :
				  "more is managed than was; try 'early_res rescan'");
}

/* findings_collect - follow all rules; false if an input is malformed, then c->why says which */
bool findings_collect(struct findings *c, const struct model *m, struct source *s)
{
	struct text t;

	memset(c, 0, sizeof(*c));
	c->m = m;
	if (!layout_read_iomem(&c->layout, source_get(s, "iomem"), &t))
		return wrong_line(c, "iomem", &t);
	if (!layout_read_symbols(&c->layout, source_maybe(s, "symbols"), &t))
		return wrong_line(c, "symbols", &t);
	find_in_rows(c);
	if (!find_edges(c, s) || !find_unused(c, s))
		return false;
	find_unknown(c, s);
	return true;
}

/* findings_free - free what findings_collect() allocated */
void findings_free(struct findings *c)
{
	above_free(&c->above);
	free(c->f);
	memset(c, 0, sizeof(*c));
}
