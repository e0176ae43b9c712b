/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * symbol: what a variable of the kernel is called, and what we call that which it points at.
 */
#ifndef EARLY_RES_SYMBOL_H
#define EARLY_RES_SYMBOL_H

#include <linux/kallsyms.h>

/**
 * struct symbol - the variable that an address lies in
 * @name: its name, as /proc/kallsyms has it
 * @offset: of the address, in bytes from the variable's start
 * @size: of the variable, in bytes
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
