/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memory: find which addresses are memory that the kernel was given at boot.
 */
#ifndef EARLY_RES_MEMORY_H
#define EARLY_RES_MEMORY_H

#include "table/range.h"

int memory_read(struct range_table *memory);
int memory_compare(unsigned long *pages);
int memory_read_efi_kept(struct range_table *kept);
int memory_read_acpi_kept(struct range_table *kept);

#endif
