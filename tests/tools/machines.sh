#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# machines.sh - the command early_res with made-up machines: installed memory and what the firmware keeps,
# memory that the kernel does not use and why, huge pages and balloons, and large machines. Built with
# sanitizers; times are those of an optimised build. Runs anywhere, prints KTAP.
set -u

here=$(cd "$(dirname "$0")" && pwd)
keeps="*.snap"
# shellcheck source=tests/tools/command.sh
. "$here/command.sh"

# made DESC: make the snapshot of the machine; its sums must add up, and the report must fit into 80 columns
made()
{
	snapshot "$box" > "$box.snap"
	closes "$box.snap" "$1"
	er --all --from "$box.snap" > text
	is "$(awk 'length > 80' text)" "" "$1: it fits"
}

# refused TEXT DESC: the machine is refused, and the one line on stderr has this text
refused()
{
	snapshot "$box" > "$box.snap"
	er --from "$box.snap" > out 2> err && rc=0 || rc=$?
	case "$rc $(wc -l < err | tr -d ' ') $(cat err)" in
	"1 1 early_res: "*"$1"*) pass "$2" ;;
	*) is "$rc $(cat err)" "1 $1" "$2" ;;
	esac
}

# rows KEY...: SIZE of these rows of the report
rows()
{
	for key; do
		er -rbn -o KEY,SIZE --from "$box.snap" | sed -n "s/^$key //p"
	done | tr '\n' ' '
}

# why: where and why the kernel does not use memory
why()
{
	er unused -rbn -o START-END,SIZE,NODE,WHY --from "$box.snap" | sed 's/\\x20/_/g'
}

# le N BYTES: a number in hexadecimal, the lowest byte first
le()
{
	n=$1 i=$2
	while [ "$i" -gt 0 ]; do
		printf '%02x' $((n & 255))
		n=$((n >> 8)) i=$((i - 1))
	done
}

# array HANDLE USE: a structure of SMBIOS, type 16, as the input has it
array()
{
	echo "100f$(le "$1" 2)03$(le "$2" 1)03$(le 0x80000000 4)feff$(le 4 2)"
}

# device ARRAY SIZE EXTENDED TECHNOLOGY VOLATILE: type 17, of version 3.3
device()
{
	echo "115c0011$(le "$1" 2)feff40004000$(le "$2" 2)090001021a$(le 0 8)$(le 0 1)$(le "$3" 4)$(le 0 8)$(le "$4" 1)$(le 0 11)$(le 0 8)$(le "$5" 8)$(le 0 24)"
}

unpack "$here/inputs" vm

# Installed
machine dmi
{ array 0x1000 3; device 0x1000 4096 0 3 0; device 0x1000 4096 0 3 0; device 0x1000 0 0 0 0; } > dmi/dmi
made "two DIMMs of 4 GiB and an empty slot"
is "$(rows installed kept firmware)" "8589934592 529408 8589405184 " "installed - kept = the firmware's map"
is "$(rows kept_reserved kept_rest)" "1024 528384 " "of what is kept, the EBDA is RAM, the rest is not told"
is "$(jq -c '[.installed_bytes, .kept_bytes, [.kept[] | .what, .bytes]]' json)" \
   '[8589934592,529408,["reserved",1024,"rest",528384]]' "in JSON"
is "$(er --metrics --from dmi.snap | grep -E '^early_res_(installed|kept)_bytes' | tr '\n' ' ')" \
   "early_res_installed_bytes 8589934592 early_res_kept_bytes 529408 " "in metrics"
ok "in the report" sh -c "$work/early_res --from dmi.snap | grep -qx 'installed  *8.0G 100.01%  *the DIMMs.*'"
is "$(er --nodes -rn -o KEY --from dmi.snap | grep -c installed)" 0 "a node has no such row"

machine dmi
{ array 0x1000 3; device 0x1000 0x7fff 32768 3 0; device 0x1000 0x8400 0 3 0; } > dmi/dmi
made "32 GiB as extended size, 1 MiB in KiB"
is "$(rows installed)" "34360786944 " "sizes of all kinds"

machine dmi
{ array 0x1000 3; array 0x1001 5; device 0x1000 8192 0 3 0; device 0x1001 16 0 3 0; device 0x1000 0x7fff 131072 4 0
device 0x1000 0x7fff 131072 7 4294967296; } > dmi/dmi
made "flash, and persistent memory"
is "$(rows installed)" "12884901888 " "are not RAM, but for their volatile part"

