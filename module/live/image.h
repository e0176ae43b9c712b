/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * image: find where the kernel's image is.
 */
#ifndef EARLY_RES_IMAGE_H
#define EARLY_RES_IMAGE_H

#include <linux/types.h>

#include "table/range.h"

/* The sections of the image that the iomem tree shows */
enum image_section {
	IMAGE_CODE,
	IMAGE_RODATA,
	IMAGE_DATA,
	IMAGE_BSS,
	NR_IMAGE_SECTIONS,
};

/**
 * struct image - where the kernel's image is, in bytes of physical memory
 * @section: where each section is; all zero if iomem does not show it
 * @section.start: first byte
 * @section.end: first byte after the section
 * @start: first byte of the first section
 * @end: first byte after the last section
 * @mapped: the virtual address of @start; the image is mapped in one piece from there on
 */
struct image {
	struct {
		u64 start;
		u64 end;
	} section[NR_IMAGE_SECTIONS];
	u64 start;
	u64 end;
	unsigned long mapped;
};

bool image_read(struct image *image);
int image_blocks(struct range_table *blocks);

#endif
