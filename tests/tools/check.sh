#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# check.sh - the verb check: each of its rules, when it applies and when not, on changed snapshots of a real
# VM (Debian 13, two nodes of 4 GiB). Built with sanitizers. Runs anywhere, prints KTAP.
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tools/command.sh
. "$here/command.sh"

# The VM's kernel has its image on node 1: code, rodata, a gap that is freed, data, and the init sections
# before the bss
unpack "$here/inputs" vm
sed -i 's/ section_table$/ section_table pointer/' vm/ranges
cat > vm/symbols <<EOF
ffffffff81000000 T _text
ffffffff8331c000 D __init_begin
ffffffff8373b000 R __init_end
ffffffff83a05000 B __start_bss_decrypted_unused
ffffffff83c00000 B __end_bss_decrypted
EOF
cat > vm/boot <<EOF
# start-end bytes node flags now
000000007fe51000-000000007ffcffff        1568768    0 - freed
000000025c000000-000000025db8dfff       28893184    1 - reserved
000000025db8e000-000000025dbfffff         466944    1 - freed
000000025dc00000-000000025e31bfff        7454720    1 - reserved
000000025e31c000-000000025e73afff        4321280    1 - freed
EOF

# machine NAME [CMDLINE]: a copy of the VM's inputs to change
machine()
{
	rm -rf now
	cp -r vm now
	echo "console=ttyS0 panic=-1 ${1-}" > now/cmdline
}

# range START LAST NODE OWNER [HOW [STATE]]: add a row to `ranges`
range()
{
	grep '^#' now/ranges > ranges
	{
		grep -v '^#' now/ranges
		printf '%016x-%016x %d %d Normal %s %s %s\n' $((0x$1)) $((0x$2)) $((0x$2 - 0x$1 + 1)) "$3" "${6-reserved}" "$4" "${5-fact}"
	} | sort >> ranges
	mv ranges now/ranges
}

# found WANT DESC [ARGS...]: check the exit status, and the rows as WHAT SIZE NODE VERDICT FIRST-LAST; rows
# that a clean VM has are left out
found()
{
	want=$1 desc=$2
	shift 2
	snapshot now > now.snap
	er check -rbn --all -o WHAT,SIZE,NODE,VERDICT,RANGE --from now.snap "$@" > out 2> err && rc=0 || rc=$?
	is "$rc $(cat err)$(grep -vxF -f clean out | sed 's/ 0*\([0-9a-f]*\)-0*\([0-9a-f]*\)$/ \1-\2/' | tr '\n' ';')" "$want" "$desc"
}

# why TEXT: check the reason of the last one
why()
{
	er check --all --from now.snap > text
	ok "because $1" grep -q ": .*$1" text
}

# says STATUS TEXT ARGS...: the exit status, the one line on stderr, and nothing else
says()
{
	want=$1 text=$2
	shift 2
	er check "$@" > out 2> err && rc=0 || rc=$?
	case "$rc $(wc -l < err | tr -d ' ') $(wc -c < out | tr -d ' ') $(cat err)" in
	"$want 1 0 early_res: "*"$text"*) pass "check $*: $text" ;;
	*) is "$rc $(cat out err)" "$want $text" "check $*" ;;
	esac
}

# A clean machine has nothing lost
machine
snapshot now > now.snap
er check --from now.snap > text && rc=0 || rc=$?
is "$rc $(tr '\n' ' ' < text)" "0 Nothing is lost. Kept for a reason: 639.0K (see --all). " "clean: nothing is lost"
er check -rbn --all -o WHAT,SIZE,NODE,VERDICT,RANGE --from now.snap > clean
is "$(cut -d' ' -f1,2,4 clean | grep -v ^nobody | sort | tr '\n' ';')" "low_1m 647168 kept;unused 3072 kept;unused 4096 kept;" "clean: what is kept"
found "0 " "clean: nothing else"
is "$(er check --json --from now.snap | jq -c .)" '{"check":[]}' "clean: JSON"