for why in "a device of unknown size:0xffff 0 3 0" "no extended size:0x7fff 0 3 0" \
	"persistent memory of unknown volatile size:4096 0 7 -1"; do
	machine dmi
	# shellcheck disable=SC2086 # numbers
	{ array 0x1000 3; device 0x1000 4096 0 3 0; device 0x1000 ${why#*:}; } > dmi/dmi
	made "${why%%:*}"
	is "$(rows installed)$(jq -c '[.installed_bytes, .kept_bytes, .kept]' json)" "[null,null,[]]" \
	   "${why%%:*}: installed is not known"
	ok "${why%%:*}: it is said" sh -c "$work/early_res --from dmi.snap |
		grep -qx 'Installed: not known; a memory device of SMBIOS does not say its size.'"
done
machine dmi
made "no SMBIOS"
ok "no SMBIOS: it is said" sh -c "$work/early_res --from dmi.snap | grep -q '^Installed: not known; the kernel'"
is "$(er --metrics --from dmi.snap | grep -c installed)" 0 "no SMBIOS: no metric"
for bad in 11 "115c" "115c00110010xx" "110500"; do
	machine dmi
	echo "$bad" > dmi/dmi
	refused "dmi: line 1" "a structure '$bad' is refused"
done
machine dmi
device 0x1000 1024 0 3 0 > dmi/dmi
made "SMBIOS with less than the map"
is "$(rows installed kept)" "1073741824 " "nothing is kept"
ok "it is said" sh -c "$work/early_res --from dmi.snap | grep -q '^SMBIOS knows of less memory'"

# What the firmware keeps
machine kept
{ array 0x1000 3; device 0x1000 8192 0 3 0; device 0x1000 512 0 3 0; } > kept/dmi
cat > kept/firmware <<END
0x0 0x9fbff System RAM
0x9fc00 0x9ffff Reserved
0xf0000 0xfffff Reserved
0x100000 0x7bffffff System RAM
0x7c000000 0x7c0fffff Reserved
0x7c100000 0x7c1fffff ACPI Tables
0x7c200000 0x7c3fffff ACPI Non-volatile Storage
0x7c400000 0x7fffffff System RAM
0x80000000 0x8fffffff Reserved
0xe0000000 0xefffffff Reserved
0xfd00000000 0xffffffffff Reserved
0x100000000 0x27effffff System RAM
0x27f000000 0x27fffffff Unusable memory
END
echo "84000000-87ffffff : Graphics Stolen Memory" >> kept/iomem
printf '%s\n' "0x7c000000 40000 0x6" "0x7c080000 1000 0xb" "0xffc00000 80000 0x6" > kept/runtime
made "a map with all that a firmware keeps"
is "$(rows kept_acpi_tables kept_acpi_nvs kept_unusable kept_efi kept_graphics kept_reserved)" \
   "1048576 2097152 16777216 262144 67108864 787456 " "each by its kind; address space is not RAM"
is "$(rows kept | tr -d ' ')" "$(er -rbn -o KEY,SIZE --from kept.snap | sed -n 's/^kept_.* //p' |
	awk '{ n += $1 } END { printf "%.0f", n }')" "they add up"
machine kept
echo "0x1000 zz 5" > kept/runtime
device 0x1000 8192 0 3 0 > kept/dmi
refused "runtime: line 1" "a damaged runtime map"

# Not used, and why. The VM's memory is 0-9fbff 100000-7ffdefff 100000000-27fffffff.
# cut START END LINE: iomem and the module lack this memory; iomem has LINE there instead
cut_out()
{
	awk -v start="$1" -v end="$2" -v instead="$3" '
		$2 == ":" && / : System RAM/ {
			split($1, a, "-")
			while (length(start) < length(a[1])) start = "0" start
			while (length(end) < length(a[1])) end = "0" end
			if (a[1] "" <= start "" && end "" <= a[2] "" && length(a[1]) == length(start)) {
				if (a[1] "" < start "")
					print a[1] "-" before(start) " : System RAM"
				if (instead != "")
					print start "-" end " : " instead
				if (end "" < a[2] "")
					print after(end) "-" a[2] " : System RAM"
				next
			}
		}
		{ print }
		function digit(c) { return index("0123456789abcdef", c) - 1 }
		function step(h, by, out,   i, d) {
			out = ""
			for (i = length(h); i > 0; i--) {
				d = digit(substr(h, i, 1)) + by
				by = d < 0 ? -1 : d > 15 ? 1 : 0
				out = substr("0123456789abcdef", (d + 16) % 16 + 1, 1) out
			}
			return out
		}
		function before(h) { return step(h, -1) }
		function after(h) { return step(h, 1) }' "$box/iomem" > iomem.new
	mv iomem.new "$box/iomem"
}

# less NODE ZONE PAGES: so many pages fewer are present and managed
less()
{
	awk -v node="$1" -v zone="$2" -v pages="$3" '$1 == node && $2 == zone { $3 -= pages; $4 -= pages } { print }' \
		"$box/summary" > summary.new
	mv summary.new "$box/summary"
}

# option OPTION START END WHERE_WHY: an option took 64 MiB of node 1
option()
{
	machine option
	echo "BOOT_IMAGE=/vmlinuz $1" > option/cmdline
	case $2 in
	280000000) echo "0x$2 0x$3 System RAM" >> option/firmware ;;
	*)
		cut_out "$2" "$3" Reserved
		less 1 Normal 16384 ;;
	esac
	made "$1"
	is "$(why | tail -n 1)" "$4" "$1: where and why"
}
at=0000000200000000-0000000203ffffff
above=0000000280000000-0000000283ffffff
# shellcheck disable=SC2016 # no variables
option 'memmap=64M$0x200000000' 200000000 203ffffff "$at 67108864 1 memmap=64M\$0x200000000"
option 'quiet memmap=1M@2M,64M!8G -- mem=1M' 200000000 203ffffff "$at 67108864 1 memmap=64M!8G"
option 'memmap="64M#8192M"' 200000000 203ffffff "$at 67108864 1 memmap=64M#8192M"
option 'memmap=64M%8G-1+2' 200000000 203ffffff "$at 67108864 1 memmap=64M%8G-1+2"
option 'mem=0x280000000' 280000000 283ffffff "$above 67108864 1 mem=0x280000000"
option 'mem=nopentium memmap=10G' 280000000 283ffffff "$above 67108864 1 memmap=10G"
option 'memmap=exactmap memmap=4G@4G' 200000000 203ffffff "$at 67108864 1 memmap=exactmap"
# shellcheck disable=SC2016 # no variables
option 'memmap=64M$0x210000000 mem' 200000000 203ffffff "$at 67108864 1 not_known_(Reserved_in_iomem)"
option 'memmap=$ memmap= mem=x memmap=1Z' 200000000 203ffffff "$at 67108864 1 not_known_(Reserved_in_iomem)"
# shellcheck disable=SC2016 # no variables
option '-- memmap=64M$0x200000000' 200000000 203ffffff "$at 67108864 1 not_known_(Reserved_in_iomem)"
is "$(why | sed -n 1,2p | tr '\n' ' ')" \
   "0000000000000000-0000000000000fff 4096 0 page_0 000000000009f000-000000000009fbff 3072 0 part_of_a_page " \
   "the first page, and the end of conventional memory"
