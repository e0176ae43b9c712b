/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * findings: memory that should have been given back after boot, and was not.
 *
 * Each rule looks at one kind of memory that boot takes and later gives back. If such memory is
 * still reserved, it is lost; or it is kept, because an option asked for it or somebody needs it.
 * If a rule cannot decide, the memory is unknown. Unknown memory never counts as lost.
 *
 *	boot_services	memory of EFI boot services; the module finds it in the boot loader's map
 *	initrd		the initrd
 *	init_sections	memory between __init_begin and __init_end of the image
 *	image_gap	space that only aligns the sections of the image
 *	decrypted_bss	the unused part of the bss that CPUs with memory encryption share
 *	edge		a page at the border of a freed range, of which only a part was in the range
 *	unused		memory of the firmware's map that the kernel does not have (unused.c)
 *	nobody		reserved memory without a known owner
 *	unexplained	memory that is neither managed nor reserved
 *
 * All other names are owners that keep their memory for good.
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
 * @at: where it is; the place is not known if last is below start
 * @bytes: how much; 0 if a rule could not be followed
 * @nid: its node; -1 if it has none or several
 * @verdict: lost, kept or unknown
 * @what: name of the rule or of the owner
 * @why: the reason, for people
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
 * struct findings - all findings
 * @m: the sums of the machine
 * @layout: where the parts of the image are
 * @above: memory that the kernel does not use
 * @f: the findings
 * @nr: how many there are
 * @max: for how many there is room
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

/* These are in cmdline.c. */
bool cmdline_has(const char *cmdline, const char *name);
bool cmdline_lists(const char *cmdline, const char *name, const char *item);
bool cmdline_bool(const char *cmdline, const char *name, bool otherwise);

#endif
