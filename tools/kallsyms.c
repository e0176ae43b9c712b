// SPDX-License-Identifier: GPL-2.0-only
/*
 * kallsyms: the few symbols that say where parts of the image are, see layout.h. A kernel can
 * lack /proc/kallsyms, and not have all of these.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "live.h"
#include "say.h"

#define KALLSYMS	"/proc/kallsyms"

/* Is this line, "ADDRESS TYPE NAME", one of those? */
static bool is_needed(const char *line)
{
	static const char *const names[] = {
		"_text", "__init_begin", "__init_end", "__start_bss_decrypted_unused",
		"__end_bss_decrypted",
	};
	char name[64];
	size_t i;

	if (sscanf(line, "%*s %*c %63s", name) != 1)
		return false;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* kallsyms_read - lines of modules have their name in brackets, and come last */
void kallsyms_read(struct source *s, struct input *in)
{
	char path[PATH_MAX], *line = NULL;
	size_t room = 0;
	FILE *from, *to;

	from = fopen(live_path(s, path, KALLSYMS, ""), "re");
	if (!from && errno == ENOENT)
		return;
	if (!from)
		die("cannot read %s: %s", KALLSYMS, strerror(errno));
	to = live_write(in);
	while (getline(&line, &room, from) > 0 && !strchr(line, '['))
		if (is_needed(line))
			fputs(line, to);
	if (ferror(from))
		die("cannot read %s: %s", KALLSYMS, strerror(errno));
	fclose(from);
	free(line);
	live_end(to);
}
