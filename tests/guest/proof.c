// SPDX-License-Identifier: GPL-2.0-only
/*
 * proof - does the buddy allocator do what the module's model of it says? See proof.sh.
 *
 *	proof NODE CASES [SEED [PERCENT]]
 *
 * A case makes reservations, or uses those of earlier cases. It picks some ranges of them at
 * random, simulates their late free, releases them, and compares:
 *
 *  - the rows "simulated" of node<N>/buddy before the release with the rows "free" after it, once
 *  the
 *    per-CPU lists are drained;
 *  - the blocks that the simulation handed in with the blocks of the release;
 *  - each block of the release with the event kmem:mm_page_free before it;
 *  - the merged orders of blocks that were simulated in one request with those of the same blocks
 *    simulated one by one. In the latter, no later block can be taken for free too early.
 *
 * The lists are drained with a block of 4 MiB that is kept reserved: it is released and reserved
 * again. The block goes back to the buddy directly, and alloc_contig_range(), which takes it again,
 * drains the lists of the zone.
 *
 * NODE should be quiet. A release adds exactly its own pages to the free lists. If the free lists
 * have more or fewer pages than that, somebody else took or freed some in the meantime. Such a case
 * proves nothing: it is counted, and another one is tried. At most PERCENT (1) of all cases may be
 * like this; otherwise the node is not quiet enough.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEBUGFS	"/sys/kernel/debug/early_res/"
#define TRACEFS	"/sys/kernel/tracing/"
#define PAGE	4096ULL
#define SLOTS	12
#define PARTS	3
#define BLOCKS	65536
#define MAX_FREED	64

typedef unsigned long long u64;

struct range {
	u64 start;
	u64 end;
};

struct block {
	u64 pfn;
	int order;
	int merged;
};

static int node;
static u64 seed = 1;
static char text[1 << 22];
static struct range slots[SLOTS]; /* reserved ranges; a slot with end 0 is empty */
static unsigned long blocks, sim_merged, merged_at_once, disturbed;

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static u64 rnd(u64 below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 11) % below;
}

/* A random number of pages: small numbers are as likely as large ones, up to 2^@bits */
static u64 rnd_pages(int bits)
{
	return 1 + rnd(1ULL << rnd(bits + 1));
}

static ssize_t read_text(const char *path)
{
	ssize_t n, len = 0;
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		die(path);
	while ((n = read(fd, text + len, sizeof(text) - 1 - len)) > 0)
		len += n;
	close(fd);
	text[len] = '\0';
	return len;
}

static int write_text(const char *path, const char *format, ...)
{
	char line[256];
	va_list args;
	int fd, err;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	fd = open(path, O_WRONLY | O_TRUNC);
	if (fd < 0)
		die(path);
	err = write(fd, line, strlen(line)) < 0;
	close(fd);
	return err;
}

static int request(const char *file, struct range r, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), DEBUGFS "%s", file);
	return write_text(path, "%llx-%llx %s\n", r.start, r.end - 1, name);
}

/* Find the range that owner @name has reserved */
static struct range find(const char *name)
{
	char path[64], owner[64], state[16], *line;
	struct range r = {};

	snprintf(path, sizeof(path), DEBUGFS "node%d/ranges", node);
	read_text(path);
	for (line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (sscanf(line, "%llx-%llx %*s %*s %*s %15s %63s", &r.start, &r.end, state,
			   owner) == 4 && !strcmp(owner, name) && !strcmp(state, "reserved")) {
			r.end++;
			return r;
		}
	}
	fprintf(stderr, "no range of %s\n", name);
	exit(2);
}

static void drain(struct range block)
{
	if (request("release", block, "") || request("reserve", block, "drain"))
		die("drain");
}

/* Copy the rows @row of node<N>/buddy into @out, one behind the other */
static void lists(const char *row, char *out, size_t size)
{
	char path[64], *line, *end, name[16];

	snprintf(path, sizeof(path), DEBUGFS "node%d/buddy", node);
	read_text(path);
	*out = '\0';
	for (line = text; *line; line = end + 1) {
		end = strchr(line, '\n');
		*end = '\0';
		if (sscanf(line, "%*s %15s", name) == 1 && !strcmp(name, row))
			snprintf(out + strlen(out), size - strlen(out), "%s|",
				 strstr(line, row) + strlen(row) + (row[0] == 'f' ? 5 : 0));
	}
}

