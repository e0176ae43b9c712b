// SPDX-License-Identifier: GPL-2.0-only
/*
 * model_test: compares the sums of tools/model.c with simple sums, on random machines.
 *
 *	model_test [MACHINES [SEED]]
 *
 * A machine has UNITS units of one page each. The test knows the node and the contents of each
 * unit. It writes this in the format of the kernel's files, and makes the sums itself.
 */
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "say.h"
#include "tap.h"
#include "units.h"

#define UNITS	64
#define NODES	3
#define BLOCK	4 /* units */

static unsigned long machines = 3000;
static unsigned int seed = 1;

static unsigned int choose(unsigned int n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

struct unit {
	int nid;
	bool firmware, iomem, driver, reserved, live;
};

static void set_input(struct source *s, const char *name, FILE **to, char **text, size_t *n)
{
	struct input *in = source_add(s, name);

	fclose(*to);
	in->text = *text;
	in->length = *n;
	in->absent = false;
	*text = NULL;
	*to = open_memstream(text, n);
}

static void make_units(struct unit *u)
{
	unsigned int i, nid = 0;

	for (i = 0; i < UNITS; i++) {
		if (i % BLOCK == 0)
			nid = choose(NODES);
		memset(&u[i], 0, sizeof(u[i]));
		u[i].nid = nid;
		u[i].firmware = choose(4) > 0;
		u[i].iomem = choose(3) > 0;
		u[i].driver = choose(8) == 0;
		u[i].reserved = choose(3) == 0;
		u[i].live = choose(4) == 0;
	}
}

/* Write a line of "firmware" or "iomem" for each run of such units; some runs become two lines */
static void write_runs(FILE *to, const struct unit *u, size_t offset, const char *format)
{
	unsigned int i, j;

	for (i = 0; i < UNITS; i = j) {
		j = i + 1;
		if (!*((const bool *)&u[i] + offset))
			continue;
		while (j < UNITS && *((const bool *)&u[j] + offset) && choose(5))
			j++;
		fprintf(to, format, i * PAGE_BYTES, j * PAGE_BYTES - 1);
	}
}

#define FLAG(member)	offsetof(struct unit, member)

static void write_inputs(struct source *s, const struct unit *u)
{
	int present[NODES] = { 0 }, reserved[NODES] = { 0 }, nid;
	char *text;
	size_t n;
	FILE *to = open_memstream(&text, &n);
	unsigned int i, managed = 0;

	write_runs(to, u, FLAG(firmware), "0x%llx 0x%llx System RAM\n");
	fprintf(to, "0xfffff000 0xffffffff Reserved\n");
	set_input(s, "firmware", &to, &text, &n);
	write_runs(to, u, FLAG(iomem), "%08llx-%08llx : System RAM\n");
	write_runs(to, u, FLAG(driver), "  %08llx-%08llx : System RAM (virtio_mem)\n");
	fprintf(to, "00000000-00000fff : Reserved\n");
	set_input(s, "iomem", &to, &text, &n);
	fprintf(to, "# start-end bytes node zone state owner how\n");
	for (i = 0; i < UNITS; i++) {
		if (u[i].reserved)
			fprintf(to, "%016llx-%016llx %llu %d Normal reserved o%u %s\n",
				i * PAGE_BYTES, i * PAGE_BYTES + 99, 100ULL, u[i].nid, i % 5,
				u[i].live ? "live" : "fact");
		present[u[i].nid]++;
		reserved[u[i].nid] += u[i].reserved;
		managed += !u[i].reserved;
	}
	set_input(s, "ranges", &to, &text, &n);
	for (nid = 0; nid < NODES; nid++)
		fprintf(to, "%d Normal %d %d %d 0 0 0 0 0\n", nid, present[nid],
			present[nid] - reserved[nid], reserved[nid]);
	set_input(s, "summary", &to, &text, &n);
	fprintf(to, "MemTotal: %u kB\n", managed * 4);
	set_input(s, "meminfo", &to, &text, &n);
	fprintf(to, "block_size %llx\n", BLOCK * PAGE_BYTES);
	for (i = 0; i < UNITS; i += BLOCK)
		fprintf(to, "node %d %u\n", u[i].nid, i / BLOCK);
	set_input(s, "memory", &to, &text, &n);
	fclose(to);
	free(text);
	source_add(s, "zoneinfo");
	source_add(s, "uname");
	source_add(s, "date");
	source_add(s, "cmdline");
}

static bool same(const struct unit *u, const struct model *m)
{
	struct sums want[NODES] = { 0 }, *w;
	const struct sums *s;
	bool good = true;
	unsigned int i;

	for (i = 0; i < UNITS; i++) {
		w = &want[u[i].nid];
		w->firmware += u[i].firmware ? PAGE_BYTES : 0;
		w->driver += u[i].driver && !u[i].firmware ? PAGE_BYTES : 0;
		w->added += u[i].iomem && !u[i].firmware && !u[i].driver ? PAGE_BYTES : 0;
		w->boot += u[i].reserved && !u[i].live ? 100 : 0;
		w->since += u[i].reserved && u[i].live ? 100 : 0;
		w->edges += u[i].reserved ? PAGE_BYTES - 100 : 0;
	}
	for (i = 0; i < NODES; i++) {
		s = &m->nodes[i];
		w = &want[i];
		good &= s->firmware == w->firmware && s->driver == w->driver &&
			s->added == w->added && s->boot == w->boot && s->since == w->since &&
			s->edges == w->edges;
		good &= s->managed == model_total(s) - s->unused - s->boot - s->since - s->edges;
	}
	return good && m->all.managed == m->memtotal;
}

static void test_random(void)
{
	struct model *m = must(calloc(1, sizeof(*m)));
	struct source s = { .from = "a test", .root = "" };
	struct unit u[UNITS];
	unsigned long i;
	bool good = true;

	for (i = 0; i < machines && good; i++) {
		make_units(u);
		write_inputs(&s, u);
		good = CHECK(model_read(m, &s)) && CHECK(same(u, m));
		if (!good)
			printf("# machine %lu: %s\n", i, m->why);
		model_free(m);
		source_free(&s);
	}
	free(m);
}

static const char *parse(const char *text)
{
	struct source s = { 0 };
	const char *why = snapshot_parse(&s, text, strlen(text));

	source_free(&s);
	return why;
}

static void test_snapshots(void)
{
	CHECK(!parse("early_res snapshot 1\nend\n"));
	CHECK(!parse("early_res snapshot 1\ninput a 3\nx\ny\nabsent b/c\nend\n"));
	CHECK(!parse("early_res snapshot 1\ninput a 0\n\nend\n"));
	CHECK(parse(""));
	CHECK(parse("early_res snapshot 2\nend\n"));
	CHECK(parse("early_res report 1\n"));
	CHECK(parse("early_res snapshot 1\n"));
	CHECK(parse("early_res snapshot 1\nend\nmore"));
	CHECK(parse("early_res snapshot 1\ninput a 4\nx\ny\nend\n"));
	CHECK(parse("early_res snapshot 1\ninput a 2\nx\ny\nend\n"));
	CHECK(parse("early_res snapshot 1\ninput a 99\nx\n"));
	CHECK(parse("early_res snapshot 1\ninput a 99999999999999999999\nx\n"));
	CHECK(parse("early_res snapshot 1\ninput ../a 0\n\nend\n"));
	CHECK(parse("early_res snapshot 1\nabsent a\nabsent a\nend\n"));
}

static void test_round(void)
{
	struct source a = { 0 }, b = { 0 };
	struct input *in = source_add(&a, "ranges");
	char *text = NULL;
	size_t n = 0;
	FILE *to = open_memstream(&text, &n);

	in->text = strdup("end\ninput x 1\n");
	in->length = strlen(in->text);
	in->absent = false;
	source_add(&a, "memory");
	snapshot_write(&a, to);
	fclose(to);
	CHECK(!snapshot_parse(&b, text, n));
	CHECK(source_find(&b, "memory") && source_find(&b, "memory")->absent);
	CHECK(source_find(&b, "ranges") && !strcmp(source_find(&b, "ranges")->text, in->text));
	CHECK(!source_find(&b, "x"));
	free(text);
	source_free(&a);
	source_free(&b);
}

static const struct tap_test tests[] = {
	{ "sums of random machines", test_random },
	{ "snapshots that are none", test_snapshots },
	{ "a snapshot says what went into it", test_round },
};

int main(int argc, char **argv)
{
	if (argc > 1)
		machines = strtoul(argv[1], NULL, 10);
	if (argc > 2)
		seed = strtoul(argv[2], NULL, 10);
	return tap_run(tests);
}
