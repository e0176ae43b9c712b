/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * symbol: find the name of a variable of the kernel, and the owner for what it points at.
 */
#ifndef EARLY_RES_SYMBOL_H
#define EARLY_RES_SYMBOL_H

#include <linux/kallsyms.h>

/**
 * struct symbol - the variable that an address lies in
 * @name: its name, as in /proc/kallsyms
 * @offset: offset of the address in the variable, in bytes
 * @size: size of the variable, in bytes
 */
struct symbol {
	char name[KSYM_SYMBOL_LEN];
	unsigned long offset;
	unsigned long size;
};

bool symbol_find(struct symbol *s, unsigned long at);
bool symbol_names_variables(struct symbol *s);
bool symbol_is_noise(const struct symbol *s);
bool symbol_is_pointer(const struct symbol *s);
const char *symbol_owner(const struct symbol *s, bool physical);

#endif
