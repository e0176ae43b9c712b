// SPDX-License-Identifier: GPL-2.0-only
/*
 * letters: the letter and the colour of an owner in a picture, see letters.h.
 */
#include <stddef.h>
#include <string.h>

#include "letters.h"

/* What begins with the name has the letter; the first that fits counts. */
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

/* Background colours of 256 that black letters are legible on, for A to Z */
static const unsigned char colours[LETTERS] = {
	180, 114, 215, 176, 150, 209, 152, 147, 186, 144, 173, 140, 75,
	117, 145, 221, 203, 223, 80, 115, 250, 109, 174, 188, 182, 110,
};

/* letter_of - 0 is A */
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

int letter_colour(int letter)
{
	return colours[letter];
}
