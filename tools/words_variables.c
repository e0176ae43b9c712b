// SPDX-License-Identifier: GPL-2.0-only
/*
 * words_variables: texts of owners that have the name of the kernel variable that points at them,
 * or the name that module/facts/symbol.c gives them. The second table is for functions that the
 * boot log names with memblock=debug. See explain.h.
 */
#include "explain.h"

const struct words words_variables[] = {
	{
		"swiotlb", "DMA bounce buffers",
		"Buffers below 4 GiB through which devices reach memory that they cannot address, or that is encrypted. 64 MiB if there is memory above 4 GiB; given back where an IOMMU does the work.",
		"swiotlb=N, in slots of 2 KiB; swiotlb=noforce: there are none",
		"kernel/dma/swiotlb.c, swiotlb_init_remap(), swiotlb_exit(); arch/x86/kernel/pci-dma.c, pci_iommu_alloc()",
	},
	{
		"swiotlb_slots", "state of swiotlb",
		"What each slot of the bounce buffers is used for.",
		"swiotlb=, as for the buffers",
		"kernel/dma/swiotlb.c, swiotlb_init_remap()",
	},
	{
		"log_buf", "the kernel log",
		"The buffer of the kernel log and its descriptors, if it is not the one in the image.",
		"log_buf_len=; it grows with the number of CPUs that can come (possible_cpus=)",
		"kernel/printk/printk.c, setup_log_buf()",
	},
	{
		"command_line", "boot options",
		"Copies of the kernel's command line.",
		"its length",
		"init/main.c, setup_command_line()",
	},
	{
		"firmware_map", "the e820 map",
		"The firmware's memory map as /sys/firmware/memmap shows it.",
		"nothing",
		"drivers/firmware/memmap.c, firmware_map_add_early()",
	},
	{
		"iomem_resources", "/proc/iomem",
		"Entries of /proc/iomem and /proc/ioports: memory, I/O APICs, HPET.",
		"nothing",
		"arch/x86/kernel/e820.c, e820__reserve_resources(); arch/x86/kernel/apic/io_apic.c, ioapic_setup_resources()",
	},
	{
		"kfence_metadata", "KFENCE's records",
		"What KFENCE knows of each object of its pool.",
		"kfence.sample_interval=0 at boot: there is none",
		"mm/kfence/core.c, kfence_alloc_pool_and_metadata() (from 6.6)",
	},
	{
		"percpu_chunks", "per-CPU bookkeeping",
		"Which parts of the first per-CPU area are in use.",
		"possible_cpus= and nr_cpus= change it a little",
		"mm/percpu.c, pcpu_setup_first_chunk(), pcpu_alloc_first_chunk()",
	},
	{
		"pcpu_*", "per-CPU bookkeeping",
		"Where the per-CPU area of each CPU is.",
		"possible_cpus=, nr_cpus=",
		"mm/percpu.c, pcpu_setup_first_chunk()",
	},
	{
		"dentry_hashtable", "file name hash",
		"The hash table in which the kernel looks up file names; its size follows memory. On a machine with several nodes it is allocated after boot.",
		"dhash_entries=; hashdist=0 has it at boot, hashdist=1 spreads it over the nodes after boot",
		"fs/dcache.c, dcache_init_early()",
	},
	{
		"inode_hashtable", "inode hash",
		"The hash table in which the kernel looks up inodes; its size follows memory. On a machine with several nodes it is allocated after boot.",
		"ihash_entries=; hashdist=0 has it at boot, hashdist=1 spreads it over the nodes after boot",
		"fs/inode.c, inode_init_early()",
	},
	{
		"nosave_regions", "hibernation's holes",
		"What hibernation must not save: a record for each hole in memory.",
		"nothing",
		"kernel/power/snapshot.c, register_nosave_region()",
	},
	{
		"node_to_cpumask_map", "CPUs of each node",
		"A set of CPUs for each node.",
		"numa=off leaves one",
		"arch/x86/mm/numa.c, setup_node_to_cpumask_map()",
	},
	{
		"numa_distance", "distances of nodes",
		"How far the nodes are from each other, from the firmware's SLIT.",
		"numa=off",
		"mm/numa_memblks.c, numa_alloc_distance() (6.1: arch/x86/mm/numa.c, numa_alloc_distance())",
	},
	{
		"cpu_*_mask", "set of CPUs",
		"A set of CPUs that the kernel needs to start them.",
		"nothing",
		"arch/x86/kernel/smpboot.c, setup_cpu_local_masks() (6.1: arch/x86/kernel/cpu/common.c, setup_cpu_local_masks())",
	},
	{
		"irq_default_affinity", "set of CPUs",
		"The CPUs that interrupts go to if nobody says otherwise.",
		"irqaffinity=",
		"kernel/irq/irqdesc.c, irq_affinity_setup()",
	},
	{
		"housekeeping", "set of CPUs",
		"The CPUs that do the kernel's own work, where others are isolated.",
		"isolcpus=, nohz_full=",
		"kernel/sched/isolation.c, housekeeping_setup()",
	},
	{
		"tick_nohz_full_mask", "set of CPUs",
		"The CPUs that run without a tick.",
		"nohz_full=",
		"kernel/time/tick-sched.c, tick_nohz_full_setup()",
	},
	{
		"blacklisted_initcalls", "calls left out",
		"Functions of the kernel's start that are not to be called.",
		"initcall_blacklist=",
		"init/main.c, initcall_blacklist()",
	},
	{
		"stack_table", "call stacks, hash",
		"The hash table of call stacks that page_owner and other debuggers keep.",
		"page_owner=on and slab_debug=U ask for it, stack_depot_disable=on leaves it out",
		"lib/stackdepot.c, stack_depot_early_init()",
	},
	{
		"stack_pools", "call stacks",
		"A pointer to each pool of call stacks that page_owner and other debuggers keep.",
		"page_owner=on and slab_debug=U ask for it, stack_depot_max_pools= changes its size",
		"lib/stackdepot.c, stack_depot_early_init() (7.x)",
	},
	{
		"kho_scratch", "for the next kernel",
		"Where the memory is that the next kernel starts in, after a kexec that hands memory over.",
		"kho=off",
		"kernel/liveupdate/kexec_handover.c, kho_reserve_scratch() (7.x)",
	},
	{ 0 }
};

