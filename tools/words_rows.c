// SPDX-License-Identifier: GPL-2.0-only
/*
 * words_rows: texts of the rows of the report, by their keys, and of the ways in which an owner can
 * be known; see explain.h.
 */
#include "explain.h"

const struct words words_rows[] = {
	{
		"installed", "the DIMMs",
		"The memory that SMBIOS says is in the machine. Not known without SMBIOS, or if the size of a device is not known.",
		"what is plugged in",
		"drivers/firmware/dmi_scan.c, dmi_memdev_walk()",
	},
	{
		"kept", "not in its map",
		"Installed memory that the firmware's map does not give to the kernel. The rows below it say what it is, as far as that is known.",
		"the firmware's setup",
		"arch/x86/kernel/e820.c, e820__memory_setup()",
	},
	{
		"kept_acpi_tables", "e820: ACPI Tables",
		"Tables that the firmware wrote for ACPI. The kernel could take this memory back, and does not.",
		"nothing",
		"arch/x86/kernel/e820.c, e820__memory_setup()",
	},
	{
		"kept_acpi_nvs", "e820: ACPI NVS",
		"Memory that the firmware uses itself when the machine sleeps and wakes.",
		"nothing",
		"arch/x86/kernel/e820.c, e820__memory_setup()",
	},
	{
		"kept_unusable", "e820: Unusable",
		"Memory that the firmware found to be bad.",
		"another DIMM",
		"arch/x86/kernel/e820.c, e820__memory_setup()",
	},
	{
		"kept_soft_reserved", "e820: Soft Reserved",
		"Memory that the firmware meant for a special use, such as high bandwidth memory; a dax driver can have it.",
		"efi=nosoftreserve makes it ordinary memory; daxctl reconfigure-device",
		"arch/x86/kernel/e820.c, e820__reserve_resources()",
	},
	{
		"kept_efi", "EFI runtime services",
		"Code and data of the services that EFI has while the kernel runs.",
		"the firmware; noefi does not give it back",
		"arch/x86/platform/efi/efi.c, efi_enter_virtual_mode()",
	},
	{
		"kept_graphics", "graphics memory",
		"Memory of the graphics chip of the processor (\"stolen memory\").",
		"the firmware's setup: its size for graphics",
		"arch/x86/kernel/early-quirks.c, intel_graphics_stolen()",
	},
	{
		"kept_reserved", "e820: Reserved",
		"Memory that the firmware's map calls Reserved, below other memory.",
		"the firmware's setup",
		"arch/x86/kernel/e820.c, e820__memory_setup()",
	},
	{
		"kept_rest", "no entry says",
		"The rest of the installed memory: the firmware's map calls it Reserved, or has no entry for it.",
		"the firmware's setup",
		"arch/x86/kernel/e820.c, e820__memory_setup()",
	},
	{
		"firmware", "e820: System RAM",
		"The memory in the firmware's map (/sys/firmware/memmap). The map leaves out what the firmware keeps.",
		"the firmware's setup: memory for graphics, for instance",
		"arch/x86/kernel/e820.c, e820__memory_setup()",
	},
	{
		"added", "not in that map",
		"Memory that the firmware's map does not have: DIMMs that were plugged in later, memory of a balloon driver. Without a firmware's map, all memory.",
		"what is plugged in; add_efi_memmap adds what EFI's map has",
		"mm/memory_hotplug.c, add_memory_resource()",
	},
	{
		"driver", "virtio-mem, dax",
		"Memory that a driver brought and manages: virtio-mem, or persistent memory used as RAM.",
		"the hypervisor; daxctl reconfigure-device",
		"mm/memory_hotplug.c, add_memory_driver_managed()",
	},
	{
		"unused", "left out by boot",
		"Memory that the page allocator never got: boot options took it away, or no MTRR lets it be cached; page 0; parts of pages.",
		"mem=, memmap=, disable_mtrr_trim",
		"arch/x86/kernel/e820.c, e820__memblock_setup(); arch/x86/kernel/setup.c, trim_bios_range()",
	},
	{
		"boot", "reserved at boot",
		"Memory that boot reserved and that is still reserved. The rows below it are its owners.",
		"see its owners",
		"mm/memblock.c, memblock_free_all()",
	},
	{
		"smaller", "--all shows them",
		"Owners that hold less than the ten largest; --all shows each.",
		"see its owners",
		"mm/memblock.c, memblock_free_all()",
	},
	{
		"edges", "with other bytes",
		"Bytes that nobody reserved, but other bytes of their page are reserved. Only shown where memblock's list is not known.",
		"nothing",
		"mm/memblock.c, memblock_free_all()",
	},
	{
		"since", "early_res reserve",
		"What was reserved since boot, with early_res reserve.",
		"early_res release gives it back",
		"mm/page_alloc.c, alloc_contig_range()",
	},
	{
		"other", "memmap_on_memory",
		"Hot-added memory that holds its own struct pages.",
		"memory_hotplug.memmap_on_memory=",
		"mm/memory_hotplug.c, add_memory_resource()",
	},
	{
		"unexplained", "not in the table",
		"Pages that are neither managed nor in the module's table. Balloons, virtio-mem and late frees of the kernel change it.",
		"early_res rescan makes the table anew",
		"mm/page_alloc.c, adjust_managed_page_count()",
	},
	{
		"balloon", "given to the host",
		"Pages of this virtual machine that a balloon driver gave to the host.",
		"the host",
		"mm/balloon_compaction.c, balloon_page_enqueue() (7.x: mm/balloon.c, balloon_page_enqueue())",
	},
	{
		"managed", "MemTotal",
		"What the page allocator has: the MemTotal of /proc/meminfo.",
		"all rows above",
		"mm/memblock.c, memblock_free_all()",
	},
	{ 0 }
};

const struct words words_hows[] = {
	{
		"fact", "reserve_mem= region",
		"The module asked the running kernel. An owner without a text of its own is a region of reserve_mem= with that name.",
		"reserve_mem=SIZE:ALIGNMENT:NAME (from 6.12)",
		"mm/memblock.c, reserve_mem()",
	},
	{
		"boot", "by memblock's list",
		"Known from the borders of memblock's entries, or from what EFI left in memory.",
		"not known",
		"mm/memblock.c, memblock_add_range()",
	},
	{
		"pointer", "a kernel variable",
		"A kernel variable of this name points at it; /proc/kallsyms has its address.",
		"not known; look for the name in the kernel's sources",
		"the file that has the variable",
	},
	{
		"told", "by log or user",
		"The boot log says that a function of this name asked for it, or a user gave it this name.",
		"not known; look for the name in the kernel's sources",
		"the file that has the function",
	},
	{
		"live", "early_res reserve",
		"Reserved since boot, by a user, with this name.",
		"early_res release gives it back",
		"mm/page_alloc.c, alloc_contig_range()",
	},
	{
		"-", "see memblock=debug",
		"The owner is not known.",
		"nothing",
		"mm/memblock.c, memblock_add_range()",
	},
	{ 0 }
};