is "$(er --from option.snap | sed -n '/^Not used/,/^$/p' | sed -n 3p)" \
   "$at 64.0M    1 not known (Reserved in iomem)" "the report has them, the largest first"
is "$(er unused --json --from option.snap | jq -c '[.unused[] | .["start-end"]] | length')" 3 "unused --json"
is "$(er unused -N 0 -rn --from option.snap | wc -l | tr -d ' ')" 2 "unused --node 0"
er unused --metrics --from option.snap 2> err && rc=0 || rc=$?
is "$rc" 2 "unused takes no --metrics"

# Soft reserved; a stretch on two nodes; MTRRs; offline; above what can be addressed; more than five rows
machine soft
cut_out 200000000 203ffffff "Soft Reserved"
less 1 Normal 16384
made "soft reserved"
is "$(why | tail -n 1)" "$at 67108864 1 soft_reserved,_for_a_driver" "soft reserved: why"
machine two
printf 'block_size 8000000\nnode 0 0-15,32-49\nnode 1 50-79\n' > two/memory
cut_out 18c000000 193ffffff ""
less 0 Normal $((16384 - 65536))
less 1 Normal $((16384 + 65536))
made "a stretch of two nodes"
is "$(why | tail -n 2 | tr '\n' ' ')" "000000018c000000-000000018fffffff 67108864 0 not_known 0000000190000000-0000000193ffffff 67108864 1 not_known " \
   "a stretch of two nodes is two rows"
