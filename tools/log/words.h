/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * words: what the kernel's messages are made of: addresses, ranges and functions.
 *
 * Ranges have inclusive ends, as most messages do. An address has at most 52 bits, as x86
 * has; anything larger is no address, and the message is not understood.
 */
#ifndef EARLY_RES_LOG_WORDS_H
#define EARLY_RES_LOG_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#define PAGE_BYTES	4096ULL
#define PAGE_FIRST(a)	((a) & ~(PAGE_BYTES - 1))
#define PAGE_LAST(a)	((a) | (PAGE_BYTES - 1))

/* The longest name that the file `owners` takes */
#define WORD_NAME_MAX	63

/**
 * struct span - some bytes
 * @start: first byte
 * @end: last byte; >= @start
 */
struct span {
	uint64_t start;
	uint64_t end;
};

/* Is @word next? Then *s is behind it. */
bool word_next(const char **s, const char *word);
/* Is a hexadecimal address with 0x next? Then *s is behind it. */
bool word_address(const char **s, uint64_t *address);
/* A decimal number */
bool word_number(const char **s, uint64_t *number);
/* The first "[mem 0xA-0xB]" or "[0xA-0xB]" in @s; *s is behind it */
bool word_span(const char **s, struct span *span);
/* The function at the end of @s, "name+0x1/0x2", without .constprop.0 and the like */
bool word_caller(const char *s, char name[WORD_NAME_MAX + 1]);

#endif
