# SPDX-License-Identifier: GPL-2.0-only
# hotplug.sh: memory that comes and goes between load and rescan. Needs a DIMM that can be unplugged
# (QEMU's pc-dimm). The law holds whenever the table was made after the change. A walk never meets
# memory that is going away. Memory with a reservation of ours does not go away.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

M=/sys/devices/system/memory
dimm=$(find /sys/bus/acpi/devices/PNP0C80:*/ -name eject 2> /dev/null | head -n 1)

# The memory blocks of the DIMM: the removable ones, the highest first
blocks()
{
	for b in "$M"/memory[0-9]*; do
		echo "${b##*/memory}"
	done | sort -rn | head -n "$1"
}

set_blocks()
{
	for b in $dimm_blocks; do
		[ "$(cat "$M/memory$b/state")" = "${1%_movable}" ] || echo "$1" > "$M/memory$b/state" || return 1
	done
}

# Take them offline; somebody may hold a page for a moment, so try again.
take_offline()
{
	for _ in 1 2 3 4 5; do
		set_blocks offline 2> /tmp/error && return
		sleep 1
	done
	cat /tmp/error
	return 1
}

# Eject the DIMM, and wait until it is gone, at most 120 s
eject()
{
	echo 1 > "$dimm" || return 1
	tries=0
	while [ -e "$M/memory$(echo "$dimm_blocks" | head -n 1)" ]; do
		tries=$((tries + 1))
		[ $tries -lt 120 ] || return 1
		sleep 1
	done
}

if [ -z "$dimm" ]; then
	not_ok "the VM has a DIMM to unplug (-m …,slots=1,maxmem=… and -device pc-dimm)"
	done_testing
fi
block_bytes=$((0x$(cat "$M/block_size_bytes")))
dimm_blocks=$(blocks $((256 * 1024 * 1024 / block_bytes)))
diag "DIMM $dimm, blocks $(echo "$dimm_blocks" | tr '\n' ' ')of $block_bytes bytes"

ok "the DIMM is taken offline before the load" take_offline
load
check_law "DIMM offline"
present=$(summary_total present)

unavailable=$(summary_column unavailable)
ok "the DIMM comes online" set_blocks online_movable
ok "rescan" rescan
is "$(summary_column unavailable)" "$unavailable" "holes are counted where they were at boot"
check_law "DIMM online"
is "$(summary_total present)" $((present + 256 * 256)) "its pages are present now"
check_report "DIMM online"
ok "the report has them in use" test "$(report_bytes unused)" -lt 1048576

# Memory with a reservation of ours stays, even if the reservation is late freed in the simulation.
stays()
{
	is "$(set_blocks offline 2>&1 | grep -c 'Device or resource busy')" 1 "$1: the DIMM cannot go offline"
	ok "$1: and is online again as a whole" set_blocks online_movable
	ok "$1: rescan" rescan
	is "$(awk '$6 == "held" { n += $2 } END { print n }' "$D/ranges")" 4194304 "$1: the reservation is there"
	check_law "$1"
}

start=$(($(echo "$dimm_blocks" | tail -n 1) * block_bytes))
ok "reserve its first 4 MiB" sh -c "printf '%x-%x held\n' $start $((start + 4194303)) > $D/reserve"
stays "DIMM with a reservation"
ok "late free it" sh -c "echo owner=held > $D/late_free"
stays "DIMM with a reservation late freed"
ok "release it" sh -c "echo owner=held > $D/release"

# No struct page follows that of the last page.
last=$(printf %x $((($(echo "$dimm_blocks" | head -n 1) + 1) * block_bytes - 4096)))
reserve_last()
{
	ok "reserve the last page" sh -c "echo $last-${last%000}fff last > $D/reserve"
	ok "late free its second half" sh -c "echo ${last%000}800-${last%000}fff > $D/late_free"
}
reserve_last
ok "release its first half: no page is free by that" sh -c "echo $last-${last%000}7ff > $D/release"
check_law "a half of the last page"
ok "release its second half" sh -c "echo ${last%000}800-${last%000}fff > $D/release"
check_law "both halves of the last page"
reserve_last
ok "release both halves, one after the other" sh -c "echo owner=last > $D/release"
is "$(awk '$6 == "last" && $5 != "released"' "$D/ranges")" "" "all of it is released"
check_law "the last page is free"

rescan_for_ever &
scanner=$!
online_offline()
{
	for _ in 1 2 3 4 5; do
		take_offline && set_blocks online_movable || return 1
	done
}
ok "offline and online while rescans go on" online_offline
kill $scanner
wait 2> /dev/null
ok "rescan" rescan
check_law "after the turmoil"

rescan_for_ever &
scanner=$!
ok "the DIMM is offline" take_offline
ok "the DIMM is ejected while rescans go on" eject
kill $scanner
wait 2> /dev/null
ok "rescan" rescan
check_law "DIMM gone"
is "$(summary_total present)" "$present" "present pages are those without it"
unload
done_testing
