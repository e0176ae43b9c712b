/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * read: turns the messages of a boot into operations on memory.
 *
 * With memblock=debug the log has each reservation with its caller. For an allocation it first has
 * a line with the size and the function that asks, and then the line of memblock's reservation.
 * Without memblock=debug, only some lines of the ordinary log have an address. Both kinds are
 * collected. At the end only one kind is used: with memblock=debug the ordinary lines would say the
 * same again with other names.
 *
 * Only the kernel writes to the log before it runs init. Later lines could be written by anybody,
 * so they are ignored. A log can hold several boots, and the last one is wanted. But a line "Linux
 * version" begins a boot only if nobody but the kernel can have written it:
 *
 *	the source vouches for the line, and its time is near 0 and below the time before
 *	journalctl printed "-- Boot ... --" before it
 *	the line begins with a time near 0 that is below the time of the line before
 *
 * In any other log the first boot is read, up to its init. If a second "Linux version" comes before
 * init, nobody can tell which of the two is true, and nothing is read.
 */
#ifndef EARLY_RES_LOG_READ_H
#define EARLY_RES_LOG_READ_H

#include "line.h"
#include "names.h"
#include "ranges.h"
#include "replay.h"

#define SAMPLES		3
#define SAMPLE_LEN	100
#define FACT_LEN	2048

struct ops {
	struct op *op;
	size_t nr;
	size_t max;
};

struct times {
	uint64_t *t;
	size_t nr;
	size_t max;
};

/**
 * struct facts - what differs from boot to boot
 * @version: the line "Linux version"
 * @command_line: the kernel's command line; "" if it is not in the log
 * @boot_id: journald's ID of the boot; "" if it is not in the log
 * @printk: the times are printk's, so the first line has 0. Otherwise they are the times at which
 *          somebody received the lines, or there are none
 * @time: all times except 0, in the order of the lines
 * @has_time: the line "Linux version" has a time
 * @node_data: the ranges of the messages NODE_DATA
 * @initrd: the final place of the initrd, if @has_initrd
 * @reserved: where reservations begin, with memblock=debug
 */
struct facts {
	char version[FACT_LEN];
	char command_line[FACT_LEN];
	char boot_id[BOOT_ID_LEN + 1];
	bool printk;
	bool has_time;
	struct times time;
	struct spans node_data;
	struct span initrd;
	bool has_initrd;
	struct times reserved;
};

/**
 * struct reading - a log that is being read, or was read
 * @names: the names of owners; @debug and @ordinary hold their numbers
 * @debug: what lines of memblock=debug say
 * @ordinary: what other lines say
 * @facts: what differs from boot to boot
 * @begun: "Linux version" was read
 * @over: init runs
 * @is_debug: there are lines of memblock=debug
 * @ambiguous: there are two boots, and nobody can tell which one is true
 * @ignored: how many lines look like the beginning of a boot but cannot prove it
 * @strange: how many lines about memblock were not understood; the first ones are in @sample
 */
struct reading {
	struct names names;
	struct ops debug;
	struct ops ordinary;
	struct facts facts;
	bool begun;
	bool over;
	bool is_debug;
	bool ambiguous;
	size_t ignored;
	size_t strange;
	char sample[SAMPLES][SAMPLE_LEN + 1];

	/* only used while the log is read */
	bool vouched;
	unsigned int boundary;
	uint64_t last_time;
	uint64_t asked;
	uint32_t asker;
	struct span nameless;
	bool has_nameless;
	bool initrd_tables;
};

int read_log(struct reading *r, const char *text, size_t len);
void reading_free(struct reading *r);

/* read_message - read one message (message.c). Return: nonzero if there is no memory */
int read_message(struct reading *r, const char *msg);

#endif
