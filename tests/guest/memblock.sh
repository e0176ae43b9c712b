# SPDX-License-Identifier: GPL-2.0-only
# memblock.sh: the table against memblock's own log. Needs memblock=debug and a
# log buffer that holds all of it. The log is replayed: what was added as memory
# and reserved, less what was freed. Two things are not in it: the kernel image,
# reserved before the log begins, and what the kernel freed late, when memblock
# was gone: parts of its image and the initrd. Both are known by address from
# /proc/kallsyms and the log. The pages left must be those of `ranges`.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# "memory", "reserve" and "free" lines: what, first and last byte, in hex. Lists
# that memblock dumps on its way count as well: they have what came before the log.
replay_log()
{
	dmesg | sed 's/^\[[^]]*\] //' | awk '
	function range(s) { gsub(/[][,]|0x/, "", s); split(s, a, "-"); return a[1] " " a[2] }
	/^ *reserved\[0x[0-9a-f]+\]/		{ print "reserve", range($2) }
	/^(__)?memblock_add(_node)?: \[/	{ print "memory", range($2) }
	/^(__)?memblock_reserve: \[/		{ print "reserve", range($2) }
	/^memblock_(phys_free|free_late): \[/	{ print "free", range($2) }
	/^RAMDISK: \[mem /			{ initrd = range($3) }
	/^Freeing initrd memory/		{ print "freepages", initrd }
	# All that was reserved for boot services goes, but for the pieces kept since.
	$NF ~ /^efi_reserve_boot_services/	{ services[++n] = range($2) }
	$NF ~ /^efi_mem_reserve/		{ kept[++m] = range($2) }
	/Freeing EFI boot services memory/ {
		# The first MiB stays: firmware may clobber it.
		for (i = 1; i <= n; i++)
			if (services[i] >= "0000000000100000")
				print "free", services[i]
		for (i = 1; i <= m; i++) print "reserve", kept[i]
	}'
}

# The same for the kernel's image; $1 is the physical address of _text
image()
{
	awk -v text="$1" "$HEX"'
	# Addresses have 64 bits, and the upper 32 are all ones: drop them.
	{ sym[$3] = hex(substr($1, 9)) }
	function phys(s) { return sym[s] - sym["_text"] + hex(text) }
	function page_up(n) { return int((n + 4095) / 4096) * 4096 }
	function freed(a, b,   x, y) {
		if (!(a in sym) || !(b in sym)) return
		x = page_up(phys(a)); y = int(phys(b) / 4096) * 4096
		if (x < y) printf "free %.0f %.0f\n", x, y - 1
	}
	END {
		printf "reserve %.0f %.0f\n", phys("_text"), phys("__end_of_kernel_reserve") - 1
		freed("__init_begin", "__init_end")
		freed("__smp_locks", "__smp_locks_end")
		freed("_etext", "__start_rodata")
		freed("__end_rodata", "_sdata")
		freed("__start_bss_decrypted_unused", "__end_bss_decrypted")
	}' /proc/kallsyms
}

# Runs of pages: memory that is reserved at the end of the list on stdin. The
# image's lines are decimal, the log's hexadecimal.
reserved_runs()
{
	awk "$HEX"'
	function num(s) { return mode == "dec" ? s + 0 : hex(s) }
	function cut(s, e,   i, n) {
		n = count
		for (i = 1; i <= n; i++) {
			if (S[i] > e || E[i] < s) continue
			if (E[i] > e) { count++; S[count] = e + 1; E[count] = E[i] }
			E[i] = s - 1
		}
	}
	# Memory comes in order. Entries that touch may share a page: join them.
	function memory(s, e) {
		if (m && s <= M_end[m] + 1) M_end[m] = e
		else { M[++m] = s; M_end[m] = e }
	}
	function is_memory(p,   i) {
		for (i = 1; i <= m; i++)
			if (p * 4096 >= M[i] && (p + 1) * 4096 <= M_end[i] + 1)
				return 1
	}
	$1 == "mode" { mode = $2; next }
	{ s = num($2); e = num($3) }
	$1 == "memory" { memory(s, e) }
	$1 == "reserve" { S[++count] = s; E[count] = e }
	$1 == "free" { cut(s, e) }
	$1 == "freepages" { cut(s, int((e + 4096) / 4096) * 4096 - 1) }
	END {
		for (i = 1; i <= count; i++)
			for (p = int(S[i] / 4096); p * 4096 <= E[i]; p++)
				if (E[i] >= S[i] && is_memory(p))
					print p
	}' | sort -nu | runs
}

runs()
{
	awk 'NR == 1 { s = p = $1; next }
	     $1 != p + 1 { print s "-" p; s = $1 }
	     { p = $1 }
	     END { if (NR) print s "-" p }'
}

ranges_runs()
{
	awk "$HEX"'/^#/ { next }
	{ split($1, a, "-"); for (p = int(hex(a[1]) / 4096); p <= int(hex(a[2]) / 4096); p++) print p }
	' "$D/ranges" | sort -nu | runs
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

# Who asked for each whole page that the module knows an owner of, by the log: a fact of
# the module must be one of the log, under the name of the function that asked.
page_askers()
{
	dmesg > /tmp/log
	awk -f /job/tools/bootlog.awk "$D/ranges" /tmp/log > /tmp/told || return 1
	awk "$HEX"'
	FNR == 1 { file++ }
	/^#/ { next }
	{ split($1, a, "-"); s = hex(a[1]); e = hex(a[2]) + 1 }
	file == 1 { for (p = int((s + 4095) / 4096); (p + 1) * 4096 <= e; p++) asker[p] = $2; next }
	$6 !~ /^(-|low_1m|setup_data|kernel_(code|rodata|data|bss|other)|efi_boot_data)$/ {
		for (p = int((s + 4095) / 4096); (p + 1) * 4096 <= e; p++) pages[$6 " " asker[p]]++
	}
	END { for (k in pages) print k, pages[k] }' /tmp/told "$D/ranges" | sort
}

# What the callers are in one kernel or another. From 6.15 on a wrapper is the caller.
asked_by_the_right()
{
	page_askers > /tmp/askers || return 1
	sed "s/^/# /" /tmp/askers
	! grep -vE "^(memmap (sparse_init_nid|vmemmap_populate_hugepages|sparse_buffer_init)|node_data alloc_node_data|page_tables (setup_arch|spp_getpage|alloc_low_pages|init_mem_mapping|vmemmap_alloc_block_zero)|percpu (pcpu_fc_alloc|pcpu_embed_first_chunk)|kernel_brk setup_arch|section_table (sparse_index_alloc|sparse_init|memory_present|__memblock_alloc_or_panic)|efi_memmap (efi_memblock_x86_reserve_range|setup_arch)|section_usage sparse_init_nid) " /tmp/askers
}

ok "who the module knows is who asked" asked_by_the_right
cat /tmp/told > "$D/owners"
is "$(awk '$1 == "-" { print $2 }' "$D/owners")" "" "with the log each byte has an owner"
diag "$(awk '$1 == "slack" { print $2 }' "$D/owners") bytes of slack"
check_law "with all owners"
unload
done_testing
