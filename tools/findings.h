/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * findings: memory that should have come back, and did not.
 *
 * Each rule looks at one kind of memory that boot takes and gives back. What is still reserved is
 * lost; or it was kept, because somebody asked for that (an option) or still needs it. What a rule
 * cannot tell is not known, and never counts as lost.
 *
 *	boot_services	memory of EFI boot services; the module knows it by the loader's map
 *	initrd		the initrd
 *	init_sections	between __init_begin and __init_end of the image
 *	image_gap	what aligns the sections of the image
 *	decrypted_bss	the unused part of the bss that CPUs with memory encryption share
 *	edge		a page at the end of what was freed, only partly in it
 *	unused		memory of the firmware's map that the kernel does not have (unused.c)
 *	nobody		reserved, and nobody is known to hold it
 *	unexplained	neither managed nor reserved
 *
 * All other names are those of owners, who keep what they have for good.
 */
#ifndef EARLY_RES_FINDINGS_H
#define EARLY_RES_FINDINGS_H

#include "above.h"
#include "layout.h"
#include "model.h"
#include "source.h"

enum verdict {
	VERDICT_LOST,
	VERDICT_KEPT,
	VERDICT_UNKNOWN,
	NR_VERDICTS
};

/**
 * struct finding - some memory, or a rule that could not be followed
 * @at: where; last below start: nowhere that is known
 * @bytes: how many; 0 if a rule could not be followed
 * @nid: node; -1: none or several
 * @verdict: what is said of it
 * @what: the rule, or the owner
 * @why: why, for people
 */
struct finding {
	struct stretch at;
	s64 bytes;
	int nid;
	enum verdict verdict;
	const char *what;
	const char *why;
};

/**
 * struct findings - all of them
 * @m: the machine
 * @layout: where the image is
 * @above: what the kernel does not use
 * @f: the findings
 * @nr: how many
 * @max: how many there is room for
 * @why: what is wrong with an input
 */
struct findings {
	const struct model *m;
	struct layout layout;
	struct above above;
	struct finding *f;
	size_t nr, max;
	char why[160];
};

bool findings_collect(struct findings *c, const struct model *m, struct source *s);
void findings_free(struct findings *c);

/* Of cmdline.c */
bool cmdline_has(const char *cmdline, const char *name);
bool cmdline_lists(const char *cmdline, const char *name, const char *item);
bool cmdline_bool(const char *cmdline, const char *name, bool otherwise);

#endif
