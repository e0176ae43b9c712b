/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * log: who asked for what, by the kernel's boot log.
 *
 * A log becomes lines for the module's file `owners`:
 *
 *	line	takes what stands before the kernel's messages off (prefix, record)
 *	read	messages of the boot that counts become reservations and frees (message)
 *	boot	is the log of the boot that `ranges` is of?
 *	replay	who holds each byte in the end, cut to what is reserved
 *
 * Nothing here needs root, the module or the machine that the log is of. Memory and time
 * grow with the size of the log, and no faster than n log n.
 */
#ifndef EARLY_RES_LOG_H
#define EARLY_RES_LOG_H

#include <stdint.h>
#include <stdio.h>

#include "names.h"

/**
 * enum log_status - what log_to_claims() returns
 * @LOG_OK: there are claims
 * @LOG_NOTHING: nothing usable in the log
 * @LOG_OTHER_BOOT: the log is of another boot
 * @LOG_UNKNOWN_BOOT: nothing says which boot the log is of
 * @LOG_NO_MEMORY: no memory
 */
enum log_status {
	LOG_OK = 0,
	LOG_NOTHING = 1,
	LOG_OTHER_BOOT = 3,
	LOG_UNKNOWN_BOOT = 4,
	LOG_NO_MEMORY = 5,
};

/**
 * struct log_text - a file in memory
 * @text: its bytes; NULL if there is no such file
 * @len: how many
 */
struct log_text {
	const char *text;
	size_t len;
};

/**
 * struct log_boot - what is known of the boot that the ranges are of
 * @log: a log that is surely of it; without text if there is none
 * @version: the line "Linux version", as /proc/version has it; NULL if it is not known
 * @command_line: as /proc/cmdline has it; NULL if it is not known
 * @boot_id: 32 hexadecimal digits, or ""
 */
struct log_boot {
	struct log_text log;
	const char *version;
	const char *command_line;
	char boot_id[33];
};

/**
 * struct log_claim - these bytes are theirs
 * @start: first byte
 * @end: last byte
 * @name: a name that `owners` takes
 */
struct log_claim {
	uint64_t start;
	uint64_t end;
	const char *name;
};

/**
 * struct log_claims - what a log says
 * @claim: disjoint, ascending, within `ranges`
 * @nr: how many
 * @max: how many there is room for
 * @names: holds the names
 */
struct log_claims {
	struct log_claim *claim;
	size_t nr;
	size_t max;
	struct names names;
};

/**
 * log_to_claims - read a boot log
 * @ranges: a copy of the module's file `ranges`
 * @log: the log
 * @boot: what is known of the boot that @ranges is of; NULL: the log is surely of it
 * @say: where to tell people what was read and why not; may be NULL
 * @out: is filled in; to be freed with log_claims_free(), whatever is returned
 *
 * Return: an enum log_status.
 */
int log_to_claims(const struct log_text *ranges, const struct log_text *log,
		  const struct log_boot *boot, FILE *say, struct log_claims *out);
void log_claims_free(struct log_claims *claims);

#endif
