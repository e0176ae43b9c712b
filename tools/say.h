/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * say: messages on stderr, and the end of the command.
 *
 * die() and wrong() print one line on stderr that says what is wrong and what to do, and end the
 * command: die() with status 1 (something failed), wrong() with status 2 (the call was wrong).
 * note() prints a line and returns.
 */
#ifndef EARLY_RES_SAY_H
#define EARLY_RES_SAY_H

#include <stddef.h>

#define ME	"early_res"

#ifndef VERSION
#define VERSION	"unknown"
#endif

#define EXIT_FAILED	1
#define EXIT_WRONG	2

#define __printf(a, b)	__attribute__((format(printf, a, b)))
#define __noreturn	__attribute__((noreturn))

__printf(1, 2) void note(const char *format, ...);
__noreturn __printf(1, 2) void die(const char *format, ...);
__noreturn __printf(1, 2) void wrong(const char *format, ...);
void say_verb(const char *name);
__noreturn void leave(int status);
void *must(void *memory);

const char *nearest(const char *word, const char *const *names, size_t nr);

#endif