# EFI boot services
machine
range 800000 8fffff 0 boot_services_kept boot
range 900000 9fffff 0 boot_services_kept boot
range 300000 300fff 0 boot_services_kept boot late_freed
range 310000 310fff 0 boot_services_kept boot released
found "1 boot_services 4096 0 lost 300000-300fff;boot_services 2097152 0 lost 800000-9fffff;" \
      "boot services: what touches is one, what was released is back"
why "the firmware does not need it"
found "1 boot_services 4096 0 lost 300000-300fff;boot_services 2097152 0 lost 800000-9fffff;" "--threshold below" \
      --threshold 2101247
found "0 boot_services 4096 0 lost 300000-300fff;boot_services 2097152 0 lost 800000-9fffff;" "--threshold" \
      --threshold 2101248
found "0 boot_services 4096 0 lost 300000-300fff;boot_services 2097152 0 lost 800000-9fffff;" "--threshold 3M" \
      --threshold=3M
found "0 " "on another node there is none" --node 1
cp now/ranges with
for option in efi=debug efi=nochunk,debug "efi=debug,nochunk efi=x"; do
	machine "$option"
	cp with now/ranges
	found "0 boot_services 4096 0 kept 300000-300fff;boot_services 2097152 0 kept 800000-9fffff;" "$option keeps them"
	why "efi=debug keeps it"
done
for option in "-- efi=debug" efi=nodebug efi efi= xefi=debug; do
	machine "$option"
	cp with now/ranges
	found "1 boot_services 4096 0 lost 300000-300fff;boot_services 2097152 0 lost 800000-9fffff;" "$option does not"
done

# The initrd
machine
range 7fe51000 7ffcffff 0 initrd
found "1 initrd 1568768 0 lost 7fe51000-7ffcffff;" "an initrd that stayed"
cp now/ranges with
for option in retain_initrd keepinitrd debug_pagealloc=on debug_pagealloc=1 debug_pagealloc=enable; do
	machine "$option"
	cp with now/ranges
	found "0 initrd 1568768 0 kept 7fe51000-7ffcffff;" "$option keeps it"
	why "${option%=*}.* keeps it"
done
for option in retain_initrd2 -- debug_pagealloc=off "debug_pagealloc=on debug_pagealloc=0"; do
	machine "$option"
	cp with now/ranges
	found "1 initrd 1568768 0 lost 7fe51000-7ffcffff;" "$option does not"
done

# Init sections, wherever the image is
machine
range 25e730000 25e73afff 1 kernel_other
range 25e400000 25e400fff 1 kernel_other
found "1 init_sections 4096 1 lost 25e400000-25e400fff;init_sections 45056 1 lost 25e730000-25e73afff;" \
      "init sections"
sed 's/^ffffffff8/ffffffffb/' vm/symbols > now/symbols
found "1 init_sections 4096 1 lost 25e400000-25e400fff;init_sections 45056 1 lost 25e730000-25e73afff;" \
      "init sections, with another KASLR"
cp now/ranges with
machine
sed 's/^000000025e73b000-000000025e73bfff  *4096/000000025e73a000-000000025e73bfff 8192/' vm/ranges > now/ranges
found "1 init_sections 4096 1 lost 25e73a000-25e73afff;" "a row that init has a part of"
machine debug_pagealloc=on
cp with now/ranges
found "0 init_sections 4096 1 kept 25e400000-25e400fff;init_sections 45056 1 kept 25e730000-25e73afff;" \
      "init sections that debug_pagealloc unmaps"
machine
sed -i 's/^[0-9a-f]*/0000000000000000/' now/symbols
found "0 init_sections - - unknown -;" "hidden symbols: not known"
rm now/symbols
found "0 init_sections - - unknown -;" "no symbols: not known"
why "the file has no symbols"
is "$(er check --json --from now.snap | jq -c '.check[0] | [.size, .node, .range, .verdict]')" '[null,null,null,"unknown"]' "null in JSON"
sed -i '/__init_end/d' now/symbols 2> /dev/null || sed '/__init_end/d' vm/symbols > now/symbols
found "0 init_sections - - unknown -;" "one symbol is missing: not known"
machine
sed 's/Kernel data/Kernel dada/' vm/iomem > now/iomem
found "0 init_sections - - unknown -;" "no image in iomem: not known"

