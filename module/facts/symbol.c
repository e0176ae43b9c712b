// SPDX-License-Identifier: GPL-2.0-only
/*
 * symbol: find the name of a variable of the kernel, and the owner for what it points at.
 *
 * Most owners that are found by a pointer have the name of the variable. The table below has
 * other names: for things that people know by another name, and for things that several variables
 * point at. To add a name, add a line there.
 */
#include <linux/ioport.h>
#include <linux/string.h>

#include "facts/symbol.h"

/* The longest name of an owner, as NAME_LENGTH_MAX in table/parse.h */
#define NAME_MAX_OWNER	63

static const struct {
	const char *symbol;	/* the variable; "*x" means all names that end with "x" */
	const char *owner;	/* the owner's name */
	bool physical;		/* only if the variable also has the thing's physical address */
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
	 * arch/x86/kernel/e820.c, e820__reserve_resources(): one array. Which of its entries other
	 * entries of the tree point at differs from boot to boot, because KASLR moves the kernel.
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
 * Variables whose words do not show an owner: words that are old (stacks, a buffer of mm/sparse.c),
 * words that somebody logged, differences of addresses (__per_cpu_offset), and addresses of an end:
 * what begins there belongs to somebody else.
 */
static const char * const noise[] = {
	"init_stack", "init_thread_union", "sparsemap_buf", "__log_buf", "_printk_rb_static_infos",
	"__per_cpu_offset", "*_end",
};

/* Does a name match a pattern of the tables above? */
static bool matches(const char *pattern, const char *name)
{
	size_t len = strlen(name), end = strlen(pattern) - 1;

	if (*pattern != '*')
		return !strcmp(pattern, name);
	return len > end && !strcmp(pattern + 1, name + len - end);
}

/**
 * symbol_find - find the variable that an address lies in
 * @s: is set
 * @at: an address in the kernel's image
 *
 * sprint_symbol() gives "name+0x10/0x40".
 *
 * Context: Process.
 * Return: true; false if the variable has no name, or its name is too long for an owner.
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
 * symbol_names_variables - does this kernel have names for its variables? (CONFIG_KALLSYMS_ALL)
 * @s: a symbol, which is overwritten
 *
 * Without this option, the kernel gives for a variable the name of the function before it.
 *
 * Context: Process.
 * Return: true if it does.
 */
bool symbol_names_variables(struct symbol *s)
{
	return symbol_find(s, (unsigned long)&iomem_resource) &&
	       !strcmp(s->name, "iomem_resource") && !s->offset;
}

/**
 * symbol_is_noise - can this variable have words that only look like pointers to its memory?
 * @s: the variable
 *
 * Context: Any.
 * Return: true if it can.
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
 * symbol_is_pointer - is the variable one pointer, and nothing else?
 * @s: the variable; @s->offset is that of the word
 *
 * Context: Any.
 * Return: true if it is.
 */
bool symbol_is_pointer(const struct symbol *s)
{
	return !s->offset && s->size == sizeof(void *);
}

/**
 * symbol_owner - the name of the owner for what a variable points at
 * @s: the variable
 * @physical: true if the variable also has the physical address of that
 *
 * Context: Any.
 * Return: a name, which is valid as long as @s does not change.
 */
const char *symbol_owner(const struct symbol *s, bool physical)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if ((physical || !names[i].physical) && matches(names[i].symbol, s->name))
			return names[i].owner;
	return s->name;
}
