# SPDX-License-Identifier: GPL-2.0-only
# cycles.sh: loads and unloads the module 200 times. After that there is no line in the kernel log
# except the module's own, no memory is lost, and no file is left.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

CYCLES=${CYCLES:-200}

cycle()
{
	load || return 1
	cat "$D/ranges" "$D/summary" > /dev/null || return 1
	echo owner=kernel_data > "$D/late_free"
	unload
}

# cycles N
cycles()
{
	n=0
	while [ $n -lt "$1" ]; do
		cycle || return 1
		n=$((n + 1))
	done
}
ok "10 to fill caches that stay" cycles 10
managed=$(zoneinfo)

# A leak shows in every round; memory that others take does not. So the round with the least growth
# counts. There are no more rounds than necessary.
round=0 least=1000000
: > /tmp/dmesg.new # it may be there from another script
while [ $round -lt 3 ] && [ $least -ge $((CYCLES * 2)) ]; do
	round=$((round + 1))
	before=$(used_kb) # this also writes to the log
	log_mark
	ok "$CYCLES loads and unloads" cycles "$CYCLES"
	log_since >> /tmp/dmesg.new
	growth=$(($(used_kb) - before))
	diag "$growth kB more in use after $CYCLES cycles"
	[ $growth -ge $least ] || least=$growth
done
is "$(foreign_lines /tmp/dmesg.new)" "" "no line in the kernel log but the module's own"
is "$(grep -c 'early_res: ' /tmp/dmesg.new)" "$((CYCLES * round))" "one line of the module's own each time"
is "$(zoneinfo)" "$managed" "present and managed pages are what they were"
# a page a cycle would be $((CYCLES * 4)) kB
no_memory_lost "$least" $((CYCLES * 2))
ok "no file left" test ! -e "$D" -a ! -e "$S"
ok "no tracepoint left" test ! -e /sys/kernel/tracing/events/early_res
done_testing
