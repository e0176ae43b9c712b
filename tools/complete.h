/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * complete: what a word on the command line can become, for shells.
 *
 * The scripts in completion/ call `early_res __complete WORD...`, with all words behind the
 * command, the last one as far as it is typed. A line is printed for each word that this can
 * become: the word, a tab, and what it is. A line that begins with a tab says something else:
 *
 *	files PREFIX	it can become PREFIX and the name of a file
 *	dirs PREFIX	of a directory
 *	more		it can go on: no blank is put behind it
 */
#ifndef EARLY_RES_COMPLETE_H
#define EARLY_RES_COMPLETE_H

void complete(int argc, char **argv);

#endif
