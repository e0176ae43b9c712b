#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bench.sh - the benchmarks of `make bench`. They compare:
#
#	the module's walk with a plain walk and page-types, in one boot of an 8 GiB VM whose
#	memory is first mostly free, then full of page cache; also, what a row of a dump costs
#	(tests/bench/walk.sh)
#	the rescan of a 64 GiB VM with that of an 8 GiB VM, which have the same reservations
#	except the struct pages (tests/bench/rescan.sh)
#	what it costs to release and to reserve a page with the kernel's usual ways, in one
#	boot of a 4 GiB VM (tests/bench/late_free.sh)
#	the table with the kernel's own memblock, in user space
#	(tests/bench/memblock_bench.c)
#
# If a target is missed, bench.sh says so, and its exit status shows it.
#
# Environment: KERNELS, those to measure on (default "trixie"); RUNS of each
# measurement, of which the median counts (default 5). Needs 9 GiB of memory, and room for a VM
# that is told it has 64 GiB and uses 2.
set -eu

vm=$(cd "$(dirname "$0")/../vm" && pwd)
# shellcheck source-path=SCRIPTDIR/../vm
. "$vm/lib.sh"

case ${1-} in
'') ;;
*) usage; exit ;;
esac
bench=$top/tests/bench
out=$top/build/bench
mkdir -p "$out"

sh "$vm/deps.sh" >&2
source=$(sh "$vm/source.sh")
missed=0
sh "$top/tests/unit/memblock/memblock.sh" bench "$source" "$out/memblock" || missed=$?

# page-types, from the same source, static: it runs in any of the VMs
rm -rf "$out/tree"
mkdir -p "$out/tree/include"
cp -R "$source/tools" "$out/tree"
cp -R "$source/include/uapi" "$out/tree/include"
make -s -C "$out/tree/tools/mm" LDFLAGS='-static ../lib/api/libapi.a' page-types >"$out/page-types.log" 2>&1 ||
	{ cat "$out/page-types.log" >&2; die "page-types does not build"; }

for kernel in ${KERNELS:-trixie}; do
	check_kernel "$kernel"
	EXTRA_DIRS=$bench sh "$vm/build.sh" "$kernel" "$out/ko-$kernel" >"$out/build.log" 2>&1 ||
		{ cat "$out/build.log" >&2; die "the build failed"; }
	sh "$vm/boot.sh" -p -k "$kernel" -m 8G -t 1500 -e "RUNS=${RUNS:-5}" -M "$out/ko-$kernel" \
		-a "$out/tree/tools/mm/page-types" -o "$out/$kernel" "$bench/walk.sh" \
		>"$out/$kernel.out" &
	watch $! "bench.sh: $kernel" || exit 1
	cat "$out/$kernel.out"
	! grep -q '^missed' "$out/$kernel.out" || missed=1
	: >"$out/rescan.out"
	for gib in 8 64; do
		sh "$vm/boot.sh" -p -k "$kernel" -m "${gib}G" -t 600 -e "RUNS=${RUNS:-5}" -M "$out/ko-$kernel" \
			-c "dhash_entries=1048576 ihash_entries=1048576" -o "$out/$kernel" \
			"$bench/rescan.sh" >>"$out/rescan.out" &
		watch $! "bench.sh: $kernel: rescan of $gib GiB" || exit 1
	done
	cat "$out/rescan.out"
	awk '$1 == "rescan" { us[++n] = $5 } END {
		printf "%.2f times the time for 8 times the memory\n", us[2] / us[1]
		if (us[2] > 1.5 * us[1]) { print "missed: at most 1.50 times"; exit 1 } }' "$out/rescan.out" || missed=1
	sh "$vm/boot.sh" -p -k "$kernel" -m 4G -t 600 -e "RUNS=${RUNS:-5}" -M "$out/ko-$kernel" \
		-o "$out/$kernel" "$bench/late_free.sh" >"$out/$kernel.out" &
	watch $! "bench.sh: $kernel: late free" || exit 1
	cat "$out/$kernel.out"
done
exit "$missed"
