# SPDX-License-Identifier: GPL-2.0-only
# memblock.sh: compares the table with memblock's own log. Needs memblock=debug and a log buffer that
# holds the whole log. The log is replayed: memory that was added, memory that was reserved, less what
# was freed. The log lacks two things: the kernel image, which is reserved before the log begins; and
# what the kernel freed late, without memblock: parts of its image and the initrd. The addresses of both
# are known from /proc/kallsyms and the log. The pages that are left must be those of `ranges`.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"
. "$(dirname "$0")/pages.sh"
. "$(dirname "$0")/lists.sh"

# Print lines "memory", "reserve" and "free" with the first and last byte, in hex. Lists that memblock
# dumps in between count as well: they have what came before the log.
replay_log()
{
	dmesg | sed 's/^\[[^]]*\] //' | awk '
	function range(s) { gsub(/[][,]|0x/, "", s); split(s, a, "-"); return a[1] " " a[2] }
	/^ *reserved\[0x[0-9a-f]+\]/		{ print "reserve", range($2) }
	/^(__)?memblock_add(_node)?: \[/	{ print "memory", range($2) }
	/^(__)?memblock_reserve: \[/		{ print "reserve", range($2) }
	/^memblock_(phys_free|free_late): \[/	{ print "free", range($2) }'
	late_frees
}

load
check_law "with memblock=debug"
if ! dmesg | grep -q 'memblock_reserve: \['; then
	not_ok "the kernel logs memblock (boot with memblock=debug log_buf_len=16M)"
	done_testing
fi
text=$(awk '/Kernel code/ { split($1, a, "-"); print a[1] }' /proc/iomem)
{ echo mode dec; image "$text" | grep reserve
  echo mode hex; replay_log
  echo mode dec; image "$text" | grep free; } > /tmp/replay
reserved_runs < /tmp/replay > /tmp/want
ranges_runs > /tmp/got
diag "$(grep -c reserve /tmp/replay) reservations and $(grep -c free /tmp/replay) frees replayed"
diag "$(awk -F- '{ n += $2 - $1 + 1 } END { print n }' /tmp/want) pages in $(wc -l < /tmp/want) runs"
ok "ranges are exactly the pages of the replayed log" diff /tmp/want /tmp/got

# Who asked for each whole page with an owner that the module knows, according to the log: an owner that
# is a fact must be in the log too, under the name of the function that asked.
page_askers()
{
	dmesg > /tmp/log
	/job/tools/early_res import --dry-run --ranges "$D/ranges" /tmp/log > /tmp/told || return 1
	mawk "$HEX"'
	FNR == 1 { file++ }
	/^#/ { next }
	{ split($1, a, "-"); s = hex(a[1]); e = hex(a[2]) + 1 }
	file == 1 {
		for (p = int((s + 4095) / 4096); (p + 1) * 4096 <= e; p++) asker[p] = $2
		if (s % 4096) shared[int(s / 4096)] # two owners share this page
		next
	}
	$7 != "pointer" && $6 !~ /^(-|low_1m|setup_data|kernel_(code|rodata|data|bss|other)|efi_boot_data|efi_memattr|boot_services_kept)$/ {
		for (p = int((s + 4095) / 4096); (p + 1) * 4096 <= e; p++)
			if (asker[p] != "" || !(p in shared)) pages[$6 " " asker[p]]++
	}
	END { for (k in pages) print k, pages[k] }' /tmp/told "$D/ranges" | sort
}

# Who asked for the bytes whose owner a pointer gave, according to the log: "owner asker bytes". $1 is the
# table before the import of the log, $2 the table after it.
pointer_askers()
{
	mawk "$HEX"'
	FNR == 1 { file++ }
	/^#/ { next }
	{ split($1, a, "-"); s = hex(a[1]); e = hex(a[2]) }
	file == 1 { if ($7 == "pointer") { S[++n] = s; E[n] = e; name[n] = $6 } next }
	{
		for (i = 1; i <= n; i++)
			if (S[i] <= e && E[i] >= s)
				b[name[i] " " $6] += (E[i] < e ? E[i] : e) - (S[i] > s ? S[i] : s) + 1
	}
	END { for (k in b) printf "%s %.0f\n", k, b[k] }' "$1" "$2" | sort
}

# Import the log, and print who asked for what the module knew from pointers
tell_log()
{
	cp "$D/ranges" /tmp/before
	cat /tmp/told > "$D/owners"
	cp "$D/ranges" /tmp/after
	pointer_askers /tmp/before /tmp/after
}

# Print a line for each owner whose memory another function asked for.
pointer_asked_by_another()
{
	grep -vE "^((swiotlb|swiotlb_slots) (swiotlb_[a-z_]*)|([a-z_]*_hashtable|stack_table) alloc_large_system_hash|(log_buf) setup_log_buf|command_line (start_kernel|setup_command_line)|iomem_resources (e820__reserve_resources|acpi_parse_hpet|io_apic_init_mappings)|firmware_map firmware_map_add_early|nosave_regions register_nosave_region|(percpu_chunks|pcpu_[a-z_]*) pcpu_[a-z_]*|[a-z_]*_(mask|map) alloc_bootmem_cpumask_var|kfence_metadata kfence_[a-z_]*|[a-z_]+ __memblock_alloc_or_panic) "
}

# The functions that ask for each owner, on the different kernels. From 6.15 on most callers are a
# wrapper. The initrd is reserved before the log begins; it stays if it is retained, or with DEBUG_PAGEALLOC.
asked_by_the_right()
{
	page_askers > /tmp/askers || return 1
	sed "s/^/# /" /tmp/askers
	! grep -vE "^(memmap (memmap_alloc|sparse_init_nid|vmemmap_populate_hugepages|sparse_buffer_init)|node_data alloc_node_data|page_tables (setup_arch|spp_getpage|alloc_low_pages|init_mem_mapping|vmemmap_alloc_block_zero|vmemmap_(pgd|p4d|pud)_populate|early_alloc)|percpu (pcpu_fc_alloc|pcpu_embed_first_chunk)|kernel_brk setup_arch|section_table (sparse_index_alloc|sparse_init|memory_present|__memblock_alloc_or_panic)|efi_memmap (efi_memblock_x86_reserve_range|setup_arch|__efi_memmap_alloc_early|efi_memmap_alloc)|kfence_pool kfence_[a-z_]*|kasan_shadow early_alloc|section_usage sparse_init_nid|(rm_2m|reserve_mem) reserve_mem|initrd ) " /tmp/askers
}

ok "who the module knows is who asked" asked_by_the_right
tell_log > /tmp/pointed
sed "s/^/# /" /tmp/pointed
ok "pointers name some" test -s /tmp/pointed
is "$(pointer_asked_by_another < /tmp/pointed)" "" "who pointers name is who asked, to the byte"
is "$(awk '$1 == "-" { print $2 }' "$D/owners")" "" "with the log each byte has an owner"
diag "$(awk '$1 == "slack" { print $2 }' "$D/owners") bytes of slack"
check_law "with all owners"
unload

# Without the list, a piece that a pointer found can reach a little into the memory behind it.
if [ ! -r /proc/kcore ] || [ "$(sym memblock)" = 0 ]; then
	skip "without a list few bytes are of another" "no /proc/kcore, or no name for memblock"
else
	name=$(($(sym memblock) + 16 + 32)) # the name of `memory`; that of `reserved` is 40 bytes behind it
	/sbin/insmod /job/ko/poke.ko at="$(printf 0x%x $((name + 40)))" word="0x$(read_kernel "$name" 8)"
	load
	ok "there is no list" grep -q "^# no list" "$D/boot"
	tell_log | pointer_asked_by_another > /tmp/others
	sed "s/^/# /" /tmp/others
	# shellcheck disable=SC2016 # for awk
	ok "without a list at most 4 KiB are of another" awk '{ n += $NF } END { exit n > 4096 }' /tmp/others
	unload
	/sbin/rmmod poke
fi
done_testing
