#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# debug-kernel.sh ROOT - builds the kernel of root "debug" in a Debian tree that has
# linux-source-6.12 and what is needed to build it, and installs it there, headers
# and all; root.sh calls it.
#
# It is Debian's source, made small (tinyconfig and debug.config) and suspicious: KASAN,
# lockdep, DEBUG_VM, page owner, kmemleak, fault injection. One local change: memblock is
# kept after boot (ARCH_KEEP_MEMBLOCK), so that debugfs memblock/reserved says what was
# reserved. Takes a quarter of an hour on two CPUs.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
[ $# = 1 ] || { usage >&2; exit 2; }
root=$1
need_root
need unshare

tar -xJf "$root/usr/src/linux-source-6.12.tar.xz" -C "$root/usr/src"
rm "$root/usr/src/linux-source-6.12.tar.xz"
mv "$root/usr/src/linux-source-6.12" "$root/usr/src/linux-debug"
cp "$vm/debug.config" "$root/usr/src/linux-debug/early_res.config"

# /proc is this build's own and goes with it.
# shellcheck disable=SC2016 # for the inner shell
unshare -m sh -ec 'mount -t proc proc "$1/proc" && exec chroot "$1" sh -exc "$2"' - "$root" '
	cd /usr/src/linux-debug
	sed -i "/^config X86_64\$/,/^\$/ s/def_bool y/&\n\tselect ARCH_KEEP_MEMBLOCK/" arch/x86/Kconfig
	make -s tinyconfig
	scripts/kconfig/merge_config.sh -m .config early_res.config
	make -s olddefconfig
	sed "/^# CONFIG_/!s/^#.*//" early_res.config | grep . | while read -r line; do
		grep -qxF "$line" .config || { echo "did not take: $line"; exit 1; }
	done
	make -s -j"$(nproc)" bzImage modules
	kver=$(make -s kernelrelease)
	make -s modules_install
	ln -sfn /usr/src/linux-debug "/lib/modules/$kver/build"
	cp arch/x86/boot/bzImage "/boot/vmlinuz-$kver"
	cp .config "/boot/config-$kver"
	cp System.map "/boot/System.map-$kver"
	depmod "$kver"

	# modules outside the tree need neither of these
	rm -f vmlinux* .tmp_vmlinux*
	find . -path ./tools -prune -o -path ./scripts -prune -o "(" -name "*.o" -o -name "*.a" \
		-o -name "*.ko" -o -name ".*.cmd" -o -name "*.c" -o -name "*.S" -o -name "*.dts*" \
		-o -name "*.rst" -o -name "*.mod" ")" -type f -exec rm -f {} +
' </dev/null || die "the debug kernel does not build"
