/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * boot: is a log of the boot that `ranges` is of?
 *
 * A log of another boot of the same machine looks the same and means other bytes. All that
 * can be compared is, with a log that is surely of this boot and with `ranges`:
 *
 *	boot_id			the same or not
 *	times of lines		to the microsecond, if both logs have printk's: then the first
 *				line has 0. What the two have in common is compared
 *	kernel_brk		where KASLR put it: with memblock=debug it is in the log
 *	NODE_DATA, RAMDISK	addresses that the kernel itself says
 *	"Linux version", command line	only if they differ do they say anything
 *
 * One difference is enough for another boot. If nothing but the last two was there to be
 * compared, nobody knows.
 */
#ifndef EARLY_RES_LOG_BOOT_H
#define EARLY_RES_LOG_BOOT_H

#include "log.h"
#include "read.h"

/**
 * struct boot_verdict - is it of this boot?
 * @differs: what is different; NULL if nothing is
 * @agrees: what is the same and tells boots apart; NULL if nothing was there to be compared
 * @received: the times are those of who received the lines, and cannot be compared
 */
struct boot_verdict {
	const char *differs;
	const char *agrees;
	bool received;
};

/* @ref and @boot may be NULL. Sorts the times of both logs. */
struct boot_verdict boot_compare(struct reading *log, struct reading *ref,
				 const struct log_boot *boot, const struct ranges *ranges);

#endif
