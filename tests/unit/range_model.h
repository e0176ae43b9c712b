/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef EARLY_RES_RANGE_MODEL_H
#define EARLY_RES_RANGE_MODEL_H

#include <linux/types.h>

/* How many units the space has */
#define UNITS	512

/* How often each operation was done, and how large the table was */
struct range_model_stats {
	unsigned long reserve, free, set_state, set_holder;
	unsigned long build, copy, merge, overlay, refused, no_memory;
	size_t entries, most;
};

void range_model_start(u64 base, u64 scale, u32 (*choose)(u32 n));
const char *range_model_step(void);
const struct range_model_stats *range_model_end(void);

#endif
