/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * facts: find who holds a range, by asking the running kernel. facts.c explains the order.
 */
#ifndef EARLY_RES_FACTS_H
#define EARLY_RES_FACTS_H

#include "table/claim.h"
#include "table/range.h"

/**
 * struct facts - facts that are being collected
 * @t: the table; it does not change while facts are collected
 * @old: the table before it; NULL if there was none
 * @claims: what was found, the surest first
 * @image_start: first byte of the kernel's image; U64_MAX if iomem does not show it
 * @image_end: first byte after its last section; 0 if iomem does not show it
 */
struct facts {
	const struct range_table *t;
	const struct range_table *old;
	struct claims claims;
	u64 image_start;
	u64 image_end;
};

int facts_mark(struct range_table *t, const struct range_table *old);
int facts_mark_initrd(struct range_table *t);
bool facts_has_no_owner(const struct range_entry *e);

/* In facts.c, for the files that find facts */
int facts_claim(struct facts *f, u64 start, u64 end, u32 owner);
int facts_claim_virt(struct facts *f, const void *p, unsigned long size, u32 owner);
int facts_claim_again(struct facts *f, u32 owner);

/* In facts/image.c */
int facts_sections(struct facts *f);
int facts_crash_kernel(struct facts *f);
int facts_rest_of_image(struct facts *f);

/* In facts/tables.c */
int facts_tables(struct facts *f);

/* In facts/firmware.c; facts_mark_initrd() is there, too */
int facts_firmware(struct facts *f);

/* In facts/efi.c */
int facts_efi(struct facts *f);
int facts_efi_kept(struct facts *f);
int facts_efi_left(struct facts *f);

/* In facts/pointers.c */
int facts_pointers(struct facts *f);

/* In facts/percpu.c */
int facts_percpu(struct facts *f);

#endif
