// SPDX-License-Identifier: GPL-2.0-only
/*
 * memblock: the lists that the kernel's memblock left behind.
 *
 * With CONFIG_MEMORY_HOTPLUG, and with CONFIG_ARCH_KEEP_MEMBLOCK, struct memblock stays in the
 * kernel's image, and so do its two static arrays of 128 entries (__initdata_memblock). No symbol
 * that modules may use leads to it. So the image is searched for something that looks like it: two
 * pointers to the names "memory" and "reserved" at their offsets. Only pages of the image that are
 * still reserved are read; the others were freed and belong to somebody else now. If a list
 * outgrew its array, the kernel moved it to another array, and freed that one at the end of boot
 * (memblock_discard()). Such memory can hold anything by now.
 *
 * So everything is first copied, with copy_from_kernel_nofault(), and then the copy must pass a
 * number of proofs. If it fails one, it is not used, and a text remembers which proof failed.
 *
 * The lists are copied once, when the module is loaded. After that they do not change, so no lock
 * is needed to read them.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/memblock.h>
#include <linux/memory_hotplug.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "live/image.h"
#include "live/memblock.h"
#include "live/memproof.h"
#include "live/names.h"
#include "live/words.h"

/* How many bytes of the next page to read, too: a struct memblock can cross the border. */
#define LOOK_BEHIND	(sizeof(struct memblock) - sizeof(u64))

/**
 * struct lists - the copies
 * @memory: memblock.memory
 * @reserved: memblock.reserved
 * @recovered: an array was in memory that had been freed
 * @why: empty if the lists are used; else the reason why not
 */
static struct lists {
	struct memlist memory;
	struct memlist reserved;
	bool recovered;
	char why[96];
} lists;

/**
 * struct scan - a search through the image
 * @image: where the image is
 * @buf: a copy of one page, and of the beginning of the next
 * @found: the last match; NULL if there is none
 * @matches: how many matches there are
 */
struct scan {
	struct image image;
	void *buf;
	const struct memblock *found;
	unsigned int matches;
};

/* Use no list, and remember why. @list is the name of the list that failed, or empty. */
static void refuse(const char *list, const char *why)
{
	memlist_destroy(&lists.memory);
	memlist_destroy(&lists.reserved);
	snprintf(lists.why, sizeof(lists.why), "%s%s%s", list, *list ? ": " : "", why);
}

static bool in_image(const struct image *image, const void *p, size_t size)
{
	unsigned long at = (unsigned long)p - image->mapped, all = image->end - image->start;

	return at < all && size <= all - at;
}

static bool is_name(const struct image *image, const char *p, const char *name)
{
	char copy[sizeof("reserved")];
	size_t size = strlen(name) + 1;

	return in_image(image, p, size) && !copy_from_kernel_nofault(copy, p, size) &&
	       !memcmp(copy, name, size);
}

/* Does @m look like it? @m is a copy. Its first word, a bool, is checked first: that is fast. */
static bool is_memblock(const struct image *image, const struct memblock *m)
{
	return *(const u64 *)m <= 1 && is_name(image, m->memory.name, "memory") &&
	       is_name(image, m->reserved.name, "reserved");
}

/* Copy bytes of the image from physical address @phys. They lie in one page, still reserved. */
static bool read_piece(const struct scan *s, void *to, u64 phys, size_t size)
{
	const void *from = (const void *)(s->image.mapped + (phys - s->image.start));
	struct page *page = pfn_to_online_page(PHYS_PFN(phys));

	return in_image(&s->image, from, size) && page && PageReserved(page) &&
	       !copy_from_kernel_nofault(to, from, size);
}

static int scan_page(struct scan *s, u64 phys)
{
	size_t size = PAGE_SIZE, at;

	if (!read_piece(s, s->buf, phys, PAGE_SIZE))
		return 0;
	if (read_piece(s, s->buf + PAGE_SIZE, phys + PAGE_SIZE, LOOK_BEHIND))
		size += LOOK_BEHIND;
	for (at = 0; at + sizeof(struct memblock) <= size; at += sizeof(u64)) {
		if (!is_memblock(&s->image, s->buf + at))
			continue;
		s->matches++;
		s->found = (void *)(s->image.mapped + (phys + at - s->image.start));
	}
	names_collect(s->buf, size);
	return words_collect(s->buf, PAGE_SIZE, s->image.mapped + (phys - s->image.start));
}

static int scan_image(struct scan *s)
{
	u64 phys;
	int err = 0;

	s->buf = kvmalloc(PAGE_SIZE + LOOK_BEHIND, GFP_KERNEL);
	if (!s->buf)
		return -ENOMEM;
	for (phys = s->image.start; phys < s->image.end && !err; phys += PAGE_SIZE) {
		cond_resched();
		if (fatal_signal_pending(current))
			err = -EINTR;
		else
			err = scan_page(s, phys);
	}
	kvfree(s->buf);
	return err;
}

static int copy_entry(struct memlist *l, const struct memblock_region *from)
{
	struct memlist_entry e = {};
	struct memblock_region r;

	if (copy_from_kernel_nofault(&r, from, sizeof(r)))
		return -EFAULT;
	e.start = r.base;
	e.end = r.base + r.size;
	e.flags = r.flags;
	e.nid = memblock_get_region_node(&r);
	if (e.nid == MAX_NUMNODES) /* memblock has two values for "no node" */
		e.nid = NUMA_NO_NODE;
	return memlist_push(l, &e);
}

