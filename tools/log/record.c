// SPDX-License-Identifier: GPL-2.0-only
/*
 * record: reads logs that are made of fields; see line.h.
 *
 * The records of journald and of dmesg -J are reduced to the same few fields. A record counts if no
 * field names another writer than the kernel. journald sets _TRANSPORT=kernel for everything from
 * /dev/kmsg. What users wrote there has a SYSLOG_FACILITY other than 0, because the kernel lets
 * nobody else use facility 0 (devkmsg_write() in kernel/printk/printk.c).
 * _SOURCE_MONOTONIC_TIMESTAMP is printk's time.
 *
 * JSON is read word by word, and strings are recognized as strings, so nothing in a message can
 * look like a field. If the text is damaged, only the damaged record is lost.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "line.h"

struct record {
	bool has_message;
	bool has_transport;
	bool foreign;
};

static void begin_record(struct record *r, struct log_line *line)
{
	*r = (struct record) { 0 };
	line->msg[0] = '\0';
	line->has_time = false;
	line->time_first = false;
	line->vouched = false;
	line->boundary = false;
	line->boot_id[0] = '\0';
}

/* Read seconds as dmesg -J writes them, "0.123456" */
static bool seconds(const char *s, uint64_t *time)
{
	char *e;
	uint64_t unit = 100000, v = strtoull(s, &e, 10) % 1000000000000 * 1000000;

	if (e == s || *e != '.')
		return false;
	for (e++; isdigit((unsigned char)*e); e++, unit /= 10)
		v += (*e - '0') * unit;
	*time = v;
	return true;
}

static void set_field(struct record *r, struct log_line *line, const char *key, const char *value)
{
	char *e;

	if (!strcmp(key, "MESSAGE") || !strcmp(key, "msg")) {
		if (r->has_message)
			r->foreign = true; /* a record of the kernel has only one */
		r->has_message = true;
		line_set_message(line, value);
	} else if (!strcmp(key, "_TRANSPORT")) {
		r->has_transport = true;
		if (strcmp(value, "kernel"))
			r->foreign = true;
	} else if (!strcmp(key, "SYSLOG_FACILITY")) {
		if (strcmp(value, "0"))
			r->foreign = true;
	} else if (!strcmp(key, "fac")) {
		r->has_transport = true;
		if (strcmp(value, "kern"))
			r->foreign = true;
	} else if (!strcmp(key, "pri")) {
		if (!isdigit((unsigned char)*value)) /* a word such as "notice", from dmesg -J -x */
			return;
		r->has_transport = true;
		if (strtoul(value, NULL, 10) >> 3)
			r->foreign = true;
	} else if (!strcmp(key, "_SOURCE_MONOTONIC_TIMESTAMP")) {
		line->time = strtoull(value, &e, 10);
		line->has_time = e > value && !*e;
	} else if (!strcmp(key, "time")) {
		while (*value == ' ')
			value++;
		line->has_time = seconds(value, &line->time);
	} else if (!strcmp(key, "_BOOT_ID")) {
		if (strlen(value) == BOOT_ID_LEN &&
		    strspn(value, "0123456789abcdef") == BOOT_ID_LEN)
			copy_boot_id(line->boot_id, value);
	}
}

/* End a record; false if it is not a message that counts */
static bool end_record(struct log_lines *l, const struct record *r, struct log_line *line)
{
	if (!r->has_message || r->foreign)
		return false;
	line->vouched = r->has_transport;
	line->boundary = strcmp(l->boot_id, line->boot_id);
	copy_boot_id(l->boot_id, line->boot_id);
	return true;
}

static int hex4(const char *s, const char *end)
{
	char digits[5] = { 0 };

	if (end - s < 4)
		return -1;
	memcpy(digits, s, 4);
	return strspn(digits, "0123456789abcdefABCDEF") == 4 ? (int)strtol(digits, NULL, 16) : -1;
}

/* Read a JSON string, behind its first quote, into @to; a string that is too long is cut. */
void record_string(const char **at, const char *end, char *to)
{
	static const char from[] = "bfnrt", control[] = "\b\f\n\r\t";
	size_t n = 0;
	char c;
	int code;

	while (*at < end && **at != '"') {
		c = *(*at)++;
		if (c == '\\' && *at < end) {
			c = *(*at)++;
			if (c == 'u') {
				code = hex4(*at, end);
				if (code >= 0)
					*at += 4;
				c = code > 0 && code < 0x80 ? code : '?';
			} else if (c && strchr(from, c)) {
				c = control[strchr(from, c) - from];
			}
		}
		if (n < LINE_MAX_BYTES - 1)
			to[n++] = c == '\n' || !c ? ' ' : c;
	}
	if (*at < end)
		(*at)++;
	to[n] = '\0';
}

static void skip_space(struct log_lines *l)
{
	while (l->at < l->end && isspace((unsigned char)*l->at))
		l->at++;
}

/* Read a number, true or null, up to the character that ends it */
static void read_word(struct log_lines *l, char *to)
{
	size_t n = 0;

	while (l->at < l->end && !strchr(",]}{[\" \t\r\n", *l->at)) {
		if (n < LINE_MAX_BYTES - 1)
			to[n++] = *l->at;
		l->at++;
	}
	to[n] = '\0';
}

/*
 * Read [76,105], the bytes of a string that is not UTF-8. False if the array holds anything else.
 */
