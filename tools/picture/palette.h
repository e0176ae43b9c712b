/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * palette: the colours of owners in a picture.
 *
 * An owner's colour is that of its letter (letters.h), so that it is the same on every machine.
 * Those who share a letter with a larger one have one of some shades. Any two colours differ by
 * 10 or more (CIEDE2000), also for who sees no green (deuteranopia), and so do all of them from
 * what they are drawn on. tests/unit/palette_test.c has the proof. What is written on them is black
 * or white, whichever is legible.
 */
#ifndef EARLY_RES_PALETTE_H
#define EARLY_RES_PALETTE_H

#include "letters.h"

#define SHADES		4
#define COLOUR_SHADE	LETTERS			/* the first of them */
#define COLOUR_REST	(LETTERS + SHADES)	/* small owners together */
#define COLOURS		(COLOUR_REST + 1)

/* What memory that nobody reserved looks like, by light and in the dark; and the page */
#define LIGHT_FREE	0xeef1f4
#define LIGHT_PAGE	0xffffff
#define DARK_FREE	0x262c33
#define DARK_PAGE	0x14181d

unsigned int palette_fill(int colour);
unsigned int palette_ink(int colour);
unsigned int palette_terminal(unsigned int rgb);

#endif
