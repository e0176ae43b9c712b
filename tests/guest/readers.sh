# SPDX-License-Identifier: GPL-2.0-only
# readers.sh: a reservation that takes long does not block readers of the table; and a process that must
# wait for it can be killed. A module keeps a page locked (tests/modules/locked.c), so the reservation
# waits to move this page, as long as the test wants.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# Does process $1 wait within 30 s in a kernel function whose name contains $2?
waits_in()
{
	for _ in $(seq 300); do
		grep -q "$2" "/proc/$1/stack" 2> /dev/null && return 0
		kill -0 "$1" || return 1
		sleep 0.1
	done
	cat "/proc/$1/stack"
	return 1
}

# Read every file, except those that ask the buddy
read_all()
{
	find "$D" "$S" -type f -perm -400 ! -name buddy > /tmp/files
	while read -r file; do
		timeout 100 cat "$file" > /tmp/read || { echo "$file: exit status $?"; return 1; }
		[ -s /tmp/read ] || { echo "$file: is empty"; return 1; }
	done < /tmp/files
}

# killed NAME PID FUNCTION - a process that waits for the reservation in this function ends if it is killed
killed()
{
	ok "$1 waits" waits_in "$2" "$3"
	kill -9 "$2"
	wait "$2"
	is "$?" 137 "$1 can be killed"
}

load
zones=$(zoneinfo)
mkdir -p /tmp/shm
mount -t tmpfs tmpfs /tmp/shm
# The file's pages can move. With so many of them around it, the pageblock contains no other page. A page
# that is on its way to an LRU list cannot be moved yet; compact_memory puts it on the list.
dd if=/dev/urandom of=/tmp/shm/file bs=64k count=1024 2> /dev/null
sum=$(md5sum < /tmp/shm/file)
echo 1 > /proc/sys/vm/compact_memory
ok "a page is kept locked" /sbin/insmod /job/ko/locked.ko file=/tmp/shm/file index=8192
pfn=$(cat /sys/module/locked/parameters/pfn)
before=$(cat "$D/ranges")

printf '%x-%x waits\n' $((pfn * 4096)) $((pfn * 4096 + 4095)) > /tmp/request
cat /tmp/request > "$D/reserve" &
writer=$!
ok "a reservation waits for it" waits_in $writer migrate
ok "all files can be read meanwhile" read_all
is "$(cat "$D/ranges")" "$before" "the table is what it was"

echo owner=kernel_data > "$D/late_free" 2> /dev/null &
killed "a late free" $! late_free_simulate
cat "$D/node0/buddy" > /tmp/read &
killed "a look at the buddy" $! buddy_show
is "$(cat "$D/ranges")" "$before" "nothing was late freed"
ok "the reservation still waits" waits_in $writer migrate

/sbin/rmmod locked
wait $writer
is "$?" 0 "it is granted when the page is no longer locked"
is "$(awk '$6 == "waits" { print $1 }' "$D/ranges")" "$(printf '%016x-%016x' $((pfn * 4096)) $((pfn * 4096 + 4095)))" \
	"and has that page"
check_law "with it"
echo owner=waits > "$D/release"
is "$(md5sum < /tmp/shm/file)" "$sum" "the file has what it had"
ok "unloads" unload
is "$(zoneinfo)" "$zones" "every zone is what it was"
umount /tmp/shm
done_testing
