/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * letters: the letter of an owner in a picture.
 *
 * A known owner has the same letter on every machine, and palette.h has a colour for each letter.
 * All other owners share the letter X.
 */
#ifndef EARLY_RES_LETTERS_H
#define EARLY_RES_LETTERS_H

#define LETTERS	26

int letter_of(const char *owner);

#define LETTER_OTHER	('X' - 'A')

#endif
