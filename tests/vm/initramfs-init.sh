#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# /init of the initramfs, run by busybox.  The VM has no disk: the host shares
# two directories over 9p, `root` (the Debian tree, read-only, so many VMs can
# use it at once; a tmpfs overlay takes the writes) and `job` (scripts in,
# results out).  Mounts both and hands over to the job's own init.
# `er.probe` on the command line: only says that the kernel got this far (see
# accel() in boot.sh).
export PATH=/bin

fail()
{
	echo "initramfs: $*"
	busybox poweroff -f
}

busybox mount -t proc proc /proc
case $(busybox cat /proc/cmdline) in
*er.probe*)
	echo 'er.probe: ok'
	busybox poweroff -f ;;
esac

while read -r module; do
	busybox insmod "/modules/$module" || fail "insmod $module failed"
done < /modules/order

nine=trans=virtio,version=9p2000.L,msize=524288
busybox mount -t 9p -o "ro,$nine,cache=loose" root /lower || fail "no share 'root'"
busybox mount -t tmpfs -o mode=755 tmpfs /rw || fail "no tmpfs"
busybox mkdir /rw/upper /rw/work
busybox mount -t overlay -o lowerdir=/lower,upperdir=/rw/upper,workdir=/rw/work \
	overlay /new || fail "no overlay"
busybox mkdir -p /new/job
busybox mount -t 9p -o "$nine" job /new/job || fail "no share 'job'"

busybox mount -t proc proc /new/proc
busybox mount -t sysfs sysfs /new/sys
busybox mount -t devtmpfs devtmpfs /new/dev
busybox mount -t debugfs debugfs /new/sys/kernel/debug
busybox mount -t tracefs tracefs /new/sys/kernel/tracing
busybox umount /proc
# shellcheck disable=SC2094 # a device, not a file
exec busybox switch_root /new /bin/sh /job/init </new/dev/console >/new/dev/console 2>&1