# Gaps that align the image
machine
range 25dbfe000 25dbfffff 1 kernel_other
found "1 image_gap 8192 1 lost 25dbfe000-25dbfffff;" "a gap of the image"
cp now/ranges with
for option in rodata=off debug_pagealloc=on; do
	machine "$option"
	cp with now/ranges
	found "0 image_gap 8192 1 kept 25dbfe000-25dbfffff;" "$option keeps it"
done
for option in rodata=on rodata=full rodata=0 rodata; do
	machine "$option"
	cp with now/ranges
	found "1 image_gap 8192 1 lost 25dbfe000-25dbfffff;" "$option does not"
done
machine
sed 's/25cffffff : Kernel code/25cff0e80 : Kernel code/; ' vm/iomem > now/iomem
sed 's/^000000025c000000-000000025cffffff  *16777216/000000025c000000-000000025cff0fff 16715776/' vm/ranges > now/ranges
found "0 " "a page that code ends in is code"
range 25cff1000 25cffffff 1 kernel_other
found "1 image_gap 61440 1 lost 25cff1000-25cffffff;" "a gap behind code"

# The decrypted bss
machine
range 25ea05000 25ea06fff 1 kernel_bss
found "1 decrypted_bss 8192 1 lost 25ea05000-25ea06fff;" "the decrypted bss"
grep -v decrypted vm/symbols > now/symbols
found "0 " "kernels without one"

# Edges of freed ranges
# edge ROWS: the rows at the end of memblock's list
edges()
{
	machine
	{ cat vm/boot; cat; } | sort > now/boot
}
edges <<EOF
0000000040000100-0000000040000fff           3840    0 - reserved
0000000040001000-0000000040001fff           4096    0 - freed
0000000040002000-0000000040002eff           3840    0 - reserved
EOF
range 40000000 400000ff 0 slack boot
range 40000100 40000fff 0 - -
range 40002000 40002eff 0 - -
range 40002f00 40002fff 0 slack boot
sed 's/ slack boot/ slack boot/' now/ranges > with
found "1 nobody 3840 0 unknown 40000100-40000fff;nobody 3840 0 unknown 40002000-40002eff;edge 4096 0 lost 40000000-40000fff;edge 4096 0 lost 40002000-40002fff;" \
      "both edges of what was freed"
sed -i 's/ pointer$/ fact/' now/ranges
found "0 nobody 3840 0 unknown 40000100-40000fff;nobody 3840 0 unknown 40002000-40002eff;edge 4096 0 unknown 40000000-40000fff;edge 4096 0 unknown 40002000-40002fff;" \
      "not sure, where variables have no names"
sed 's/ slack boot/ firmware_map pointer/' with > now/ranges
found "0 nobody 3840 0 unknown 40000100-40000fff;nobody 3840 0 unknown 40002000-40002eff;" "somebody holds a part of these pages"
edges <<EOF
0000000040000000-0000000040000fff           4096    0 - reserved
0000000040001000-0000000040001fff           4096    0 - freed
0000000040002000-0000000040003eff           7936    0 - reserved
0000000040005100-00000000400051ff            256    0 - reserved
EOF
range 40000000 40000fff 0 - -
range 40002000 40003fff 0 - -
range 40005000 40005fff 0 - -
found "0 nobody 4096 0 unknown 40000000-40000fff;nobody 8192 0 unknown 40002000-40003fff;nobody 4096 0 unknown 40005000-40005fff;" \
      "whole pages, more pages, and what stands alone are no edges"
er check --from now.snap > text
is "$(cat text)" "$(printf '%s\n' "Nothing is lost." "Kept for a reason: 639.0K (see --all).")" "they are shown with --all alone"
machine
printf '%s\n' "# start-end bytes node flags now" "# no list of memblock is used: for a test" > now/boot
found "0 edge - - unknown -;" "no list of memblock: not known"
found "0 edge - - unknown -;" "not on a node either" --node 0

