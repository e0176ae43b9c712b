// SPDX-License-Identifier: GPL-2.0-only
/*
 * save: all inputs of the running kernel, as one file that every reading verb takes with --from.
 *
 * It has addresses that /proc hides from users, so it is its owner's alone to read (0600).
 */
#include <string.h>

#include "live.h"
#include "verbs.h"
#include "whole.h"

static void run(const struct options *o)
{
	struct source s;
	struct whole w;

	open_source(&s, o, NULL);
	live_read_all(&s);
	whole_begin(&w, o->args[0], 0600);
	snapshot_write(&s, w.to);
	whole_end(&w);
	source_free(&s);
}

const struct verb verb_save = {
	.name = "save",
	.args = "FILE",
	.min_args = 1,
	.max_args = 1,
	.what = "Keep all inputs in a file, for --from and diff",
	.options = "R",
	.run = run,
};
