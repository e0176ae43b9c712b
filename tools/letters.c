// SPDX-License-Identifier: GPL-2.0-only
/*
 * letters: the letter of an owner in a picture, see letters.h.
 */
#include <stddef.h>
#include <string.h>

#include "letters.h"

/* The first entry with which the owner's name begins gives its letter. */
static const struct {
	const char *name;
	char letter;
} owners[] = {
	{ "memmap", 'M' },
	{ "swiotlb", 'W' },
	{ "kernel_code", 'C' },
	{ "kernel_rodata", 'R' },
	{ "kernel_data", 'D' },
	{ "kernel_bss", 'B' },
	{ "kernel_", 'K' },
	{ "percpu", 'P' },
	{ "page_tables", 'T' },
	{ "node_data", 'N' },
	{ "section_", 'S' },
	{ "low_1m", 'L' },
	{ "initrd", 'I' },
	{ "crash_kernel", 'Q' },
	{ "dentry_hashtable", 'H' },
	{ "inode_hashtable", 'H' },
	{ "acpi_", 'A' },
	{ "efi_", 'E' },
	{ "boot_services", 'E' },
	{ "kfence", 'F' },
	{ "log_buf", 'G' },
	{ "printk_rb", 'G' },
	{ "setup_data", 'J' },
	{ "firmware_map", 'Y' },
	{ "iomem_resources", 'Y' },
	{ "slack", 'Z' },
};

/* letter_of - the owner's letter as a number; 0 is A */
int letter_of(const char *owner)
{
	size_t i;

	if (!strcmp(owner, "-"))
		return 'U' - 'A';
	for (i = 0; i < sizeof(owners) / sizeof(*owners); i++)
		if (!strncmp(owner, owners[i].name, strlen(owners[i].name)))
			return owners[i].letter - 'A';
	return LETTER_OTHER;
}
