/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * layout: the physical addresses of the parts of the kernel's image.
 *
 * Boot frees parts of the image. Some lie between two sections: /proc/iomem has the borders of the
 * sections. Others lie between two symbols of the linker (init, the unused part of the decrypted
 * bss): /proc/kallsyms has their virtual addresses. The image is in one piece, and _text is its
 * beginning. So the distance from _text to a symbol is the same in virtual and in physical memory,
 * wherever KASLR put the image.
 */
#ifndef EARLY_RES_LAYOUT_H
#define EARLY_RES_LAYOUT_H

#include "source.h"
#include "model.h"

/**
 * struct part - a part of the image that boot frees
 * @known: its place is known
 * @start: its first byte
 * @end: the byte behind its last one; not above @start if the part is empty
 */
struct part {
	bool known;
	u64 start, end;
};

/**
 * struct layout - where the parts are
 * @image: /proc/iomem has the image
 * @start: the first byte of the image, at _text
 * @text_gap: between code and rodata
 * @data_gap: between rodata and data
 * @init: the init sections
 * @decrypted: the part of the bss that only CPUs with memory encryption need
 */
struct layout {
	bool image;
	u64 start;
	struct part text_gap, data_gap, init, decrypted;
};

/* These return false if a line is malformed; then @t is at that line. */
bool layout_read_iomem(struct layout *l, const struct input *in, struct text *t);
bool layout_read_symbols(struct layout *l, const struct input *in, struct text *t);

#endif