/* How many pages are in a text that lists() made */
static u64 pages_of(const char *list)
{
	u64 pages = 0, order = 0;
	char *end;

	while (*list) {
		if (*list == '|') {
			order = 0;
			list++;
			continue;
		}
		pages += strtoull(list, &end, 10) << order++;
		list = end;
	}
	return pages;
}

/*
 * Read the blocks of early_res_block from the trace, those of a simulation if @simulated. Each real
 * block must follow its own mm_page_free; only frees by an interrupt may be between the two.
 * Return: how many blocks do not.
 */
static int traced_blocks(int simulated, struct block *b, int *nr)
{
	struct block freed[MAX_FREED];
	int nr_freed = 0, merged, sim, order, i, bad = 0;
	char *line, *p;
	u64 pfn;

	*nr = 0;
	read_text(TRACEFS "trace");
	for (line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		p = strpbrk(line, "\n");
		if (!p)
			break;
		*p = '\0';
		if (strstr(line, "mm_page_free:")) {
			p = strstr(line, "pfn=0x");
			if (p && sscanf(p, "pfn=0x%llx order=%d", &pfn, &order) == 2)
				freed[nr_freed++ % MAX_FREED] = (struct block) { pfn, order, 0 };
		} else if (strstr(line, "early_res_block: ")) {
			p = strstr(line, "pfn=");
			if (sscanf(p, "pfn=0x%llx order=%d merged_order=%d %*s %*s simulated=%d",
				   &pfn, &order, &merged, &sim) != 4) {
				fprintf(stderr, "cannot read: %s\n", p);
				exit(2);
			}
			if (sim == simulated && *nr < BLOCKS)
				b[(*nr)++] = (struct block) { pfn, order, merged };
			for (i = 0; i < nr_freed && i < MAX_FREED; i++)
				if (freed[i].pfn == pfn && freed[i].order == order)
					break;
			bad += !sim && (i == nr_freed || i == MAX_FREED);
			if (sim == simulated)
				*(sim ? &sim_merged : &merged_at_once) += merged > order;
			nr_freed = 0;
		}
		line[strlen(line)] = '\n';
	}
	return bad;
}

/* Reserve something for an empty slot: any area, or exactly these pages of a known area */
static void reserve(int slot)
{
	char name[16];

	snprintf(name, sizeof(name), "slot%d", slot);
	write_text(DEBUGFS "release", "owner=%s\n", name); /* the rest of an earlier one */
	if (write_text(DEBUGFS "reserve", "node=%d size=%lluK %s\n", node,
		       rnd_pages(12) * 4, name))
		return;
	slots[slot] = find(name);
}

/* Pick some parts of a slot, or all of it; the slot then keeps the longest rest */
static int pick(int slot, struct range *part)
{
	struct range *r = &slots[slot], rest = {}, gap;
	u64 pages = (r->end - r->start) / PAGE;
	u64 at = r->start;
	int nr = 0;

	if (!rnd(4)) {
		part[0] = *r;
		nr = 1;
		at = r->end;
	}
	while (at < r->end && nr < PARTS) {
		gap.start = at;
		gap.end = at += rnd(pages) * PAGE / 2 / PAGE * PAGE;
		if (at >= r->end)
			break;
		if (gap.end - gap.start > rest.end - rest.start)
			rest = gap;
		part[nr].start = at;
		at += rnd_pages(11) * PAGE;
		if (at > r->end)
			at = r->end;
		part[nr++].end = at;
	}
	if (r->end > at && r->end - at > rest.end - rest.start)
		rest = (struct range) { at, r->end };
	*r = rest;
	return nr;
}

static int same_blocks(const struct block *a, int nr_a, const struct block *b, int nr_b)
{
	int i;

	for (i = 0; i < nr_a && i < nr_b; i++)
		if (a[i].pfn != b[i].pfn || a[i].order != b[i].order)
			return 0;
	return nr_a == nr_b;
}

