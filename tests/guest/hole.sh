# SPDX-License-Identifier: GPL-2.0-only
# hole.sh: a zone with a hole: on a PC, memory ends below 4 GiB and goes on above. The search for an
# area skips the hole, and a range that contains a part of it is refused. For a VM with 5 GiB.
# shellcheck shell=sh source=/dev/null disable=SC2034,SC2016
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# The hole begins behind the last System RAM below 4 GiB.
hole=$(awk -F'[- ]' '/System RAM/ && length($1) == 8 { end = $2 } END { print end }' /proc/iomem)
first=$((0x$hole + 1))

load
zones=$(zoneinfo)
ok "there is a hole below 4 GiB" test $first -lt $((0xf0000000))
ok "DMA32 spans it" awk -v "first=$((first / 4096))" '
	/^Node/ { dma32 = $4 == "DMA32" }
	$1 == "spanned" { spanned = $2 }
	/start_pfn/ && dma32 && $2 < first && $2 + spanned > first { found = 1 }
	END { exit !found }' /proc/zoneinfo

# In each 4 MiB of free memory a page cannot move, so the search goes on to the end of each zone.
before=$(cat "$D/ranges")
ok "the node is in pieces" insmod /job/ko/pressure.ko node=0 what=fragment
refused reserve ENOMEM "node=0 size=64M x\\n" "64 MiB of a node in pieces"
rmmod pressure

n=0 refusal=
for size in 64M 4M; do
	reserve_until_refused 0 $size
	is "$refusal" ENOMEM "areas of $size, until there is no more"
	diag "$n in all"
done
ok "some in DMA32" awk '$6 ~ /^r[0-9]/ && $4 == "DMA32" { found = 1 } END { exit !found }' "$D/ranges"
check_law "all is reserved"
release_all

before=$(cat "$D/ranges")
refused reserve ENOENT "$(printf '%x-%x' $first $((first + 4095))) x\\n" "a page of the hole"
refused reserve ENOENT "$(printf '%x-%x' $((first - 4096)) $((first + 4095))) x\\n" "half memory, half hole"
refused reserve ENOENT "$(printf '%x-%x' $((first + 0x10000000)) $((first + 0x13ffffff))) x\\n" "64 MiB of it"
check_law "all is back"
ok "unloads" unload
is "$(zoneinfo)" "$zones" "every zone is what it was"
done_testing
