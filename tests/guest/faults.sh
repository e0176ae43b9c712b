# SPDX-License-Identifier: GPL-2.0-only
# faults.sh: makes each allocation of the module fail, in all that the module does. The error must be
# a clear one, nothing must have changed, and nothing must leak. See faults.c. For a kernel with fault
# injection and kmemleak (root "debug").
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

gcc -O1 -Wall -Wextra -o /tmp/faults "$(dirname "$0")/faults.c" || exit
for attr in failslab fail_page_alloc; do
	if ! cd "/sys/kernel/debug/$attr"; then
		not_ok "the kernel can make allocations fail (boot the root \"debug\")"
		done_testing
	fi
	echo N > ignore-gfp-wait
	echo 0 > verbose
		# Only allocations with a module on the stack fail, and this is the only module.
	echo 32 > stacktrace-depth
	echo 0xffffffffc0000000 > require-start
	echo 0xffffffffff000000 > require-end
done
echo N > ignore-gfp-highmem
echo 0 > min-order
cd "$(dirname "$0")" || exit

# faults DESCRIPTION MIN ARGS... - at least MIN allocations must be able to fail
faults()
{
	desc=$1 min=$2
	shift 2
	if /tmp/faults "$@" > /tmp/out 2>&1; then
		n=$(awk '/allocations failed/ { print $1 }' /tmp/out)
		sum=$((sum + n))
		if [ "$n" -ge "$min" ]; then
			pass "$desc: $(cat /tmp/out)"
		else
			not_ok "$desc: fewer than $min were made to fail: $(cat /tmp/out)"
		fi
	else
		not_ok "$desc"
		ktap_show < /tmp/out
	fi
}

[ "$(lsmod | wc -l)" = 1 ] || diag "$(lsmod)"
zones=$(zoneinfo)
echo clear > /sys/kernel/debug/kmemleak
sum=0
faults "load" 20 load /job/ko/early_res.ko
is "$(zoneinfo)" "$zones" "and every zone is what it was"

# Add a row if the table has an odd number of rows; $rows gets the number
even_rows()
{
	rows=$(grep -vc "^#" "$D/ranges")
	if [ $((rows % 2)) = 1 ]; then
		echo "${row#*-}-${row#*-}" > "$D/late_free"
		rows=$((rows + 1))
	fi
}

# Reserve 4 MiB; $mine gets the range
reserve_mine()
{
	echo "node=$node size=4M fault" > "$D/reserve"
	mine=$(awk '$6 == "fault" { print $1 }' "$D/ranges")
}

# starved FILE LINE - write the line while every allocation of the module fails; print the errno
starved()
{
	for attr in failslab fail_page_alloc; do
		echo Y > /sys/kernel/debug/$attr/task-filter
		echo 100 > /sys/kernel/debug/$attr/probability
		echo -1 > /sys/kernel/debug/$attr/times
	done
	(echo 1 > /proc/self/make-it-fail && echo "$2" | errno_of "$1")
	for attr in failslab fail_page_alloc; do
		echo 0 > /sys/kernel/debug/$attr/probability
		echo N > /sys/kernel/debug/$attr/task-filter
	done
}

# The table grows if it has no room for two more rows. Late free single bytes until it must grow.
# shellcheck disable=SC2034 # for changed
grow_by_late_free()
{
	for i in $(seq 2 2 1000); do
		at=$(printf "%x" $((0x${row%-*} + i)))
		before=$(cat "$D/ranges")
		got=$(starved late_free "$at-$at")
		[ "$got" = OK ] || break
	done
	echo "$(grep -vc "^#" "$D/ranges") rows, then $got, $(changed)"
	[ "$got, $(changed)" = "ENOMEM, unchanged" ]
}

# Only the first growth of a table, to one page, can fail: for a larger one kvmalloc() falls back to
# vmalloc(). To make a reservation need it, add two rows at a time to an even number of rows.
grow_by_reserve()
{
	even_rows
	for i in $(seq 1 2 64); do
		/tmp/faults once reserve "$mine fault" > /tmp/once || { cat /tmp/once; return 1; }
		echo owner=fault > "$D/release" || return 1
		! grep -q " 1 refused" /tmp/once || return 0
		at=$(printf '%x' $((0x${row%-*} + i)))
		echo "$at-$at" > "$D/late_free" || return 1
	done
	echo "$(grep -vc "^#" "$D/ranges") rows, and none had to be made room for"
	return 1
}

load
node=$(last_node)
row=$(awk '!/^#/ && $2 > 204800 && $1 ~ /000-.*fff$/ { r = $1 } END { print r }' "$D/ranges")
part=$(printf '%x-%x' $((0x${row%-*} + 0x1800)) $((0x${row%-*} + 0x57ff)))
reserve_mine
echo owner=fault > "$D/release"
ok "reserve: what was taken goes back if the table cannot grow" grow_by_reserve
unload
load
faults "rescan" 3 write rescan 1
faults "late_free of a range" 0 write late_free "$part" reset 1
faults "late_free of an owner" 0 write late_free owner=kernel_rodata reset 1
ok "late_free: nothing changes if the table cannot grow" grow_by_late_free
echo 1 > "$D/reset"
faults "reserve" 1 write reserve "node=$node size=4M fault" release owner=fault rescan 1
reserve_mine
faults "release" 0 write release "$mine" reserve "$mine fault"
echo owner=fault > "$D/release"
echo 1 > "$D/rescan"
low=$(awk '$6 == "low_1m" { print $1; exit }' "$D/ranges")
echo "$low first" > "$D/owners"
faults "owners" 4 write owners "$low second" owners "$low first"
for file in ranges boot summary owners "node$node/ranges" "node$node/boot" "node$node/summary" "$S/node$node/reserved_kb"; do
	faults "reading $file" 1 read "$file"
done
faults "reading node$node/buddy" 0 look "node$node/buddy"
check_law "after all that"
unload
is "$(zoneinfo)" "$zones" "every zone is what it was"
is "$(leaks)" "" "kmemleak finds nothing"
diag "$sum allocations failed in all"
done_testing
