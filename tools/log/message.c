// SPDX-License-Identifier: GPL-2.0-only
/*
 * message: reads what a single message of the kernel says about memory.
 *
 * Messages give the end of a range in different ways, see the sources of Linux 6.1, 6.12 and 7.3:
 *
 *	memblock_reserve, __memblock_reserve, memblock_phys_free, memblock_free_late
 *		inclusive: "end = base + size - 1", mm/memblock.c
 *	NODE_DATA(N) allocated		inclusive: alloc_node_data(), arch/x86/mm/numa.c (6.1),
 *					mm/numa.c
 *	ACPI: Reserving ... table memory	inclusive: acpi_reserve_initial_tables(),
 *					drivers/acpi/tables.c
 *	found SMP MP-table		inclusive: smp_scan_config(), arch/x86/kernel/mpparse.c
 *	RAMDISK				inclusive, and of a whole page: reserve_initrd(),
 *					arch/x86/kernel/setup.c
 *	Allocated new RAMDISK, Move RAMDISK	inclusive, of the initrd; whole pages were
 *					taken and given back: relocate_initrd() and
 *					reserve_initrd(), arch/x86/kernel/setup.c
 *	AGP: Mapping aperture over RAM	inclusive: allocate_aperture(),
 *					arch/x86/kernel/aperture_64.c
 *	BIOS-e820, modified		inclusive: e820__print_table(), arch/x86/kernel/e820.c
 *	software IO TLB: mapped		exclusive: swiotlb_print_info() prints mem->end, which is
 *					"start + bytes", kernel/dma/swiotlb.c
 *	bad mem addr A - B reserved	exclusive: reserve_bad_mem(), mm/memtest.c
 *	cma: Reserved N MiB at A	a size: cma_declare_contiguous_nid(), mm/cma.c
 *	SEV-SNP: Reserving start/end of RMP table	2 MiB from there: __snp_fixup_e820_tables(),
 *					arch/x86/virt/svm/sev.c (from 6.12)
 *
 * acpi_table_upgrade() in drivers/acpi/tables.c copies ACPI tables from the initrd. It does not log
 * where the copy is. But arch_reserve_mem_area() in arch/x86/kernel/acpi/boot.c prints the map of
 * memory again after that: the copy is ACPI NVS in this map, and is not in the firmware's map.
 */
#include <ctype.h>
#include <string.h>

#include "read.h"

#define PMD_BYTES	(2ULL << 20)

static int add(struct reading *r, struct ops *ops, enum op_kind kind, const struct span *span,
	       const char *name)
{
	struct op *op = log_grow(ops->op, ops->nr, &ops->max, sizeof(*op));
	int id = name ? names_add(&r->names, name) : 0;

	if (op)
		ops->op = op;
	if (!op || id < 0)
		return -1;
	op[ops->nr++] = (struct op) { .span = *span, .name = id, .kind = kind };
	return 0;
}

static void not_understood(struct reading *r, const char *msg)
{
	size_t i;
	char *to;

	if (r->strange++ >= SAMPLES)
		return;
	to = r->sample[r->strange - 1];
	for (i = 0; i < SAMPLE_LEN && msg[i]; i++)
		to[i] = msg[i] >= ' ' && msg[i] <= '~' ? msg[i] : '?';
	to[i] = '\0';
}

/* A line such as "memblock_alloc_try_nid: 4096 bytes ..." asks for what the next line reserves. */
static bool is_request(struct reading *r, const char *msg)
{
	char name[WORD_NAME_MAX + 1];
	const char *p = msg;
	uint64_t size;
	int id;

	if (!word_next(&p, "memblock_alloc") && !word_next(&p, "memblock_phys_alloc"))
		return false;
	while (islower((unsigned char)*p) || *p == '_')
		p++;
	if (!word_next(&p, ": ") || !isdigit((unsigned char)*p))
		return false;
	r->is_debug = true;
	r->asked = 0;
	if (!word_number(&p, &size)) /* larger than any memory */
		return true;
	if (!word_next(&p, " bytes") || !word_caller(msg, name))
		return true;
	id = names_add(&r->names, name);
	r->asked = id < 0 ? 0 : size;
	r->asker = id;
	return true;
}

