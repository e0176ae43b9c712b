# SPDX-License-Identifier: GPL-2.0-only
# check.sh: the verb check. A healthy kernel has nothing lost. Memory that a boot option keeps is
# kept, for that reason. The module leak takes memory back as if boot had never freed it, and check
# finds it to the page.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"
. "$(dirname "$0")/lists.sh"
unset COLUMNS

# checked ARGS... - run check on /tmp/snap: $rc gets the status, /tmp/check WHAT,SIZE,VERDICT,RANGE of all rows
checked()
{
	er check -rbn --all -o WHAT,SIZE,VERDICT,RANGE --from /tmp/snap "$@" > /tmp/check 2> /tmp/err && rc=0 || rc=$?
}

rows()
{
	awk -v verdict="$1" '$3 == verdict { print $1, $2, $4 }' /tmp/check
}

has_option()
{
	case " $(cat /proc/cmdline) " in
	*" $1 "*) return 0 ;;
	esac
	return 1
}

# row WHAT PFN PAGES - the row that check must show
row()
{
	printf '%s %d %016x-%016x\n' "$1" $(($3 * 4096)) $(($2 * 4096)) $((($2 + $3) * 4096 - 1))
}

# Four bytes of the boot loader's parameters at offset $1; struct efi_info is at 0x1c0
parameter()
{
	od -An -v -j "$1" -N 4 -t u4 /sys/kernel/boot_params/data | tr -d ' '
}

code=$((0x$(awk '/Kernel code/ { split($1, a, "-"); print a[1] }' /proc/iomem) >> 12))
rodata_end=$(((0x$(awk '/Kernel rodata/ { split($1, a, "-"); print a[2] }' /proc/iomem) >> 12) + 1))
data=$((0x$(awk '/Kernel data/ { split($1, a, "-"); print a[1] }' /proc/iomem) >> 12))

load
er save /tmp/snap
checked
sed 's/^/# /' /tmp/check

old_map=$(awk '$6 == "efi_memmap" && $7 == "boot" { print substr($1, 1, 16); exit }' "$D/ranges")

# Memory that boot options keep
if has_option efi=debug; then
	kept=$(awk '$6 == "boot_services_kept" { n += $2 } END { print n }' "$D/ranges")
	is "$(rows kept | awk '$1 == "boot_services" { n += $2 } END { print n }')" "$kept" "efi=debug keeps boot services"
	ok "$((kept >> 20)) MiB" test "$kept" -gt $((16 << 20))
	sed 's/efi=debug/efi=debus/' /tmp/snap > /tmp/other
	is "$(er check -rbn -o WHAT,SIZE --from /tmp/other | awk '$1 == "boot_services" { n += $2 } END { print n }')" "$kept" \
	   "without it, they would be lost"
fi
if has_option rodata=off; then
	is "$(rows kept | grep '^image_gap ' | tail -n 1)" "$(row image_gap "$rodata_end" $((data - rodata_end)))" \
	   "rodata=off keeps what aligns the image"
	sed 's/rodata=off/rodata=xxx/' /tmp/snap > /tmp/other
	is "$(er check -rbn -o WHAT,SIZE,RANGE --from /tmp/other | grep '^image_gap ' | tail -n 1)" \
	   "$(row image_gap "$rodata_end" $((data - rodata_end)))" "without it, it would be lost"
else
	is "$(rows kept | grep '^image_gap ')" "" "nothing of the image is kept"
