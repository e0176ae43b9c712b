/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * reserve: reservations made on a live kernel.
 */
#ifndef EARLY_RES_RESERVE_H
#define EARLY_RES_RESERVE_H

#include "parse.h"

int reserve(const struct request *rq);

#endif