/* If the caller is memblock itself, the owner is who asked for that many bytes on a line before. */
static int reserved(struct reading *r, const char *msg)
{
	char name[WORD_NAME_MAX + 1];
	const char *p = msg, *owner = name;
	struct times *times = &r->facts.reserved;
	struct span span;
	uint64_t *t;

	r->is_debug = true;
	if (!word_span(&p, &span) || !word_caller(p, name)) {
		not_understood(r, msg);
		return 0;
	}
	if (!strncmp(name, "memblock_alloc", 14) || !strncmp(name, "memblock_phys_alloc", 19)) {
		owner = NULL;
		if (r->asked && r->asked == span.end - span.start + 1)
			owner = names_get(&r->names, r->asker);
		r->asked = 0;
	}
	t = log_grow(times->t, times->nr, &times->max, sizeof(*t));
	if (!t)
		return -1;
	times->t = t;
	t[times->nr++] = span.start;
	if (!owner) {
		r->nameless = span; /* the next line may tell the owner */
		r->has_nameless = true;
		not_understood(r, msg);
	}
	return add(r, &r->debug, OP_RESERVE, &span, owner);
}

/* If efi_free_boot_services() frees something that is reserved now, it did not come back. */
static int freed(struct reading *r, const char *msg)
{
	static const char suffix[] = "boot_services";
	char name[WORD_NAME_MAX + 1];
	const char *p = msg, *owner = "slack";
	struct span span;
	size_t len;

	if (!word_span(&p, &span)) {
		not_understood(r, msg);
		return 0;
	}
	r->is_debug = true;
	if (word_caller(p, name)) {
		len = strlen(name);
		if (!strncmp(name, "efi_", 4) && len > sizeof(suffix) + 2 &&
		    !strcmp(name + len - sizeof(suffix) + 1, suffix))
			owner = "boot_services_kept";
	}
	return add(r, &r->debug, OP_FREE, &span, owner);
}

/* Is it about memblock's map of memory? Such lines give nobody any memory. */
static bool is_about_memory(const char *p)
{
	static const char * const verb[] = {
		"add", "add_node", "remove", "set_node", "physmem_add"
	};
	size_t i, n;

	p += strlen("memblock_");
	if (word_next(&p, "mark_") || word_next(&p, "cap_"))
		return p[strspn(p, "abcdefghijklmnopqrstuvwxyz_")] == ':';
	for (i = 0; i < sizeof(verb) / sizeof(*verb); i++) {
		n = strlen(verb[i]);
		if (!strncmp(p, verb[i], n) && p[n] == ':')
			return true;
	}
	return false;
}

static int memblock_message(struct reading *r, const char *msg)
{
	const char *p = msg;

	if (is_request(r, msg))
		return 0;
	if (word_next(&p, "memblock_reserve: ") || word_next(&p, "__memblock_reserve: "))
		return reserved(r, msg);
	if (word_next(&p, "memblock_phys_free: ") || word_next(&p, "memblock_free_late: ") ||
	    word_next(&p, "memblock_free: "))
		return freed(r, msg);
	if (*msg == '_' || !is_about_memory(msg))
		not_understood(r, msg);
	return 0;
}

/* With memblock=debug this is the only allocation whose request is not logged */
static int node_data(struct reading *r, const struct span *span)
{
	struct op *last;
	int id;

	if (spans_add(&r->facts.node_data, span))
		return -1;
	if (r->has_nameless && r->debug.nr && r->nameless.start == span->start &&
	    r->nameless.end == span->end) {
		last = &r->debug.op[r->debug.nr - 1];
		id = names_add(&r->names, "alloc_node_data");
		if (id < 0)
			return -1;
		if (last->kind == OP_RESERVE && !last->name && last->span.start == span->start) {
			last->name = id;
			r->strange--;
		}
		r->has_nameless = false;
	}
	return add(r, &r->ordinary, OP_RESERVE, span, "node_data");
}

static int initrd(struct reading *r, const struct span *span)
{
	struct span pages = { PAGE_FIRST(span->start), PAGE_LAST(span->end) };

	r->facts.initrd = *span;
	r->facts.has_initrd = true;
	return add(r, &r->ordinary, OP_RESERVE, &pages, "initrd");
}

/* " [mem A-B] to [mem C-D]": a line before already reserved the new place. */
static int initrd_moved(struct reading *r, const char *p)
{
	struct span from, to;

	if (!word_span(&p, &from) || !word_span(&p, &to))
		return 0;
	from.start = PAGE_FIRST(from.start);
	from.end = PAGE_LAST(from.end);
	if (add(r, &r->ordinary, OP_FREE, &from, NULL))
		return -1;
	return initrd(r, &to);
}

