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

read_all()
{
	cat "$D/summary" "$D/ranges" "$D/owners" "$S/node1/reserved_kb" > /dev/null
}

# Milliseconds, in tens, without a process of its own
now_ms()
{
	read -r now _ < /proc/uptime
	now=${now%.*}${now#*.}0
}

# Reads all files until process $1 ends: how often, and what the slowest of it took, in ms
reads_until_end_of()
{
	reads=0 slowest=0
	while kill -0 "$1" 2> /dev/null; do
		now_ms
		read_start=$now
		read_all
		now_ms
		read_took=$((now - read_start))
		[ $read_took -le $slowest ] || slowest=$read_took
		reads=$((reads + 1))
	done
	wait "$1"
}

load
ok "node 1 is full of small pieces" fill_node
before=$(zoneinfo)
now_ms
start=$now
echo "node=1 size=128M moved" > "$D/reserve" &
ok "128 MiB of it are reserved" reads_until_end_of $!
now_ms
took=$((now - start))
diag "it took $took ms, with $reads reads, the slowest of $slowest ms"
if [ "$took" -lt 100 ]; then
	skip "no reader waits for it" "it was over too soon to tell"
else
	ok "no reader waits for half of it" test $((slowest * 2)) -lt "$took"
fi
check_law "reserved"
echo owner=moved > "$D/release"
is "$(zoneinfo)" "$before" "all of it came back"
umount /tmp/fill
unload
done_testing
