/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * facts: who holds a range, as far as the running kernel itself can tell.
 */
#ifndef EARLY_RES_FACTS_H
#define EARLY_RES_FACTS_H

#include "table/claim.h"
#include "table/range.h"

/**
 * struct facts - facts on their way to the table
 * @t: the table; is not changed while facts are collected
 * @old: the table before it; NULL if there was none
 * @claims: what was found, from the certain to the general
 * @image_start: where the kernel's image begins; U64_MAX if that is not shown
 * @image_end: where its last section ends; 0 if that is not shown
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

/* Of facts.c, for the files that find facts */
int facts_claim(struct facts *f, u64 start, u64 end, u32 owner);
int facts_claim_virt(struct facts *f, const void *p, unsigned long size, u32 owner);
int facts_claim_again(struct facts *f, u32 owner);

/* Of facts/image.c */
int facts_sections(struct facts *f);
int facts_crash_kernel(struct facts *f);
int facts_rest_of_image(struct facts *f);

/* Of facts/tables.c */
int facts_tables(struct facts *f);

/* Of facts/firmware.c */
int facts_firmware(struct facts *f);

/* Of facts/efi.c */
int facts_efi(struct facts *f);
int facts_efi_kept(struct facts *f);
int facts_efi_left(struct facts *f);

/* Of facts/pointers.c */
int facts_pointers(struct facts *f);

/* Of facts/percpu.c */
int facts_percpu(struct facts *f);

#endif