fi
initrd=$(dmesg | sed -n 's/.*RAMDISK: \[mem 0x\([0-9a-f]*\)-0x\([0-9a-f]*\)\].*/\1 \2/p' | head -n 1)
if has_option retain_initrd; then
	want="$((0x${initrd#* } - 0x${initrd% *} + 1)) $(printf %016x-%016x "0x${initrd% *}" "0x${initrd#* }")"
	is "$(rows kept | grep '^initrd ')" "initrd $want" "retain_initrd keeps the initrd"
	sed 's/retain_initrd/retain_nobody/' /tmp/snap > /tmp/other
	is "$(er check -rbn -o WHAT,SIZE,RANGE --from /tmp/other | grep '^initrd ')" "initrd $want" "without it, it would be lost"
fi
is "$(rows lost)" "" "nothing is lost"
if has_option efi=noruntime; then
	is "$(awk '$1 == "nobody" && $2 > 1048576' /tmp/check)" "" "and no MiB is nobody's"
fi
is "$rc $(cat /tmp/err)" "0 " "the exit status says so"
is "$(grep -c '^init_sections .* unknown' /tmp/check)" 0 "it is known where the init sections were"
unload
if has_option rodata=off || has_option efi=debug || has_option retain_initrd; then
	done_testing
fi

# Memory that did not come back: a page of the init sections, and some of boot services. The pages of
# the init sections are often used for something that stays; then only boot services are tested.
symbols=$(awk '$3 == "_text" || $3 == "__init_begin" || $3 == "__init_end" { print substr($1, 8) }' /proc/kallsyms)
# shellcheck disable=SC2086 # words, in the order of addresses
set -- $symbols
init="at=$((code + ((0x$2 - 0x$1) >> 12))) pages=1 room=$(((0x$3 - 0x$2) >> 12))"
services=
if [ "$VM_FIRMWARE" = uefi ]; then
	map=$(($(parameter 464) + ($(parameter 472) << 32)))
	services="map=$map size=$(parameter 468) desc_size=$(parameter 456)"
fi
# leak WHAT... - load the module leak; sets $whats
leak()
{
	whats=$*
	case $whats in
	init_sections) places=$init ;;
	boot_services) places="at=0 pages=5 room=0 $services" ;;
	*) places="$(echo "$init" | sed 's/at=[0-9]*/&,0/; s/pages=1/&,5/; s/room=[0-9]*/&,0/') $services" ;;
	esac
	diag "$places"
	# shellcheck disable=SC2086 # words
	insmod /job/ko/leak.ko $places 2>&1 | sed 's/^/# /'
	[ -d /sys/module/leak ]
}
echo 3 > /proc/sys/vm/drop_caches
if ! leak init_sections ${services:+boot_services}; then
	skip "a page of init that did not come back" "all of its pages are in use"
	if [ -z "$services" ]; then
		done_testing
	fi
	ok "boot services that did not come back" leak boot_services
fi
# A copy of the kernel's first map may be left over, with the same content as the boot loader's map.
# Damage it, so that only the boot loader's map can be used.
if [ -n "$old_map" ]; then
	base=$(read_kernel "$(sym page_offset_base)" 8)
	ok "the kernel's old map is damaged" insmod /job/ko/poke.ko at="$(printf 0x%x $((0x$base + 0x$old_map)))" word=0xffffffffffffffff
fi
load
check_law "with leaks"
er save /tmp/snap
checked
n=0
for what in $whats; do
	n=$((n + 1))
	row "$what" "$(cut -d, -f$n /sys/module/leak/parameters/at)" "$(echo "$places" | sed 's/.*pages=//; s/ .*//' | cut -d, -f$n)"
done | sort > /tmp/want
is "$(rows lost | sort)" "$(cat /tmp/want)" "each is found, to the page: $whats"
is "$rc $(cat /tmp/err)" "1 " "and the exit status is 1, without a word on stderr"
sum=$(awk '{ n += $2 } END { print n }' /tmp/want)
checked --threshold "$sum"
is "$rc" 0 "a threshold of $sum bytes"
checked --threshold $((sum - 1))
is "$rc" 1 "and one byte less"
er check > /tmp/text
sed 's/^/# /' /tmp/text
is "$(tail -n 2 /tmp/text | head -n 1 | cut -d' ' -f3)" "($((sum / 1024))" "live, too"
unload
rmmod leak
[ ! -d /sys/module/poke ] || rmmod poke

load
er save /tmp/snap
checked
is "$(rows lost) $rc" " 0" "all is back"
unload
er check > /tmp/text 2> /tmp/err && rc=0 || rc=$?
is "$rc $(cat /tmp/text) $(cut -d: -f1 /tmp/err)" "1  early_res" "a failure says so on stderr, and nothing else"
done_testing
