#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# lint.sh - the static checks of `make lint`; any remark fails:
#
#	every *.sh: shellcheck
#	every *.c and *.h: the kernel's checkpatch.pl --strict
#	the module: no include points up or in a circle (arrows.sh)
#	the module: sparse and the compiler with W=1, for each kernel of KERNELS
#		(default "bookworm trixie backports")
#	packaging/: the packages for Fedora, openSUSE and Arch, see packaging.sh; a part that
#		did not run for want of a tool says so and is no remark
#
# Needs root and network, as it makes the roots and fetches checkpatch.pl if
# the cache does not have them.
set -eu

vm=$(cd "$(dirname "$0")/vm" && pwd)
# shellcheck source=vm/lib.sh
. "$vm/lib.sh"

case ${1-} in
'') ;;
*) usage; exit ;;
esac
KERNELS=${KERNELS:-$all_kernels}
for kernel in $KERNELS; do check_kernel "$kernel"; done
need_root
need shellcheck perl
cd "$top"
failed=0
log=$(mktemp)
ko=$(mktemp -d)
trap 'rm -rf "$log" "$ko"' EXIT

check()
{
	if [ "$1" = 0 ]; then
		echo "lint: $2: clean"
	else
		echo "lint: $2: FAILED"
		failed=1
	fi
}

rc=0
find . -path ./build -prune -o -name '*.sh' -exec shellcheck -x -P SCRIPTDIR {} + || rc=1
shellcheck tools/completion/early_res.bash || rc=1
check "$rc" shellcheck

rc=0
sh tests/arrows.sh || rc=1
check "$rc" "includes of the module"

source=$(sh "$vm/source.sh")
find . -path ./build -prune -o -name '*.[ch]' ! -name '*.mod.c' -print | sort |
	xargs perl "$source/scripts/checkpatch.pl" --no-tree --strict --terse \
		--show-types --no-summary -f >"$log" 2>&1 || [ -s "$log" ] ||
	echo "checkpatch.pl failed" >"$log"
rc=0
# What the kernel does itself: a module outside the tree asks for the version, in
# one place; iterators use their arguments more than once; so are events written,
# page flags named, and libFuzzer enters a target. A tool is not the kernel and has no __printf().
allowed='/compat.h:[0-9]+: WARNING:(LINUX_VERSION_CODE|CONSTANT_COMPARISON):'
allowed="$allowed|/(range.h|tools/map.c):[0-9]+: CHECK:MACRO_ARG_REUSE:"
allowed="$allowed|/trace.h:[0-9]+: CHECK:(OPEN_ENDED_LINE|PARENTHESIS_ALIGNMENT):"
allowed="$allowed|/tools/(say.h|log/log.c):[0-9]+: WARNING:PREFER_DEFINED_ATTRIBUTE_MACRO:"
allowed="$allowed|CHECK:CAMELCASE: Avoid CamelCase: <(_*(Set|Clear|Test)?Page[A-Z]|LLVMFuzzer)"
! grep -vE "$allowed" "$log" || rc=1
check "$rc" "checkpatch --strict"

rc=0
sh tests/packaging.sh >"$log" 2>&1 || rc=$?
sed 's/^packaging: /lint: /' "$log"
[ "$rc" = 0 ] || [ "$rc" = 77 ] || failed=1

for kernel in $KERNELS; do
	rc=0
	checked="sparse, gcc W=1"
	MAKEFLAGS='' EXTRA_DIRS="$top/tests/bench $top/tests/modules" sh "$vm/build.sh" "$kernel" "$ko" C=2 >"$log" 2>&1 || rc=1
	if [ "$rc" != 0 ]; then
		cat "$log"
	elif grep -E 'warning|error:|WARNING|ERROR' "$log"; then
		rc=1
	elif grep -q "sparse is not available or not up to date" "$log"; then
		# The build system of 7.x asks a script the header packages lack,
		# and Debian's sparse does not know the __typeof_unqual__ of 7.x.
		checked="gcc W=1 (its headers are too new for sparse, which did not run)"
	elif ! grep -q "^ *CHECK " "$log"; then
		echo "sparse did not run"
		rc=1
	fi
	check "$rc" "$kernel: $checked"
done
exit "$failed"
