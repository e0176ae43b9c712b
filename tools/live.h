/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * live: the inputs of the running kernel, see source.h.
 */
#ifndef EARLY_RES_LIVE_H
#define EARLY_RES_LIVE_H

#include "say.h"
#include "source.h"

#define DEBUG_DIR	"/sys/kernel/debug/early_res"

void live_open(struct source *s);
const struct input *live_read(struct source *s, const char *name);
void live_read_all(struct source *s);
const char *live_why_not(const struct source *s, int error);
__noreturn void live_failed(const struct source *s, const char *what, const char *path);

#endif
