/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * letters: the letter and the colour of an owner in a picture.
 *
 * Known owners have the same ones on every machine. All others share X.
 */
#ifndef EARLY_RES_LETTERS_H
#define EARLY_RES_LETTERS_H

#define LETTERS	26

int letter_of(const char *owner);
int letter_colour(int letter);

#define LETTER_OTHER	('X' - 'A')

#endif