machine mtrr
echo "0x280000000 0x283ffffff System RAM" >> mtrr/firmware
cat > mtrr/e820 <<END
BIOS-provided physical RAM map:
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x0000000000100000-0x000000007ffdefff] usable
BIOS-e820: [mem 0x0000000100000000-0x0000000283ffffff] usable
e820: update [mem 0x00000000-0x00000fff] usable ==> reserved
e820: remove [mem 0x000a0000-0x000fffff] usable
e820: update [mem 0x280000000-0x283ffffff] usable ==> reserved
update e820 for mtrr
END
made "MTRRs"
is "$(why | tail -n 1)" "$above 67108864 1 MTRRs_do_not_cover_it_(BIOS_bug)" "MTRRs: why"
machine offline
echo "80" > offline/offline
echo "0x280000000 0x287ffffff System RAM" >> offline/firmware
echo "280000000-287ffffff : System RAM" >> offline/iomem
made "a block that is offline"
is "$(why | tail -n 1)" "0000000280000000-0000000287ffffff 134217728 1 offline" "offline: where and why"
echo "x" > offline/offline
refused "offline: line 1" "a block's number that is none"
machine lost
less 1 Normal 10
made "pages that nobody knows the place of"
is "$(why | tail -n 1)" "- 40960 1 not_known" "no address is made up"
is "$(jq -c '.unused[2]' json)" '{"node":1,"bytes":40960,"range":null,"why":"not known"}' "nor in JSON"
machine more
less 1 Normal -10
made "more pages than memory"
is "$(why | tail -n 1)" "- -40960 1 more_pages_than_memory" "is below zero"
machine many
i=0
while [ $i -lt 8 ]; do
	cut_out "20${i}000000" "20${i}00$(printf '%04x' $((4096 * (i + 1) - 1)))" "device $i"
	i=$((i + 1))
done
less 1 Normal 36
made "many holes"
is "$(why | wc -l | tr -d ' ')" 10 "all of them with unused"
is "$(er --from many.snap | sed -n '/^Not used/,/^$/p' | tail -n 2 | head -n 1)" \
   "and 5 smaller ones, see 'unused'." "five in the report"
is "$(er --all --from many.snap | sed -n '/^Not used/,/^$/p' | wc -l | tr -d ' ')" 13 "all of them with --all"
machine high
echo "400000000000-40003fffffff : System RAM" >> high/iomem
echo "0x400000000000 0x40003fffffff System RAM" >> high/firmware
printf '%s\n' "Node 1, zone  Movable" "  spanned  1048576" "  start_pfn:           17178820608" >> high/zoneinfo
made "memory above 64 TiB"
is "$(why | tail -n 1)" "0000400000000000-000040003fffffff 1073741824 1 above_what_the_kernel_can_map" "above: why"

# A page that iomem calls Reserved, but that is present
machine efi
cut_out 7c000000 7c00ffff Reserved
made "a page that the module has a row for is used, whatever iomem calls it"
is "$(why | wc -l | tr -d ' ')" 2 "it is no row"

# Hot-added memory is also in the firmware's map, and the boot log shows that it was not there at boot
machine hot
sed 's/0x0000000283ffffff/0x000000027fffffff/' mtrr/e820 > hot/e820
echo "0x280000000 0x287ffffff System RAM" >> hot/firmware
echo "280000000-287ffffff : System RAM" >> hot/iomem
less 1 Normal -32768
sed 's/^node 1 .*/node 1 48-80/' vm/memory > hot/memory
made "a DIMM that was plugged"
is "$(rows firmware added)" "8589405184 134217728 " "it is added, and not of boot"
ok "it is called that" sh -c "$work/early_res --from hot.snap | grep -q '^hot-added  *128.0M'"
sed -i 's/usable$/System RAM/' hot/e820
made "the boot log of Linux 7.3"
is "$(rows firmware added)" "8589405184 134217728 " "it says System RAM"
echo "BIOS-e820: [mem 0x5-0x4] usable" >> hot/e820
refused "e820: line 9" "a damaged line"
rm hot/e820
made "without the boot log"
is "$(rows firmware)" "8723622912 " "it is of the map"
machine driver
printf '%s\n' "300000000-31fffffff : System RAM (virtio_mem)" >> driver/iomem
less 1 Normal -131072
made "virtio-mem"
ok "the driver is named" sh -c "$work/early_res --from driver.snap | grep -q '^brought by virtio_mem  *512.0M'"
echo "380000000-387ffffff : System RAM (kmem)" >> driver/iomem
less 1 Normal -32768
made "two drivers"
ok "or several are" sh -c "$work/early_res --from driver.snap | grep -q '^brought by drivers  *640.0M'"

