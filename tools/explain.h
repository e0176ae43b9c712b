/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * explain: texts that say what each owner and each row of the report is.
 *
 * All texts are in the tables of words_*.c; `report`, `explain` and the man page take them from
 * there. Each text was checked against the sources of Linux 6.1, 6.12 and 7.3.
 *
 * An owner whose name is in no table has the name of a kernel variable, or a name from the boot log
 * or from a user. Then the text of the way in which the owner is known ("how") is shown.
 */
#ifndef EARLY_RES_EXPLAIN_H
#define EARLY_RES_EXPLAIN_H

#include <stddef.h>

#include "verbs.h"

#define ABOUT_MAX	20

/**
 * struct words - a text
 * @name: an owner, or a row's key; a * at the end stands for any letters
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
 * struct asker - a function that the boot log names, and the owner for which it asks for memory
 */
struct asker {
	const char *function;
	const char *owner;
};

/* Each of these arrays ends with an empty element. */
extern const struct words words_owners[], words_variables[], words_rows[], words_hows[];
extern const struct asker words_askers[];

const struct words *explain_owner(const char *name, const char *how);
const struct words *explain_row(const char *key);
void explain_print(const char *name, const struct words *w);

#endif
