// SPDX-License-Identifier: GPL-2.0-only
/*
 * save: writes all inputs of the running kernel to one file; every verb that only reads takes it
 * with --from.
 *
 * The file has addresses that /proc hides from users, so only its owner can read it (mode 0600).
 */
#include <string.h>

#include "live.h"
#include "verbs.h"
#include "whole.h"

static void run(const struct options *o)
{
	struct model *m;
	struct source s;
	struct whole w;

	m = load_model(&s, o, NULL); /* its inputs are of one moment */
	live_read_all(&s);
	whole_begin(&w, o->args[0], 0600);
	snapshot_write(&s, w.to);
	whole_end(&w);
	unload_model(m, &s);
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
