# SPDX-License-Identifier: GPL-2.0-only
# law.sh: the law holds on any machine: to the page, in every zone, in every file that has such numbers,
# before and after a simulated late free.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"
. "$(dirname "$0")/lists.sh"

# Compare with the kernel's own count of pages in holes, NODE ZONE PAGES. The kernel also counts 2 MiB
# stretches without any memory; these are not online.
unavailable_agrees()
{
	summary_column unavailable > /tmp/ours
	dmesg | awk '
	/On node [0-9]+, zone [A-Za-z0-9]+: [0-9]+ pages in unavailable ranges/ {
		sub(/.*On node /, ""); sub(/, zone/, ""); sub(/:/, "")
		n[$1 " " $2] += $3
	}
	END { for (z in n) print z, n[z] }' > /tmp/kernels
	awk '
	NR == FNR { n[$1 " " $2] = $3; next }
	{ n[$1 " " $2] -= $3 }
	END {
		for (z in n)
			if (n[z] < 0 || n[z] % 512) {
				print "node and zone " z ": the kernel has " n[z] " pages more"
				bad = 1
			}
		exit bad
	}' /tmp/kernels /tmp/ours
}

# Rows of ranges: sorted, valid, without overlap, and as few as possible
ranges_sound()
{
	awk "$HEX"'
	/^#/ { next }
	{
		split($1, a, "-")
		start = hex(a[1]); end = hex(a[2])
		if (NF != 7) { print "not 7 columns: " $0; bad = 1 }
		if ($7 !~ /^(fact|boot|pointer|told|live|-)$/ || ($6 == "-") != ($7 == "-"))
			{ print "how is the owner known? " $0; bad = 1 }
		if ($1 !~ /^[0-9a-f]+-[0-9a-f]+$/ || length($1) != 33)
			{ print "not an address range: " $0; bad = 1 }
		if (end - start + 1 != $2 || $2 <= 0) { print "bytes: " $0; bad = 1 }
		if (NR > 2 && start <= last) { print "not sorted: " $0; bad = 1 }
		if (start == last + 1 && rest == $3 " " $4 " " $5 " " $6 " " $7)
			{ print "not merged: " $0; bad = 1 }
		last = end; rest = $3 " " $4 " " $5 " " $6 " " $7
		rows++
	}
	END { exit bad || !rows }' "$D/ranges"
}

# node<N>/ranges are exactly the rows of that node
node_ranges_agree()
{
	for dir in "$D"/node*; do
		node=${dir##*node}
		awk -v n="$node" '/^#/ || $3 == n' "$D/ranges" > /tmp/want
		cmp "$dir/ranges" /tmp/want || return 1
	done
}

node_summaries_agree()
{
	for dir in "$D"/node*; do
		node=${dir##*node}
		grep -E "^ *$node " "$D/summary" > /tmp/want
		grep -vE '^#|total' "$dir/summary" | cmp - /tmp/want || return 1
	done
}

# The file $1 of sysfs has in kB what column $2 of summary has in pages
sysfs_agrees()
{
	for dir in "$S"/node*; do
		node=${dir##*node}
		want=$(summary_total "$2" "$D/node$node/summary")
		[ "$(cat "$dir/$1")" = $((want * 4)) ] || return 1
	done
}

nodes_in()
{
	(cd "$1" && ls -d node*) | sort
}

# The online nodes. A kernel without NUMA has one node and does not show it.
online_nodes()
{
	[ -d /sys/devices/system/node ] || { echo node0; return; }
	for n in /sys/devices/system/node/node[0-9]*; do
		echo "${n##*/}"
	done | sort
}

# If a boot option had no effect, the test would test nothing. So check that it had one.
option_took_effect()
{
	case $1 in
	crashkernel=*)	grep -q 'Crash kernel' /proc/iomem ;;
	hugepagesz=*)	test -d "/sys/kernel/mm/hugepages/hugepages-1048576kB" ;;
	hugepages=*)	grep -qx "${1#*=}" /sys/kernel/mm/hugepages/*/nr_hugepages ;;
	hugetlb_free_vmemmap=on) grep -q 1 /proc/sys/vm/hugetlb_optimize_vmemmap ;;
	cma=64M)	dmesg | grep -q 'cma: Reserved 64 MiB' ;;
	movablecore=*)	zoneinfo | grep -q ' Movable ' ;;
	numa=fake=4)	test "$(online_nodes | wc -l)" = 4 ;;
	mem=*|memmap=*)	dmesg | grep -q 'user-defined physical RAM map' ;;
	log_buf_len=*)	dmesg | grep -q 'log_buf_len: [0-9]* bytes' ;;
	loglevel=*)	read -r level _ < /proc/sys/kernel/printk; test "$level" = "${1#*=}" ;;
	memblock=debug)	dmesg | grep -q 'memblock_reserve: ' ;;
	page_owner=on)	test -r /sys/kernel/debug/page_owner ;;
	kmemleak=off)	dmesg | grep -q 'kmemleak: Kernel memory leak detector disabled' ;;
	retain_initrd)	test "$(dmesg | grep -c 'Freeing initrd memory')" = 0 ;;
	*)		return 1 ;;
	esac
}

kernel_code_owned()
{
	iomem=$(awk '/Kernel code/ { print $1 }' /proc/iomem | head -n 1)
	[ -n "$iomem" ] || return 1
	# one row, or several where the code crosses a node
	awk -v want="$iomem" "$HEX"'
	$6 == "kernel_code" { bytes += $2 }
	END {
		split(want, a, "-")
		exit bytes != hex(a[2]) - hex(a[1]) + 1
	}' "$D/ranges"
}

# An ACPI table in the initrd is copied to memory. Its size tells it from the firmware's tables.
acpi_table_owned()
{
	want=$(dmesg | sed -n 's/.*ACPI NVS region \[mem 0x\([0-9a-f]*\)-0x\([0-9a-f]*\)\] (43 bytes).*/\1 \2/p' |
		awk '{ printf "%16s-%16s\n", $1, $2 }' | tr ' ' 0)
	[ -n "$want" ] && [ "$(awk '$6 == "acpi_tables" { print $1 }' "$D/ranges")" = "$want" ]
}

