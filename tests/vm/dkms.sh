#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# dkms.sh KERNEL TARFILE - runs `make dkms-install` in a root, at the speed of
# this machine, and packs what that changed: unpacked over / in a VM
#
#	tests/vm/boot.sh -a TARFILE ...		# and there:
#	tar -xf "${TARFILE##*/}" -C /
#
# it makes a machine where DKMS has just installed the module.  (In the VM the
# compiler is emulated, and the same takes minutes.)  The root itself stays as
# it is: an overlay takes the writes.  Environment: SRC, as in build.sh.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
[ $# = 2 ] || { usage >&2; exit 2; }
kernel=$1
tarfile=$2
check_kernel "$kernel"
need_root
need unshare
src=${SRC:-$top}

root=$(sh "$vm/root.sh" "$kernel")
# shellcheck disable=SC2016 # for the inner shell
in_overlay "$root" 'src=$1 kver=$2
	mkdir -p new/tmp/early_res
	cp -R "$src/Makefile" "$src/Kbuild" "$src/dkms.conf" "$src/module" "$src/tools" "$src/doc" new/tmp/early_res/
	[ ! -f "$src/LICENSE" ] || cp "$src/LICENSE" new/tmp/early_res/
	chroot new make -C /tmp/early_res dkms-install "KVER=$kver" >&2
	rm -rf new/tmp/early_res
	tar -cf - -C upper --exclude=./tmp --exclude=./proc .' \
	"$src" "$(kver_of "$root")" >"$tarfile.new" ||
	die "make dkms-install failed for $kernel"
mv "$tarfile.new" "$tarfile"
