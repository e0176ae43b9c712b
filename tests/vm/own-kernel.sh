#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# own-kernel.sh ROOT NAME - builds Debian's kernel 6.12 with the configuration NAME of
# tests/configs in a Debian tree that has linux-source-6.12 and what is needed to build
# it, and installs it there, headers and all; root.sh calls it.
#
# Takes a few minutes on two CPUs.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
[ $# = 2 ] || { usage >&2; exit 2; }
root=$1
name=$2
need_root
need unshare

tar -xJf "$root/usr/src/linux-source-6.12.tar.xz" -C "$root/usr/src"
rm "$root/usr/src/linux-source-6.12.tar.xz"
mv "$root/usr/src/linux-source-6.12" "$root/usr/src/linux-$name"
cp "$top/tests/configs/configure.sh" "$root/usr/src/linux-$name/"
config_lines trixie base >"$root/usr/src/linux-$name/base.lines"
config_lines trixie "$name" >"$root/usr/src/linux-$name/own.lines"
llvm=
! config_is_clang "$name" || llvm=LLVM=1

# /proc is this build's own and goes with it.
# shellcheck disable=SC2016 # for the inner shell
unshare -m sh -ec 'mount -t proc proc "$1/proc" && exec chroot "$1" sh -exc "$2" - "$3" "$4"' - "$root" '
	cd "/usr/src/linux-$1"
	sh configure.sh . make $2
	make -s $2 -j"$(nproc)" bzImage modules
	kver=$(make -s $2 kernelrelease)
	make -s $2 modules_install
	ln -sfn "/usr/src/linux-$1" "/lib/modules/$kver/build"
	cp arch/x86/boot/bzImage "/boot/vmlinuz-$kver"
	cp .config "/boot/config-$kver"
	cp System.map "/boot/System.map-$kver"
	depmod "$kver"

	# modules outside the tree need neither of these
	rm -f vmlinux* .tmp_vmlinux*
	find . -path ./tools -prune -o -path ./scripts -prune -o "(" -name "*.o" -o -name "*.a" \
		-o -name "*.ko" -o -name ".*.cmd" -o -name "*.c" -o -name "*.S" -o -name "*.dts*" \
		-o -name "*.rst" -o -name "*.mod" ")" -type f -exec rm -f {} +
' "$name" "$llvm" </dev/null || die "the kernel $name does not build"
