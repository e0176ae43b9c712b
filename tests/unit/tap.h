/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tap: a small part of KTAP.
 *
 * A test is a function. If a CHECK() in it fails, it prints where, and the test goes on. main()
 * ends with tap_run().
 */
#ifndef EARLY_RES_TAP_H
#define EARLY_RES_TAP_H

#include <stdbool.h>
#include <stdio.h>

#define TAP_MAX_SHOWN	20

struct tap_test {
	const char *name;
	void (*run)(void);
};

static unsigned int tap_failed_checks;

/* False if it failed, so that a test can stop there. */
#define CHECK(cond) tap_check(cond, #cond, __FILE__, __LINE__)

static inline bool tap_check(bool good, const char *what, const char *file, int line)
{
	if (!good && tap_failed_checks++ < TAP_MAX_SHOWN)
		printf("# %s:%d: not so: %s\n", file, line, what);
	return good;
}

#define tap_run(tests) tap_run_all(tests, sizeof(tests) / sizeof((tests)[0]))

/* Returns the exit status. */
static inline int tap_run_all(const struct tap_test *tests, size_t nr)
{
	bool failed = false;
	size_t i;

	/* What was said before a crash must not be lost. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("KTAP version 1\n1..%zu\n", nr);
	for (i = 0; i < nr; i++) {
		tap_failed_checks = 0;
		tests[i].run();
		printf("%sok %zu - %s\n", tap_failed_checks ? "not " : "", i + 1,
		       tests[i].name);
		failed |= tap_failed_checks > 0;
	}
	return failed;
}

#endif
