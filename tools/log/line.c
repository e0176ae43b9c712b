// SPDX-License-Identifier: GPL-2.0-only
/*
 * line: reads the kernel's messages from a log; see line.h for the model.
 *
 * This file cuts the text into lines and finds out its form.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "line.h"

#define DOCKER	"{\"log\":\""

/* Read the next line of the text, unchanged; false at the end */
bool line_next_raw(struct log_lines *l, const char **start, size_t *len)
{
	const char *newline;

	if (l->at >= l->end)
		return false;
	newline = memchr(l->at, '\n', l->end - l->at);
	*start = l->at;
	*len = (newline ? newline : l->end) - l->at;
	l->at = newline ? newline + 1 : l->end;
	return true;
}

/* Copy a line without escape codes and control characters; a line that is too long is cut. */
static void clean(char *to, const char *s, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len && n < LINE_MAX_BYTES - 1; i++) {
		unsigned char c = s[i];

		if (c == '\033' && i + 1 < len && s[i + 1] == '[') {
			for (i += 2; i < len && (s[i] < 0x40 || s[i] > 0x7e); i++)
				;
			continue;
		}
		if (c >= ' ' || c == '\t')
			to[n++] = c;
	}
	to[n] = '\0';
}

static void take_raw(struct log_lines *l, const char *start, size_t len)
{
	const char *end = start + len;
	size_t begin = strlen(DOCKER);

	if (!l->docker) {
		clean(l->raw, start, len);
	} else if (len > begin && !memcmp(start, DOCKER, begin)) {
		start += begin;
		record_string(&start, end, l->raw);
		clean(l->raw, l->raw, strlen(l->raw));
	} else {
		l->raw[0] = '\0';
	}
}

/* line_set_message - set the message, without the blanks around it */
void line_set_message(struct log_line *line, const char *msg)
{
	size_t len;

	msg += strspn(msg, " \t");
	len = strlen(msg);
	while (len && strchr(" \t", msg[len - 1]))
		len--;
	if (len > LINE_MAX_BYTES - 1)
		len = LINE_MAX_BYTES - 1;
	memmove(line->msg, msg, len);
	line->msg[len] = '\0';
}

/*
 * Is it one of journalctl's own lines, "-- Boot 0123...ef --" or "-- Reboot --"? It can be only
 * that if all other lines of the log have a prefix.
 */
static bool is_boundary(struct log_lines *l, const char *raw)
{
	size_t n;

	if (!strncmp(raw, "-- Reboot --", 12)) {
		l->boot_id[0] = '\0';
		return true;
	}
	if (strncmp(raw, "-- Boot ", 8))
		return false;
	n = strspn(raw + 8, "0123456789abcdef");
	if (n != BOOT_ID_LEN || strcmp(raw + 8 + n, " --"))
		return false;
	memcpy(l->boot_id, raw + 8, n);
	l->boot_id[n] = '\0';
	return true;
}

static bool next_line(struct log_lines *l, struct log_line *line)
{
	const char *start, *msg;
	size_t len;

	while (line_next_raw(l, &start, &len)) {
		take_raw(l, start, len);
		if (l->tagged && is_boundary(l, l->raw)) {
			l->boundary = true;
			continue;
		}
		line->has_time = false;
		line->time_first = false;
		line->vouched = false;
		if (l->form == FORM_KMSG) {
			if (!record_kmsg(l->raw, line))
				continue;
		} else {
			msg = prefix_match(l, l->raw, line);
			if (!msg)
				continue;
			line_set_message(line, msg);
		}
		line->boundary = l->boundary;
		l->boundary = false;
		copy_boot_id(line->boot_id, l->boot_id);
		return true;
	}
	return false;
}

/* Find the form of the log. The first line with "Linux version" also tells the prefix. */
static void find_form(struct log_lines *l)
{
	static struct log_line line;
	const char *text = l->at, *start;
	size_t len, seen = 0;
	bool kmsg = false;

	while (line_next_raw(l, &start, &len)) {
		take_raw(l, start, len);
		if (seen++ < 100 && (!strncmp(l->raw, "__CURSOR=", 9) ||
				     !strncmp(l->raw, "    _TRANSPORT=", 15) ||
				     !strncmp(l->raw, "    _BOOT_ID=", 13))) {
			l->form = FORM_FIELDS;
			break;
		}
		if (!prefix_learn(l, l->raw)) {
			kmsg = kmsg || record_kmsg(l->raw, &line);
			continue;
		}
		if (record_kmsg(l->raw, &line))
			l->form = FORM_KMSG;
		break;
	}
	if (l->at >= l->end && !l->tokens) { /* no beginning: take it for the output of dmesg */
		l->token[0].type = TOKEN_GROUP;
		l->tokens = l->form == FORM_LINES && *text == '[';
		if (l->form == FORM_LINES && kmsg)
			l->form = FORM_KMSG;
	}
	l->at = text;
}

/**
 * lines_open - begin to read a log
 * @l: is filled in
 * @text: the log
 * @len: its length in bytes
 */
void lines_open(struct log_lines *l, const char *text, size_t len)
{
	const char *s;

	memset(l, 0, sizeof(*l));
	if (len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) {
		text += 3;
		len -= 3;
	}
	if (len >= 2 && (!memcmp(text, "\xff\xfe", 2) || !memcmp(text, "\xfe\xff", 2))) {
		text += 2; /* UTF-16: the rest is ASCII and zeros, which are ignored */
		len -= 2;
	}
	l->at = text;
	l->end = text + len;
	for (s = text; s < l->end && (isspace((unsigned char)*s) || *s == '\x1e'); s++)
		;
	if (l->end - s > 6 && !memcmp(s, "data: ", 6))
		s += 6;
	if (l->end - s > (long)strlen(DOCKER) && !memcmp(s, DOCKER, strlen(DOCKER)))
		l->docker = true;
	if (s < l->end && *s == '{' && !l->docker)
		l->form = FORM_JSON;
	else if (s < l->end)
		find_form(l);
}

/**
 * lines_next - read the next message of the kernel
 * @l: the log
 * @line: is filled in
 *
 * Return: false at the end.
 */
bool lines_next(struct log_lines *l, struct log_line *line)
{
	switch (l->form) {
	case FORM_JSON:
		return record_next_json(l, line);
	case FORM_FIELDS:
		return record_next_fields(l, line);
	default:
		return next_line(l, line);
	}
}