# Pools and balloons
machine pools
printf '%s\n' "0 2097152 64 60" "1 2097152 10 0" "1 1073741824 1 1" > pools/hugepages
printf '%s\n' "nr_free_pages 1" "balloon_inflate 3000" "balloon_deflate 1000" "balloon_migrate 7" > pools/vmstat
sed 's/^Unaccepted: .*//' vm/meminfo > pools/meminfo
echo "Unaccepted:       1048576 kB" >> pools/meminfo
made "huge pages, a balloon, unaccepted memory"
is "$(er --from pools.snap | sed -n '/^Of what/p')" "Of what is left, huge pages hold 148.0M (74 of 2.0M), 120.0M of it free.
Of what is left, huge pages hold 1.0G (1 of 1.0G), 1.0G of it free.
Of what is left, a balloon holds 7.8M.
Of what is left, 1.0G are not accepted yet." "the foot of the report names them"
is "$(er -N 0 --from pools.snap | sed -n '/^Of what/p')" \
   "Of what is left, huge pages hold 128.0M (64 of 2.0M), 120.0M of it free." "of one node"
is "$(jq -c '[.hugepages_bytes, .hugepages_free_bytes, .balloon_bytes, .unaccepted_bytes, [.nodes[].hugepages_bytes]]' json)" \
   "[1228931072,1199570944,8192000,1073741824,[134217728,1094713344]]" "in JSON"
is "$(er --metrics --from pools.snap | grep -E '^early_res_(hugepages|hugepages_free|balloon|unaccepted)_bytes' | tr '\n' ' ')" \
   "early_res_balloon_bytes 8192000 early_res_unaccepted_bytes 1073741824 early_res_hugepages_bytes{node=\"0\",size=\"2097152\"} 134217728 early_res_hugepages_bytes{node=\"1\",size=\"2097152\"} 20971520 early_res_hugepages_bytes{node=\"1\",size=\"1073741824\"} 1073741824 early_res_hugepages_free_bytes{node=\"0\",size=\"2097152\"} 125829120 early_res_hugepages_free_bytes{node=\"1\",size=\"2097152\"} 0 early_res_hugepages_free_bytes{node=\"1\",size=\"1073741824\"} 1073741824 " \
   "in metrics"
awk '$1 == 1 { $4 -= 2000; $7 += 2000 } { print }' vm/summary > pools/summary
printf '%s\n' "nr_balloon_pages 2000" "balloon_inflate 9" "balloon_deflate 1" > pools/vmstat
made "a balloon that is taken from the managed pages"
is "$(rows unexplained balloon)" "8192000 8192000 " "is a row below what is unexplained"
for bad in "0 2097152 64" "0 0 1 1" "0 2097152 1 2" "5000 2097152 1 1" "0 2097152 99999999999999 1"; do
	echo "$bad" > pools/hugepages
	refused "hugepages: line 1" "a pool '$bad' is refused"
done

# A snapshot of an old version, without these inputs
machine old
snapshot old | grep -vE '^absent (vmstat|dmi|e820|runtime|hugepages|offline|scan|symbols)$' > old.snap
is "$(grep -c '^absent ' old.snap)" 0 "a snapshot that has none of them"
closes old.snap "an old snapshot"
is "$(er --json --from old.snap | jq -c '[.installed_bytes, .balloon_bytes, .hugepages_bytes]')" "[null,null,null]" "is read, and what it lacks is not known"

