/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * explain: what each owner and each row of the report is, in words.
 *
 * The texts are tables in words_*.c, and nowhere else: `report`, `explain` and the man page have
 * them from there. Each is checked against the sources of Linux 6.1, 6.12 and 7.3.
 *
 * An owner whose name is in no table was found by a variable of the kernel, or its name was said
 * by the boot log or a user: then the text is that of the way it is known ("how").
 */
#ifndef EARLY_RES_EXPLAIN_H
#define EARLY_RES_EXPLAIN_H

#include <stddef.h>

#include "verbs.h"

#define ABOUT_MAX	20

/**
 * struct words - a text
 * @name: an owner, or a row's key; a last letter * stands for any letters
 * @about: a few words, ABOUT_MAX letters at most
 * @what: what it is
 * @change: which boot option or setting changes it
 * @from: where in the kernel it comes from: "FILE, FUNCTION()", maybe several
 */
struct words {
	const char *name;
	const char *about;
	const char *what;
	const char *change;
	const char *from;
};

/**
 * struct asker - a function that the boot log names, and the owner that it asks for
 */
struct asker {
	const char *function;
	const char *owner;
};

/* All of these end with an empty one. */
extern const struct words words_owners[], words_variables[], words_rows[], words_hows[];
extern const struct asker words_askers[];

const struct words *explain_owner(const char *name, const char *how);
const struct words *explain_row(const char *key);
void explain_print(const char *name, const struct words *w);

#endif
