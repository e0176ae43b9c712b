#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Process 1 of a test VM, once the root is mounted: runs the scripts that
# /job/scripts lists, keeps what they say in /job/out, powers off.
#
# /job/guest and /job/tools are copies of tests/guest and tools, /job/ko has
# the modules, /job/env the VM_* variables the scripts get.
#
# Scripts run in busybox, which is static and has most commands in itself: to start a
# program that is linked dynamically takes four times as long under emulation. What tests
# the commands of Debian, or needs more than busybox has, calls them by their path.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/root LC_ALL=C.UTF-8

set -a
# shellcheck source=/dev/null # written by boot.sh
. /job/env
set +a

mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /run
# build.sh works in /tmp of the root, which is the lower directory of an overlay here. An overlay does
# not expect that it changes while it is in use.
mount -t tmpfs tmpfs /tmp
ln -sf /proc/self/fd /dev/fd
hostname "$VM_KERNEL" 2>/dev/null
busybox ip link set lo up
# As boot.sh has it for lockups: on a busy machine emulation can be late by minutes.
[ ! -e /proc/sys/kernel/hung_task_timeout_secs ] || echo 600 > /proc/sys/kernel/hung_task_timeout_secs

echo "early_res VM: up"
cd /job/guest || exit
while read -r script; do
	start=$(date +%s)
	echo "early_res VM: $script"
	name=${script##*/}
	name=${name%.sh}
	busybox sh "$script" </dev/null >"/job/out/$name.tap" 2>&1
	rc=$?
	echo "$rc" >"/job/out/$name.rc"
	echo "early_res VM: $script ended with $rc after $(($(date +%s) - start)) s"
done </job/scripts

if [ -n "$VM_INTERACTIVE" ]; then
	echo
	echo "Modules are in /job/ko; /job is shared with the host, all else is"
	echo "forgotten.  'exit' (or Ctrl-a x, at once) turns the VM off."
	setsid -c bash -i </dev/ttyS0 >/dev/ttyS0 2>&1
fi

dmesg >/job/out/dmesg
sync
echo "early_res VM: done"
: >/job/out/done
busybox poweroff -f