/* "  PATTERN bad mem addr A - B reserved": the rest of these pages is lost too. */
static int bad_memory(struct reading *r, const char *p)
{
	struct span span, pages;

	if (!word_address(&p, &span.start) || !word_next(&p, " - ") ||
	    !word_address(&p, &span.end) || !word_next(&p, " reserved") || span.end <= span.start)
		return 0;
	span.end--;
	pages = (struct span) { PAGE_FIRST(span.start), PAGE_LAST(span.end) };
	return add(r, &r->ordinary, OP_RESERVE, &span, "bad_memory") ||
	       add(r, &r->ordinary, OP_EDGE, &pages, "bad_memory") ? -1 : 0;
}

static int cma(struct reading *r, const char *p)
{
	struct span span;
	uint64_t mib;

	if (!word_number(&p, &mib) || !mib || mib >> 32 || !word_next(&p, " MiB at ") ||
	    !word_address(&p, &span.start))
		return 0;
	span.end = span.start + (mib << 20) - 1;
	return add(r, &r->ordinary, OP_RESERVE, &span, "cma");
}

static int rmp_table(struct reading *r, const char *p)
{
	struct span span;

	if (!word_next(&p, "[") || !word_address(&p, &span.start) || *p != ']')
		return 0;
	span.end = span.start + PMD_BYTES - 1;
	return add(r, &r->ordinary, OP_RESERVE, &span, "rmp_table");
}

/* The firmware's own ACPI NVS has no owner that could be named. */
static int acpi_nvs(struct reading *r, const char *p, const char *owner)
{
	struct span span;

	if (!word_span(&p, &span))
		return 0;
	while (*p == ' ')
		p++;
	return strcmp(p, "ACPI NVS") ? 0 : add(r, &r->ordinary, OP_RESERVE, &span, owner);
}

/* A message that has just one range; @behind is 1 if its end is exclusive */
static int plain(struct reading *r, const char *p, uint64_t behind, const char *name)
{
	struct span span;

	if (!word_span(&p, &span) || span.end < span.start + behind)
		return 0;
	span.end -= behind;
	return add(r, &r->ordinary, OP_RESERVE, &span, name);
}

static int ordinary_message(struct reading *r, const char *p)
{
	struct span span;
	const char *s;

	if (word_next(&p, "software IO TLB: ")) {
		s = strstr(p, "mapped [mem ");
		return s ? plain(r, s, 1, "swiotlb") : 0;
	}
	if (word_next(&p, "NODE_DATA("))
		return strstr(p, ") allocated [mem ") && word_span(&p, &span) ?
		       node_data(r, &span) : 0;
	if (word_next(&p, "RAMDISK: ") || word_next(&p, "Allocated new RAMDISK: "))
		return word_span(&p, &span) ? initrd(r, &span) : 0;
	if (word_next(&p, "Move RAMDISK from "))
		return initrd_moved(r, p);
	if (word_next(&p, "ACPI: Reserving "))
		return strstr(p, "table memory at [mem ") ? plain(r, p, 0, "acpi_tables") : 0;
	if (word_next(&p, "found SMP MP-table at "))
		return plain(r, p, 0, "mp_table");
	if (word_next(&p, "AGP: Mapping aperture over RAM "))
		return plain(r, p, 0, "agp_aperture");
	if (word_next(&p, "cma: Reserved "))
		return cma(r, p);
	if (word_next(&p, "SEV-SNP: Reserving start/end of RMP table on a 2MB boundary "))
		return rmp_table(r, p);
	if (word_next(&p, "BIOS-e820: "))
		return acpi_nvs(r, p, NULL);
	if (word_next(&p, "modified: "))
		return r->initrd_tables ? acpi_nvs(r, p, "acpi_tables") : 0;
	s = strstr(p, " bad mem addr ");
	if (s && strspn(p, "0123456789abcdef") == (size_t)(s - p))
		return bad_memory(r, s + strlen(" bad mem addr "));
	if (strstr(p, "ACPI table found in initrd ["))
		r->initrd_tables = true;
	return 0;
}

/**
 * read_message - read what a message of the kernel says about memory
 * @r: the log that is read
 * @msg: the message
 *
 * Return: 0; -1 if there is no memory.
 */
int read_message(struct reading *r, const char *msg)
{
	if (!strncmp(msg, "memblock_", 9) || !strncmp(msg, "__memblock_", 11))
		return memblock_message(r, msg);
	return ordinary_message(r, msg);
}
