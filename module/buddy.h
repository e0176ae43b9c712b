/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * buddy: late free.
 */
#ifndef EARLY_RES_BUDDY_H
#define EARLY_RES_BUDDY_H

#include "parse.h"

int buddy_late_free(const struct request *rq);

#endif
