# SPDX-License-Identifier: GPL-2.0-only
# reserve.sh: memory is reserved on the live kernel, to the page, and given back. Whatever root writes, the
# errno is the documented one, and a refused write changes nothing.
# shellcheck shell=sh source=/dev/null disable=SC2034
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

T=/sys/kernel/tracing

# Managed pages of node $1
managed()
{
	zoneinfo | awk -v node="$1" '$1 == node { n += $4 } END { print n + 0 }'
}

# Free memory of node $1 in kB
free_kb()
{
	awk -v node="$1" '
	/^Node/ { n = $2 + 0 }
	n == node && $1 == "pages" && $2 == "free" { pages += $3 }
	END { print pages * 4 }' /proc/zoneinfo
}

# START-END of the rows of owner $1; with $2, only of those in this state
rows_of()
{
	awk -v owner="$1" -v state="${2-}" '$6 == owner && (state == "" || $5 == state) { print $1 }' "$D/ranges"
}

# part START-END FIRST LAST - the pages FIRST to LAST of a range
part()
{
	printf '%x-%x\n' $((0x${1%-*} + $2 * 4096)) $((0x${1%-*} + $3 * 4096 + 4095))
}


load
# The last node with room for 256 MiB in one piece. A node of 512 MiB may have no such room if it has the
# kernel image, because KASLR can put the image anywhere.
node=$({ awk '$6 == "kernel_code" { print "kernel", $3 }' "$D/ranges"; zoneinfo; } |
	awk '$1 == "kernel" { image[$2]; next } { last = $1 } !($1 in image) { n = $1 }
		END { print (n == "" ? last : n) }')
before=$(cat "$D/ranges")
total=$(mem_total) pages=$(managed "$node") all_zones=$(zoneinfo)

# Reserve 256 MiB, release half of it, and then all of it
echo 1 > "$T/events/early_res/enable"
is "$(echo "node=$node size=256M test" | errno_of reserve)" OK "256 MiB of node $node are reserved"
row=$(rows_of test)
is "$((pages - $(managed "$node")))" 65536 "the node's managed pages drop by exactly that"
is "$((total - $(mem_total)))" 262144 "MemTotal drops by exactly that"
is "$(awk '$6 == "test" { print $2, $3, $5 }' "$D/ranges")" "268435456 $node reserved" "ranges shows it"
is "$(cut -d' ' -f1,3- "$T/trace" | sed -n 's/.*early_res_reserve: //p')" \
   "$row nid=$node zone=$(awk '$6 == "test" { print $4 }' "$D/ranges") owner=test" "it is traced"
check_law "256 MiB reserved"
is "$(zoneinfo | awk -v node="$node" '$1 != node')" "$(echo "$all_zones" | awk -v node="$node" '$1 != node')" \
   "other nodes keep their pages"

# A kernel that records who allocated each page takes back single pages.
keeps_tags()
{
	grep -q "^CONFIG_MEM_ALLOC_PROFILING=y" "/boot/config-$(uname -r)"
}

half=$(part "$row" 0 32767)
echo > "$T/trace"
is "$(echo "$half" | errno_of release)" OK "half of it is released"
is "$((pages - $(managed "$node")))" 32768 "exactly half comes back to the node"
is "$((total - $(mem_total)))" 131072 "exactly half comes back to MemTotal"
if keeps_tags; then
	skip "as 32 blocks of order 10" "this kernel takes back single pages"
else
	is "$(sed -n 's/.*early_res_block:.* order=\([0-9]*\) .*simulated=\(.\)/\1 \2/p' "$T/trace" | sort | uniq -c | xargs)" \
	   "32 10 0" "as 32 blocks of order 10"
fi
is "$(awk '$6 == "test" { print $2, $5 }' "$D/ranges" | xargs)" "134217728 released 134217728 reserved" \
   "ranges shows both halves"
is "$(cat "$S/node$node/released_kb")" 131072 "released_kb shows it"
check_law "half released"

before=$(cat "$D/ranges")
refused release ENOENT "$half\\n" "a range released twice"
refused late_free ENOENT "$half\\n" "what was released"
refused reserve EBUSY "$(part "$row" 32767 32768) over\\n" "a range half of which is reserved"
# Somebody may have got a page of it in the meantime. If the page is on a list of a CPU, compaction empties
# the list. If somebody keeps the page for good, the test tries other memory of the same size.
for try in 1 2 3 4 5 6 7 8 9 10; do
	got=$(echo "$half again" | errno_of reserve)
	[ "$got" = EBUSY ] || break
	echo "# try $try: EBUSY"
	echo 1 > /proc/sys/vm/compact_memory
	[ "$try" -ge 3 ] || continue
	echo "node=$node size=128M again" > "$D/reserve"
	half=$(rows_of again reserved)
	echo owner=again > "$D/release"
done
is "$got" OK "what was released can be reserved again, by address"
is "$((pages - $(managed "$node")))" 65536 "and is gone from the node"
check_law "reserved again"

# Parts: a page between pages that stay reserved; half a page
page=$(part "$(rows_of again reserved)" 5 5)
is "$(echo "$page" | errno_of release)" OK "one page out of the middle is released"
is "$((pages - $(managed "$node")))" 65535 "one page comes back"
next=$((0x${page%-*} + 4096))
is "$(printf '%x-%x\n' $next $((next + 99)) | errno_of release)" OK "a hundred bytes of its neighbour are released"
is "$((pages - $(managed "$node")))" 65535 "which frees no page"
check_law "a part of a page released"
is "$(printf '%x-%x\n' $((next + 100)) $((next + 4095)) | errno_of release)" OK "and the rest of that page"
is "$((pages - $(managed "$node")))" 65534 "which frees it"
check_law "pieces released"

# First simulated, then done
echo owner=again > "$D/late_free"
is "$(rows_of again reserved)" "" "what is left is late freed"
is "$(echo owner=again | errno_of release)" OK "and then released"
is "$((pages - $(managed "$node")))" 32768 "all of it came back"

# A rescan keeps our reservations, with their owner
echo 1 > "$D/rescan"
is "$(awk '$6 == "test" || $6 == "again" { print $2, $5 }' "$D/ranges")" "134217728 reserved" \
   "a rescan keeps reservations and drops what was released"
check_law "rescanned"

# Refused
before=$(cat "$D/ranges")
held=$(managed "$node")
row=$(rows_of test)
free=$(part "$row" -32768 -32768) # was released
for bad in '' ' ' '\n' 'test\n' "$free\\n" "$free  \\n" "node=$node\\n" "node=$node size=4K\\n" \
	"node=$node size= x\\n" "node=$node size=0 x\\n" "node=$node size=4095 x\\n" "node=$node size=1 x\\n" \
	"node=$node size=18446744073709551615 x\\n" "node=$node size=18446744073709551616 x\\n" \
	"node=$node size=17179869184G x\\n" "node=$node size=-4K x\\n" "node=$node size=4T x\\n" \
	"node=-1 size=4K x\\n" "node=x size=4K x\\n" "size=4K node=$node x\\n" "node=$node size=4K x y\\n" \
	"$free x y\\n" "$free a b\\n" "$free -\\n" "$free a\"b\\n" "$free a\\\\nb\\n" "$free a\\\\033b\\n" \
	"$free caf\\351\\n" "$free $(repeat n 64)\\n" "${free%-*}-${free%-*} x\\n" "0-ffffffffffffffff x\\n" \
	"$(printf '%x-%x' $((0x${free%-*} + 1)) $((0x${free%-*} + 4096))) x\\n"; do
	[ -z "$bad" ] || refused reserve EINVAL "$bad"
done
refused reserve EINVAL "$free $(repeat n 5000)\\n" "a name of 5,000 characters"
refused reserve EBUSY "$free kernel_code\\n" "an owner of boot's name"
refused reserve EBUSY "$free initrd\\n" "a name that the module knows"
refused reserve EBUSY "$free test\\n" "a name in use"
refused reserve ENOENT "node=77 size=4K x\\n" "a node that does not exist"
refused reserve ENOENT "fffffffff000-ffffffffffff x\\n" "a range past the end of memory"
refused reserve ENOENT "0-fff x\\n" "page 0, which is no memory"
refused reserve ENOENT "1000-fffff x\\n" "a range with a hole"
refused reserve ENOMEM "node=$node size=$((pages * 4))K x\\n" "all of the node"
refused reserve ENOMEM "node=$node size=64G x\\n" "more than the node"
refused reserve ENOMEM "node=$node size=$(free_kb "$node")K x\\n" \
	"all free memory of the node"
for d in "$D"/node*; do
	n=${d##*/node}
	[ "$(managed "$n")" = 0 ] && refused reserve ENOMEM "node=$n size=4K x\\n" "a node without memory"
done
boot=$(awk '!/^#/ && $6 == "memmap" { r = $1 } END { print r }' "$D/ranges")
refused reserve EBUSY "$boot x\\n" "what was reserved at boot"
refused release EPERM "owner=kernel_data\\n" "the kernel's data"
refused release EPERM "$boot\\n" "what was reserved at boot"
refused release "$(nobodys_errno)" "owner=-\\n" "whatever nobody holds"
refused release ENOENT "owner=nobody\\n"
refused release ENOENT "owner=test node=77\\n"
refused release ENOENT "$free\\n" "what is not reserved"
refused release EINVAL '\n'
refused release EINVAL "${row#*-}-${row%-*}\\n" "start > end"
refused release ENOENT "0-ffffffffffffffff\\n" "the whole 64-bit space"
refused release ENOENT "$(part "$row" -1 0)\\n" "a range half in half out"
is "$(managed "$node")" "$held" "no page went anywhere"

# Names: the shortest, the longest, and one with every kind of character
for name in a "$(repeat n 63)" 'A_z.0:+-/@'; do
	is "$(echo "node=$node size=4K $name" | errno_of reserve) $(rows_of "$name" | wc -l)" \
	   "OK 1" "$name is a name"
done
echo owner=a > "$D/release"
is "$(echo "node=$node size=4K a" | errno_of reserve)" OK "a name is free again when its range is released"

# From here on nobody traces. Then single pages take a shorter path in the kernel.
echo 0 > "$T/events/early_res/enable"

# Several processes reserve the same page, and the first wins. Others in the VM may take a page as soon as it is
# released, for something that cannot move; then nobody gets the page back. In each round a page must have
# at most one winner. How many pages are won depends on the others, so it is tried in up to five places.
# Pages of earlier rounds that were not released stay reserved.
race()
{
	echo "node=$node size=4M pool$1" > "$D/reserve"
	pool=$(rows_of "pool$1")
	for w in 1 2 3 4; do
		(for p in $(seq 0 29); do
			part "$pool" "$p" "$p" | errno_of release
		done > "/tmp/won.$w") &
	done
	for p in $(seq 0 29); do echo 1 > "$D/rescan"; done
	wait
	is "$(sort /tmp/won.? | uniq -c | xargs)" "90 ENOENT 30 OK" \
	   "of four writers one releases each page, rescans or not"
	for w in 1 2 3 4; do
		(for p in $(seq 0 29); do
			part "$pool" "$p" "$p" | sed "s/\$/ w$1.$w.$p/" | errno_of reserve
		done > "/tmp/won.$w") &
	done
	wait
	awk '{ n[$1]++ } END { for (e in n) printf "# round %d: %s %d\n", round, e, n[e] }' round="$1" /tmp/won.?
	won=$(cat /tmp/won.? | grep -c OK)
	is "$(grep -c " w$1\.[1-4]\.[0-9]* live\$" "$D/ranges")" "$won" "of four writers at most one gets each page"
}

round=0 won=0
while [ "$won" -le 15 ] && [ "$round" -lt 5 ]; do
	round=$((round + 1))
	race "$round"
done
ok "and most pages of a round are got, of at most 5 rounds" test "$won" -gt 15
check_law "after concurrent writers"

ok "unloads with reservations held" unload
is "$(mem_total)" "$total" "MemTotal is what it was"
is "$(zoneinfo)" "$all_zones" "so is every zone"

load
check_law "loaded again"
unload
done_testing
