# SPDX-License-Identifier: GPL-2.0-only
# tools.sh: the command runs all bpftrace scripts at once, during one release and one simulation. What they
# print is right, and the same as the events in the trace buffer.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

T=/sys/kernel/tracing
tools="orders latency proof"

# Start all scripts, and wait until they trace
start()
{
	for tool in $tools; do
		stdbuf -oL /job/tools/early_res trace "$tool" > "/tmp/$tool" 2>&1 &
		echo $! > "/tmp/$tool.pid"
	done
	for tool in $tools; do
		traces "/tmp/$tool" "$(cat "/tmp/$tool.pid")" || return 1
	done
}

stop()
{
	stop_failed=0
	for tool in $tools; do
		stop_trace "$(cat "/tmp/$tool.pid")" || { echo "$tool failed"; stop_failed=1; }
	done
	return $stop_failed
}

# How many blocks in the trace have simulated=$1 and match $2?
traced()
{
	grep 'early_res_block:' "$T/trace" | grep "simulated=$1" | grep -c -- "$2"
}

# The sum of all counts of the histogram @$1 in the output of "orders"
counted()
{
	awk -v name="@$1[" '/^@/ { on = index($0, name) == 1 } on && /^\[/ { n += $3 } END { print n + 0 }' /tmp/orders
}

load
node=$(last_node)
echo "node=$node size=24M tools" > "$D/reserve"
row=$(awk '$6 == "tools" { print $1 }' "$D/ranges")
ok "all tools start" start
echo 1 > "$T/events/early_res/early_res_block/enable"
# The range begins inside a page and ends at an odd one, so it has blocks of many orders.
part=$(printf '%x-%x' $((0x${row%-*} + 0x3000)) $((0x${row%-*} + 0x977fff)))
echo "$part" > "$D/late_free"
echo 1 > "$D/reset"
echo "$part" > "$D/release"
echo owner=tools > "$D/release"
ok "all tools end cleanly" stop
for tool in $tools; do
	grep -v -e "^$" -e "^\[" "/tmp/$tool" | sed "s/^/# $tool: /"
done

sim=$(traced 1 .) real=$(traced 0 .)
ok "the trace has blocks of many orders" test "$sim" -gt 10 -a "$real" -gt 20
is "$(counted order_in_sim) $(counted order_out_sim)" "$sim $sim" "orders: counts the simulated blocks"
is "$(counted order_in_real) $(counted order_out_real)" "$real $real" "orders: counts the real ones"
is "$(awk '/^@order_in_real/ { on = 1; next } /^@/ { on = 0 } on && /^\[10, 11)/ { print $3 }' /tmp/orders)" \
   "$(traced 0 ' order=10 ')" "of order 10, too"
is "$(awk '$1 == "@matched:" { print $2 }' /tmp/proof)" $((sim + real)) "proof: confirms all of them"
is "$(awk '$1 == "@unmatched:" { print $2 }' /tmp/proof)" 0 "and has nothing else"
is "$(awk -F'[][, ]+' '/^@page_ns/ && $4 > 0 { n++ } END { print n }' /tmp/latency)" \
   "$(grep 'simulated=0' "$T/trace" | sed -n 's/.* order=\([0-9]*\) .*/\1/p' | sort -u | wc -l)" \
   "latency: has a time for a page of each order"
is "$(awk '/^@block_ns/ { on = 1 } /^@page_ns/ { on = 0 } on && /^\[/ { n += $3 } END { print n + 0 }' /tmp/latency)" \
   "$real" "latency: times every block"
echo 0 > "$T/events/early_res/early_res_block/enable"
unload
done_testing
