/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * layout: where the parts of the kernel's image are, in physical addresses.
 *
 * /proc/iomem has the image's sections. What is freed of the image lies between sections (iomem has
 * their borders) or between two symbols of the linker (init, the unused part of the decrypted bss).
 * /proc/kallsyms has these, at virtual addresses. The image is in one piece, from _text on, so the
 * way from _text to a symbol is the same in physical memory, wherever KASLR has put it.
 */
#ifndef EARLY_RES_LAYOUT_H
#define EARLY_RES_LAYOUT_H

#include "source.h"
#include "model.h"

/**
 * struct part - a part of the image that boot gives back
 * @known: it is known where it is
 * @start: first byte
 * @end: first byte behind; not above @start if there is nothing
 */
struct part {
	bool known;
	u64 start, end;
};

/**
 * struct layout - see above
 * @image: the image is in iomem
 * @start: its first byte, at _text
 * @text_gap: between code and rodata
 * @data_gap: between rodata and data
 * @init: the init sections
 * @decrypted: of the bss, what no CPU without memory encryption needs
 */
struct layout {
	bool image;
	u64 start;
	struct part text_gap, data_gap, init, decrypted;
};

/* These return false if a line is not as it must be; then @t is at it. */
bool layout_read_iomem(struct layout *l, const struct input *in, struct text *t);
bool layout_read_symbols(struct layout *l, const struct input *in, struct text *t);

#endif
