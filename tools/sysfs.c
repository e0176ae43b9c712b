// SPDX-License-Identifier: GPL-2.0-only
/*
 * sysfs: inputs that are directories of small files, see source.h. If a machine does not have such
 * a directory, the input is absent.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "live.h"
#include "say.h"

#define DMI_DIR		"/sys/firmware/dmi/entries"
#define MEMMAP_DIR	"/sys/firmware/memmap"
#define RUNTIME_DIR	"/sys/firmware/efi/runtime-map"
#define HUGE_DIR	"/sys/kernel/mm/hugepages"
#define BLOCK_DIR	"/sys/devices/system/memory"

static int is_memory_structure(const struct dirent *entry)
{
	return !strncmp(entry->d_name, "16-", 3) || !strncmp(entry->d_name, "17-", 3);
}

static int is_pool(const struct dirent *entry)
{
	return !strncmp(entry->d_name, "hugepages-", 10);
}

/*
 * sysfs_dmi - the memory structures of SMBIOS (drivers/firmware/dmi-sysfs.c). A structure has a
 * formatted part and then strings. The strings can contain serial numbers, so they are left out. If
 * one structure cannot be read, the whole input is absent.
 */
void sysfs_dmi(struct source *s, struct input *in)
{
	char dir[PATH_MAX], path[PATH_MAX + 300], *raw;
	struct dirent **names;
	size_t length, k;
	bool good = true;
	int i, n;
	FILE *to;

	n = live_list(live_path(s, dir, DMI_DIR, ""), &names, is_memory_structure);
	if (n < 0)
		return;
	to = live_write(in);
	for (i = 0; good && i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s/raw", dir, names[i]->d_name);
		raw = read_whole(path, &length);
		good = raw && length >= 4 && (unsigned char)raw[1] >= 4 &&
		       (unsigned char)raw[1] <= length;
		for (k = 0; good && k < (unsigned char)raw[1]; k++)
			fprintf(to, "%02x", (unsigned char)raw[k]);
		fputc('\n', to);
		free(raw);
	}
	live_end(to);
	live_free_list(names, n);
	if (!good)
		live_drop(in);
}

#define PARTS	3

/*
 * Read a directory whose entries are directories with the same few files. @write makes a line of
 * the contents of one entry.
 */
static void read_entries(struct source *s, struct input *in, const char *where,
			 const char *const parts[PARTS],
			 void (*write)(FILE *to, char line[PARTS][64]))
{
	char dir[PATH_MAX], path[PATH_MAX + 300], line[PARTS][64];
	struct dirent **names;
	int i, n, part;
	FILE *to;

	n = live_list(live_path(s, dir, where, ""), &names, live_is_numbered);
	if (n < 0)
		return;
	to = live_write(in);
	for (i = 0; i < n; i++) {
		for (part = 0; part < PARTS; part++) {
			snprintf(path, sizeof(path), "%s/%s/%s", dir, names[i]->d_name,
				 parts[part]);
			live_line(path, line[part], sizeof(line[part]));
		}
		write(to, line);
	}
	live_end(to);
	live_free_list(names, n);
}

static void write_firmware(FILE *to, char line[PARTS][64])
{
	fprintf(to, "%s %s %s\n", line[0], line[1], line[2]);
}

/* sysfs_firmware - the firmware's map, see drivers/firmware/memmap.c */
void sysfs_firmware(struct source *s, struct input *in)
{
	static const char *const parts[PARTS] = { "start", "end", "type" };

	read_entries(s, in, MEMMAP_DIR, parts, write_firmware);
}

static void write_runtime(FILE *to, char line[PARTS][64])
{
	fprintf(to, "%s %llx %s\n", line[0], strtoull(line[1], NULL, 0) << 12, line[2]);
}

/*
 * sysfs_runtime - see arch/x86/platform/efi/runtime-map.c; addresses are hexadecimal, pages
 * decimal
 */
void sysfs_runtime(struct source *s, struct input *in)
{
	static const char *const parts[PARTS] = { "phys_addr", "num_pages", "type" };

	read_entries(s, in, RUNTIME_DIR, parts, write_runtime);
}

/* Write the pools of a node; "hugepages-2048kB" has the files nr_hugepages and free_hugepages */
static void write_pools(FILE *to, const char *dir, unsigned long node)
{
	char path[2 * PATH_MAX], pages[64], unused[64];
	struct dirent **names;
	int i, n;

	n = live_list(dir, &names, is_pool);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s/nr_hugepages", dir, names[i]->d_name);
		live_line(path, pages, sizeof(pages));
		snprintf(path, sizeof(path), "%s/%s/free_hugepages", dir, names[i]->d_name);
		live_line(path, unused, sizeof(unused));
		if (strcmp(pages, "0"))
			fprintf(to, "%lu %llu %s %s\n", node,
				live_number(names[i]->d_name) * 1024ULL, pages, unused);
	}
	if (n >= 0)
		live_free_list(names, n);
}

/* sysfs_hugepages - the pools of each node; without NUMA, the pools of the machine are node 0's */
void sysfs_hugepages(struct source *s, struct input *in)
{
	char dir[PATH_MAX], path[PATH_MAX + 300];
	struct dirent **names;
	int i, n;
	FILE *to;

	if (!live_exists(s, HUGE_DIR))
		return;
	to = live_write(in);
	n = live_list(live_path(s, dir, NODE_DIR, ""), &names, live_is_node);
	if (n < 0)
		write_pools(to, live_path(s, path, HUGE_DIR, ""), 0);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s/hugepages", dir, names[i]->d_name);
		write_pools(to, path, live_number(names[i]->d_name));
	}
	if (n >= 0)
		live_free_list(names, n);
	live_end(to);
}

/* sysfs_offline - the numbers of the memory blocks whose state is "offline" */
void sysfs_offline(struct source *s, struct input *in)
{
	char dir[PATH_MAX], path[PATH_MAX + 300], state[64];
	struct dirent **names;
	int i, n;
	FILE *to;

	n = live_list(live_path(s, dir, BLOCK_DIR, ""), &names, live_is_block);
	if (n < 0)
		return;
	to = live_write(in);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s/state", dir, names[i]->d_name);
		live_line(path, state, sizeof(state));
		if (!strcmp(state, "offline"))
			fprintf(to, "%lu\n", live_number(names[i]->d_name));
	}
	live_end(to);
	live_free_list(names, n);
}