static bool read_bytes(struct log_lines *l, char *to)
{
	size_t n = 0;

	for (;;) {
		unsigned int v = 0;

		skip_space(l);
		if (l->at >= l->end || !isdigit((unsigned char)*l->at))
			return false;
		while (l->at < l->end && isdigit((unsigned char)*l->at))
			v = v * 10 + (*l->at++ - '0');
		if (n < LINE_MAX_BYTES - 1)
			to[n++] = v >= ' ' && v < 256 ? v : ' ';
		skip_space(l);
		if (l->at < l->end && *l->at == ']')
			break;
		if (l->at >= l->end || *l->at++ != ',')
			return false;
	}
	l->at++;
	to[n] = '\0';
	return true;
}

/* Read the value behind "key": */
static void read_value(struct log_lines *l, struct record *r, struct log_line *line,
		       const char *key)
{
	skip_space(l);
	if (l->at >= l->end || *l->at == '{')
		return;
	if (*l->at == '"') {
		l->at++;
		record_string(&l->at, l->end, l->raw);
	} else if (*l->at == '[') {
		l->at++;
		skip_space(l);
		if (l->at < l->end && *l->at == '{')
			return;
		if (!read_bytes(l, l->raw)) {
			r->foreign = true; /* the field has several values */
			return;
		}
	} else {
		read_word(l, l->raw);
	}
	set_field(r, line, key, l->raw);
}

bool record_next_json(struct log_lines *l, struct log_line *line)
{
	struct record r;
	char key[64];

	begin_record(&r, line);
	while (l->at < l->end) {
		switch (*l->at++) {
		case '{':
			begin_record(&r, line);
			break;
		case '}':
			if (end_record(l, &r, line))
				return true;
			begin_record(&r, line);
			break;
		case '"':
			record_string(&l->at, l->end, l->raw);
			memcpy(key, l->raw, sizeof(key) - 1);
			key[sizeof(key) - 1] = '\0';
			skip_space(l);
			if (l->at < l->end && *l->at == ':') {
				l->at++;
				read_value(l, &r, line, key);
			}
			break;
		}
	}
	return false;
}

/*
 * Read a field of journalctl -o export that has control characters: 8 bytes of length come first.
 */
static bool binary_field(struct log_lines *l, char *value)
{
	uint64_t len = 0;
	size_t i;

	if (l->end - l->at < 8)
		return false;
	for (i = 8; i-- > 0; )
		len = len << 8 | (unsigned char)l->at[i];
	l->at += 8;
	if (len > (uint64_t)(l->end - l->at))
		return false;
	for (i = 0; i < len && i < LINE_MAX_BYTES - 1; i++)
		value[i] = l->at[i] >= ' ' ? l->at[i] : ' ';
	value[i] = '\0';
	l->at += len;
	return true;
}

static size_t field_key(const char *s, size_t len, char *key, size_t size)
{
	size_t n;

	for (n = 0; n < len && n < size - 1; n++) {
		if (!isupper((unsigned char)s[n]) && !isdigit((unsigned char)s[n]) && s[n] != '_')
			break;
		key[n] = s[n];
	}
	key[n] = '\0';
	return n;
}

/*
 * A record ends at a blank line (export), or at the line with the time of the next record (verbose;
 * there fields are indented by 4 blanks, and further lines of a value by more).
 */
bool record_next_fields(struct log_lines *l, struct log_line *line)
{
	const char *s;
	struct record r;
	char key[64];
	size_t len, n, indent;

	begin_record(&r, line);
	while (line_next_raw(l, &s, &len)) {
		if (len && s[len - 1] == '\r')
			len--;
		indent = len >= 4 && !memcmp(s, "    ", 4) ? 4 : 0;
		s += indent;
		len -= indent;
		n = field_key(s, len, key, sizeof(key));
		if (n && n < len && s[n] == '=') {
			len -= n + 1;
			if (len > LINE_MAX_BYTES - 1)
				len = LINE_MAX_BYTES - 1;
			memcpy(l->raw, s + n + 1, len);
			l->raw[len] = '\0';
			set_field(&r, line, key, l->raw);
		} else if (n && n == len && !indent && binary_field(l, l->raw)) {
			set_field(&r, line, key, l->raw);
		} else if (!indent && (!len || *s != ' ')) {
			if (end_record(l, &r, line))
				return true;
			begin_record(&r, line);
		}
	}
	return end_record(l, &r, line);
}

/* msg_add_ext_text() in printk.c writes a backslash, and what cannot be printed, as \xNN. */
static void unescape(char *s)
{
	char *to = s, digits[3] = { 0 };
	int c;

	while (*s) {
		c = *s++;
		if (c == '\\' && s[0] == 'x' && s[1] && s[2]) {
			memcpy(digits, s + 1, 2);
			if (strspn(digits, "0123456789abcdef") == 2) {
				c = strtoul(digits, NULL, 16);
				s += 3;
			}
		}
		*to++ = c >= ' ' ? c : ' ';
	}
	*to = '\0';
}

/**
 * record_kmsg - read a record of /dev/kmsg, "PRI,SEQ,USEC,FLAGS[,caller=T1];MESSAGE"
 * @raw: the line; it is changed
 * @line: is filled in
 *
 * Return: false if it is not such a record, or if the kernel did not write it.
 */
bool record_kmsg(char *raw, struct log_line *line)
{
	char *e;

	if (!isdigit((unsigned char)*raw))
		return false;
	if (strtoul(raw, &e, 10) >> 3 || *e != ',' || !isdigit((unsigned char)e[1]))
		return false;
	strtoull(e + 1, &e, 10);
	if (*e != ',' || !isdigit((unsigned char)e[1]))
		return false;
	line->time = strtoull(e + 1, &e, 10);
	if (*e != ',')
		return false;
	e = strchr(e, ';');
	if (!e)
		return false;
	unescape(e + 1);
	line_set_message(line, e + 1);
	line->has_time = true;
	line->vouched = true;
	line->time_first = false;
	return true;
}
