# SPDX-License-Identifier: GPL-2.0-only
# pages.sh: which pages must be in the table? Those that memblock had reserved, without those that the
# kernel freed later without memblock: parts of its image, the initrd, EFI boot services. The addresses
# are known from /proc/kallsyms and the log. Scripts that know memblock's list source this after
# early_res.sh.
# shellcheck shell=sh

# Print "reserve", "free" and "freepages" lines (with the first and last byte, in hex) for what the log
# says was freed late.
late_frees()
{
	dmesg | sed 's/^\[[^]]*\] //' | awk '
	function range(s) { gsub(/[][,]|0x/, "", s); split(s, a, "-"); return a[1] " " a[2] }
	/^RAMDISK: \[mem /			{ initrd = range($3) }
	/^Freeing initrd memory/		{ print "freepages", initrd }
		# All memory that was reserved for boot services is freed, except pieces that were kept later.
	$NF ~ /^efi_reserve_boot_services/	{ services[++n] = range($2) }
	$NF ~ /^efi_mem_reserve/		{ kept[++m] = range($2) }
		# efi_mem_reserve() logs nothing about memory of boot services; efi_arch_mem_reserve() does.
	n && /e820: update \[mem .* ==> .*reserved/ { kept[++m] = range($4) }
	/Freeing EFI boot services memory/ {
			# The first MiB stays: the firmware may write to it.
		for (i = 1; i <= n; i++)
			if (services[i] >= "0000000000100000")
				print "free", services[i]
		for (i = 1; i <= m; i++) print "reserve", kept[i]
	}'
}

# The lines for the kernel's image, in decimal; $1 is the physical address of _text. With DEBUG_PAGEALLOC,
# free_init_pages() only unmaps the memory, and logs that.
image()
{
	keeps=$(dmesg | grep -c 'debug: unmapping init')
	mawk -v text="$1" -v keeps="$keeps" "$HEX"'
		# Addresses have 64 bits, and the upper 32 bits are all ones, so they are dropped.
	BEGIN {
		split("_text _etext _sdata __end_of_kernel_reserve __init_begin __init_end __smp_locks __smp_locks_end " \
		      "__start_rodata __end_rodata __start_bss_decrypted_unused __end_bss_decrypted", names, " ")
		for (i in names) wanted[names[i]]
	}
	$3 in wanted { sym[$3] = hex(substr($1, 9)) }
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

# Runs of pages that are reserved at the end of the list on stdin. The lines of the image are decimal,
# those of the log hexadecimal.
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
		# The entries of memory are in order. If two of them touch, they may share a page, so they are joined.
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

