# SPDX-License-Identifier: GPL-2.0-only
# nodebugfs.sh: with debugfs=off the module loads, and sysfs has its numbers. For a VM with debugfs=off.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# NODE PAGES that boot took from each node, from /proc/zoneinfo
taken()
{
	zoneinfo | awk '{ n[$1] += $3 - $4 } END { for (i in n) print i, n[i] }' | sort
}

# The same from sysfs
shown()
{
	for dir in "$S"/node*; do
		echo "${dir##*node} $(($(cat "$dir/reserved_kb") / 4))"
	done | sort
}

# debugfs has no files, whether it is mounted or not.
debugfs_is_off()
{
	! mount -t debugfs debugfs /mnt 2> /dev/null || [ -z "$(ls /mnt)" ]
}

ok "debugfs is off" debugfs_is_off
ok "loads" load
is "$(dmesg | grep -c 'early_res: this kernel has no debugfs')" 1 "the kernel log says what is missing"
is "$(shown)" "$(taken)" "reserved_kb is what boot took, on each node"
is "$(er 2>&1)" "early_res: this kernel has no debugfs; was it booted with debugfs=off?" "the command says it, too"
ok "unloads" unload
ok "loads again" load
ok "unloads again" unload
ok "sysfs is gone" test ! -e "$S"
done_testing
