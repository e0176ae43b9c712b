/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * source: the raw inputs, by name.
 *
 * Everything that the command knows about a machine is text: the module's files and some files of
 * the kernel. A source reads them from the running kernel (live.c) or from a snapshot that
 * `early_res save` wrote; its users do not need to know which. An input either has a text, which
 * may be empty, or is absent: the machine does not have it. A failure is never ignored.
 *
 *	summary ranges boot node<N>/buddy	as the module has them
 *	meminfo zoneinfo iomem cmdline			as in /proc
 *	uname		release, version and host, a line each
 *	date		when these were read, UTC
 *	firmware	/sys/firmware/memmap: a line "START END TYPE" for each entry
 *	memory		"block_size HEX", and a line "node N FIRST-LAST,..." for each node: the
 *			memory blocks that /sys/devices/system/node/node<N> has
 *
 * Some machines and older snapshots lack the following inputs. If they are absent, the value is
 * not known.
 *
 *	vmstat		as in /proc
 *	dmi		what SMBIOS says about memory: a line for each structure of types 16 and 17,
 *			with its bytes in hexadecimal, without its strings
 *	e820		the lines of the boot log about the firmware's map
 *	runtime		memory that EFI keeps at run time: a line "START BYTES TYPE" for each entry
 *	hugepages	a line "NODE SIZE PAGES FREE" for each pool; SIZE is in bytes
 *	offline		a line for each memory block that is offline: its number
 *	scan		how many microseconds the module took to make its table
 *	symbols		lines of /proc/kallsyms: the beginning of the image, and the parts of it
 *			that are freed after boot
 *
 * A snapshot is one text file. Its first line has its version. Then, for each input, there is
 *
 *	input NAME LENGTH
 *
 * followed by that many bytes and a newline; or "absent NAME" if the machine does not have it. The
 * last line is "end", so a file that was cut off is recognized.
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
 * @text: its bytes, with a NUL behind them; NULL if @absent
 * @length: how many bytes, without the NUL
 * @absent: the machine does not have this input
 */
struct input {
	char name[INPUT_NAME_MAX + 1];
	char *text;
	size_t length;
	bool absent;
};

/**
 * struct source - where inputs come from, and those that were read
 * @from: name of the snapshot, or NULL for the running kernel
 * @root: /proc and /sys are below this directory (--sysroot); "" is the real root
 * @inputs: the inputs that were read, in no special order
 * @nr: how many there are
 * @max: for how many there is room
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
