# SPDX-License-Identifier: GPL-2.0-only
# demo.sh: what `make demo` shows: the commands a person would type, and what
# they print. Not a test; run in a VM with two nodes.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/early_res.sh"

show()
{
	printf '\n# %s\n' "$*"
	sh -c "$*"
}

ln -s /job/tools/early_res /usr/local/sbin/
show "uname -r; numactl --hardware | grep size"
show "insmod /job/ko/early_res.ko && dmesg | tail -n 1"
show "cat $D/summary"
show "cat $D/node1/ranges"

# The last row of whole pages on node 1
range=$(awk '!/^#/ && $2 >= 1048576 && $1 ~ /000-.*fff$/ { r = $1 } END { print r }' "$D/node1/ranges")

: > /tmp/bt
stdbuf -oL early_res trace > /tmp/bt 2>&1 &
tracer=$!
traces /tmp/bt $tracer
printf '\n# early_res trace &\n'
show "echo $range > $D/late_free"
show "cat $D/node1/buddy"
show "cat $D/node1/summary"
show "cat $S/node1/late_freed_kb"
stop_trace $tracer
printf '\n# fg	(what it saw)\n'
cat /tmp/bt
show "echo 1 > $D/reset"
show "early_res"
show "early_res map"
show "early_res plan memmap@1"
show "rmmod early_res; dmesg | tail -n 1"
grep -q "^.* free  sim" /tmp/bt
