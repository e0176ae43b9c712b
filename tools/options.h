/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * options: what the user asks for on the command line.
 *
 * All verbs share one list of options. Each verb lists the letters of the options that it takes. An
 * option without a short form has a capital letter here, which users cannot type.
 */
#ifndef EARLY_RES_OPTIONS_H
#define EARLY_RES_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "model.h"
#include "say.h"

/* The options of all verbs that print a table */
#define TABLE_OPTIONS	"bJrnosF"

/* --output-all */
#define ALL_COLUMNS	"*"

struct options {
	/* the verb's name; its options that are on or off */
	const char *verb;
	bool bytes, json, raw, noheadings, all, nodes, metrics, dry_run, explain;
	int node; /* --node; -1 is all nodes */
	u64 threshold; /* check: so many bytes may be lost */
	const char *output, *sort, *from, *root, *metrics_file, *ranges, *picture;
	const char *colour; /* always, never, or NULL: only on a terminal */
	char **args;
	int nr_args;
};

/**
 * struct option_text - an option, for getopt_long() and for the help
 * @name: its name, without the two dashes
 * @letter: the short form, or a capital letter that only the source uses
 * @has_arg: as in getopt_long()'s struct option
 * @arg: the word that the help uses for its value
 * @what: one line that says what it does
 */
struct option_text {
	const char *name;
	char letter;
	int has_arg;
	const char *arg;
	const char *what;
};

extern const struct option_text all_options[];
extern const size_t nr_options;

struct column;

/**
 * struct verb - one of the command's verbs
 * @name: its name
 * @args: its operands, as the help shows them; "" if it has none
 * @min_args: how many operands it needs
 * @max_args: how many it takes
 * @what: one line that says what it does
 * @options: the letters of its options
 * @columns: the columns of its table, or NULL
 * @nr_columns: how many columns
 * @run: does the work; if something fails, it ends the program
 */
struct verb {
	const char *name;
	const char *args;
	int min_args, max_args;
	const char *what;
	const char *options;
	const struct column *columns;
	size_t nr_columns;
	void (*run)(const struct options *o);
};

void options_parse(struct options *o, const struct verb *v, int argc, char **argv);
void options_help(const struct verb *v, FILE *to);
bool option_has_short(char letter);
bool verb_takes(const struct verb *v, char letter);
int first_operand(int argc, char **argv);
int count_operands(int argc, char **argv);
bool is_help(const char *word);
bool is_version(const char *word);
__noreturn void options_version(void);

#endif