for option in $VM_CMDLINE; do
	case $option in
	reserve_mem=*|page_poison=*)
		skip "boot option $option took effect" "nothing outside the table shows it" ;;
	cma=*)
		if grep -q '^CONFIG_CMA=y' "/boot/config-$(uname -r)"; then
			ok "boot option $option took effect" option_took_effect "$option"
		else
			skip "boot option $option took effect" "this kernel has no CMA"
		fi ;;
	*)		ok "boot option $option took effect" option_took_effect "$option" ;;
	esac
done
ok "loads" load
diag "$(dmesg | grep early_res: | tail -n 1)"
grep . "$D/summary" | sed 's/^/# /'

check_law "after load"
check_boot "after load"
ok "rows of ranges are sound, sorted, disjoint and merged" ranges_sound
ok "unavailable pages are the kernel's own count" unavailable_agrees
is "$(nodes_in "$D")" "$(online_nodes)" \
   "debugfs has a directory for each online node"
is "$(nodes_in "$S")" "$(online_nodes)" \
   "sysfs has a directory for each online node"
ok "node<N>/ranges are the rows of the node" node_ranges_agree
ok "node<N>/summary are the rows of the node" node_summaries_agree
ok "reserved_kb is reserved" sysfs_agrees reserved_kb reserved
is "$(cat "$S/scan_us")" "$(dmesg | sed -n 's/.* all in \([0-9]*\) us$/\1/p' | tail -n 1)" "scan_us is what the kernel log said"
ok "the kernel's code has its owner, to the byte" kernel_code_owned
! dmesg | grep -q 'ACPI: Table Upgrade: install' ||
	ok "the ACPI table of the initrd has its owner, to the byte" acpi_table_owned

# Late free the last row that is sure to have a whole page.
awk '!/^#/ && $2 >= 8192' "$D/ranges" | tail -n 1 > /tmp/row
range=$(awk '{ print $1 }' /tmp/row)
# The number of whole pages in the row, whose ends can be inside a page
pages=$((((0x${range#*-} + 1) >> 12) - ((0x${range%-*} + 4095) >> 12)))
before=$(cat "$D/ranges")
ok "late_free of a row" sh -c "echo $range > $D/late_free"
is "$(summary_total late_freed)" "$pages" "its whole pages are late_freed"
check_law "after late_free"
ok "late_freed_kb is late_freed" sysfs_agrees late_freed_kb late_freed
ok "late_free of an owner" sh -c "echo owner=kernel_rodata > $D/late_free"
ok "late_freed_kb is late_freed" sysfs_agrees late_freed_kb late_freed
check_law "after late_free of an owner"
ok "reset" sh -c "echo 1 > $D/reset"
is "$(cat "$D/ranges")" "$before" "reset brings back every row"
ok "rescan" sh -c "echo 1 > $D/rescan"
is "$(cat "$D/ranges")" "$before" "rescan finds the same rows"
check_law "after rescan"

ok "unloads" unload
ok "debugfs is gone" test ! -e "$D"
ok "sysfs is gone" test ! -e "$S"
done_testing
