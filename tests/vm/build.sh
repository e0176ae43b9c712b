#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# build.sh KERNEL OUTDIR [MAKE-ARGUMENT]... - builds the module for a kernel of
# root.sh, and the command, and puts the .ko files and early_res in OUTDIR.
#
# Builds a copy inside the root, with the root's own compiler and headers, at
# the speed of this machine; with clang if the kernel was built so.  W=1 is on; warnings
# of the build go to stderr and nothing is hidden, and those of the command are errors.  E.g.
# tests/vm/build.sh trixie build/trixie C=2
#
# Environment: SRC, the directory with the Kbuild file and module/ (default:
# this project); EXTRA_DIRS, more directories with a Kbuild file or Makefile of
# their own, built after it and able to use its exported symbols.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
[ $# -ge 2 ] || { usage >&2; exit 2; }
kernel=$1
out=$2
shift 2
check_kernel "$kernel"
need_root
need unshare
src=${SRC:-$top}
[ -f "$src/Kbuild" ] || die "no $src/Kbuild"

root=$(sh "$vm/root.sh" "$kernel")
kver=$(kver_of "$root")
llvm=
! grep -qx CONFIG_CC_IS_CLANG=y "$root/boot/config-$kver" || llvm=1
mkdir -p "$out"
log=$(mktemp)
build=$(mktemp -d "$root/tmp/build.XXXXXX")
trap 'rm -rf "$build" "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# make_in DIRECTORY [MAKE-ARGUMENT]... - /proc is mounted because objtool of
# newer kernels reads it; only this build sees the mount, and it goes with it.
make_in()
{
	make_dir=$build/$1
	shift
	# shellcheck disable=SC2016 # for the inner shell
	unshare -m sh -c 'root=$1; shift
		mount -t proc proc "$root/proc" && exec chroot "$root" "$@"' - "$root" \
		make -j"$(nproc)" -C "/lib/modules/$kver/build" "M=${make_dir#"$root"}" W=1 \
		"KBUILD_EXTRA_SYMBOLS=$symbols" ${llvm:+"LLVM=$llvm"} "$@" modules </dev/null ||
		die "the build for $kernel ($kver) failed"
}

# The name of the directory shows in messages: keep it the same each time.
mkdir "$build/early_res"
cp "$src/Kbuild" "$src/dkms.conf" "$build/early_res/"
[ ! -d "$src/module" ] || cp -R "$src/module" "$build/early_res/"
find "$build/early_res" '(' -name '*.o' -o -name '.*.cmd' -o -name '*.mod*' ')' -type f -delete
symbols=
make_in early_res "$@"
symbols=${build#"$root"}/early_res/Module.symvers
for dir in ${EXTRA_DIRS-}; do
	cp -R "$dir" "$build/${dir##*/}"
	make_in "${dir##*/}" "$@"
done
if [ -d "$src/tools" ]; then
	cp -R "$src/tools" "$build/early_res/"
	chroot "$root" make -s -j"$(nproc)" -C "${build#"$root"}/early_res/tools" O=.. \
		CFLAGS="-O2 -g -Werror" </dev/null || die "the command does not build for $kernel"
	cp "$build/early_res/early_res" "$out/"
fi
find "$build" -name '*.ko' -exec cp {} "$out/" \;
