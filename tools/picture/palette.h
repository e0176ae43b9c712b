/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * palette: the colours of owners in a picture.
 *
 * An owner has the colour of its letter (letters.h), so it has the same colour on every machine. If
 * a larger owner has the same letter, an owner may get a shade instead. Any two colours differ by
 * at least 10 (CIEDE2000), also for people who cannot see green (deuteranopia), and they differ by
 * as much from the background. tests/unit/palette_test.c checks this. Text on a colour is black or
 * white, whichever is legible.
 */
#ifndef EARLY_RES_PALETTE_H
#define EARLY_RES_PALETTE_H

#include "letters.h"

#define SHADES		4
#define COLOUR_SHADE	LETTERS			/* the first shade */
#define COLOUR_REST	(LETTERS + SHADES)	/* all small owners together */
#define COLOURS		(COLOUR_REST + 1)

/* Colours of memory that nobody reserved, and of the page, in light and in dark mode */
#define LIGHT_FREE	0xeef1f4
#define LIGHT_PAGE	0xffffff
#define DARK_FREE	0x262c33
#define DARK_PAGE	0x14181d

unsigned int palette_fill(int colour);
unsigned int palette_ink(int colour);
unsigned int palette_terminal(unsigned int rgb);

#endif
