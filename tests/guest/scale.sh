# SPDX-License-Identifier: GPL-2.0-only
# scale.sh: what a large machine costs: time and memory of a load, a rescan and a dump, with many
# nodes, much memory and many owners. It prints figures. The tests only check that costs do not grow
# with the square of the size.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# How many microseconds a command takes
us()
{
	t=$(/bin/date +%s%N)
	"$@" > /dev/null || return 1
	echo $((($(/bin/date +%s%N) - t) / 1000))
}

# Write $1 owners in one write; a million of them in a thousand writes would be slow.
owners()
{
	awk -v n="$1" -v first="${row%-*}" "$HEX"'BEGIN {
		low = hex(substr(first, 9))
		high = substr(first, 1, 8)
		for (i = 0; i < n; i++)
			printf "%s%08x-%s%08x o%d\n", high, low + i, high, low + i, i % 1000
	}' > /tmp/lines
	us dd if=/tmp/lines of="$D/owners" bs=64k status=none
}

before=$(used_kb)
load_us=$(us load)
check_law "loaded"
nodes=$(find "$D" -name 'node*' | wc -l)
diag "$(uname -r): $nodes nodes, $(summary_total present) pages present, $(summary_total reserved) reserved, $(grep -vc '^#' "$D/ranges") rows"
diag "load $load_us us; rescan $(us rescan) us; dump $(us /bin/cat "$D/ranges") us; summary $(us /bin/cat "$D/summary") us"
diag "$(dmesg | grep 'early_res: .*looked at' | tail -n 1 | sed 's/^.*early_res/early_res/')"
diag "$(($(used_kb) - before)) kB used by the module and its table"
is "$nodes" "$(find /sys/devices/system/node -maxdepth 1 -name 'node[0-9]*' | wc -l)" "each node has its directory"

row=$(awk '!/^#/ && $6 == "-" && $2 > 200000 { r = $1 } $6 == "low_1m" && $2 > 200000 { l = $1 } END { print r ? r : l }' "$D/ranges")
if [ -z "$row" ]; then
	skip "owners of single bytes" "no row without an owner that is large enough"
else
	for n in 10000 100000; do
		t=$(owners $n)
		diag "$n owners of a byte: written in $t us, $(grep -vc '^#' "$D/ranges") rows; dump $(us /bin/cat "$D/ranges") us; rescan $(us rescan) us; summary $(us /bin/cat "$D/summary") us"
		eval "written_$n=$t rescan_$n=$(us rescan)"
	done
	is "$(($(grep -vc '^#' "$D/ranges") > 100000))" 1 "100,000 owners are in the table"
	# shellcheck disable=SC2154 # set by eval
	ok "ten times the owners take less than 40 times as long to write" test "$written_100000" -lt $((written_10000 * 40 + 1000000))
	# shellcheck disable=SC2154
	ok "and to keep over a rescan" test "$rescan_100000" -lt $((rescan_10000 * 40 + 1000000))
	check_law "with 100,000 owners"
fi
unload
done_testing
