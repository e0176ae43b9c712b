// SPDX-License-Identifier: GPL-2.0-only
/*
 * machine: reads what the kernel's own files say about the machine's memory and the kernel.
 */
#include <string.h>

#include "model.h"
#include "units.h"

/*
 * copy_printable - copy text for people; control characters become '?', for they could harm a
 * terminal
 */
void copy_printable(char *to, size_t room, struct word w)
{
	size_t i;

	for (i = 0; i < w.n && i + 1 < room; i++)
		to[i] = w.at[i] >= ' ' && w.at[i] <= '~' ? w.at[i] : '?';
	to[i] = '\0';
}

static void copy_line(char *to, size_t room, struct text *t)
{
	struct word w = { "", 0 };

	if (text_line(t))
		w = text_rest(t);
	copy_printable(to, room, w);
}

/* Lines "START END TYPE", hexadecimal, both ends included */
static bool parse_firmware(struct model *m, const struct input *in)
{
	u64 start, last;
	struct text t;
	struct word w;

	m->firmware_known = !in->absent && in->length;
	if (!m->firmware_known)
		return true;
	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (!text_word(&t, &w))
			continue;
		if (!text_ends(&t, w, &start, &last))
			return model_wrong(m, in->name, &t);
		if (word_is(text_rest(&t), "System RAM") &&
		    !stretch_add(&m->firmware, start, last))
			return model_wrong(m, in->name, &t);
	}
	return true;
}

/*
 * Lines "BIOS-e820: [mem 0xSTART-0xEND] usable" of e820__print_table() in arch/x86/kernel/e820.c.
 * Lines "extended" have the entries beyond the 128 of the boot protocol. 7.3 says "System RAM".
 */
static bool parse_e820(struct model *m, const struct input *in)
{
	struct word who, w, range;
	u64 start, last;
	struct text t;

	m->e820_known = !in->absent && in->length;
	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (!text_word(&t, &who) || !text_word(&t, &w) || !word_is(w, "[mem") ||
		    !text_word(&t, &range))
			continue;
		if (!(who.n > 5 && !memcmp(who.at, "BIOS-", 5)) && !word_is(who, "extended:") &&
		    !word_is(who, "Xen:"))
			continue;
		w = text_rest(&t);
		if (!word_is(w, "usable") && !word_is(w, "System RAM"))
			continue;
		range.n -= range.at[range.n - 1] == ']';
		if (!word_range(range, &start, &last) || !stretch_add(&m->e820, start, last))
			return model_wrong(m, in->name, &t);
	}
	return true;
}

/* Note the driver's name in "System RAM (NAME)"; it becomes "" if there are several drivers */
static void note_driver(struct model *m, struct word name)
{
	char text[sizeof(m->driver_name)] = "";
	struct word driver = { name.at + sizeof("System RAM"), name.n - sizeof("System RAM") };

	if (driver.n > 2 && *driver.at == '(' && driver.at[driver.n - 1] == ')') {
		driver.at++;
		driver.n -= 2;
		copy_printable(text, sizeof(text), driver);
	}
	if (!m->driver.nr)
		memcpy(m->driver_name, text, sizeof(text));
	else if (strcmp(m->driver_name, text))
		*m->driver_name = '\0';
}

/*
 * Lines "  START-END : NAME", at any depth. add_memory_driver_managed() in
 * mm/memory_hotplug.c makes "System RAM (virtio_mem)" and "System RAM (kmem)"; the brackets can
 * name any driver.
 */
static bool parse_iomem(struct model *m, const struct input *in)
{
	static const char ram[] = "System RAM";
	size_t n = sizeof(ram) - 1;
	u64 start, last;
	struct text t;
	struct word w, name;

	if (in->absent)
		return model_wrong(m, "there is no iomem", NULL);
	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (!text_word(&t, &w))
			continue;
		if (!word_range(w, &start, &last) || !text_word(&t, &name) || !word_is(name, ":"))
			return model_wrong(m, in->name, &t);
		name = text_rest(&t);
		if (name.n < n || memcmp(name.at, ram, n) || (name.n > n && name.at[n] != ' '))
			continue;
		if (!last)
			return model_wrong(m, "iomem: addresses are hidden; be root", NULL);
		if (name.n > n)
			note_driver(m, name);
		if (!stretch_add(name.n > n ? &m->driver : &m->added, start, last))
			return model_wrong(m, in->name, &t);
	}
	return true;
}

static bool parse_meminfo(struct model *m, const struct input *in)
{
	struct text t;
	struct word w;
	u64 kb;

	if (in->absent)
		return model_wrong(m, "there is no meminfo", NULL);
	text_begin(&t, in->text, in->length);
	while (text_line(&t)) {
		if (!text_word(&t, &w) || !word_is(w, "MemTotal:"))
			continue;
		if (!text_word(&t, &w) || !word_decimal(w, &kb) || kb > SIZE_LIMIT / 1024)
			return model_wrong(m, in->name, &t);
		m->memtotal = kb * 1024;
		return true;
	}
	return model_wrong(m, "meminfo: it has no MemTotal", NULL);
}

/* model_parse_machine - read which memory the machine has, and which kernel runs */
bool model_parse_machine(struct model *m, struct source *s)
{
	char version[8];
	struct text t;
	const struct input *in;

	if (!parse_firmware(m, source_get(s, "firmware")) ||
	    !parse_e820(m, source_maybe(s, "e820")) ||
	    !parse_iomem(m, source_get(s, "iomem")) || !parse_meminfo(m, source_get(s, "meminfo")))
		return false;
	in = source_get(s, "uname");
	text_begin(&t, in->text, in->length);
	copy_line(m->release, sizeof(m->release), &t);
	copy_line(version, sizeof(version), &t);
	copy_line(m->host, sizeof(m->host), &t);
	in = source_get(s, "date");
	text_begin(&t, in->text, in->length);
	copy_line(m->date, sizeof(m->date), &t);
	in = source_get(s, "cmdline");
	text_begin(&t, in->text, in->length);
	copy_line(m->cmdline, sizeof(m->cmdline), &t);
	return true;
}