# The running kernel, in a directory
root=$work/root
debug=$root/sys/kernel/debug/early_res
mkdir -p "$debug/node0" "$root/proc" "$root/dev" "$root/sys/kernel/early_res"
cp vm/summary vm/ranges vm/owners vm/boot "$debug"
echo '# zone row order0' > "$debug/node0/buddy"
cp vm/cmdline vm/meminfo vm/zoneinfo vm/iomem pools/vmstat "$root/proc"
# binary HEX FILE
binary()
{
	for byte in $(printf '%s' "$1" | sed 's/../& /g'); do
		# shellcheck disable=SC2059 # a format of one byte
		printf "\\$(printf %03o "0x$byte")"
	done > "$2"
}
i=0
for s in "$(array 0x1000 3)" "$(device 0x1000 8192 0 3 0)"; do
	dir=$root/sys/firmware/dmi/entries/$((16 + i))-0
	mkdir -p "$dir"
	binary "$s" "$dir/raw"
	printf 'SERIAL-NUMBER\0\0' >> "$dir/raw"
	i=$((i + 1))
done
mkdir -p "$root/sys/firmware/dmi/entries/0-0" "$root/sys/firmware/efi/runtime-map/0"
echo 0x7c000000 > "$root/sys/firmware/efi/runtime-map/0/phys_addr"
echo 0x40 > "$root/sys/firmware/efi/runtime-map/0/num_pages"
echo 0x6 > "$root/sys/firmware/efi/runtime-map/0/type"
for node in 0 1; do
	dir=$root/sys/devices/system/node/node$node/hugepages/hugepages-2048kB
	mkdir -p "$dir" "$root/sys/kernel/mm/hugepages/hugepages-2048kB"
	echo $((node * 8)) > "$dir/nr_hugepages"
	echo $((node * 3)) > "$dir/free_hugepages"
done
mkdir -p "$root/sys/devices/system/memory/memory78" "$root/sys/devices/system/memory/memory79"
echo 8000000 > "$root/sys/devices/system/memory/block_size_bytes"
echo online > "$root/sys/devices/system/memory/memory78/state"
echo offline > "$root/sys/devices/system/memory/memory79/state"
{ printf '12,1,0,-;BIOS-e820: [mem 0x1-0x2] usable\n6,2,0,-;BIOS-provided physical RAM map:\n SUBSYSTEM=x\n'
sed '1d; s/^/6,3,0,-;/' mtrr/e820; printf '12,9,9,-;BIOS-e820: [mem 0x100-0x200] usable\n6,9,9,-;other\n'; } > "$root/dev/kmsg"
er save --sysroot "$root" live.snap
# input NAME: what the snapshot has of it
input()
{
	awk -v name="$1" '/^(input|absent) [a-z0-9_\/]+/ || $0 == "end" { on = $2 == name; next } on && $0 != ""' live.snap
}
is "$(input dmi)" "$(array 0x1000 3)
$(device 0x1000 8192 0 3 0)" "SMBIOS, live"
is "$(grep -c SERIAL live.snap)" 0 "without serial numbers"
is "$(input runtime)" "0x7c000000 40000 0x6" "EFI's runtime map, live"
is "$(input hugepages)" "1 2097152 8 3" "huge pages of each node, live"
is "$(input offline)" 79 "blocks that are offline, live"
is "$(input e820)" "$(cat mtrr/e820)" "the boot log, live: the kernel's own lines alone"
sed -i '/physical RAM map/d' "$root/dev/kmsg"
er save --sysroot "$root" live.snap
is "$(grep -c '^absent e820$' live.snap)" 1 "a log that lost its beginning is none"
printf 'x' > "$root/sys/firmware/dmi/entries/17-0/raw"
er save --sysroot "$root" live.snap
is "$(grep -c '^absent dmi$' live.snap)" 1 "a structure that is no whole one makes SMBIOS unknown"

# The largest first
machine order
awk '$4 == 1 && $7 == "memmap" { $7 = "big_on_0" } $4 == 0 && $7 == "memmap" { $7 = "big_on_1" } { print }' vm/ranges > order/ranges
made "owners that are on one node"
for node in 0 1; do
	er owners -rbn -N $node -o SIZE --from order.snap > sizes
	ok "owners of node $node: the largest first" sort -c -n -r sizes
	er -rbn -N $node --all -o KEY,SIZE --from order.snap | sed -n 's/^owner=.* //p' > sizes
	ok "report of node $node: the largest first" sort -c -n -r sizes
