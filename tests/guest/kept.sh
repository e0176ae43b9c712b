# SPDX-License-Identifier: GPL-2.0-only
# kept.sh: compares the table with memblock itself, page by page, on a kernel that keeps memblock
# (ARCH_KEEP_MEMBLOCK; root "debug"). memblock has what was reserved at the end of boot. It does not know
# what the kernel freed later (pages.sh), nor that two kinds of reservations were passed on: pages of
# 1 GiB to hugetlb, and CMA's areas to the buddy.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"
. "$(dirname "$0")/pages.sh"
. "$(dirname "$0")/lists.sh"

K=/sys/kernel/debug/memblock

# "$1 FIRST LAST" for each region of memblock/$2 on stdin, in hex
regions()
{
	awk -v what="$1" 'NF >= 2 { gsub(/0x/, ""); sub(/[.][.]/, " ", $2); print what, $2 }'
}

cma_areas()
{
	dmesg | awk "$HEX"'/cma: Reserved [0-9]+ MiB at 0x/ {
		for (i = 1; i <= NF; i++) {
			if ($i == "MiB") size = $(i - 1) * 1048576
			if ($i ~ /^0x/) start = hex(substr($i, 3))
		}
		printf "free %.0f %.0f\n", start, start + size - 1
	}'
}

# Pages of 1 GiB: all of such a page except its first 4 KiB is marked as not to be initialized.
huge_pages()
{
	mawk "$HEX"'/RSV_NIT/ {
		gsub(/0x/, "")
		split($2, a, "[.][.]")
		printf "free %.0f %.0f\n", hex(a[1]) - 4096, hex(a[2])
	}'
}

load
check_law "at load"
if [ ! -r "$K/reserved" ]; then
	not_ok "the kernel keeps memblock (boot the root \"debug\")"
	done_testing
fi
text=$(awk '/Kernel code/ { split($1, a, "-"); print a[1] }' /proc/iomem)
{
	echo mode hex
	regions memory < "$K/memory"
	regions reserve < "$K/reserved"
	late_frees
	echo mode dec
	image "$text" | grep free
	cma_areas
	huge_pages < "$K/reserved"
} > /tmp/memblock
reserved_runs < /tmp/memblock > /tmp/want
ranges_runs > /tmp/got
diag "$(grep -c reserve /tmp/memblock) regions of memblock, $(awk -F- '{ n += $2 - $1 + 1 } END { print n }' /tmp/want) pages in $(wc -l < /tmp/want) runs"
ok "memblock has some" test "$(wc -l < /tmp/want)" -gt 3
ok "ranges are exactly its pages" diff /tmp/want /tmp/got

read_kept_list
ok "memblock's debugfs has entries" test "$(wc -l < /tmp/entries)" -gt 3
ok "boot is memblock's debugfs, entry by entry" boot_is_list
check_boot "kept"
unload
done_testing