# Memory of the firmware's map
machine
sed 's/100000000-27fffffff : System RAM/140000000-27fffffff : System RAM/' vm/iomem > now/iomem
cp now/iomem iomem
sed 's/^ *0 Normal .*/     0 Normal   262144   245646   16498 33 0 0 0 0/; s/^ *0 DMA32 .*/     0 DMA32   520159   503661   16498 33 0 0 0 0/' vm/summary > now/summary
awk '/^#/ || !/^ *0 Normal/' vm/summary > now/summary
awk '$2 == "Normal" && $1 == 0 { $3 -= 262144; $4 -= 262144 } { print }' vm/summary > now/summary
cp now/summary summary
found "1 unused 1073741824 0 lost 100000000-13fffffff;" "memory that the kernel does not have"
why "not known"
for option in "memmap=1G\$4G" "memmap=0x40000000\$0x100000000" "memmap=1M\$1M,1G\$4G" "memmap=1024M!4G"; do
	machine "$option"
	cp iomem summary now
	found "0 unused 1073741824 0 kept 100000000-13fffffff;" "$option takes it away"
done
machine "memmap=512M\$4G"
cp iomem summary now
found "1 unused 536870912 0 kept 100000000-11fffffff;unused 536870912 0 lost 120000000-13fffffff;" \
      "half of it"
machine
cp iomem summary now
printf '%s\n' "e820: update [mem 0x100000000-0x13fffffff] usable ==> reserved" "update e820 for mtrr" > now/e820
found "1 unused 1073741824 0 lost 100000000-13fffffff;" "MTRRs do not cover it"
why "MTRRs"
machine
rm now/firmware
snapshot now > now.snap
is "$(er check -rn --from now.snap -o WHAT,VERDICT)" "unused unknown" "no firmware map: not known"
# Tables that efi_mem_reserve() kept
machine
sed 's/^100000000-27fffffff : System RAM/100000000-13fffffff : System RAM\n140000000-140001fff : Reserved\n140002000-27fffffff : System RAM/' vm/iomem > now/iomem
range 140000000 140001fff 0 efi_boot_data
found "0 efi_boot_data 8192 0 kept 140000000-140001fff;" "memory that is Reserved in iomem, and reserved, is used"

# Others that are kept, and others that are not known
machine crashkernel=128M
range 50000000 57ffffff 0 crash_kernel
range 60000000 60000fff 0 setup_data
range 61000000 61000fff 0 efi_memattr
range 62000000 62000fff 0 efi_memmap
range 63000000 63000fff 0 acpi_tables
range 64000000 64000fff 0 nothing_of_check pointer
range 65000000 65000fff 0 initrd live
found "0 crash_kernel 134217728 0 kept 50000000-57ffffff;setup_data 4096 0 kept 60000000-60000fff;efi_memattr 4096 0 kept 61000000-61000fff;efi_memmap 4096 0 kept 62000000-62000fff;acpi_tables 4096 0 kept 63000000-63000fff;" \
      "owners that keep what they have; what was reserved since boot is not looked at"
for n in 5 -5; do
	machine
	awk -v n=$n '$2 == "Normal" && $1 == 1 { $7 = n; $4 -= n } { print }' vm/summary > now/summary
	found "0 unexplained $((n * 4096)) - unknown -;" "unexplained pages: $n"
done

# How it looks
machine
range 100000000 100000fff 0 initrd
range 25dbfe000 25dbfffff 1 kernel_other
range 800000 8fffff 0 boot_services_kept boot
snapshot now > now.snap
er check --all --from now.snap > text
sed 's/^/# /' text
is "$(awk 'length > 80' text)" "" "in 80 columns"
is "$(grep '^Lost: ' text)" "Lost: 1.0M (1036 kB) in 3 ranges." "the sum"
er check --json --from now.snap > json && rc=0 || rc=$?
is "$rc $(jq -c '[.check[] | [.what, .size, .node, .verdict, .range]]' json)" \
   '1 [["boot_services",1048576,0,"lost","0000000000800000-00000000008fffff"],["initrd",4096,0,"lost","0000000100000000-0000000100000fff"],["image_gap",8192,1,"lost","000000025dbfe000-000000025dbfffff"]]' "JSON"