/* Simulate the blocks again, one by one. Do they merge in the same way as together? */
static int merge_alike(const struct block *sim, int nr)
{
	static struct block one[BLOCKS];
	int i, nr_one;

	write_text(DEBUGFS "reset", "1\n");
	write_text(TRACEFS "trace", "\n");
	for (i = 0; i < nr; i++) {
		u64 start = sim[i].pfn * PAGE;
		struct range r = { start, start + (PAGE << sim[i].order) };

		if (request("late_free", r, ""))
			die("late_free");
	}
	traced_blocks(1, one, &nr_one);
	for (i = 0; i < nr && i < nr_one; i++)
		if (sim[i].merged != one[i].merged) {
			printf("block %llx of order %d merges to %d, alone to %d\n", sim[i].pfn,
			       sim[i].order, sim[i].merged, one[i].merged);
			return 0;
		}
	return nr == nr_one;
}

/* Do one case. Return: 1 if model and buddy agree, 0 if not, -1 if the case proves nothing */
static int one_case(struct range block, unsigned long n)
{
	static struct block sim[BLOCKS], real[BLOCKS];
	char before[1024], predicted[1024], found[1024];
	int slot = rnd(SLOTS), nr, i, nr_sim, nr_real, bad, alike;
	u64 pages = 0;
	struct range part[PARTS];

	if (!slots[slot].end)
		reserve(slot);
	if (!slots[slot].end)
		return -1;
	nr = pick(slot, part);
	if (!nr)
		return -1;
	drain(block);

	write_text(TRACEFS "trace", "\n");
	for (i = 0; i < nr; i++)
		if (request("late_free", part[i], ""))
			die("late_free");
	traced_blocks(1, sim, &nr_sim);
	alike = nr_sim > 20 || merge_alike(sim, nr_sim);
	lists("free", before, sizeof(before));
	lists("simulated", predicted, sizeof(predicted));

	write_text(TRACEFS "trace", "\n");
	for (i = 0; i < nr; i++)
		if (request("release", part[i], ""))
			die("release");
	bad = traced_blocks(0, real, &nr_real);
	drain(block);
	lists("free", found, sizeof(found));

	blocks += nr_real;
	if (!strcmp(predicted, found) && same_blocks(sim, nr_sim, real, nr_real) && !bad &&
	    nr_real && alike)
		return 1;
	for (i = 0; i < nr_sim; i++)
		pages += 1ULL << sim[i].order;
	if (pages_of(before) + pages != pages_of(found)) {
		disturbed++;
		return -1;
	}
	printf("case %lu: %d parts from %llx; blocks: %d simulated, %d released, %d not freed\n",
	       n, nr, part[0].start, nr_sim, nr_real, bad);
	printf("predicted %s\nfound     %s\n", predicted, found);
	return 0;
}

int main(int argc, char **argv)
{
	unsigned long cases, done = 0, agreed = 0, tries = 0, percent, i;
	struct range block;
	int result;

	if (argc < 3)
		return 2;
	node = atoi(argv[1]);
	cases = strtoul(argv[2], NULL, 0);
	seed = argc > 3 ? strtoull(argv[3], NULL, 0) : seed;
	percent = argc > 4 ? strtoul(argv[4], NULL, 0) : 1;

	write_text(TRACEFS "set_event_pid", "%d", getpid());
	write_text(TRACEFS "events/kmem/mm_page_free/enable", "1");
	write_text(TRACEFS "events/early_res/early_res_block/enable", "1");
	if (write_text(DEBUGFS "reserve", "node=%d size=4M drain\n", node))
		die("reserve");
	block = find("drain");

	while (done < cases && tries++ < 3 * cases + 100) {
		result = one_case(block, done);
		if (result < 0)
			continue;
		done++;
		agreed += result;
			/* begin again with a table that has no released rows */
		if (done % 64 == 0) {
			for (i = 0; i < SLOTS; i++) {
				write_text(DEBUGFS "release", "owner=slot%lu\n", i);
				slots[i] = (struct range) {};
			}
			write_text(DEBUGFS "rescan", "1\n");
		}
	}

	write_text(TRACEFS "events/kmem/mm_page_free/enable", "0");
	write_text(TRACEFS "events/early_res/early_res_block/enable", "0");
	write_text(TRACEFS "set_event_pid", "\n");
	printf("%lu cases, %lu agreed; %lu blocks, of which %lu merge, %lu at once", done,
	       agreed, blocks, sim_merged, merged_at_once);
	printf("; %lu disturbed\n", disturbed);
	return agreed != cases || disturbed > cases * percent / 100 + 3;
}
