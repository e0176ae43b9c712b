# SPDX-License-Identifier: GPL-2.0-only
# spare.sh: reserves until nothing more is granted. What is left must be enough for the kernel. Memory that
# only CMA, or only a request for low memory, can get does not count. For a VM with one node, cma= three
# quarters of its memory, and nokaslr, because the image could otherwise be in the middle of memory.
# Debian's kernels before 7.x have no CMA, and are used to test the rest.
# shellcheck shell=sh source=/dev/null disable=SC2034
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# ZONE USABLE MIN LOW HIGH PROTECTION of each zone, in pages. USABLE is free memory that is not CMA.
# PROTECTION is the most that is kept from a request that could also use a higher zone
zones()
{
	awk '
	function put() { if (managed) print zone, free - cma, min, low, high, most; managed = 0 }
	/^Node/ { put(); zone = $4; free = cma = most = 0 }
	$1 == "pages" && $2 == "free" { free = $3 }
	$1 ~ /^(min|low|high)$/ && NF == 2 {
		if ($1 == "min") min = $2; else if ($1 == "low") low = $2; else high = $2 }
	$1 == "managed" { managed = $2 }
	$1 == "nr_free_cma" { cma = $2 }
	$1 == "protection:" { gsub(/[(),]/, " "); for (i = 2; i <= NF; i++) if ($i > most) most = $i }
	END { put() }' /proc/zoneinfo
}

# How much reclaim did so far, for the log of the test
reclaimed()
{
	awk '/^(allocstall|pgscan_direct |oom_kill)/ && $2 { print $1, $2 }' /proc/vmstat | tr '\n' ' '
}

load
all_zones=$(zoneinfo)
cma=$(awk '$1 == "CmaTotal:" { print $2 }' /proc/meminfo)
! grep -q '^CONFIG_CMA=y' "/boot/config-$(uname -r)" || ok "cma= took effect" test "$cma" -gt 0
diag "$(zones)"

n=0 refusal=
for size in 64M 16M 4M 1M 256K 64K 16K 4K; do
	reserve_until_refused 0 $size
	is "$refusal" ENOMEM "reserved until $size is ENOMEM"
done
diag "$n reservations; $(zones)"
ok "some were granted" test "$n" -gt 0
is "$(zones | awk '$2 < $4 + $6')" "" "each zone is above its low watermark, and what is kept of it"
if [ "$(zones | awk '$6 > 0' | wc -l)" = 0 ]; then
	skip "a low zone keeps more than its watermarks" "there is one zone only"
else
	ok "a low zone keeps more than its watermarks" test "$(zones | awk '$6 > 0 && $2 > $5' | wc -l)" -gt 0
fi

# Half of the distance between the watermarks high and min: for so much, nobody has to reclaim
kb=$(zones | awk '{ if ($5 - $3 > most) most = $5 - $3 } END { print int(most / 2) * 4 }')
diag "$(reclaimed)"
ok "the kernel gets $kb kB more, which cannot move, and need not reclaim for it" insmod /job/ko/pressure.ko node=0 what=unmovable "kb=$kb"
is "$(($(cat /sys/module/pressure/parameters/pages) * 4))" "$kb" "all of them"
diag "$(reclaimed)"
is "$(dmesg | grep -c "invoked oom-killer")" 0 "nobody was out of memory"
rmmod pressure
check_law "all reserved"

if [ "${cma:-0}" = 0 ]; then
	skip "CMA is nobody's to reserve" "this kernel has no CMA"
else
	row=$(dmesg | sed -n 's/.*cma: Reserved.* at \(0x[0-9a-f]*\).*/\1/p' | head -n 1)
	ok "the log says where CMA is" test -n "$row"
	cma_before=$(awk '$1 == "CmaFree:" { print $2 }' /proc/meminfo)
	before=$(cat "$D/ranges")
	refused reserve EBUSY "$(printf '%x-%x' "$((row))" "$((row + 4194303))") x\\n" "4 MiB of CMA"
	refused reserve EBUSY "$(printf '%x-%x' "$((row + 4096))" "$((row + 8191))") x\\n" "a page of CMA"
	diag "CmaFree $cma_before kB, then $(awk '$1 == "CmaFree:" { print $2 }' /proc/meminfo) kB"
fi
unload
is "$(zoneinfo)" "$all_zones" "every zone has its pages again"
load
check_law "loaded again"
unload
done_testing