is "$(jq -r '.check[1].why' json)" "its files were unpacked at boot" "JSON has the reason"
mkdir locales
localedef -i de_DE -f UTF-8 locales/de_DE.utf8 2> /dev/null || :
if [ "$(LOCPATH=$work/locales LC_ALL=de_DE.UTF-8 locale decimal_point 2> /dev/null)" = , ]; then
	LOCPATH=$work/locales LC_ALL=de_DE.UTF-8 er check --all --from now.snap > text.locale
	ok "the same in locale de_DE" cmp text text.locale
else
	skip "locale de_DE" "localedef has no source of it"
fi
is "$(er check -rn -s size -o WHAT --from now.snap | tr '\n' ' ')" "boot_services image_gap initrd " "--sort SIZE"

# What fails
says 2 "is not a size" --threshold x --from now.snap
says 2 "is not a size" --threshold -1 --from now.snap
says 2 "is not a size" --threshold 1.5M --from now.snap
says 2 "is not a size" --threshold "" --from now.snap
says 2 "is not a size" --threshold K --from now.snap
says 2 "is not a size" --threshold 99999999999T --from now.snap
says 2 "needs a value" --threshold
says 2 "what is 'x'" x --from now.snap
says 1 "cannot read" --from "$work/nothing"
er check --from now.snap > /dev/full 2> err && rc=0 || rc=$?
is "$rc $(cat err)" "1 early_res: cannot write: No space left on device" "a full disk"
machine
echo "x y" > now/symbols
snapshot now > now.snap
says 1 "symbols: line 1 is not as it must be" --from now.snap
machine
sed 's/ freed$/ /' vm/boot > now/boot
snapshot now > now.snap
says 1 "boot: line 2" --from now.snap
machine
{ sed -n 1p vm/boot; sed -n 6p vm/boot; sed -n 2,5p vm/boot; } > now/boot
snapshot now > now.snap
says 1 "boot: line 3" --from now.snap

# The running kernel, in a directory
debug=$work/root/sys/kernel/debug/early_res
mkdir -p "$debug" root/proc
machine
range 25dbfe000 25dbfffff 1 kernel_other
range 25e400000 25e400fff 1 kernel_other
awk '$1 == 1 && $2 == "Normal" { $4 -= 3; $5 += 3 } { print }' vm/summary > now/summary # three pages more
cp now/summary now/ranges now/owners now/boot "$debug"
cp now/cmdline now/meminfo now/zoneinfo now/iomem root/proc
{
	echo "0000000000000000 A fixed_percpu_data"
	cat vm/symbols
	echo "ffffffff83c00000 B _textual"
	printf 'ffffffffc0000000 t _text\t[some_module]\n'
} > root/proc/kallsyms
er check -rbn -o WHAT,RANGE --sysroot root > out 2> err && rc=0 || rc=$?
is "$rc $(grep -v '^unused' out | tr '\n' ' ')$(cat err)" \
   "1 image_gap 000000025dbfe000-000000025dbfffff init_sections 000000025e400000-000000025e400fff " "live"
er save live.snap --sysroot root
is "$(sed -n '/^input symbols /,/^end/p' live.snap | grep -c '^ffff')" 5 "a snapshot has the symbols that are needed"
is "$(er check -rbn --from live.snap)" "$(er check -rbn --sysroot root)" "and says the same"
rm root/proc/kallsyms
er check -rbn -o WHAT,RANGE --sysroot root > out 2> err && rc=0 || rc=$?
is "$rc $(grep -v '^unused' out | tr '\n' ' ')$(cat err)" \
   "1 image_gap 000000025dbfe000-000000025dbfffff init_sections - " "a kernel without kallsyms"
mkdir root/proc/kallsyms
says 1 "cannot read /proc/kallsyms" --sysroot root
rm -r "$debug/ranges"
says 1 "the module is not loaded any more" --sysroot root
done_testing
