/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * watch: runs a reading verb again and again.
 */
#ifndef EARLY_RES_WATCH_H
#define EARLY_RES_WATCH_H

#include "say.h"

__noreturn void watch(int argc, char **argv);

#endif
