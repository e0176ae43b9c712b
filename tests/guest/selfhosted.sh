# SPDX-License-Identifier: GPL-2.0-only
# selfhosted.sh: hot-added memory that holds its own struct pages, memory of virtio-mem, and persistent
# memory used as RAM. It is added before and after the load, taken offline, brought back and removed. The
# law holds at each step, with a rescan and without one. For a VM with
# memory_hotplug.memmap_on_memory=1, memhp_default_state=online_movable, memmap=256M!512M, a DIMM of
# 128 MiB named d0, a virtio-mem device named vmem and QEMU's monitor on /dev/ttyS1 (boot.sh -g).
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

M=/sys/devices/system/memory

# The numbers of the memory blocks
blocks()
{
	for b in "$M"/memory[0-9]*; do
		echo "${b##*/memory}"
	done
}

# The node of memory block $1
node_of()
{
	for n in "$M/memory$1"/node*; do
		echo "${n##*/node}"
	done
}

# The present pages in zoneinfo
present()
{
	zoneinfo | awk '{ n += $3 } END { print n }'
}

# Wait until $1 pages are present; at most 60 s
wait_present()
{
	tries=0
	until [ "$(present)" = "$1" ]; do
		sleep 0.5
		tries=$((tries + 1))
		[ $tries -lt 120 ] || { echo "$(present) pages are present, not $1"; return 1; }
	done
}

wait_unexplained()
{
	tries=0
	until [ "$(summary_total unexplained)" = "$1" ]; do
		sleep 0.5
		tries=$((tries + 1))
		[ $tries -lt 120 ] || { cat "$D/summary"; return 1; }
	done
}

# Reserve 4 MiB from address $1 on. The memory is new, so its pages may be busy for a moment.
hold()
{
	tries=0
	until printf '%x-%x held\n' "$1" $(($1 + 4194303)) > "$D/reserve"; do
		sleep 0.2
		tries=$((tries + 1))
		[ $tries -lt 50 ] || return 1
	done
}

# check WHEN PAGES: check the law before and after a rescan; PAGES of memory blocks hold their own struct pages
check()
{
	check_law "$1"
	is "$(summary_total other)" "$2" "$1: $2 pages hold their own struct pages"
	rescan
	check_law "$1, and a rescan"
	is "$(summary_total other)" "$2" "$1, and a rescan: $2 pages hold their own struct pages"
}

# set_block NUMBER STATE
set_block()
{
	echo "$2" > "$M/memory$1/state"
}

# Take block $1 offline. Somebody may hold a page of it for a moment, so try again.
take_offline()
{
	for _ in 1 2 3 4 5; do
		set_block "$1" offline 2> /tmp/error && return
		sleep 1
	done
	cat /tmp/error
	return 1
}

block_bytes=$((0x$(cat "$M/block_size_bytes")))
stty -F /dev/ttyS1 raw -echo
monitor "" # ends what was echoed to the monitor before
first=$((4294967296 / block_bytes))
is "$(cat "$M/memory$first/state")" online "the DIMM is online before the load"
load
# A struct page has 64 bytes, so those of a block of 128 MiB fill 512 pages.
dimm=$(summary_total other)
is "$dimm" $((block_bytes * 64 / 4096 / 4096)) "one block holds its own struct pages"
is "$(summary_column other)" "$(node_of "$first") Movable $dimm" "in the node and zone of the DIMM"
check "DIMM at load" "$dimm"
is "$(ranges_pages reserved | grep -c Movable)" 0 "nothing of it is reserved"
check_report "DIMM at load"
is "$(report_bytes other) $(er -rbn -o KEY,SIZE | sed -n 's/^other //p')" "$((dimm * 4096)) $((dimm * 4096))" "the report has them"
unused=$(report_bytes unused)
pages=$(present)

blocks > /tmp/blocks
monitor "object_add memory-backend-ram,id=m1,size=128M"
monitor "device_add pc-dimm,id=d1,memdev=m1"
ok "another DIMM comes" wait_present $((pages + 32768))
check_law "another DIMM" # before any rescan
is "$(summary_total other)" $((2 * dimm)) "another DIMM: with $dimm pages more"

