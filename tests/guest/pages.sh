# SPDX-License-Identifier: GPL-2.0-only
# pages.sh: which pages must be in the table? What memblock had reserved, less what the
# kernel freed when memblock was gone: parts of its image, the initrd, EFI boot
# services. Both are known by address from /proc/kallsyms and the log. Sourced after
# early_res.sh, by scripts that have memblock's word.
# shellcheck shell=sh

# "reserve", "free" and "freepages" lines (what, first and last byte, in hex) for what the
# log says was freed late.
late_frees()
{
	dmesg | sed 's/^\[[^]]*\] //' | awk '
	function range(s) { gsub(/[][,]|0x/, "", s); split(s, a, "-"); return a[1] " " a[2] }
	/^RAMDISK: \[mem /			{ initrd = range($3) }
	/^Freeing initrd memory/		{ print "freepages", initrd }
	# All that was reserved for boot services goes, but for the pieces kept since.
	$NF ~ /^efi_reserve_boot_services/	{ services[++n] = range($2) }
	$NF ~ /^efi_mem_reserve/		{ kept[++m] = range($2) }
	# efi_mem_reserve() logs nothing of what boot services had; efi_arch_mem_reserve() does.
	n && /e820: update \[mem .* ==> .*reserved/ { kept[++m] = range($4) }
	/Freeing EFI boot services memory/ {
		# The first MiB stays: firmware may clobber it.
		for (i = 1; i <= n; i++)
			if (services[i] >= "0000000000100000")
				print "free", services[i]
		for (i = 1; i <= m; i++) print "reserve", kept[i]
	}'
}

# The lines for the kernel's image, in decimal; $1 is the physical address of _text. With
# DEBUG_PAGEALLOC free_init_pages() only unmaps what it frees else, and says so.
image()
{
	keeps=$(dmesg | grep -c 'debug: unmapping init')
	mawk -v text="$1" -v keeps="$keeps" "$HEX"'
	# Addresses have 64 bits, and the upper 32 are all ones: drop them.
	{ sym[$3] = hex(substr($1, 9)) }
	function phys(s) { return sym[s] - sym["_text"] + hex(text) }
	function page_up(n) { return int((n + 4095) / 4096) * 4096 }
	function freed(a, b,   x, y) {
		if (keeps > 0 || !(a in sym) || !(b in sym)) return
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
	mawk "$HEX"'
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
	mawk "$HEX"'/^#/ { next }
	{ split($1, a, "-"); for (p = int(hex(a[1]) / 4096); p <= int(hex(a[2]) / 4096); p++) print p }
	' "$D/ranges" | sort -nu | runs
}

