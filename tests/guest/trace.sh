# SPDX-License-Identifier: GPL-2.0-only
# trace.sh: the tracepoints say what was done, latefree.bt prints it, and the module cannot be unloaded while
# it is traced.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

T=/sys/kernel/tracing

# The lines of the trace buffer with event $1, from the event's name on
traced()
{
	sed -n "s/.* early_res_$1: //p" "$T/trace"
}

fields()
{
	sed -n 's/^\tfield:\(.*\);\toffset.*/\1/p' "$T/events/early_res/early_res_$1/format" |
		sed 's/.* //; s/\[.*//' | grep -v common_ | tr '\n' ' '
}

# Are the blocks in the trace aligned, as large as possible, and exactly the pages from byte $1 to byte $2?
blocks_tile()
{
	traced block | awk -v first="$1" -v last="$2" "$HEX"'
	BEGIN { pfn = hex(first) / 4096; end = (hex(last) + 1) / 4096 }
	{
		split($0, a, /[= ]/)
		if (hex(substr(a[2], 3)) != pfn) { print "not at " pfn ": " $0; bad = 1 }
		size = 1
		for (i = 0; i < a[4]; i++) size *= 2
		if (pfn % size) { print "not aligned: " $0; bad = 1 }
		if (a[4] > 10 || a[4] < 10 && pfn % (2 * size) == 0 && pfn + 2 * size <= end)
			{ print "could be larger: " $0; bad = 1 }
		pfn += size
	}
	END { if (pfn != end) print "ends at " pfn ", not " end; exit bad || pfn != end }'
}

# Start the command, which runs latefree.bt, and wait until it traces
bpftrace_start()
{
	stdbuf -oL /job/tools/early_res trace > /tmp/bt 2>&1 &
	tracer=$!
	traces /tmp/bt $tracer
}

load
is "$(fields reserve)" "start end nid zone owner " "fields of early_res_reserve"
is "$(fields late_free)" "start end nid pages simulated owner " "fields of early_res_late_free"
is "$(fields block)" "pfn order merged_order nid zone simulated " "fields of early_res_block"

row=$(awk '!/^#/ && $2 > 65536 && $1 ~ /000-.*fff$/ { r = $0 } END { print r }' "$D/ranges")
# shellcheck disable=SC2086 # its columns
set -- $row
range=$1 bytes=$2 node=$3 zone=$4 owner=$6

echo 1 > "$T/events/early_res/enable"
is "$(unload 2>&1 | grep -o 'is in use')" "" "a trace by tracefs does not hold the module"
load
echo 1 > "$T/events/early_res/enable"
echo > "$T/trace"
echo "$range" > "$D/late_free"
is "$(traced late_free)" "$range nid=$node pages=$((bytes / 4096)) simulated=1 owner=$owner" \
   "late_free is traced"
ok "its blocks are aligned, maximal and complete" blocks_tile "${range%-*}" "${range#*-}"
is "$(traced block | grep -cv "nid=$node zone=$zone simulated=1")" 0 "blocks have the range's node and zone"
echo > "$T/trace"
echo "$range" 2> /dev/null > "$D/late_free"
is "$(traced late_free)$(traced block)" "" "what is refused is not traced"
echo 1 > "$D/rescan"
is "$(traced reserve | sed 's/ .*//')" "$(awk '!/^#/ { print $1 }' "$D/ranges")" \
   "a rescan traces each range it mirrored"
echo 0 > "$T/events/early_res/enable"

ok "latefree.bt starts" bpftrace_start
is "$(unload 2>&1 | grep -o 'is in use')" "is in use" "bpftrace holds the module"
echo "$range" > "$D/late_free"
ok "latefree.bt ends cleanly" stop_trace "$tracer"
sed 's/^/# /' /tmp/bt
want=$(echo "$range" | sed 's/^0*//; s/-0*/-/')
is "$(awk -v r="$want" '$3 == "free" && $8 == r { print $2, $4, $5, $6, $9 }' /tmp/bt)" \
   "$node sim $((bytes / 4096)) $((bytes / 4096)) $owner" "latefree.bt prints the late free"
is "$(awk '$3 == "block" { n += $5 } END { print n }' /tmp/bt)" $((bytes / 4096)) \
   "latefree.bt prints its blocks"
is "$(sed '1,/^State of each node/d' /tmp/bt | awk '$1 == "total" { print $8 }')" $((bytes / 4096)) \
   "latefree.bt ends with the state of each node"
ok "unloads when the trace is over" unload
done_testing
