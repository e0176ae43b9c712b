# SPDX-License-Identifier: GPL-2.0-only
# turmoil.sh: everything at once for MINUTES: writers on every file, readers with buffers of one byte and of
# 64 KiB, rescans, a CPU that goes offline and comes back, bpftrace that attaches and detaches, and the
# module that is unloaded and loaded again. For an unload, a gate is closed: writers and readers wait at it, and
# rmmod is tried until the last of them has left the module's files. Nothing may hang or complain. At the
# end the law holds and no page is lost.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

MINUTES=${MINUTES:-2}
SEED=${SEED:-$(date +%s)}
GATE=/tmp/gate
C=/sys/devices/system/cpu/cpu1/online

gcc -O1 -Wall -Wextra -o /tmp/writes "$(dirname "$0")/writes.c" || exit

# Repeat a command until the time is over, and print how often it ran.
go_on()
{
	n=0
	while [ "$(date +%s)" -lt "$end" ]; do
		if [ -e "$GATE" ]; then
			sleep 0.2
			continue
		fi
		"$@" && n=$((n + 1))
	done 2> /dev/null
	echo "$n" > "/tmp/times.$1"
}

read_bytes()
{
	for file in summary ranges boot owners node0/buddy; do
		dd if="$D/$file" bs=1 count=20000 status=none > /dev/null
	done
}

read_blocks()
{
	for file in summary ranges boot owners node0/buddy node0/ranges node0/boot node0/summary; do
		dd if="$D/$file" bs=64k status=none > /dev/null
	done
	cat "$S"/node*/*_kb > /dev/null
}

switch_cpu()
{
	echo 0 > "$C" && sleep 1 && echo 1 > "$C" && sleep 1
}

# A shell makes its background programs ignore SIGINT, until bpftrace is ready.
trace_a_while()
{
	stdbuf -oL bpftrace "$(dirname "$0")/../tools/latefree.bt" > /tmp/bt 2>&1 &
	tracer=$!
	until grep -q '^Tracing' /tmp/bt; do
		sleep 1
		kill -0 $tracer || return 1
	done
	for _ in 1 2 3 4 5; do
		[ -e "$GATE" ] || sleep 1
	done
	kill $tracer
	wait $tracer
	sleep 2
}

# The gate is opened before the module is loaded again.
unload_and_load()
{
	sleep 40 # longer than bpftrace needs to attach
	: > "$GATE"
	for _ in $(seq 100); do
		unload && break
		sleep 0.5
	done
	rm "$GATE"
	load
}

zones=$(zoneinfo)
load
end=$(($(date +%s) + MINUTES * 60))
diag "seed $SEED"
tasks="read_bytes read_blocks trace_a_while unload_and_load"
[ ! -w "$C" ] || tasks="$tasks switch_cpu"
for task in $tasks; do
	go_on "$task" &
done
/tmp/writes 1000000000 3 "$SEED" $((MINUTES * 60)) "$GATE" > /tmp/results 2>&1 && rc=0 || rc=$?
wait
is "$rc" 0 "$MINUTES minutes of writes have results that are documented"
sed "s/^/# /" /tmp/results
for task in $tasks; do
	times=$(cat "/tmp/times.$task")
	ok "$task: $times times" test "$times" -gt 0
done
[ -d "$D" ] || load
echo 1 > "$D/rescan"
check_law "after $MINUTES minutes"
ok "unloads" unload
is "$(zoneinfo)" "$zones" "every zone is what it was"
done_testing
