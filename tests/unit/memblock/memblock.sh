#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# memblock.sh - compares module/table/range*.c with the kernel's own memblock, in user space.
#
#	memblock.sh check SRC OUT [OPERATIONS [SEED]]
#	memblock.sh bench SRC OUT
#
# check does random operations to both and compares them after each; it prints
# KTAP.  bench compares the speed.  SRC is a kernel source tree with
# tools/testing/memblock; tests/vm/source.sh prints the path of one. Nothing is
# written to it. OUT is a directory to build in.  mm/memblock.c is compiled from
# SRC without changes.
#
# Environment: CC (default gcc).
set -eu

usage()
{
	sed -n '4,${/^#/!q;s/^# \{0,1\}//p}' "$0"
}

die()
{
	printf 'memblock.sh: %s\n' "$*" >&2
	exit 1
}

case ${1-} in
-h | --help) usage; exit ;;
check | bench) ;;
*) usage >&2; exit 2 ;;
esac
[ $# -ge 3 ] || { usage >&2; exit 2; }

mode=$1
src=$(cd "$2" && pwd) || die "no kernel source at $2"
out=$3
shift 3
CC=${CC:-gcc}
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
sim=tools/testing/memblock

[ -f "$src/$sim/internal.h" ] || die "$src has no $sim"
printf '#include <urcu/uatomic.h>\n' | "$CC" -E - >/dev/null 2>&1 ||
	die "liburcu-dev is missing: the memblock simulator needs it"

mkdir -p "$out"
out=$(cd "$out" && pwd)

# The simulator finds its headers by paths in the kernel tree, so make such a tree.
tree=$out/tree
rm -rf "$tree"
mkdir -p "$tree/tools/testing"
ln -s "$src/mm" "$src/include" "$src/lib" "$tree"
ln -s "$src/tools/arch" "$src/tools/include" "$src/tools/lib" "$tree/tools"
cp -R "$src/$sim" "$tree/$sim"
ln -sf "$src/include/linux/memblock.h" "$tree/$sim/linux/memblock.h"
ln -sf "$src/tools/arch/x86/include/asm/asm.h" "$tree/$sim/asm/asm.h"
ln -sf "$src/tools/arch/x86/include/asm/cmpxchg.h" "$tree/$sim/asm/cmpxchg.h"
ln -sf "$src/mm/memblock.c" "$tree/$sim/memblock.c"

case $mode in
check)
	main=$here/memblock_test.c
	flags="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all" ;;
bench)
	main=$top/tests/bench/memblock_bench.c
	flags=-O2 ;;
esac
name=$(basename "$main" .c)

# cc OBJECT ARGUMENT... - the flags of the mode are words
cc()
{
	object=$1
	shift
	# shellcheck disable=SC2086
	"$CC" $flags -c -o "$out/$mode-$object.o" "$@"
}

rm -f "$out/$mode"-*.o
for unit in memblock.c mmzone.c; do
	cc "sim-${unit%.c}" -w -D CONFIG_PHYS_ADDR_T_64BIT -D CONFIG_NUMA \
		-D CONFIG_NODES_SHIFT=4 -I"$tree/$sim" -I"$tree/tools/include" "$tree/$sim/$unit"
done
for unit in slab.c cmdline.c; do
	cc "tools-${unit%.c}" -w -D CONFIG_PHYS_ADDR_T_64BIT \
		-I"$tree/$sim" -I"$tree/tools/include" "$tree/tools/lib/$unit"
done
cc peer -w -D CONFIG_PHYS_ADDR_T_64BIT -D CONFIG_NUMA -D CONFIG_NODES_SHIFT=4 \
	-I"$tree/$sim" -I"$tree/tools/include" "$here/peer.c"
for unit in "$main" "$top"/module/table/range*.c "$top/module/table/claim.c" "$top/tests/unit/shim.c"; do
	cc "$(basename "$unit" .c)" -std=gnu11 -Wall -Wextra -Werror \
		-I"$top/tests/unit/include" -I"$top/tests/unit" -I"$top/module" -I"$here" "$unit"
done
# shellcheck disable=SC2086
"$CC" $flags -o "$out/$name" "$out/$mode"-*.o -lm

"$out/$name" "$@"
