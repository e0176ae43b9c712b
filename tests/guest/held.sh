# SPDX-License-Identifier: GPL-2.0-only
# held.sh: pages are reserved and released while others take references to them. For HELD_SECONDS,
# areas of 4 MiB and of odd sizes are reserved and released thousands of times: first beside a module
# that takes and drops references on random page frames (tests/modules/frames.c), then beside DAMON and
# split_huge_pages. A reservation may be refused because a page is held; a release may not. The kernel
# must not complain, and every page must come back. For a VM with page_poison=1 and a node without a
# CPU, where nobody else takes pages.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

HELD_SECONDS=${HELD_SECONDS:-20}
SEED=${SEED:-$(date +%s)}
DAMON=/sys/kernel/mm/damon/admin/kdamonds
STAT=/sys/module/damon_stat/parameters/enabled
SPLIT=/sys/kernel/debug/split_huge_pages
PAGES=1024 # of the area

# below N - set $random to the next random number below N
below()
{
	seed=$(((seed * 1103515245 + 12345) & 0x7fffffff))
	random=$(((seed >> 8) % $1))
}

# request FILE FIRST END [NAME] - write the pages FIRST to END - 1 of the area to a file
request()
{
	echo "$(printf '%x-%x' $((base + $2 * 4096)) $((base + $3 * 4096 - 1)))${4:+ $4}" > "$D/$1"
}

# pick NR PAGE - choose a random part of the NR pages from PAGE on: $first to $end - 1
pick()
{
	below $(($1 - 1))
	first=$(($2 + random))
	below $(($1 - random - 1))
	end=$((first + random + 1))
}

# try_reserve FIRST END NAME - return 1 if it is refused because a page is held, 2 for another reason
try_reserve()
{
	if request reserve "$@" 2> /tmp/error; then
		granted=$((granted + 1))
		return 0
	fi
	grep -q "resource busy" /tmp/error || return 2
	refused=$((refused + 1))
	return 1
}

# Reserve whole pageblocks and release an odd part of them, beginning with a single page; reserve that
# part again; release the rest. Then reserve an odd part alone among free pages: up to 6.12 the kernel
# complains if somebody holds a page beside the range that it is asked for (free_contig_range()).
cycle()
{
	below 2
	half=$((random * PAGES / 2))
	pick $((PAGES / 2)) $half
	try_reserve $half $((half + PAGES / 2)) held || return $(($? - 1))
	{
		request release $first $((first + 1)) &&
			{ [ $((first + 1)) = $end ] || request release $((first + 1)) $end; }
	} 2> /tmp/error || return 1
	try_reserve $first $end again
	case $? in
	0) echo owner=again > "$D/release" ;;
	2) return 1 ;;
	esac 2> /tmp/error
	echo owner=held > "$D/release" 2> /tmp/error || return 1
	pick $PAGES 0
	try_reserve $first $end odd || return $(($? - 1))
	echo owner=odd > "$D/release" 2> /tmp/error
}

# cycles SECONDS
cycles()
{
	granted=0 refused=0
	until=$(($(date +%s) + $1))
	while [ "$(date +%s)" -lt "$until" ]; do
		for _ in 1 2 3 4 5 6 7 8 9 10; do
			cycle || { cat /tmp/error; return 1; }
		done
	done
}

# Nobody holds a page of the area any more, so all of it can be reserved.
all_is_back()
{
	for _ in 1 2 3 4 5; do
		request reserve 0 $PAGES held 2> /dev/null && break
		sleep 1
	done
	echo owner=held > "$D/release"
}

start_damon()
{
	[ ! -w $STAT ] || echo N > $STAT # only one user of DAMON can have the physical memory
	echo 1 > $DAMON/nr_kdamonds
	echo 1 > $DAMON/0/contexts/nr_contexts
	context=$DAMON/0/contexts/0
	echo paddr > $context/operations
	echo 1000 > $context/monitoring_attrs/intervals/sample_us
	echo 5000 > $context/monitoring_attrs/intervals/aggr_us
	echo 1000000 > $context/monitoring_attrs/intervals/update_us
	echo 100 > $context/monitoring_attrs/nr_regions/min
	echo 1000 > $context/monitoring_attrs/nr_regions/max
	echo 1 > $context/targets/nr_targets
	echo 1 > $context/targets/0/regions/nr_regions
	echo $base > $context/targets/0/regions/0/start
	echo $((base + PAGES * 4096)) > $context/targets/0/regions/0/end
	echo on > $DAMON/0/state
	[ "$(cat $DAMON/0/state)" = on ]
}

split_all()
{
	while [ ! -e /tmp/stop ]; do
		echo 1 > $SPLIT
	done
}

load
zones=$(zoneinfo)
echo "node=$(last_node) size=4M held" > "$D/reserve"
row=$(awk '$6 == "held" { print $1 }' "$D/ranges")
base=$((0x${row%-*}))
echo owner=held > "$D/release"
seed=$SEED
diag "seed $SEED, area $row"
log_mark

/sbin/insmod /job/ko/frames.ko pfn=$((base / 4096)) pages=$PAGES
ok "pages change hands beside frames.ko" cycles $((HELD_SECONDS / 2))
/sbin/rmmod frames
diag "$granted reservations granted, $refused refused; $(dmesg | grep -o 'frames: took.*')"
ok "frames.ko: it held pages that were reserved" \
	test "$(dmesg | sed -n 's/.*frames: took.* \([0-9]*\) of them.*/\1/p')" -gt 0
ok "frames.ko: some reservations were granted" test "$granted" -gt 0
ok "frames.ko: all pages are back" all_is_back
check_law "after frames.ko"

if [ -d $DAMON ]; then
	ok "DAMON starts" start_damon
else
	skip "DAMON starts" "this kernel has none"
fi
rm -f /tmp/stop
if [ -e $SPLIT ]; then
	split_all 2> /dev/null &
else
	skip "split_huge_pages" "this kernel has none"
fi
ok "pages change hands beside DAMON and split_huge_pages" cycles $((HELD_SECONDS / 2))
: > /tmp/stop
wait
[ ! -d $DAMON ] || echo off > $DAMON/0/state
diag "$granted reservations granted, $refused refused"
ok "DAMON: some reservations were granted" test "$granted" -gt 0
ok "DAMON: all pages are back" all_is_back
check_law "after DAMON"

log_since | grep -v -e "frames: took" -e "[Ss]plit" > /tmp/log
is "$(foreign_lines /tmp/log)" "" "the kernel has no complaint"
ok "unloads" unload
is "$(zoneinfo)" "$zones" "every zone is what it was"
done_testing
