# SPDX-License-Identifier: GPL-2.0-only
# late_free.sh: what a page costs to release and to reserve, beside the kernel's plain ways,
# in one boot; see late_free_bench.c. Also a reservation of 1 GiB, as a user makes it. A
# guest script, for a VM with 4 GiB.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/early_res.sh"

RUNS=${RUNS:-5}
MIB=${MIB:-256}

# Whole reservation of $1 MiB, to the last byte that the shell does: microseconds
reserve_us()
{
	t=$(/bin/date +%s%N)
	echo "node=0 size=$1M bench" > "$D/reserve" || return 1
	echo $((($(/bin/date +%s%N) - t) / 1000))
	awk '$6 == "bench" && $5 == "reserved" { print $1 }' "$D/ranges" > /tmp/row
}

# Median of the lines, each a number
median()
{
	sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# The nanoseconds a page of all lines of the kernel log for way $1 with ranges of $2 pages
ns_a_page()
{
	dmesg | awk -v way="$1" -v range="$2" '
		$(NF - 3) == way && (range == "" || $(NF - 2) == range) { print $NF / $(NF - 1) }' | median
}

measure()
{
	for _ in $(seq "$RUNS"); do
		/sbin/insmod /job/ko/late_free_bench.ko "pfn=$pfn" "pages=$1" 2> /dev/null
	done
}

load
echo "# $(uname -r), $(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo) MiB, accel $VM_ACCEL"
# An area that is free, and stays so: what was freed last is taken first.
reserve_us "$MIB" > /dev/null || exit
pfn=$((0x$(cut -d- -f1 /tmp/row) / 4096))
echo "node=0 size=64M later" > "$D/reserve"
echo owner=bench > "$D/release"
echo owner=later > "$D/release"

dmesg -C
measure $((MIB * 256))
plain=$(ns_a_page page-by-page)
awk -v ns="$plain" 'BEGIN { printf "release page by page       %8.1f ns a page\n", ns }'
for range in 1 16 512 1024 $((MIB * 256)); do
	echo "$range $(ns_a_page give "$range") $plain"
done | awk '{ printf "release, ranges of %6d %8.1f ns a page, %6.1f times less\n", $1, $2, $3 / $2 }'
echo "$(ns_a_page alloc_contig_range) $(ns_a_page take)" |
	awk '{ printf "alloc_contig_range alone   %8.1f ns a page\nreserve                    %8.1f ns a page, %6.2f times that\n", $1, $2, $2 / $1 }'

for _ in $(seq "$RUNS"); do
	reserve_us 1024 >> /tmp/reserve
	pfn=$((0x$(cut -d- -f1 /tmp/row) / 4096))
	echo "node=0 size=64M later" > "$D/reserve"
	echo owner=bench > "$D/release"
	echo owner=later > "$D/release"
done
dmesg -C
measure 262144
echo "$(ns_a_page alloc_contig_range) $(median < /tmp/reserve)" | awk '{
	printf "1 GiB, alloc_contig_range  %8.1f ns a page\n", $1
	printf "1 GiB, echo > reserve      %8.1f ns a page, %6.2f times that\n", $2 * 1000 / 262144, $2 * 1000 / 262144 / $1 }'
unload
