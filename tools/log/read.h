/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * read: the messages of a boot, made operations on memory.
 *
 * With memblock=debug the log has each reservation with its caller; an allocation logs first
 * what is asked for, by whom, and then the reservation that memblock makes for it. Without,
 * some lines of the ordinary log have an address. Both are kept, and which of them
 * counts is decided at the end: with memblock=debug the ordinary lines would say the same
 * again, in other words.
 *
 * Only the kernel writes before it runs init. What comes later could be anybody's and is not
 * looked at. A log may hold several boots, and the last one is wanted; but a line "Linux
 * version" begins a boot only if nobody else could have written it:
 *
 *	the source vouches for the line, and its time is near 0 and has fallen back
 *	journalctl says "-- Boot ... --" before it
 *	the line begins with a time near 0, less than that of the line before
 *
 * In any other log the first one counts, and nothing behind its init. If there is another
 * before init, nobody knows which one is true, and nothing is read.
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
 * struct facts - what tells boots apart
 * @version: the line "Linux version"
 * @command_line: of the kernel; "" if it is not in the log
 * @boot_id: of journald; "" if it is not in the log
 * @printk: the times are printk's: that of the first line is 0. Otherwise they are
 *          when somebody got the lines, or there are none
 * @time: all times but 0, as they come
 * @first_time: of the first line, whatever it is
 * @node_data: NODE_DATA
 * @initrd: where the initrd was in the end, if @has_initrd
 * @reserved: where reservations began, with memblock=debug
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
 * struct reading - a log that is or was read
 * @names: of owners, the numbers of @debug and @ordinary
 * @debug: what memblock=debug says
 * @ordinary: what other lines say
 * @facts: what tells boots apart
 * @begun: "Linux version" was there
 * @over: init runs
 * @is_debug: there are lines of memblock=debug
 * @ambiguous: two boots, and nobody knows which one is true
 * @ignored: lines that pretend to begin a boot and cannot prove it
 * @strange: lines about memblock that were not understood; the first are in @sample
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

	/* while it is read */
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

/* message.c: one message; nonzero if there is no memory */
int read_message(struct reading *r, const char *msg);

#endif
