/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * complete: tells a shell what a word on the command line can become.
 *
 * The scripts in completion/ call `early_res __complete WORD...` with all words behind the command;
 * the last one is the word that the user is typing. The command prints a line for each word that
 * it can become: the word, a tab, and what it is. A line that begins with a tab is different:
 *
 *	files PREFIX	the word can become PREFIX and the name of a file
 *	dirs PREFIX	the word can become PREFIX and the name of a directory
 *	more		the word can go on, so the shell must not put a blank behind it
 */
#ifndef EARLY_RES_COMPLETE_H
#define EARLY_RES_COMPLETE_H

void complete(int argc, char **argv);

#endif
