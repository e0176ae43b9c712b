/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * source: the raw inputs, by name.
 *
 * All that this command knows of a machine is text: the files of the module, and some of the
 * kernel's. A source has them, from the running kernel (live.c) or from a snapshot that
 * `early_res save` wrote, and who asks need not know which. An input is there, maybe empty, or
 * the machine does not have it; it never fails in silence.
 *
 *	summary ranges owners boot node<N>/buddy	as the module has them
 *	meminfo zoneinfo iomem cmdline			as in /proc
 *	uname		release, version and host, a line each
 *	date		when these were read, UTC
 *	firmware	/sys/firmware/memmap: a line "START END TYPE" for each entry
 *	memory		"block_size HEX", and a line "node N FIRST-LAST,..." for each node: the
 *			memory blocks that /sys/devices/system/node/node<N> has
 *
 * Machines may lack these, and so do snapshots of older versions: absent is not known.
 *
 *	vmstat		as in /proc
 *	dmi		what SMBIOS says of memory: the formatted part of each structure of types 16
 *			and 17, without its strings, in hexadecimal, a line each
 *	e820		those lines of the boot log that are about the firmware's map
 *	runtime		memory that EFI keeps at run time: a line "START BYTES TYPE" for each
 *	hugepages	a line "NODE SIZE PAGES FREE" for each pool, SIZE in bytes
 *	offline		the numbers of memory blocks that are offline, a line each
 *	scan		microseconds that the module took to make its table
 *	symbols		lines of /proc/kallsyms: where the image begins, and parts of it that are
 *			freed after boot
 *
 * A snapshot is one text file. Its first line has its version. Then, for each input, there is
 *
 *	input NAME LENGTH
 *
 * and that many bytes and a newline; or, if the machine has none, "absent NAME". The last line
 * is "end", so that a file that was cut off is known.
 */
#ifndef EARLY_RES_SOURCE_H
#define EARLY_RES_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define SNAPSHOT_FIRST_LINE	"early_res snapshot 1\n"

#define INPUT_NAME_MAX		63
#define INPUTS_MAX		8192
#define SNAPSHOT_MAX		0x40000000UL

/**
 * struct input - an input
 * @name: its name
 * @text: its bytes, and a NUL behind them
 * @length: how many bytes it has
 * @absent: the machine has no such file; then there is no text
 */
struct input {
	char name[INPUT_NAME_MAX + 1];
	char *text;
	size_t length;
	bool absent;
};

/**
 * struct source - inputs
 * @from: the snapshot's name, or NULL if it is the running kernel
 * @root: directory that /proc and /sys are below; "" but for tests
 * @inputs: those that were read, sorted by nothing
 * @nr: how many
 * @max: how many there is room for
 */
struct source {
	const char *from;
	const char *root;
	struct input *inputs;
	size_t nr;
	size_t max;
};

const struct input *source_find(const struct source *s, const char *name);
const struct input *source_get(struct source *s, const char *name);
const struct input *source_maybe(struct source *s, const char *name);
struct input *source_add(struct source *s, const char *name);
void source_free(struct source *s);

const char *snapshot_parse(struct source *s, const char *bytes, size_t length);
void snapshot_load(struct source *s, const char *file);
void snapshot_write(const struct source *s, FILE *to);

char *read_whole(const char *path, size_t *length);

#endif
