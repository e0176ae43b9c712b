// SPDX-License-Identifier: GPL-2.0-only
/*
 * palette: the table of colours, see palette.h.
 */
#include "palette.h"

/* No owner has the letters O and V, so they have no colour */
static const unsigned int fills[COLOURS] = {
	['A' - 'A'] = 0x846c47, ['B' - 'A'] = 0x95caff, ['C' - 'A'] = 0x426b90,
	['D' - 'A'] = 0x193c63, ['E' - 'A'] = 0xb98b64, ['F' - 'A'] = 0xe18dbb,
	['G' - 'A'] = 0x0c7754, ['H' - 'A'] = 0xffea62, ['I' - 'A'] = 0xce4a2f,
	['J' - 'A'] = 0x9aa40f, ['K' - 'A'] = 0x6485a7, ['L' - 'A'] = 0xf4e0a5,
	['M' - 'A'] = 0xffa406, ['N' - 'A'] = 0xb590ca, ['P' - 'A'] = 0x8bcd6a,
	['Q' - 'A'] = 0x9a072a, ['R' - 'A'] = 0x57a4fc, ['S' - 'A'] = 0x5e3b9f,
	['T' - 'A'] = 0x8c5cce, ['U' - 'A'] = 0x6b7178, ['W' - 'A'] = 0x02a295,
	['X' - 'A'] = 0xa49c95, ['Y' - 'A'] = 0x99d4c0, ['Z' - 'A'] = 0xc5d5eb,
	[COLOUR_SHADE] = 0xd2af9c, 0x494a4c, 0x8c7b71, 0x544235,
	[COLOUR_REST] = 0xf5e0d0,
};

/* palette_fill - the colour as 0xRRGGBB */
unsigned int palette_fill(int colour)
{
	return fills[colour];
}

/*
 * palette_ink - black or white, for text on the colour. White is legible if the luminance of the
 * colour is below 0.18. Red, green and blue count about 2:7:1 for the eye, and the light of a
 * channel is about the square of its value.
 */
unsigned int palette_ink(int colour)
{
	unsigned int r = fills[colour] >> 16, g = fills[colour] >> 8 & 255, b = fills[colour] & 255;

	return 2 * r * r + 7 * g * g + b * b < 10 * 255 * 255 * 20 / 100 ? 0xffffff : 0x000000;
}

/* palette_terminal - the most similar of the 6 * 6 * 6 colours of terminals, as its number there */
unsigned int palette_terminal(unsigned int rgb)
{
	unsigned int n = 0, c;
	int shift;

	for (shift = 16; shift >= 0; shift -= 8) { /* the levels are 0, 95, 135, 175, 215, 255 */
		c = rgb >> shift & 255;
		n = 6 * n + (c < 48 ? 0 : c < 115 ? 1 : (c - 35) / 40);
	}
	return 16 + n;
}