const struct asker words_askers[] = {
	{ "alloc_node_data", "node_data" },
	{ "acpi_reserve_initial_tables", "acpi_tables" },
	{ "acpi_table_upgrade", "acpi_tables" },
	{ "alloc_bootmem_cpumask_var", "cpu_*_mask" },
	{ "alloc_low_pages", "page_tables" },
	{ "dcache_init_early", "dentry_hashtable" },
	{ "e820__reserve_resources", "iomem_resources" },
	{ "efi_arch_mem_reserve", "efi_boot_data" },
	{ "efi_mem_reserve", "efi_boot_data" },
	{ "efi_memattr_init", "efi_memattr" },
	{ "efi_memblock_x86_reserve_range", "efi_memmap" },
	{ "efi_memmap_alloc", "efi_memmap" },
	{ "efi_reserve_boot_services", "boot_services_kept" },
	{ "early_reserve_initrd", "initrd" },
	{ "firmware_map_add_early", "firmware_map" },
	{ "inode_init_early", "inode_hashtable" },
	{ "io_apic_init_mappings", "iomem_resources" },
	{ "kfence_alloc_pool", "kfence_pool" },
	{ "kfence_alloc_pool_and_metadata", "kfence_metadata" },
	{ "numa_alloc_distance", "numa_distance" },
	{ "pcpu_alloc_first_chunk", "percpu_chunks" },
	{ "pcpu_embed_first_chunk", "percpu" },
	{ "pcpu_fc_alloc", "percpu" },
	{ "pcpu_setup_first_chunk", "percpu_chunks" },
	{ "register_nosave_region", "nosave_regions" },
	{ "reserve_bios_regions", "low_1m" },
	{ "reserve_real_mode", "low_1m" },
	{ "setup_command_line", "command_line" },
	{ "setup_log_buf", "log_buf" },
	{ "smp_scan_config", "mp_table" },
	{ "sparse_index_alloc", "section_table" },
	{ "sparse_init_nid", "memmap" },
	{ "spp_getpage", "page_tables" },
	{ "swiotlb_init_remap", "swiotlb" },
	{ "vmemmap_populate_hugepages", "memmap" },
	{ 0 }
};
