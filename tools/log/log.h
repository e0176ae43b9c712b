/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * log: finds out from the kernel's boot log who asked for which memory.
 *
 * The result is lines for the module's file `owners`. The steps:
 *
 *	line	removes what stands before the kernel's messages (prefix, record)
 *	read	turns the messages of one boot into reservations and frees (message)
 *	boot	checks that the log is from the same boot as `ranges`
 *	replay	finds who holds each byte at the end; the result is cut to what is reserved
 *
 * Nothing here needs root, the module, or the machine that wrote the log. Memory and time grow with
 * the size of the log, n, as n log n at most.
 */
#ifndef EARLY_RES_LOG_H
#define EARLY_RES_LOG_H

#include <stdint.h>
#include <stdio.h>

#include "names.h"

/**
 * enum log_status - what log_to_claims() returns
 * @LOG_OK: there are claims
 * @LOG_NOTHING: the log has nothing usable
 * @LOG_OTHER_BOOT: the log is from another boot
 * @LOG_UNKNOWN_BOOT: nothing shows from which boot the log is
 * @LOG_NO_MEMORY: an allocation failed
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
 * struct log_boot - what is known of the boot from which `ranges` is
 * @log: a log that is surely from it; its text is NULL if there is none
 * @version: the line "Linux version", as in /proc/version; NULL if it is not known
 * @command_line: as in /proc/cmdline; NULL if it is not known
 * @boot_id: 32 hexadecimal digits, or ""
 */
struct log_boot {
	struct log_text log;
	const char *version;
	const char *command_line;
	char boot_id[33];
};

/**
 * struct log_claim - some bytes and their owner
 * @start: first byte
 * @end: last byte
 * @name: the owner's name, as the file `owners` takes it
 */
struct log_claim {
	uint64_t start;
	uint64_t end;
	const char *name;
};

/**
 * struct log_claims - all that a log says
 * @claim: the claims; ascending, without overlap, within `ranges`
 * @nr: how many
 * @max: for how many there is room
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
 * @boot: what is known of the boot from which @ranges is; NULL: the log is surely from that boot
 * @say: gets lines for people about what was read and what is wrong; may be NULL
 * @out: is filled in; free it with log_claims_free(), even after an error
 *
 * Return: an enum log_status.
 */
int log_to_claims(const struct log_text *ranges, const struct log_text *log,
		  const struct log_boot *boot, FILE *say, struct log_claims *out);
void log_claims_free(struct log_claims *claims);

#endif
