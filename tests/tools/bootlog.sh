#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bootlog.sh - tools/bootlog.awk on real logs, and on logs broken in every way: the
# output is always lines for `owners`, and nothing but. Runs anywhere, prints KTAP.
#
#	bootlog.sh [ROUNDS [SEED]]
#
# The logs here are of real boots with memblock=debug, cut down to what speaks of
# memory; with the ranges of the same boot. Tried with each awk that is installed.
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/guest/lib.sh
. "$here/../guest/lib.sh"
rounds=${1:-40}
seed=${2:-$(date +%s)}
program=$here/../../tools/bootlog.awk
work=$(mktemp -d)
trap 'rm -rf "$work" "$ktap_output"' EXIT

# bootlog LOG RANGES [OPTION...]: prints the exit status and what was written
bootlog()
{
	log=$1 ranges=$2
	shift 2
	$awk "$@" -f "$program" "$ranges" "$log" 2> "$work/err"
	echo "status $?"
}

# Is stdin lines for `owners` within the ranges of $1, then a status that is documented?
sound()
{
	awk '
	NR == FNR { if (!/^#/) { split($1, e, "-"); lo[++n] = e[1] ""; hi[n] = e[2] "" } next }
	/^status [013]$/ { ends++; next }
	!/^[0-9a-f]+-[0-9a-f]+ [A-Za-z0-9_.:+\/@-]+$/ { print "no line of owners: " $0; bad = 1; next }
	{
		split($1, e, "-")
		e[1] = e[1] "" # 279e0 is no number here
		e[2] = e[2] ""
		if (length(e[1]) != 16 || length(e[2]) != 16 || e[1] > e[2] || length($2) > 63)
			{ print "malformed: " $0; bad = 1 }
		for (a = e[1]; a != ""; ) { # rows that touch: follow them
			for (i = 1; i <= n && !(lo[i] <= a && a <= hi[i]); i++)
				;
			if (i > n) { print "not in ranges: " $0; bad = 1; break }
			if (hi[i] >= e[2]) break
			a = lo[i + 1]
		}
	}
	END { exit bad || ends != 1 }' "$1" -
}

# break_log HOW SEED < LOG
break_log()
{
	case $1 in
	0) cat ;;
	1) sed 's/$/\r/' ;;
	2) awk -v s="$2" 'BEGIN { srand(s) } { print rand() < 0.2 ? substr($0, 1, int(rand() * length($0))) : $0 }' ;;
	3) awk -v s="$2" 'BEGIN { srand(s) } rand() < 0.3 { held = held $0; next } { print held $0; held = "" }' ;;
	4) awk -v s="$2" 'BEGIN { srand(s) } { if (NR == 1) { print; next } i = int(rand() * length($0)) + 1
		print substr($0, 1, i - 1) sprintf("%c", 1 + int(rand() * 126)) substr($0, i + 1) }' ;;
	5) awk -v s="$2" 'BEGIN { srand(s) } { print } rand() < 0.2 {
		print "[    0.000000] memblock_reserve: [0x0-0xffffffffffffffff] $(reboot)+0x1/0x2"
		print "[    0.000000] memblock_reserve: [0x1000-0x1fff] a;b+0x1/0x2"
		print "[    0.000000] memblock_reserve: [0x1000-0x1fff] x\033[31m+0x1/0x2"
		print "[    0.000000] memblock_reserve: [0x2000-0x1000] back+0x1/0x2"
		print "[    0.000000] memblock_reserve: [0x1fffffffffffffffffff-0x2fffffffffffffffffff] big+0x1/0x2"
		print "[    0.000000] software IO TLB: mapped [mem 0x1000-0x1fff] [mem 0x0-0xf]"
		print "[    0.000000] memblock_alloc_try_nid: 99999999999999999999999 bytes align=0x40 x+0x1/0x2" }' ;;
	6) head -c $((20 + $2 % 20000)) ;;
	7) dd if=/dev/urandom bs=4096 count=4 2> /dev/null; cat ;;
	8) sed 's/^\[ *\([0-9.]*\)\] /Nov 24 00:00:00 host kernel: /' ;;
	9) sed 's/^/kern  :info  : /' ;;
	10) sed 's/^\(\[[^]]*\] \)/<6>\1[    T0] /' ;;
	11) sed 's/^\(\[[^]]*\]\) /\1 host kernel: /' ;;
	esac
}

