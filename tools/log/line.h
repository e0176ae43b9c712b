/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * line: the kernel's messages in a log, without what stands before them.
 *
 * A log comes in one of four forms, which the text itself tells:
 *
 *	lines	one message a line behind a prefix: dmesg in all its formats, journalctl -o
 *		short and all that are like it (short-precise, short-iso, short-iso-precise,
 *		short-full, short-monotonic, short-delta, short-unix, with-unit), cat, syslog
 *		files, consoles, what a CI system or a terminal program puts before it;
 *		all of them as docker keeps them, too
 *	kmsg	the records of /dev/kmsg: "6,0,0,-;message"
 *	JSON	journalctl -o json, json-pretty, json-seq, json-sse; dmesg -J
 *	fields	journalctl -o export and verbose: KEY=value
 *
 * The prefix is learned once, at the first line that has "Linux version", at any column:
 * it becomes a list of tokens (a word, something in brackets, "kernel", a single letter of
 * punctuation), blanks do not count. Each other line must begin with the same tokens; what
 * follows is the message. A line that does not is not the kernel's.
 *
 * Who wrote a line? Lines whose source names another writer than the kernel are left
 * out here. A line is "vouched" where the source says that the kernel wrote it and users
 * cannot make it say so: _TRANSPORT=kernel with facility 0, kmsg's facility 0, the
 * facility that dmesg -r and -x print. A syslog file's "kernel:" is no such thing, as
 * `logger -t kernel` writes it as well.
 */
#ifndef EARLY_RES_LOG_LINE_H
#define EARLY_RES_LOG_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What is longer is cut. */
#define LINE_MAX_BYTES	8192
#define LINE_TOKENS	64
#define BOOT_ID_LEN	32

/**
 * struct log_line - one message
 * @msg: the message, NUL-terminated, leading and trailing blanks taken off
 * @has_time: @time is known
 * @time: as the source has it, in microseconds; printk's, or when journald got it
 * @time_first: the time is the first thing on the line: nobody can put it there
 * @vouched: the source says that it is the kernel's
 * @boundary: the source says that a boot begins here or shortly before
 * @boot_id: of the boot, 32 hexadecimal digits; "" if it is not known
 */
struct log_line {
	char msg[LINE_MAX_BYTES];
	bool has_time;
	uint64_t time;
	bool time_first;
	bool vouched;
	bool boundary;
	char boot_id[BOOT_ID_LEN + 1];
};

enum token_type {
	TOKEN_WORD,	/* anything of letters and digits */
	TOKEN_KERNEL,	/* "kernel": the tag of syslog and journal */
	TOKEN_KERN,	/* "kern" of "kern  :info  :", as dmesg -x, or "kern.info:": the facility */
	TOKEN_PRIORITY,	/* "<6>": facility and level */
	TOKEN_HOST,	/* what stands before the tag, up to a blank */
	TOKEN_GROUP,	/* something in brackets, maybe the time */
	TOKEN_CHAR,	/* just this one */
};

struct token {
	enum token_type type;
	char c;
};

enum log_form { FORM_LINES, FORM_KMSG, FORM_JSON, FORM_FIELDS };

/**
 * struct log_lines - a log that is read
 * @at: what comes next
 * @end: behind the text
 * @form: how it is written
 * @token: the tokens of a prefix
 * @tokens: how many there are
 * @tagged: there is a "kernel" among them: syslog or journal
 * @docker: each line is docker's, {"log":"LINE\\n",...}
 * @boundary: a line said that a boot begins, and its first message is still to come
 * @boot_id: of the boot that is read, "" if it is not known
 * @raw: a line without escape codes, to work on
 */
struct log_lines {
	const char *at;
	const char *end;
	enum log_form form;
	struct token token[LINE_TOKENS];
	size_t tokens;
	bool tagged;
	bool docker;
	bool boundary;
	char boot_id[BOOT_ID_LEN + 1];
	char raw[LINE_MAX_BYTES];
};

void lines_open(struct log_lines *l, const char *text, size_t len);
bool lines_next(struct log_lines *l, struct log_line *line);

/* prefix.c: what stands before a message */
bool prefix_learn(struct log_lines *l, char *raw);
const char *prefix_match(const struct log_lines *l, const char *s, struct log_line *line);

/* record.c: the forms that are no plain lines */
bool record_next_json(struct log_lines *l, struct log_line *line);
bool record_next_fields(struct log_lines *l, struct log_line *line);
bool record_kmsg(char *raw, struct log_line *line);
void record_string(const char **at, const char *end, char *to);

void line_set_message(struct log_line *line, const char *msg);
bool line_next_raw(struct log_lines *l, const char **start, size_t *len);

/* Both are BOOT_ID_LEN digits, or "" */
static inline void copy_boot_id(char *to, const char *from)
{
	memcpy(to, from, BOOT_ID_LEN + 1);
}

#endif
