# SPDX-License-Identifier: GPL-2.0-only
# areas.sh: where a reservation finds its pages, and what it must not take: high-atomic pageblocks
# keep their type, and the kernel is not asked for areas that a fragmented zone cannot give. It runs
# on the last node, where no process runs.
# shellcheck shell=sh source=/dev/null disable=SC2034
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

T=/sys/kernel/tracing
P=/sys/module/pressure/parameters

# High-atomic pageblocks of the node, from /proc/pagetypeinfo
highatomic()
{
	awk -v node="$node" '
	/^Number of blocks type/ { for (i = 5; i <= NF; i++) if ($i == "HighAtomic") col = i; next }
	col && $1 == "Node" && $2 + 0 == node && !/type/ { n += $col }
	END { print n + 0 }' /proc/pagetypeinfo
}

# The same number, as the zones count it
counted()
{
	insmod /job/ko/pressure.ko "node=$node" what=count
	echo $(($(cat $P/pages) / 512))
	rmmod pressure
}

# How often the kernel was asked for a range since kprobe_events was written
tries()
{
	awk '$1 == "tries" { print $2 }' "$T/kprobe_profile"
}

# Row $1 of the node's free lists
lists()
{
	awk -v row="$1" '$2 == row { $2 = ""; print }' "$D/node$node/buddy"
}

# Reserve on the node until 4K is refused
reserve_all()
{
	n=0
	for size in 64M 16M 4M 1M 256K 64K 16K 4K; do
		reserve_until_refused "$node" "$size"
	done
}

# Freed blocks may wait on a list of a CPU. A reservation in the zone moves them to the free lists.
drain()
{
	echo "node=$node size=4M drain" > "$D/reserve"
	echo owner=drain > "$D/release"
}

# two_types TYPE HOW - reserve a block of 4 MiB whose second half has another type, with which the
# first half must not merge. Does it go back as the model says? HOW: "together" releases both halves,
# "alone" releases the second half first. The second half gets its type while it is reserved;
# otherwise its reservation would be refused. If somebody else frees a page meanwhile, the lists are
# others: so there are three tries. Sets $marked, how many pageblocks have got their type.
two_types()
{
	for marked in 1 2 3; do
		release_two_types "$1" "$2"
		[ "$freed" != "$predicted" ] || break
		diag "$1, $2: try $marked: freed $freed, predicted $predicted"
		[ "$marked" = 3 ] || echo 1 > "$D/rescan"
	done
	is "$freed" "$predicted" "$1, $2: the free lists are what was predicted"
	check_law "$1, $2"
	echo 1 > "$D/rescan"
}

release_two_types()
{
	echo "node=$node size=4M two" > "$D/reserve"
	start=$(awk -v OFS= '$6 == "two" { print "0x", substr($1, 1, 16) }' "$D/ranges")
	ok "$1, $2: the second half gets its type" \
		insmod /job/ko/pressure.ko "node=$node" what=mark type="$1" at=$((start / 4096 + 512))
	rmmod pressure
	order=10 merged=9
	# Since 6.10 the kernel frees pageblocks one by one.
	[ "$VM_KERNEL" != bookworm ] || merged=10
	if [ "$2" = alone ]; then
		printf '%x-%x\n' $((start + 2097152)) $((start + 4194303)) > "$D/release"
		order=9 merged=9
	fi
	drain
	echo 1 > "$T/events/early_res/early_res_block/enable"
	echo > "$T/trace"
	echo owner=two > "$D/late_free"
	predicted=$(lists simulated)
	echo owner=two > "$D/release"
	echo 0 > "$T/events/early_res/early_res_block/enable"
	drain
	freed=$(lists free)
	is "$(sed -n 's/.* order=\([0-9]*\) merged_order=\([0-9]*\) .* simulated=\(.\)/\1 \2 \3/p' "$T/trace" | xargs)" \
		"$order $merged 1 $order $merged 0" "$1, $2: and so is the order that each says"
}

load
node=$(last_node)
is "$(cat "/sys/devices/system/node/node$node/cpulist")" "" "node $node has no CPU"
free_before=$(zoneinfo)

# High-atomic
ok "a pageblock becomes high-atomic" insmod /job/ko/pressure.ko "node=$node" what=highatomic
block=$(($(cat $P/pfn) / 512 * 512 * 4096))
rmmod pressure
blocks=$(highatomic) count=$(counted)
ok "pagetypeinfo shows it" test "$blocks" -gt 0
is "$count" "$blocks" "the zone counts as many as there are"
before=$(cat "$D/ranges")
refused reserve EBUSY "$(printf '%x-%x' "$block" "$((block + 2097151))") x\\n" "a high-atomic pageblock"
refused reserve EBUSY "$(printf '%x-%x' "$((block + 8192))" "$((block + 12287))") x\\n" "a page of it"
pair=$((block ^ 2097152))
if [ "$pair" -lt "$block" ]; then
	range=$(printf "%x-%x" "$pair" "$((block + 4095))")
else
	range=$(printf "%x-%x" "$((pair - 4096))" "$((pair + 2097151))")
fi
refused reserve EBUSY "$range x\\n" "the pageblock beside it, and a page of it"
is "$(highatomic) $(counted)" "$blocks $count" "it is what it was"
reserve_all
ok "all of the node that can be had is reserved" test "$n" -gt 5
is "$(highatomic) $(counted)" "$blocks $count" "and it is still what it was"
check_law "all of the node is reserved"
release_all
is "$(highatomic) $(counted)" "$blocks $count" "and when all is released"
is "$(zoneinfo)" "$free_before" "every zone has its pages again"
echo 1 > "$D/rescan"

# Two pageblocks that must not mix, side by side
two_types highatomic together
is "$(highatomic) $(counted)" "$((blocks + marked)) $((count + marked))" "pagetypeinfo shows it"
two_types highatomic alone
two_types isolated together
two_types isolated alone
if grep -q CMA /proc/pagetypeinfo; then
	two_types cma together
	two_types cma alone
else
	skip "cma beside another type" "this kernel has no CMA"
fi
echo 1 > "$D/rescan"

# The node is fragmented: in each 4 MiB of free memory there is a page that cannot move.
ok "the node is in pieces" insmod /job/ko/pressure.ko "node=$node" what=fragment
diag "$(cat $P/pages) pages are held"
ok "many of them" test "$(cat $P/pages)" -gt 50
function=alloc_contig_range
grep -q " T ${function}_noprof$" /proc/kallsyms && function=${function}_noprof
echo "p:tries $function" > "$T/kprobe_events"
echo 1 > "$T/events/kprobes/tries/enable"
before=$(cat "$D/ranges")
refused reserve ENOMEM "node=$node size=64M x\\n" "64 MiB of a node in pieces"
diag "$(tries) tries"
ok "it was not tried in vain" test "$(tries)" -le 8
is "$(echo "node=$node size=2M x" | errno_of reserve)" OK "what fits between the pieces is found"
rmmod pressure
is "$(echo "node=$node size=64M y" | errno_of reserve)" OK "64 MiB, when the pieces are gone"
diag "$(tries) tries in all"
ok "and is found at once" test "$(tries)" -le 10
ok "tries are counted" test "$(tries)" -ge 2
echo 0 > "$T/events/kprobes/tries/enable"
echo > "$T/kprobe_events"
check_law "after all"
unload
is "$(zoneinfo)" "$free_before" "every zone is what it was"
done_testing
