# SPDX-License-Identifier: GPL-2.0-only
# late_free.sh: what it costs to release and to reserve a page, compared with the kernel's usual ways, in
# one boot; see late_free_bench.c. Also a reservation of 1 GiB, as a user makes it. A guest script, for a
# VM with 4 GiB.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/early_res.sh"

RUNS=${RUNS:-5}
MIB=${MIB:-256}

# Reserve $1 MiB with a write to the file; print how many microseconds the shell takes for it
reserve_us()
{
	t=$(/bin/date +%s%N)
	echo "node=0 size=$1M bench" > "$D/reserve" || return 1
	echo $((($(/bin/date +%s%N) - t) / 1000))
	awk '$6 == "bench" && $5 == "reserved" { print $1 }' "$D/ranges" > /tmp/row
}

# The median of the numbers on stdin, one on each line
median()
{
	sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# The nanoseconds per page in the kernel log for way $1 with ranges of $2 pages
ns_a_page()
{
	dmesg | awk -v way="$1" -v range="$2" '
		$(NF - 3) == way && (range == "" || $(NF - 2) == range) { print $NF / $(NF - 1) }' | median
}

# How many times faster a page is with ranges of $1 pages than page by page, measured just before it
times_less()
{
	dmesg | awk -v range="$1" '
		$(NF - 3) == "page-by-page" { plain = $NF / $(NF - 1) }
		$(NF - 3) == "give" && $(NF - 2) == range { print plain * $(NF - 1) / $NF }' | median
}

# Find an area of $1 MiB that is free and stays free: the kernel uses first what was freed last. Prints how
# many microseconds it took to reserve the area
find_area()
{
	reserve_us "$1" || return 1
	pfn=$((0x$(cut -d- -f1 /tmp/row) / 4096))
	echo "node=0 size=64M later" > "$D/reserve"
	echo owner=bench > "$D/release"
	echo owner=later > "$D/release"
}

# Take and give back $1 MiB, $2 times, for each of the ranges $3 (in pages)
measure()
{
	find_area "$1" > /dev/null || exit
	dmesg -C
	/sbin/insmod /job/ko/late_free_bench.ko "pfn=$pfn" "pages=$(($1 * 256))" "runs=$2" "ranges=$3" 2> /dev/null
	! dmesg | grep "late_free_bench: .*error" || exit 1
}

# The line for ranges of $1 pages
print_release()
{
	echo "$1 $(ns_a_page give "$1") $(times_less "$1") $(ns_a_page page-by-page)" | awk '{
		printf "release, ranges of %6d %8.1f ns a page, %6.2f times less than page by page, %.1f\n", $1, $2, $3, $4 }'
}

load
echo "# $(uname -r), $(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo) MiB, accel $VM_ACCEL"

# With one page at a time the two are close to each other, so there are many short runs
measure 32 $((RUNS * 12)) 1
print_release 1
measure "$MIB" "$RUNS" "16,512,1024,$((MIB * 256))"
for range in 16 512 1024 $((MIB * 256)); do
	print_release "$range"
done
echo "$(ns_a_page alloc_contig_range) $(ns_a_page take)" |
	awk '{ printf "alloc_contig_range alone   %8.1f ns a page\nreserve                    %8.1f ns a page, %6.2f times that\n", $1, $2, $2 / $1 }'

for _ in $(seq "$RUNS"); do
	find_area 1024 >> /tmp/reserve
done
measure 1024 "$RUNS" 262144
echo "$(ns_a_page alloc_contig_range) $(median < /tmp/reserve)" | awk '{
	printf "1 GiB, alloc_contig_range  %8.1f ns a page\n", $1
	printf "1 GiB, echo > reserve      %8.1f ns a page, %6.2f times that\n", $2 * 1000 / 262144, $2 * 1000 / 262144 / $1 }'
unload
