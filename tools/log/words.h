/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * words: reads the parts of the kernel's messages: addresses, ranges and functions.
 *
 * Ranges include their ends, as in most messages. An address has at most 52 bits, as on x86; a
 * larger number is not an address, and the message is not understood.
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

/*
 * These look at the text at *s. If it is as expected, they return true, and *s is behind it.
 *
 * word_next - the text is @word
 * word_address - the text is a hexadecimal address with 0x
 * word_number - the text is a decimal number
 * word_span - somewhere in the text there is "[mem 0xA-0xB]" or "[0xA-0xB]"; the first one counts
 */
bool word_next(const char **s, const char *word);
bool word_address(const char **s, uint64_t *address);
bool word_number(const char **s, uint64_t *number);
bool word_span(const char **s, struct span *span);

/*
 * word_caller - if @s ends with a function, "name+0x1/0x2", copy its name without .constprop.0 and
 * the like
 */
bool word_caller(const char *s, char name[WORD_NAME_MAX + 1]);

#endif
