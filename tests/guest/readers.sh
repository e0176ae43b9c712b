# SPDX-License-Identifier: GPL-2.0-only
# readers.sh: a reservation that moves many pages out of its way takes its time, and holds up
# nobody who only reads. For a VM with two nodes of 1 GiB.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# Files of 1 MiB until node 1 has 200 MiB left, then every other one goes: no 2 MiB are free in
# one piece.
fill_node()
{
	free=$(awk '/MemFree/ { print int($4 / 1024) }' /sys/devices/system/node/node1/meminfo)
	mkdir /tmp/fill
	mount -t tmpfs -o size=2G,mpol=bind:1 fill /tmp/fill || return 1
	for i in $(seq $((free - 200))); do
		dd if=/dev/zero of="/tmp/fill/$i" bs=1M count=1 status=none || return 1
	done
	for i in $(seq 1 2 $((free - 200))); do
		rm "/tmp/fill/$i"
	done
}

# How often can all files be read until process $1 ends?
reads_until_end_of()
{
	reads=0
	while kill -0 "$1" 2> /dev/null; do
		cat "$D/summary" "$D/ranges" "$D/owners" "$S/node1/reserved_kb" > /dev/null
		reads=$((reads + 1))
	done
	wait "$1"
}

load
ok "node 1 is full of small pieces" fill_node
before=$(zoneinfo)
echo "node=1 size=128M moved" > "$D/reserve" &
ok "128 MiB of it are reserved" reads_until_end_of $!
diag "all files were read $reads times meanwhile"
ok "readers were not held up" test "$reads" -ge 5
check_law "reserved"
echo owner=moved > "$D/release"
is "$(zoneinfo)" "$before" "all of it came back"
umount /tmp/fill
unload
done_testing