second=$(blocks | grep -vxFf /tmp/blocks)
# A reservation keeps its block online, and the block's struct pages are still counted.
start=$((second * block_bytes + dimm * 4096))
ok "reserve 4 MiB of it" hold "$start"
is "$(set_block "$second" offline 2>&1 | grep -c 'Device or resource busy')" 1 "it cannot go offline"
check "a block that could not go" $((2 * dimm))
start=$((second * block_bytes))
# shellcheck disable=SC2034 # for refused
before=$(cat "$D/ranges")
refused reserve EBUSY "$(printf '%x-%x none' $start $((start + dimm * 4096 - 1)))\n" "memory with its own struct pages"
ok "release it" sh -c "echo owner=held > $D/release"
ok "it goes offline" take_offline "$second"
check_law "a block went"
is "$(summary_total other)" "$dimm" "a block went: its struct pages are not counted"
check "a block went" "$dimm"
ok "it comes back" set_block "$second" online_movable
check "a block came back" $((2 * dimm))

rescan_for_ever &
scanner=$!
online_offline()
{
	for _ in 1 2 3 4 5; do
		take_offline "$second" && set_block "$second" online_movable || return 1
	done
}
ok "offline and online while rescans go on" online_offline
kill $scanner
wait 2> /dev/null
check "after the turmoil" $((2 * dimm))

monitor "device_del d1"
ok "the DIMM is removed" wait_present "$pages"
check "a DIMM is gone" "$dimm"
unload
load
check_law "a new load"

# virtio-mem. Its blocks do not hold their own struct pages.
if /sbin/modprobe virtio_mem 2> /dev/null; then
	monitor "qom-set /machine/peripheral/vmem requested-size 256M"
	ok "virtio-mem gives 256 MiB" wait_present $((pages + 65536))
	check "virtio-mem" "$dimm"
	unload
	load
	check_law "loaded with virtio-mem"
	check_report "loaded with virtio-mem"
	is "$(report_bytes driver)" 268435456 "the report has what the driver manages"
	# The part of a memory block that virtio-mem does not use has no memory, and is not known to be anything.
	monitor "qom-set /machine/peripheral/vmem requested-size 100M"
	ok "virtio-mem takes 156 MiB back" wait_present $((pages + 32768))
	ok "28 MiB of its block are not in use" wait_unexplained 7168
	rescan
	is "$(summary_total unexplained)" 7168 "and after a rescan"
	monitor "qom-set /machine/peripheral/vmem requested-size 0"
	ok "virtio-mem takes them back" wait_present "$pages"
	check "without virtio-mem" "$dimm"
else
	skip "virtio-mem" "this kernel has no virtio_mem"
fi

# Persistent memory as RAM (dax, kmem), set up as ndctl and daxctl do it. The device itself says whether the
# memory holds its own struct pages; Linux 6.1 does not have this setting.
dax_setup()
{
	for module in nd_e820 nd_pmem dax_pmem device_dax kmem; do
		/sbin/modprobe $module || return 1
	done
	echo namespace0.0 > /sys/bus/nd/drivers/nd_pmem/unbind &&
	echo ram > /sys/bus/nd/devices/dax0.0/mode &&
	echo 2097152 > /sys/bus/nd/devices/dax0.0/align &&
	cat /proc/sys/kernel/random/uuid > /sys/bus/nd/devices/dax0.0/uuid &&
	echo namespace0.0 > /sys/bus/nd/devices/dax0.0/namespace &&
	echo dax0.0 > /sys/bus/nd/drivers/dax_pmem/bind &&
	echo dax0.0 > /sys/bus/dax/drivers/device_dax/unbind || return 1
	[ ! -e "$dax/memmap_on_memory" ] || echo 1 > "$dax/memmap_on_memory"
}

dax_remove()
{
	take_offline $((671088640 / block_bytes)) &&
	echo dax0.0 > /sys/bus/dax/drivers/kmem/unbind
}

dax=/sys/bus/dax/devices/dax0.0
if /sbin/modprobe -n nd_e820 2> /dev/null && /sbin/modprobe -n kmem 2> /dev/null; then
	ok "persistent memory is set up" dax_setup
	own=$([ -e $dax/memmap_on_memory ] && echo "$dimm" || echo 0)
	echo dax0.0 > /sys/bus/dax/drivers/kmem/new_id
	ok "persistent memory is RAM" wait_present $((pages + 32768))
	check "persistent memory" $((dimm + own))
	unload
	load
	check_law "loaded with persistent memory"
	check_report "loaded with persistent memory"
	# The firmware's map has this memory, and memmap= took it from the kernel.
	is "$(report_bytes unused)" $((unused - 134217728)) "the report has it in use"
	ok "it is taken back" dax_remove
	ok "without persistent memory" wait_present "$pages"
	check "without persistent memory" "$dimm"
else
	skip "persistent memory" "this kernel has no nd_e820 or kmem"
fi

monitor "device_del d0"
ok "the first DIMM is removed" wait_present $((pages - 32768))
check "without any" 0
unload
done_testing
