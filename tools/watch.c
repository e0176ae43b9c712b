// SPDX-License-Identifier: GPL-2.0-only
/*
 * watch: runs a reading verb again and again: `early_res watch [SECONDS] [VERB [options]]`.
 *
 * Each run is a new process, as if the user had typed the command again. The first run that fails
 * ends the loop. If stdout is a terminal, its screen is cleared before each run.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "say.h"
#include "text.h"
#include "verbs.h"
#include "watch.h"

#define SECONDS		2
#define SECONDS_MAX	86400

static bool reads(const struct verb *v)
{
	return strchr(v->options, 'F') || v == &verb_diff;
}

static void once(char **argv)
{
	pid_t child = fork();
	int status;

	if (child < 0)
		die("fork: %s", strerror(errno));
	if (!child) {
		execv("/proc/self/exe", argv);
		die("/proc/self/exe: %s", strerror(errno));
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			die("wait: %s", strerror(errno));
	if (WIFSIGNALED(status))
		exit(128 + WTERMSIG(status));
	if (WEXITSTATUS(status))
		exit(WEXITSTATUS(status));
}

/* watch - argv[0] is "watch"; runs until the user ends it or the verb fails */
void watch(int argc, char **argv)
{
	u64 seconds = SECONDS;
	int i;

	say_verb(argv[0]);
	for (i = 1; i < argc; i++) {
		if (is_version(argv[i]))
			options_version();
		if (!is_help(argv[i]))
			continue;
		options_help(&verb_watch, stdout);
		leave(0);
	}
	i = first_operand(argc, argv);
	if (i && word_decimal((struct word){ argv[i], strlen(argv[i]) }, &seconds)) {
		if (!seconds || seconds > SECONDS_MAX)
			wrong("%s: every 1 to %d seconds", argv[0], SECONDS_MAX);
		memmove(argv + i, argv + i + 1, (argc - i) * sizeof(*argv));
		argc--;
	}
	i = first_operand(argc, argv);
	if (i && !reads(find_verb(argv[i])))
		wrong("%s: %s is not a verb that reads", argv[0], argv[i]);
	argv[0] = ME;
	for (;;) {
		if (isatty(STDOUT_FILENO))
			fputs("\033[H\033[2J", stdout);
		fflush(stdout);
		once(argv);
		sleep(seconds);
	}
}

const struct verb verb_watch = {
	.name = "watch",
	.args = "[SECONDS] [VERB] [OPTION]...",
	.max_args = 1000,
	.what = "Run another verb again and again",
	.options = "",
};
