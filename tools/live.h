/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * live: reads the inputs from the running kernel, see source.h.
 */
#ifndef EARLY_RES_LIVE_H
#define EARLY_RES_LIVE_H

#include <dirent.h>

#include "say.h"
#include "source.h"

#define NODE_DIR	"/sys/devices/system/node"
#define DEBUG_DIR	"/sys/kernel/debug/early_res"

void live_open(struct source *s);
const struct input *live_read(struct source *s, const char *name);
void live_read_all(struct source *s);
const char *live_why_not(const struct source *s, int error);
__noreturn void live_failed(const struct source *s, const char *what, const char *path);

/* Helpers for sysfs.c and the others that read files. Files are below @s->root. */
char *live_path(const struct source *s, char *to, const char *dir, const char *file);
bool live_exists(const struct source *s, const char *path);
void live_line(const char *path, char *to, size_t room);
FILE *live_write(struct input *in);
void live_end(FILE *stream);
void live_drop(struct input *in);
int live_list(const char *dir, struct dirent ***names, int (*filter)(const struct dirent *));
void live_free_list(struct dirent **names, int n);
unsigned long live_number(const char *name);
int live_is_numbered(const struct dirent *entry);
int live_is_node(const struct dirent *entry);
int live_is_block(const struct dirent *entry);

/* Each of these reads one input. It stays absent if the machine does not have it. */
void sysfs_dmi(struct source *s, struct input *in);
void sysfs_firmware(struct source *s, struct input *in);
void sysfs_runtime(struct source *s, struct input *in);
void sysfs_hugepages(struct source *s, struct input *in);
void sysfs_offline(struct source *s, struct input *in);
void kmsg_e820(struct source *s, struct input *in);
void kallsyms_read(struct source *s, struct input *in);

#endif
