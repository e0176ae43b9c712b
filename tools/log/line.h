/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * line: reads the kernel's messages from a log, without the prefix of each line.
 *
 * A log has one of four forms, which its text shows:
 *
 *	lines	one message on each line, behind a prefix: dmesg in all its formats, journalctl -o
 *		short and its variants (short-precise, short-iso, short-iso-precise, short-full,
 *		short-monotonic, short-delta, short-unix, with-unit), cat, syslog files, consoles,
 *		and any of these behind what a CI system or a terminal program puts before a line.
 *		Docker's JSON around such lines is read too
 *	kmsg	the records of /dev/kmsg: "6,0,0,-;message"
 *	JSON	journalctl -o json, json-pretty, json-seq, json-sse; dmesg -J
 *	fields	journalctl -o export and verbose: KEY=value
 *
 * The prefix is learned once, from the first line that has "Linux version" at any column. It
 * becomes a list of tokens: a word, something in brackets, "kernel", a punctuation character.
 * Blanks do not count. A line that begins with the same tokens is a message of the kernel, and the
 * rest of the line is its text. All other lines are ignored.
 *
 * Who wrote a line? If the source names another writer than the kernel, the line is left out. A
 * line is "vouched" if the source says that the kernel wrote it, and users cannot make it say so:
 * _TRANSPORT=kernel with facility 0, facility 0 of /dev/kmsg, the facility that dmesg -r and -x
 * print. The word "kernel:" in a syslog file proves nothing, because `logger -t kernel` writes it
 * too.
 */
#ifndef EARLY_RES_LOG_LINE_H
#define EARLY_RES_LOG_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Longer lines are cut. */
#define LINE_MAX_BYTES	8192
#define LINE_TOKENS	64
#define BOOT_ID_LEN	32

/**
 * struct log_line - one message
 * @msg: its text, NUL-terminated, without leading and trailing blanks
 * @has_time: @time is known
 * @time: in microseconds: printk's time, or the time at which journald received the line
 * @time_first: the line begins with the time, so a user cannot have written the time
 * @vouched: the source says that the kernel wrote it
 * @boundary: the source says that a boot begins here or shortly before
 * @boot_id: ID of the boot, 32 hexadecimal digits; "" if it is not known
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
	TOKEN_WORD,	/* letters and digits */
	TOKEN_KERNEL,	/* "kernel", the tag of syslog and the journal */
	TOKEN_KERN,	/* the facility: "kern  :info  :" of dmesg -x, or "kern.info:" */
	TOKEN_PRIORITY,	/* "<6>": facility and level */
	TOKEN_HOST,	/* what stands before the tag, without blanks */
	TOKEN_GROUP,	/* something in brackets, maybe the time */
	TOKEN_CHAR,	/* this one character */
};

struct token {
	enum token_type type;
	char c;
};

enum log_form { FORM_LINES, FORM_KMSG, FORM_JSON, FORM_FIELDS };

/**
 * struct log_lines - a log while it is read
 * @at: the next byte
 * @end: the byte behind the text
 * @form: the form of the log
 * @token: the tokens of the prefix
 * @tokens: how many there are
 * @tagged: "kernel" is one of them: the log is from syslog or the journal
 * @docker: each line is docker's, {"log":"LINE\\n",...}
 * @boundary: a line said that a boot begins, and the boot's first message was not read yet
 * @boot_id: ID of the boot that is read now, "" if it is not known
 * @raw: room for a line without escape codes
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

/* prefix.c: the prefix of a line */
bool prefix_learn(struct log_lines *l, char *raw);
const char *prefix_match(const struct log_lines *l, const char *s, struct log_line *line);

/* record.c: the other forms */
bool record_next_json(struct log_lines *l, struct log_line *line);
bool record_next_fields(struct log_lines *l, struct log_line *line);
bool record_kmsg(char *raw, struct log_line *line);
void record_string(const char **at, const char *end, char *to);

void line_set_message(struct log_line *line, const char *msg);
bool line_next_raw(struct log_lines *l, const char **start, size_t *len);

/* copy_boot_id - both have BOOT_ID_LEN digits, or are "" */
static inline void copy_boot_id(char *to, const char *from)
{
	memcpy(to, from, BOOT_ID_LEN + 1);
}

#endif