/* Copy a list and prove the copy. Returns 0 also if the list is refused. */
static int copy_list(const struct scan *s, const struct memblock_type *type, const char *name,
		     struct memlist *l)
{
	struct memlist_header h = {
		.cnt = type->cnt, .max = type->max, .total = type->total_size,
	};
	const char *why = memlist_prove_header(&h);
	const void *array = type->regions;
	size_t size = why ? 0 : h.max * sizeof(*type->regions);
	unsigned long i;
	int err = 0;

	/* memblock_trim_memory() cuts entries to whole pages but does not correct the total. */
	if (l == &lists.memory)
		h.trimmed = h.max * 2 * (PAGE_SIZE - 1);
	if (!why && !in_image(&s->image, array, size)) {
		lists.recovered = !IS_ENABLED(CONFIG_ARCH_KEEP_MEMBLOCK);
		if (!virt_addr_valid(array) || !virt_addr_valid(array + size - 1))
			why = "its array is neither in the image nor in memory";
	}
	for (i = 0; !why && !err && i < h.cnt; i++) {
		err = copy_entry(l, &type->regions[i]);
		cond_resched();
	}
	if (err && err != -EFAULT)
		return err;
	why = why ?: memlist_prove(l, &h, nr_node_ids);
	if (why)
		refuse(name, why);
	return 0;
}

static int copy_lists(const struct scan *s)
{
	struct memblock before, after;
	int err;

	if (copy_from_kernel_nofault(&before, s->found, sizeof(before))) {
		refuse("", "it cannot be read");
		return 0;
	}
	err = copy_list(s, &before.memory, "memory", &lists.memory);
	if (!err && !*lists.why)
		err = copy_list(s, &before.reserved, "reserved", &lists.reserved);
	if (err || *lists.why)
		return err;
	if (copy_from_kernel_nofault(&after, s->found, sizeof(after)) ||
	    memcmp(&before, &after, sizeof(before)))
		refuse("", "it changed while it was read");
	else if (!memproof_covers_nodes(&lists.memory))
		refuse("memory", "a node has more memory than it says");
	return 0;
}

/**
 * memblock_find - look for the lists, copy them, and prove the copies
 *
 * One proof is left for memblock_check(), which needs the first table.
 *
 * Context: Process. May sleep. Nobody uses the lists yet.
 * Return: 0, also if no lists can be used; -ENOMEM; -EINTR after a fatal signal. After an error
 * no list is kept.
 */
int memblock_find(void)
{
	struct scan s = {};
	int err;

	lists = (struct lists) {};
	if (!image_read(&s.image)) {
		refuse("", "/proc/iomem does not show the kernel");
		return 0;
	}
	err = scan_image(&s);
	if (!err && s.matches == 1)
		err = copy_lists(&s);
	else if (!err)
		refuse("", s.matches ? "there is more than one in the kernel's image" :
			   "it is not in the kernel's image");
	if (err)
		memblock_forget();
	return err;
}

/**
 * memblock_check - prove that memblock.reserved has every page that is reserved since boot
 * @t: the first table of this kernel, with nothing that was reserved on the live kernel
 *
 * If the proof fails, the lists are not used.
 *
 * Context: Process. May sleep. @t must not change meanwhile.
 * Return: 0, also if the proof fails; -ENOMEM.
 */
int memblock_check(const struct range_table *t)
{
	int all = memblock_reserved() ? memproof_has_all(&lists.reserved, t) : 1;

	if (!all)
		refuse("reserved", "a page is reserved that it does not have");
	return min(all, 0);
}

/**
 * memblock_forget - free the copies
 *
 * Context: Process. May sleep. Nobody may use the lists any more.
 */
void memblock_forget(void)
{
	memlist_destroy(&lists.memory);
	memlist_destroy(&lists.reserved);
}

/**
 * memblock_memory - the list of what was memory at boot
 *
 * Context: Any.
 * Return: the list, which does not change until memblock_forget(); NULL if there is no list that
 * passed the proofs.
 */
const struct memlist *memblock_memory(void)
{
	return lists.memory.nr ? &lists.memory : NULL;
}

/**
 * memblock_reserved - the list of what was reserved when boot was over
 *
 * Context: Any.
 * Return: the list, which does not change until memblock_forget(); NULL if there is no list that
 * passed the proofs.
 */
const struct memlist *memblock_reserved(void)
{
	return lists.reserved.nr ? &lists.reserved : NULL;
}

/**
 * memblock_refused - why are the lists not used?
 *
 * Context: Any.
 * Return: a text, which does not change until memblock_forget(); NULL if the lists are used.
 */
const char *memblock_refused(void)
{
	return *lists.why ? lists.why : NULL;
}

/**
 * memblock_recovered - was a list copied from memory that had been freed?
 *
 * Context: Any.
 * Return: true if one was, and the lists are used.
 */
bool memblock_recovered(void)
{
	return lists.recovered && !*lists.why;
}