for awk in mawk gawk original-awk "busybox awk"; do
	if ! $awk 'BEGIN { exit 0 }' > /dev/null 2>&1; then
		skip "$awk" "not installed"
		continue
	fi
	for kernel in bookworm trixie backports; do
		log=$here/$kernel.log ranges=$here/$kernel.ranges
		bootlog "$log" "$ranges" > "$work/plain"
		is "$(tail -n 1 "$work/plain")" "status 0" "$awk: $kernel: a real log"
		ok "$awk: $kernel: gives lines for owners" sound "$ranges" < "$work/plain"
		is "$(grep -c 'not understood' "$work/err")" 0 "$awk: $kernel: all of it is understood"
		for how in 1 8 9 10 11; do # another look of the same
			break_log $how 0 < "$log" > "$work/log"
			ok "$awk: $kernel: the same in dress $how" \
				sh -c "$awk -f '$program' '$ranges' '$work/log' 2>/dev/null | cmp - '$work/same'" \
				"$(sed '$d' "$work/plain" > "$work/same")"
		done
		bootlog "$log" "$ranges" -v ref="$log" > "$work/got"
		is "$(tail -n 1 "$work/got")" "status 0" "$awk: $kernel: a log is of the boot that it is of"
	done
	bootlog "$here/trixie.log" "$here/backports.ranges" > "$work/got"
	is "$(cat "$work/got")" "status 3" "$awk: a log of another boot is refused"
	sed 's/^\[ *\([0-9]*\)\.\(...\).../[    \1.\2999/' "$here/trixie.log" > "$work/log"
	bootlog "$work/log" "$here/trixie.ranges" -v ref="$here/trixie.log" > "$work/got"
	is "$(cat "$work/got")" "status 3" "$awk: and by the times of its lines"
	sed 1d "$here/trixie.log" > "$work/log"
	bootlog "$work/log" "$here/trixie.ranges" > "$work/got"
	is "$(cat "$work/got")" "status 1" "$awk: a log that lost its beginning is refused"
	{ cat "$here/trixie.log"
	  echo "[    9.000000] memblock_reserve: [0x1000-0x1fff] forged+0x1/0x2"; } > "$work/log"
	bootlog "$work/log" "$here/trixie.ranges" > "$work/got"
	is "$(grep -c forged "$work/got")" 0 "$awk: what came after init is not the kernel's"
	sed 's/memblock_reserve: \[0x0000000000000000-/memblock_keep: [0x0-/' "$here/trixie.log" > "$work/log"
	bootlog "$work/log" "$here/trixie.ranges" > "$work/got"
	is "$(grep -c 'not understood' "$work/err")" 1 "$awk: lines of a kernel to come are said, not guessed"

	# The pool ends before the address that the line ends with.
	printf '%s\n' '[    0.000000] Linux version 6.12' \
		'[    0.100000] software IO TLB: mapped [mem 0x70000000-0x74000000] (64MB)' > "$work/log"
	echo '0000000070000000-0000000074000fff 67112960 0 DMA32 reserved - -' > "$work/ranges"
	bootlog "$work/log" "$work/ranges" > "$work/got"
	is "$(cat "$work/got")" "$(printf '%s\n' '0000000070000000-0000000073ffffff swiotlb' 'status 0')" \
	   "$awk: the end of the swiotlb pool"

	# 2 MiB of boot services, of which 1 MiB did not come back; a huge page, as 7.x says it; and what
	# was released since
	cat > "$work/log" <<-END
		[    0.000000] Linux version 7.3.4
		[    0.000000] __memblock_reserve: [0x100000-0x2fffff] nid=-1 flags=0 efi_reserve_boot_services+0x81/0xe0
		[    0.000000] memblock_alloc_hugetlb: 1048576 bytes, nid=0, exact_nid=0 alloc_bootmem+0x1/0x2
		[    0.000000] __memblock_reserve: [0x400000-0x4fffff] nid=0 flags=0 memblock_alloc_range_nid+0x1/0x2
		[    0.000000] __memblock_reserve: [0x600000-0x6fffff] nid=0 flags=0 somebody+0x1/0x2
		[    0.500000] memblock_free_late: [0x100000-0x2fffff] efi_free_boot_services+0x1/0x2
	END
	printf '%s\n' '0000000000100000-00000000001fffff 1048576 0 DMA reserved - -' \
		'0000000000400000-00000000004fffff 1048576 0 DMA reserved - -' \
		'0000000000600000-00000000006fffff 1048576 0 DMA released mine live' > "$work/ranges"
	bootlog "$work/log" "$work/ranges" > "$work/got"
	is "$(tail -n 3 "$work/got")" "$(printf '%s\n' '0000000000400000-00000000004fffff alloc_bootmem' \
		'0000000000100000-00000000001fffff boot_services_kept' 'status 0')" \
	   "$awk: boot services that did not come back, and huge pages"

	n=0
	while [ $n -lt "$rounds" ]; do
		break_log $((n % 12)) $((seed + n)) < "$here/trixie.log" > "$work/log"
		bootlog "$work/log" "$here/trixie.ranges" > "$work/got"
		if ! sound "$here/trixie.ranges" < "$work/got" > "$work/why"; then
			diag "round $n of seed $seed: $(head -n 5 "$work/why")"
			break
		fi
		n=$((n + 1))
	done
	is "$n" "$rounds" "$awk: $rounds broken logs, seed $seed"
done
done_testing
