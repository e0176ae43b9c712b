/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * image: where the kernel's image is.
 */
#ifndef EARLY_RES_IMAGE_H
#define EARLY_RES_IMAGE_H

#include <linux/types.h>

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
 * @section: where each section is; all zero if it is not shown
 * @section.start: first byte
 * @section.end: first byte behind
 * @start: where the first section begins
 * @end: where the last one ends
 * @mapped: the address that @start is mapped at; all of the image follows it
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

#endif
