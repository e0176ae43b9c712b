/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * boot: is a log from the same boot as `ranges`?
 *
 * The log of another boot of the same machine looks the same, but its addresses mean other bytes.
 * So the log is compared with `ranges`, and with a log that is surely from the right boot:
 *
 *	boot_id			the same or not
 *	times of lines		to the microsecond, if both logs have printk's times, which begin at
 *				0. Only the span of time that both logs have is compared
 *	kernel_brk		where KASLR put it; with memblock=debug the log has it
 *	NODE_DATA, RAMDISK	addresses in the kernel's ordinary messages
 *	"Linux version", command line	they say something only if they differ
 *
 * One difference proves another boot. If only the last two could be compared and they are equal,
 * nothing is proved.
 */
#ifndef EARLY_RES_LOG_BOOT_H
#define EARLY_RES_LOG_BOOT_H

#include "log.h"
#include "read.h"

/**
 * struct boot_verdict - the result of the comparison
 * @differs: what is different; NULL if nothing is
 * @agrees: what is the same and differs from boot to boot; NULL if no such thing could be compared
 * @received: the times are those at which somebody received the lines, so they were not compared
 */
struct boot_verdict {
	const char *differs;
	const char *agrees;
	bool received;
};

/* boot_compare - compare a log; @ref and @boot may be NULL. It sorts the times of both logs. */
struct boot_verdict boot_compare(struct reading *log, struct reading *ref,
				 const struct log_boot *boot, const struct ranges *ranges);

#endif
