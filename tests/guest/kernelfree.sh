# SPDX-License-Identifier: GPL-2.0-only
# kernelfree.sh: what the kernel frees late by itself is traced to the page, with its node and with the
# function that freed it. `unexplained` is negative by the same number until a rescan. The kernel frees
# struct pages of huge pages, and half of the crash kernel's memory if there is one.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# Start the command, and wait until it traces
tracer_start()
{
	stdbuf -oL /job/tools/early_res trace kernel > /tmp/bt 2>&1 &
	tracer=$!
	traces /tmp/bt $tracer
}

# NODE PAGES that were freed, from the last totals; with $1, only by functions that match this pattern
freed()
{
	sed -n '/^Pages per node/,$s/^@freed\[\([0-9]*\), \([^]]*\)\]: \([0-9]*\)$/\1 \3 \2/p' /tmp/bt |
		awk -v by="${1-}" 'by == "" || $3 ~ by { n[$1] += $2 } END { for (i in n) print i, n[i] }' | sort
}

# NODE PAGES that are unexplained, as a positive number of pages that came back
unexplained()
{
	summary_column unexplained | awk '{ n[$1] -= $3 } END { for (i in n) print i, n[i] }' | sort
}

optimize=/proc/sys/vm/hugetlb_optimize_vmemmap
pool=/proc/sys/vm/nr_hugepages
load
check_law "before"
if [ -e $optimize ]; then
	ok "the tracer starts" tracer_start
	echo 1 > $optimize
	# The pool is not made smaller again: under emulation, Linux 6.12 then reports a "Bad page state".
	echo $(($(cat $pool) + 20)) > $pool
	pages=$((0 - $(summary_total unexplained)))
	ok "huge pages free boot's struct pages ($pages)" test $pages -ge 60
	ok "the tracer ends cleanly" stop_trace "$tracer"
	sed 's/^/# /' /tmp/bt
	is "$(freed)" "$(unexplained)" "the tracer counts them on each node, to the page"
	is "$(freed 'vmemmap')" "$(unexplained)" "and knows who freed them"
	is "$(grep -c '^ *total ' /tmp/bt)" 2 "summary is printed before and after"
	is "$(awk '$1 == "total" { print $7 }' /tmp/bt | tail -n 1)" "-$pages" "and shows them"
	echo 1 > "$D/rescan"
	check_law "after a rescan"
else
	skip "struct pages of huge pages" "this kernel has no $optimize"
fi

size=$(cat /sys/kernel/kexec_crash_size 2> /dev/null || echo 0)
if [ "$size" -gt 1048576 ]; then
	ok "the tracer starts again" tracer_start
	echo $((size / 2)) > /sys/kernel/kexec_crash_size
	ok "it ends cleanly" stop_trace "$tracer"
	is "$(freed)" "$(unexplained)" "a half of the crash kernel: counted to the page"
	is "$(freed | awk '{ n += $2 } END { print n }')" $((size / 2 / 4096)) "that is a half"
	is "$(freed 'crash|kexec')" "$(freed)" "and who freed it"
	echo 1 > "$D/rescan"
	check_law "after another rescan"
else
	skip "a half of the crash kernel" "no crashkernel= here"
fi
unload
done_testing