done

# In every locale: each verb that reads
verbs="report owners nodes ranges map boot"
machine locale
{ array 0x1000 3; device 0x1000 8192 0 3 0; } > locale/dmi
cp pools/vmstat locale/vmstat
echo "0 2097152 64 60" > locale/hugepages
cp mtrr/e820 locale/e820
printf '%s\n' "# start-end bytes node flags now" "0000000000001000-000000000009efff         647168    0 - reserved" > locale/boot
made "a machine for locales"
mkdir locales
for locale in de_DE tr_TR; do
	localedef -i $locale -f UTF-8 "locales/$locale.utf8" 2> /dev/null || :
done
for verb in $verbs; do
	er "$verb" --from locale.snap > "$verb.C"
done
er report --json --from locale.snap > json.C
er report --metrics --from locale.snap > metrics.C
for locale in de_DE.UTF-8 tr_TR.UTF-8; do
	if [ "$(LOCPATH=$work/locales LC_ALL=$locale locale decimal_point 2> /dev/null)" != , ]; then
		skip "locale $locale" "localedef has no source of it (package locales)"
		continue
	fi
	same=
	for verb in $verbs; do
		LOCPATH=$work/locales LC_ALL=$locale er "$verb" --from locale.snap | cmp - "$verb.C" || same=no
	done
	LOCPATH=$work/locales LC_ALL=$locale er report --json --from locale.snap | cmp - json.C || same=no
	LOCPATH=$work/locales LC_ALL=$locale er report --metrics --from locale.snap | cmp - metrics.C || same=no
	is "$same" "" "locale $locale: every verb, JSON and metrics are the same"
done

# A large machine: 1.5 TiB, 8 nodes, 3,000 ranges, 150 owners; and 64 TiB with 1,024 nodes
# quick SNAPSHOT SECONDS VERB...: it must not take longer than that, even with sanitizers
quick()
{
	snap=$1 limit=$2
	shift 2
	ok "$snap: $* in $limit s" prlimit --cpu="$limit" timeout 120 "$work/early_res" "$@" --from "$snap"
}

invent eight 8 206158430208 3000 150
snapshot eight > eight.snap
closes eight.snap "1.5 TiB"
er --from eight.snap > text
sed 's/^/# /' text
is "$(($(awk '{ if (length > w) w = length } END { print w }' text) <= 80)) $(($(wc -l < text) <= 40))" "1 1" \
   "1.5 TiB: the report fits 80 columns and a screen"
is "$(er map --from eight.snap | sed -n '/^A letter/,$p' | wc -l | tr -d ' ')" 13 "1.5 TiB: the legend of 150 owners has 12 rows"
invent many 1024 68719476736 20480 150
snapshot many > many.snap
closes many.snap "64 TiB, 1,024 nodes"
is "$(er -rbn -o KEY,SIZE --from many.snap | head -n 1)" "firmware 70368744177664" "64 TiB, to the byte"
is "$(er nodes -rn --from many.snap | wc -l | tr -d ' ')" 1024 "1,024 nodes"
for verb in report owners nodes ranges map "report --nodes" "report --json" "unused"; do
	# shellcheck disable=SC2086 # words
	quick many.snap 10 $verb
done

# How long the optimised command takes. The limits are seconds of CPU time, because other tests run at
# the same time. The printed times are seconds of the clock.
ok "it builds, optimised" as_installed early_res "$work/fast"
for snap in eight.snap many.snap; do
	limit=1
	[ $snap = eight.snap ] || limit=5
	for verb in report owners nodes ranges map boot "unused" "report --json" "report --metrics" "diff $snap"; do
		start=$(date +%s%N)
		# shellcheck disable=SC2086 # words
		case $verb in
		diff*) set -- $verb $snap ;;
		*) set -- $verb --from $snap ;;
		esac
		prlimit --cpu="$limit" timeout 60 "$work/fast/early_res" "$@" > out 2> err && rc=0 || rc=$?
		[ "$verb" != boot ] || rc=0 # it says that there is no list
		is "$rc" 0 "$snap: $verb in $limit s, optimised"
		diag "$((($(date +%s%N) - start) / 1000000)) ms"
	done
done
done_testing
