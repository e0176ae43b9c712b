// SPDX-License-Identifier: GPL-2.0-only
/*
 * symbol: what a variable of the kernel is called, and what we call that which it points at.
 *
 * Most owners found by a pointer have the variable's own name. Where people know the thing by
 * another name, or where several variables point into one thing, the table below has it. A new
 * name is a line there.
 */
#include <linux/ioport.h>
#include <linux/string.h>

#include "facts/symbol.h"

/* An owner's name may be this long, see parse_name() */
#define NAME_MAX_OWNER	63

static const struct {
	const char *symbol;	/* the variable; what begins with "*" is the end of its name */
	const char *owner;	/* what we call it */
	bool physical;		/* if the variable has the thing's physical address, too */
} names[] = {
	/* kernel/dma/swiotlb.c: the pool, and its slots and areas */
	{ "io_tlb_default_mem", "swiotlb", true },
	{ "io_tlb_default_mem", "swiotlb_slots" },
	/* kernel/printk/printk.c, setup_log_buf(): the descriptors beside the text */
	{ "printk_rb_dynamic", "log_buf" },
	/* init/main.c, setup_command_line() */
	{ "saved_command_line", "command_line" },
	{ "static_command_line", "command_line" },
	{ "extra_command_line", "command_line" },
	{ "extra_init_args", "command_line" },
	{ "argv_init", "command_line" },
	{ "envp_init", "command_line" },
	/* drivers/firmware/memmap.c: what /sys/firmware/memmap shows */
	{ "map_entries", "firmware_map" },
	/*
	 * arch/x86/kernel/e820.c, e820__reserve_resources(): one array. Which entries of it the
	 * neighbours in the tree point at is another matter with each KASLR.
	 */
	{ "*_resource", "iomem_resources" },
	{ "*_rom_resources", "iomem_resources" },
	{ "ioapic_resources", "iomem_resources" },
	{ "crashk_res", "iomem_resources" },
	{ "crashk_low_res", "iomem_resources" },
	/* mm/kfence/core.c: one array; the list goes through it */
	{ "kfence_metadata_init", "kfence_metadata" },
	{ "kfence_freelist", "kfence_metadata" },
	/* mm/percpu.c: chunks, their maps and their lists */
	{ "pcpu_first_chunk", "percpu_chunks" },
	{ "pcpu_reserved_chunk", "percpu_chunks" },
	{ "pcpu_chunk_lists", "percpu_chunks" },
};

/*
 * What was true once (stacks, a buffer of mm/sparse.c), what can hold anything that somebody
 * logged, differences of addresses (__per_cpu_offset), and ends: behind an end is somebody else.
 */
static const char * const noise[] = {
	"init_stack", "init_thread_union", "sparsemap_buf", "__log_buf", "_printk_rb_static_infos",
	"__per_cpu_offset", "*_end",
};

/* @pattern is as in the tables above */
static bool matches(const char *pattern, const char *name)
{
	size_t len = strlen(name), end = strlen(pattern) - 1;

	if (*pattern != '*')
		return !strcmp(pattern, name);
	return len > end && !strcmp(pattern + 1, name + len - end);
}

/**
 * symbol_find - which variable does an address lie in?
 * @s: is set
 * @at: an address of the kernel's image
 *
 * sprint_symbol() says "name+0x10/0x40".
 *
 * Context: Process.
 * Return: true; false if it has no name, or one too long for an owner.
 */
bool symbol_find(struct symbol *s, unsigned long at)
{
	char *plus;

	sprint_symbol(s->name, at);
	plus = strrchr(s->name, '+');
	if (!plus || sscanf(plus, "+0x%lx/0x%lx", &s->offset, &s->size) != 2)
		return false;
	*plus = '\0';
	return *s->name && plus - s->name <= NAME_MAX_OWNER;
}

/**
 * symbol_names_variables - has this kernel names for its variables? (CONFIG_KALLSYMS_ALL)
 * @s: room for a symbol
 *
 * Without it, an address of a variable is said to be behind some function.
 *
 * Context: Process.
 * Return: true if so.
 */
bool symbol_names_variables(struct symbol *s)
{
	return symbol_find(s, (unsigned long)&iomem_resource) &&
	       !strcmp(s->name, "iomem_resource") && !s->offset;
}

/**
 * symbol_is_noise - can this variable hold words that look like pointers, and are none?
 * @s: the variable
 *
 * Context: Any.
 * Return: true if so.
 */
bool symbol_is_noise(const struct symbol *s)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(noise); i++)
		if (matches(noise[i], s->name))
			return true;
	return false;
}

/**
 * symbol_is_pointer - is the variable a pointer, and nothing else?
 * @s: the variable
 *
 * Context: Any.
 * Return: true if so.
 */
bool symbol_is_pointer(const struct symbol *s)
{
	return !s->offset && s->size == sizeof(void *);
}

/**
 * symbol_owner - what we call that which a variable points at
 * @s: the variable
 * @physical: it has the physical address of that
 *
 * Context: Any.
 * Return: a name, good as long as @s.
 */
const char *symbol_owner(const struct symbol *s, bool physical)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if ((physical || !names[i].physical) && matches(names[i].symbol, s->name))
			return names[i].owner;
	return s->name;
}
