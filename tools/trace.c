// SPDX-License-Identifier: GPL-2.0-only
/*
 * trace: shows late frees while they happen, with a bpftrace script; see doc/tools.md.
 *
 * A script is searched for beside this program, then in the share directory of `make install`, and
 * then in the source tree in which the program was built.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "say.h"
#include "text.h"
#include "verbs.h"

static const struct {
	const char *name;
	const char *script;
} traces[] = {
	{ "latefree", "latefree" },
	{ "orders", "buddyorders" },
	{ "latency", "latefreelat" },
	{ "proof", "buddyproof" },
	{ "kernel", "kernelfree" },
};

static const char *script_of(const char *name)
{
	const char *names[NR(traces)], *near;
	size_t i;

	for (i = 0; i < NR(traces); i++) {
		names[i] = traces[i].name;
		if (!strcmp(name, traces[i].name))
			return traces[i].script;
	}
	near = nearest(name, names, NR(names));
	if (near)
		wrong("trace: what is '%s'? Did you mean %s?", name, near);
	wrong("trace: what is '%s'?", name);
}

/* The path of a script, to be freed; ends the command if there is none */
static char *find_script(const char *name)
{
	static const char *const places[] = { "", "../share/early_res/", "../../tools/" };
	char dir[PATH_MAX], *path;
	ssize_t n = readlink("/proc/self/exe", dir, sizeof(dir) - 1);
	size_t i;

	if (n < 0)
		die("/proc/self/exe: %s", strerror(errno));
	dir[n] = '\0';
	strrchr(dir, '/')[1] = '\0';
	for (i = 0; i < NR(places); i++) {
		if (asprintf(&path, "%s%s%s.bt", dir, places[i], name) < 0)
			die("out of memory");
		if (!access(path, R_OK))
			return path;
		free(path);
	}
	die("%s.bt is missing; was this installed with 'make install'?", name);
}

/* CONFIG_NODES_SHIFT of the running kernel: how many bits of a page's flags hold its node */
static char *nodes_shift(const char *root)
{
	static const char key[] = "\nCONFIG_NODES_SHIFT=";
	char path[PATH_MAX], *text, *value;
	struct utsname u;
	size_t n;

	if (uname(&u))
		die("uname: %s", strerror(errno));
	snprintf(path, sizeof(path), "%s/boot/config-%s", root, u.release);
	text = read_whole(path, &n);
	value = text ? strstr(text, key) : NULL;
	if (!value)
		return NULL;
	value += strlen(key);
	value[strspn(value, "0123456789")] = '\0';
	return *value ? value : NULL;
}

static void run(const struct options *o)
{
	const char *script = script_of(o->nr_args ? o->args[0] : "latefree");
	char *path, *shift = NULL;
	struct source s;

	open_source(&s, o, NULL);
	path = find_script(script);
	if (!strcmp(script, "kernelfree"))
		shift = nodes_shift(o->root);
	execlp("bpftrace", "bpftrace", path, shift, (char *)NULL);
	if (errno == ENOENT)
		die("bpftrace is missing; try: apt install bpftrace");
	die("bpftrace: %s", strerror(errno));
}

const struct verb verb_trace = {
	.name = "trace",
	.args = "[latefree | orders | latency | proof | kernel]",
	.max_args = 1,
	.what = "Late frees while they happen, with bpftrace",
	.options = "R",
	.run = run,
};
