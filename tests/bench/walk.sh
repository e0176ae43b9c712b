# SPDX-License-Identifier: GPL-2.0-only
# walk.sh: compares a whole rescan with two plain ways, in one boot: (a) a module that asks
# pfn_to_online_page() for every page, (b) `page-types -r -b reserved -l`, which people use today. The
# machine's memory is first mostly free, and then full of page cache. It also measures what a row of a
# dump costs. A guest script.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/early_res.sh"

RUNS=${RUNS:-5}

median()
{
	sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# MICROSECONDS PAGES from the last line that module $1 logged. A rescan counts as a whole.
last_walk()
{
	dmesg | sed -n "s/.*$1: .*looked at \([0-9]*\) pages.* in \([0-9]*\) us.*/\2 \1/p" | tail -n 1
}

whole_rescan()
{
	rescan
	last_walk early_res
}

plain_walk()
{
	echo 1 > /sys/module/pfn_walk/parameters/run
	last_walk pfn_walk
}

page_types()
{
	t=$(/bin/date +%s%N)
	/job/guest/page-types -r -b reserved -l > /tmp/page-types
	echo $((($(/bin/date +%s%N) - t) / 1000)) "$(awk '$1 == "MemTotal:" { print $2 / 4 }' /proc/meminfo)"
}

# Print the medians of RUNS runs of each, done in turn; $1 says what the machine is like
measure()
{
	rm -f /tmp/us.*
	for _ in $(seq "$RUNS"); do
		for way in whole_rescan plain_walk page_types; do
			$way > /tmp/last.$way
			cut -d' ' -f1 /tmp/last.$way >> /tmp/us.$way
		done
	done
	mirror=$(median < /tmp/us.whole_rescan)
	for way in whole_rescan plain_walk page_types; do
		echo "$1 $way $(median < /tmp/us.$way) $(cut -d' ' -f2 /tmp/last.$way) $mirror"
	done | awk '{ printf "%-12s %-12s %12d us %10d pages looked at %9.1f times the mirror\n",
		$1, $2, $3, $4, $3 / $5
	  if ($2 == "plain_walk" && $3 < 200 * $5) print "missed: at least 200 times" }'
}

# How many microseconds a cat of all these files takes
cat_us()
{
	t=$(/bin/date +%s%N)
	/bin/cat "$@" > /dev/null
	echo $((($(/bin/date +%s%N) - t) / 1000))
}

# What a row of a dump costs. One cat reads the dump many times, because its start costs more than that
dump_cost()
{
	n=$(grep -vc '^#' "$D/ranges")
	times=$((50000 / n + 5))
	# shellcheck disable=SC2046 # a list of names without blanks
	us=$(($(cat_us $(yes "$D/ranges" | head -n "$times")) - $(cat_us /dev/null)))
	echo "$n $times $us" | awk '{ printf "dump of %d rows: %.0f us, %.2f us a row\n", $1, $3 / $2, $3 / $2 / $1 }'
}

load
/sbin/insmod /job/ko/pfn_walk.ko
echo "# $(uname -r), $(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo) MiB, accel $VM_ACCEL"
measure mostly-free

free=$(awk '/MemFree/ { print int($2 / 1024) }' /proc/meminfo)
mount -o remount,size=100% /dev/shm
dd if=/dev/zero of=/dev/shm/fill bs=1M count=$((free - 250)) status=none
echo "# page cache: $(awk '$1 == "Cached:" { print int($2 / 1024) }' /proc/meminfo) MiB, free $(awk '/MemFree/ { print int($2 / 1024) }' /proc/meminfo) MiB"
measure page-cache
rm /dev/shm/fill

dump_cost
row=$(awk '!/^#/ && $2 > 204800 && $1 ~ /000-.*fff$/ { r = $1 } END { print r }' "$D/ranges")
for rows in 100 1000 10000 100000; do
	split_row $((rows / 2)) "$row"
	dump_cost
	echo 1 > "$D/reset"
done
/sbin/rmmod pfn_walk
unload
