// SPDX-License-Identifier: GPL-2.0-only
/*
 * kallsyms: the few kernel symbols that say where parts of the image are, see layout.h. A kernel
 * can be built without /proc/kallsyms or without some of these symbols.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "live.h"
#include "say.h"

#define KALLSYMS	"/proc/kallsyms"

/* Is this line, "ADDRESS TYPE NAME", about a symbol that layout.c needs? */
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

/* kallsyms_read - read up to the first module's symbol: these have "[MODULE]" and come last */
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
