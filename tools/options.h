/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * options: what the user asked for.
 *
 * All verbs share one list of options, and each names those it takes by their letters. Options
 * that have no short form have a capital letter here that is not offered to users.
 */
#ifndef EARLY_RES_OPTIONS_H
#define EARLY_RES_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "model.h"

/* The options of all verbs that print a table */
#define TABLE_OPTIONS	"bJrnosF"

/* --output-all */
#define ALL_COLUMNS	"*"

struct options {
	const char *verb;
	bool bytes, json, raw, noheadings, all, nodes, metrics, dry_run, explain;
	int node; /* -1: all */
	u64 threshold; /* bytes that may be lost */
	const char *output, *sort, *from, *root, *metrics_file, *ranges, *picture;
	const char *colour; /* always, never, or NULL: on a terminal */
	char **args;
	int nr_args;
};

/**
 * struct option_text - an option, for getopt_long() and for people
 * @name: behind the two dashes
 * @letter: the short form, or a capital letter that is ours alone
 * @has_arg: as getopt_long() has it
 * @arg: what its value is called
 * @what: one line
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
 * struct verb - something that the command does
 * @name: its name
 * @args: what it takes besides options, for people; "" is nothing
 * @min_args: how many of these it needs
 * @max_args: how many it takes
 * @what: one line for people
 * @options: letters of the options it takes
 * @columns: of its table, or NULL
 * @nr_columns: how many
 * @run: does it; what fails in it ends the program
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

#endif
