/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * late_free: give ranges back to the buddy, in a simulation or for real.
 */
#ifndef EARLY_RES_LATE_FREE_H
#define EARLY_RES_LATE_FREE_H

#include "table/parse.h"

int late_free_simulate(const struct request *rq);
int late_free_release(const struct request *rq);
void late_free_release_live(void);

#endif
