// SPDX-License-Identifier: GPL-2.0-only
/*
 * words_owners: texts of the owners that the module itself knows (module/table/owner.c), and of the
 * owners that ordinary messages of the boot log name (log/message.c); see explain.h.
 */
#include "explain.h"

const struct words words_owners[] = {
	{
		"memmap", "struct pages",
		"A struct page of 64 bytes for each page of memory; 1.56 % of it.",
		"hugetlb_free_vmemmap=on, or the sysctl vm.hugetlb_optimize_vmemmap, gives back most struct pages of huge pages",
		"mm/sparse.c, sparse_init_nid()",
	},
	{
		"kernel_code", "the kernel's code",
		"The code of the kernel's image, .text.",
		"nothing but another kernel",
		"arch/x86/kernel/setup.c, early_reserve_memory()",
	},
	{
		"kernel_rodata", "constants",
		"Constants of the kernel's image, .rodata, with the names of all its symbols.",
		"nothing but another kernel",
		"arch/x86/kernel/setup.c, early_reserve_memory()",
	},
	{
		"kernel_data", "variables, not zero",
		"Variables of the kernel's image that have a value from the start, .data.",
		"nothing but another kernel",
		"arch/x86/kernel/setup.c, early_reserve_memory()",
	},
	{
		"kernel_bss", "variables, zero",
		"Variables of the kernel's image that start as zero, .bss.",
		"nothing but another kernel",
		"arch/x86/kernel/setup.c, early_reserve_memory()",
	},
	{
		"kernel_other", "rest of the image",
		"What is between the sections of the kernel's image: tables to unwind stacks, and rests of init sections that were freed.",
		"nothing but another kernel",
		"arch/x86/mm/init.c, free_initmem()",
	},
	{
		"kernel_brk", "before allocators",
		"Memory that the kernel took behind its image before it had an allocator: first page tables, a copy of the DMI tables.",
		"nothing",
		"arch/x86/kernel/setup.c, extend_brk(), reserve_brk()",
	},
	{
		"initrd", "initial RAM disk",
		"An initrd that was kept when init was started. Usually its memory is given back.",
		"retain_initrd keeps it; early_res release initrd gives it back, if the module was loaded with allow_release=1",
		"arch/x86/kernel/setup.c, early_reserve_initrd(), reserve_initrd()",
	},
	{
		"page_tables", "page tables",
		"Page tables of the direct map, of the struct pages and of fixed mappings.",
		"nogbpages and debug_pagealloc=on make them larger",
		"arch/x86/mm/init.c, alloc_low_pages(); arch/x86/mm/init_64.c, spp_getpage()",
	},
	{
		"node_data", "data of the nodes",
		"A pg_data_t for each node: its zones, free lists and counters.",
		"numa=off leaves one",
		"mm/numa.c, alloc_node_data() (6.1: arch/x86/mm/numa.c, alloc_node_data())",
	},
	{
		"section_table", "memory sections",
		"The table of memory sections, of 128 MiB each: where their struct pages are.",
		"no5lvl: without 5-level page tables there can be less memory, and the first part is 64 times smaller",
		"mm/sparse.c, memory_present()",
	},
	{
		"section_usage", "maps of sections",
		"A bitmap for each memory section: which of its 2 MiB parts are there.",
		"nothing",
		"mm/sparse.c, sparse_init_nid()",
	},
	{
		"percpu", "per-CPU variables",
		"The first area of per-CPU variables, for each CPU that can come.",
		"possible_cpus= and nr_cpus= change the number of CPUs, percpu_alloc= the way",
		"arch/x86/kernel/setup_percpu.c, setup_per_cpu_areas(); mm/percpu.c, pcpu_embed_first_chunk()",
	},
	{
		"crash_kernel", "for the crash kernel",
		"Memory for the kernel that writes a dump when this one has crashed.",
		"crashkernel=; /sys/kernel/kexec_crash_size makes it smaller while the kernel runs",
		"kernel/crash_reserve.c, reserve_crashkernel_generic() (6.1: arch/x86/kernel/setup.c, reserve_crashkernel())",
	},
	{
		"kfence_pool", "KFENCE's objects",
		"The pool of KFENCE, which samples for bugs in the use of memory; half of its pages are guards.",
		"kfence.sample_interval=0 at boot: there is no pool",
		"mm/kfence/core.c, kfence_alloc_pool_and_metadata() (6.1: kfence_alloc_pool())",
	},
	{
		"kasan_shadow", "KASAN's shadow",
		"What the debugger KASAN knows of each 8 bytes of memory: whether they may be used.",
		"a kernel without CONFIG_KASAN",
		"arch/x86/mm/kasan_init_64.c, kasan_init()",
	},
	{
		"kmsan_metadata", "KMSAN's shadow",
		"What the debugger KMSAN knows of each byte of memory: whether it was ever set, and by whom.",
		"a kernel without CONFIG_KMSAN",
		"mm/kmsan/shadow.c, kmsan_init_alloc_meta_for_range()",
	},
	{
		"efi_memmap", "EFI memory map",
		"The firmware's memory map: as the boot loader gave it, as the kernel changed it, and remains of older copies.",
		"noefi, with which there are no EFI services",
		"arch/x86/platform/efi/efi.c, efi_memblock_x86_reserve_range(); arch/x86/platform/efi/memmap.c, efi_memmap_alloc()",
	},
	{
		"efi_boot_data", "tables EFI left",
		"Tables that the firmware left in boot services memory and the kernel needs: ESRT, BGRT, certificates.",
		"nothing",
		"arch/x86/platform/efi/quirks.c, efi_arch_mem_reserve()",
	},
	{
		"efi_memattr", "EFI attributes",
		"The EFI memory attributes table: which parts of runtime services are code.",
		"nothing",
		"drivers/firmware/efi/memattr.c, efi_memattr_init()",
	},
	{
		"boot_services_kept", "EFI boot services",
		"Code and data of EFI boot services, which the kernel should have given back after boot and did not.",
		"efi=debug keeps all of it",
		"arch/x86/platform/efi/quirks.c, efi_reserve_boot_services(), efi_free_boot_services()",
	},
	{
		"acpi_tables", "ACPI, from initrd",
		"ACPI tables that came with the initrd, in place of the firmware's or beside them.",
		"the initrd",
		"drivers/acpi/tables.c, acpi_table_upgrade()",
	},
	{
		"setup_data", "from the boot loader",
		"What the boot loader or the EFI stub handed over: random seed, device data, more of the memory map.",
		"nothing",
		"arch/x86/kernel/setup.c, memblock_x86_reserve_range_setup_data()",
	},
	{
		"low_1m", "the first MiB",
		"The first MiB, where nothing finer is known. Firmware writes there, and CPUs start there.",
		"nothing",
		"arch/x86/realmode/init.c, reserve_real_mode()",
	},
	{
		"slack", "rests of pages",
		"Bytes that nobody reserved, but other bytes of their page are reserved. Only whole pages are given back.",
		"nothing",
		"mm/memblock.c, memblock_free_all()",
	},
	{
		"-", "see memblock=debug",
		"Reserved at boot; its owner is not known.",
		"nothing; memblock=debug makes the boot log say who asked for it, and early_res import reads that",
		"mm/memblock.c, memblock_add_range()",
	},
	{
		"mp_table", "MP table",
		"The firmware's table of processors and interrupts, older than ACPI.",
		"nothing",
		"arch/x86/kernel/mpparse.c, smp_scan_config()",
	},
	{
		"agp_aperture", "GART aperture",
		"Address space of the graphics aperture of old AMD processors, used to remap DMA, laid over memory.",
		"iommu=memaper=N changes its size, iommu=noaperture leaves it out",
		"arch/x86/kernel/aperture_64.c, allocate_aperture()",
	},
	{
		"bad_memory", "found bad",
		"Memory that a test at boot found to be bad.",
		"memtest= says how often to test; 0 is not at all",
		"mm/memtest.c, reserve_bad_mem()",
	},
	{
		"cma", "CMA, not given back",
		"An area of the contiguous memory allocator. Drivers share it with movable pages, so usually boot gives it back.",
		"cma= and hugetlb_cma= change its size, 0 is none",
		"mm/cma.c, cma_activate_area()",
	},
	{
		"rmp_table", "edge of SNP's table",
		"2 MiB at the start or the end of the table that says who owns each page, for guests with SEV-SNP.",
		"nothing; the firmware says where the table is",
		"arch/x86/virt/svm/sev.c, snp_fixup_e820_tables() (from 6.12)",
	},
	{ 0 }
};
