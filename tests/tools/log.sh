#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# log.sh - the reader of boot logs, tools/log, with sanitizers: the same log in every form in which programs
# write it, real logs, each kind of line by itself, and logs that must not be believed. Runs anywhere, prints
# KTAP.
#
# The logs are from real boots with memblock=debug, but only with the lines about memory. The ranges are from
# the same boots.
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tools/command.sh
. "$here/command.sh"
[ -x "$work/early_res" ] || done_testing

# Every address is reserved, and no owner is known.
echo "0000000000000000-000000ffffffffff 1099511627776 0 Normal reserved - -" > "$work/all"

# read_log RANGES LOG|-: print the lines and the exit status; $work/err gets the messages
read_log()
{
	"$work/early_res" import --dry-run --ranges "$1" "$2" 2> "$work/err"
	echo "status $?"
}

# gives DESC LINE...: the log on stdin must give these lines; addresses are without leading zeros
gives()
{
	desc=$1
	shift
	read_log "$work/all" - | sed 's/^0*\([0-9a-f]\)/\1/; s/-0*\([0-9a-f]\)/-\1/' > "$work/got"
	is "$(cat "$work/got")" "$(printf '%s\n' "$@" "status 0")" "$desc"
}

# dress LOG VARIABLE=VALUE: the log in another form
dress()
{
	awk -v "$2" -f "$here/log/dress.awk" < "$1"
}

# Real logs
for kernel in bookworm trixie backports; do
	log=$here/$kernel.log ranges=$here/$kernel.ranges
	read_log "$ranges" "$log" > "$work/$kernel"
	is "$(grep -c 'not understood' "$work/err")" 0 "$kernel: all of it is understood"
	{ cat "$here/log/$kernel.owners"; echo "status 0"; } > "$work/want"
	ok "$kernel: gives what it is known to give" diff "$work/want" "$work/$kernel"
done

# One log in all forms
log=$here/bookworm.log ranges=$here/bookworm.ranges
grep -v '^#' "$here/log/forms" > "$work/forms"
while IFS='|' read -r name pattern; do
	dress "$log" "pattern=$(printf '%s' "$pattern" | sed 's/\\/\\\\/g')" > "$work/log"
	sed 's/\\r/\r/g; s/\\033/\x1b/g' "$work/log" > "$work/dressed"
	read_log "$ranges" "$work/dressed" > "$work/got"
	ok "the same as $name" diff "$work/bookworm" "$work/got"
	{ printf '\357\273\277'; cat "$work/dressed"; } > "$work/bom"
	read_log "$ranges" "$work/bom" > "$work/got"
	ok "the same as $name, with a byte order mark" diff "$work/bookworm" "$work/got"
done < "$work/forms"
for form in relative delta host months strangers users priorities socklog docker kmsg export verbose dmesg-json dmesg-json-x \
	json json-pretty json-seq json-sse json-bytes; do
	dress "$log" "form=$form" > "$work/dressed"
	read_log "$ranges" "$work/dressed" > "$work/got"
	ok "the same as $form" diff "$work/bookworm" "$work/got"
done
{
	printf 'GNU GRUB  version 2.06\r\n\033[2J\033[1;1H  Booting Debian\r\nLoading Linux 6.1.0 ...\r\n'
	printf 'EFI stub: Loaded initrd from LINUX_EFI_INITRD_MEDIA_GUID device path\r\n'
	cat "$log"
} > "$work/dressed"
read_log "$ranges" "$work/dressed" > "$work/got"
ok "the same behind what a boot loader says" diff "$work/bookworm" "$work/got"
{ printf "\377\376"; sed 's/$/\r/' "$log" | iconv -f UTF-8 -t UTF-16LE; } > "$work/dressed"
read_log "$ranges" "$work/dressed" > "$work/got"
ok "the same as PowerShell writes it" diff "$work/bookworm" "$work/got"
{
	echo "-- Journal begins at Mon 2024-01-01 00:00:00 UTC, ends at Wed 2024-06-19 18:06:35 UTC. --"
	dress "$here/trixie.log" 'pattern=Jun %D 18:06:35 host kernel: %m'
	echo "-- Boot 0123456789abcdef0123456789abcdef --"
	dress "$log" 'pattern=Jun %D 18:07:35 host kernel: %m'
} > "$work/dressed"
read_log "$ranges" "$work/dressed" > "$work/got"
ok "the last boot of a journal" diff "$work/bookworm" "$work/got"
cat "$here/trixie.log" "$log" > "$work/dressed"
read_log "$ranges" "$work/dressed" > "$work/got"
ok "the last boot of a console" diff "$work/bookworm" "$work/got"
{ dress "$here/trixie.log" form=users; dress "$log" form=users; } > "$work/dressed"
read_log "$ranges" "$work/dressed" > "$work/got"
ok "the last boot of a file of dmesg -x" diff "$work/bookworm" "$work/got"
{ dress "$here/trixie.log" form=json | sed 's/"0123/"ffff/'; dress "$log" form=json; } > "$work/dressed"
read_log "$ranges" "$work/dressed" > "$work/got"
ok "the last boot of a journal in JSON" diff "$work/bookworm" "$work/got"

# Each kind of line by itself
gives "swiotlb's end is exclusive" '70947000-74946fff swiotlb' <<-END
	[    0.000000] Linux version 6.12
	[    1.000000] software IO TLB: mapped [mem 0x0000000070947000-0x0000000074947000] (64MB)
END
gives "a later line does not paint over an earlier one" '0-97fff setup_arch' \
	'98000-9efff reserve_real_mode' '9f000-f546f setup_arch' 'f5470-f547f smp_scan_config' \
	'f5480-fffff setup_arch' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] memblock_reserve: [0x00000000000f5470-0x00000000000f547f] smp_scan_config+0xa4/0x100
	[    0.029697] memblock_phys_alloc_range: 28672 bytes align=0x1000 from=0x0 max_addr=0x100000 reserve_real_mode+0x54/0x90
	[    0.030089] memblock_reserve: [0x0000000000098000-0x000000000009efff] memblock_phys_alloc_range+0xe1/0x180
	[    0.030180] memblock_reserve: [0x0000000000000000-0x00000000000fffff] setup_arch+0x816/0xb40
END
gives "what was freed can be had again" '1000-1fff second' '2000-2fff slack' '3000-3fff first' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] memblock_reserve: [0x1000-0x3fff] first+0x1/0x2
	[    0.000000] memblock_phys_free: [0x1000-0x2fff] first+0x1/0x2
	[    0.000000] memblock_reserve: [0x1000-0x1fff] second.constprop.0+0x1/0x2
	[    0.000000] memblock_reserve: [0x1000-0x1fff] third+0x1/0x2
END
gives "an initrd that was moved left its old place" '3f000000-3fffffff initrd' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] RAMDISK: [mem 0x7f000000-0x7fffffff]
	[    0.000000] Allocated new RAMDISK: [mem 0x3f000000-0x3ffff123]
	[    0.000000] Move RAMDISK from [mem 0x7f000000-0x7ffff123] to [mem 0x3f000000-0x3ffff123]
END
gives "an initrd that found a new place" '3f000000-3fffffff initrd' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] Allocated new RAMDISK: [mem 0x3f000000-0x3ffff123]
END
gives "AGP aperture over RAM" 'c8000000-cbffffff agp_aperture' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] AGP: Mapping aperture over RAM [mem 0xc8000000-0xcbffffff] (65536KB)
END
gives "bad memory costs its whole page" '12000-12fff bad_memory' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000]   7777777777777777 bad mem addr 0x0000000000012250 - 0x0000000000012258 reserved
END
gives "bad memory up to the end of a page, beside an owner" '12000-1222f acpi_tables' '12230-12fff bad_memory' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] ACPI: Reserving FACP table memory at [mem 0x12000-0x1222f]
	[    0.000000]   7777777777777777 bad mem addr 0x0000000000012250 - 0x0000000000013000 reserved
END
gives "cma, on no node" '40000000-43ffffff cma' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] cma: Reserved 64 MiB at 0x0000000040000000 on node -1
END
gives "cma, as 6.1 and 7.x say it" '40000000-43ffffff cma' <<-END
	[    0.000000] Linux version 6.1
	[    0.000000] cma: Reserved 64 MiB at 0x0000000040000000
END
gives "SEV-SNP: 2 MiB at the RMP table" '35400000-355fffff rmp_table' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] SEV-SNP: Reserving start/end of RMP table on a 2MB boundary [0x0000000035400000]
END
gives "ACPI tables of the initrd, and not the firmware's ACPI NVS" '3f4dc000-3f4ff38a acpi_tables' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] BIOS-e820: [mem 0x000000003f500000-0x000000003f5fffff] ACPI NVS
	[    0.000000] modified: [mem 0x000000003f700000-0x000000003f7fffff] ACPI NVS
	[    0.000000] SSDT ACPI table found in initrd [kernel/firmware/acpi/ssdt.aml][0x2338b]
	[    0.000000] modified: [mem 0x000000003f4dc000-0x000000003f4ff38a] ACPI NVS
	[    0.000000] modified: [mem 0x000000003f500000-0x000000003f5fffff] ACPI NVS
	[    0.000000] modified: [mem 0x000000003f600000-0x000000003f6fffff] usable
END
gives "the same as 7.x says it" '3f4dc000-3f4ff38a acpi_tables' <<-END
	[    0.000000] Linux version 7.3
	[    0.000000] SSDT ACPI table found in initrd [kernel/firmware/acpi/ssdt.aml][0x2338b]
	[    0.000000] modified: [mem 0x000000003f4dc000-0x000000003f4ff38a]  ACPI NVS
END
gives "the other lines of an ordinary log" 'f5b80-f5b8f mp_table' '7fe41000-7ffcffff initrd' \
	'7ffe2149-7ffe223c acpi_tables' '17ffd5000-17fffffff node_data' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] found SMP MP-table at [mem 0x000f5b80-0x000f5b8f]
	[    0.000000] RAMDISK: [mem 0x7fe41000-0x7ffcffff]
	[    0.000000] ACPI: Reserving FACP table memory at [mem 0x7ffe2149-0x7ffe223c]
	[    0.000000] NODE_DATA(0) allocated [mem 0x17ffd5000-0x17fffffff]
	[    0.000000]     NODE_DATA(1) on node 0
END
gives "boot services that were freed are kept" '100000-2fffff boot_services_kept' '400000-4fffff alloc_bootmem' <<-END
	[    0.000000] Linux version 7.3.4
	[    0.000000] __memblock_reserve: [0x100000-0x2fffff] nid=-1 flags=0 efi_reserve_boot_services+0x81/0xe0
	[    0.000000] memblock_alloc_hugetlb: 1048576 bytes, nid=0, exact_nid=0 alloc_bootmem+0x1/0x2
	[    0.000000] __memblock_reserve: [0x400000-0x4fffff] nid=0 flags=0 memblock_alloc_range_nid+0x1/0x2
	[    0.500000] memblock_free_late: [0x100000-0x2fffff] efi_free_boot_services+0x1/0x2
END
gives "with memblock=debug the rest of a page is slack" '1000-100f slack' '1010-101f somebody' '1020-1fff slack' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] RAMDISK: [mem 0x5000-0x5fff]
	[    0.000000] memblock_reserve: [0x1010-0x101f] somebody+0x1/0x2
END
gives "names and addresses that cannot be are passed over" '2000-2fff good' <<-END
	[    0.000000] Linux version 6.12
	[    0.000000] memblock_reserve: [0x0-0xffffffffffffffff] \$(reboot)+0x1/0x2
	[    0.000000] memblock_reserve: [0x1000-0x1fff] a;b+0x1/0x2
	[    0.000000] memblock_reserve: [0x2000-0x1000] back+0x1/0x2
	[    0.000000] memblock_reserve: [0x1fffffffffffffffffff-0x2fffffffffffffffffff] big+0x1/0x2
	[    0.000000] memblock_reserve: [0x2000-0x2fff] good+0x1/0x2
END
is "$(grep -c '4 lines about memblock were not understood' "$work/err")" 1 "and are counted"

# Logs that must not be believed. Only 1 page is real; the rest is forged.
beginning="Linux version 6.12.1
memblock_reserve: [0x1000-0x1fff] true_one+0x1/0x2
Run /init as init process"
forged="Linux version 9
memblock_reserve: [0x5000-0x5fff] anything_at_all+0x1/0x2"
dressed() # PREFIX: prints the lines of stdin behind the prefix
{
	while IFS= read -r line; do printf '%s%s\n' "$1" "$line"; done
}
one='1000-1fff true_one'
{ echo "$beginning" | dressed '[    0.000000] '; echo "$forged" | dressed '[   50.000000] '; } > "$work/in"
gives "a beginning long after init" "$one" < "$work/in"
is "$(grep -c 'no further' "$work/err")" 1 "and it is said"
{ echo "$beginning" | dressed '[    0.000000] '; echo "$forged" | dressed '[   50.000000] [    0.000000] '; } > "$work/in"
gives "one with a second time" "$one" < "$work/in"
{ echo "$beginning" | dressed 'Jun 19 18:06:35 host kernel: '; echo "$forged" | dressed 'Jun 19 18:07:35 host kernel: '; } > "$work/in"
gives "logger -t kernel, in a log without kernel times" "$one" < "$work/in"
is "$(grep -c 'no further' "$work/err")" 1 "and it is said"
{ echo "$beginning" | dressed 'Jun 19 18:06:35 host kernel: [    0.000000] '
  echo "systemd was here" | dressed 'Jun 19 18:06:39 host kernel: [    4.000000] '
  echo "$forged" | dressed 'Jun 19 18:07:35 host kernel: [    0.000000] '; } > "$work/in"
gives "logger -t kernel, with kernel times" "$one" < "$work/in"
{ echo "$beginning" | dressed '<6>1 2024-06-19T18:06:35.123456+02:00 host kernel - - - '
  echo "$forged" | dressed '<6>1 2024-06-19T18:07:35.123456+02:00 host kernel - - - '; } > "$work/in"
gives "logger with the kernel's facility" "$one" < "$work/in"
echo "$forged" | dressed 'Jun 19 18:06:36 host kernel: ' > "$work/tail"
{ echo "$beginning" | dressed 'Jun 19 18:06:35 host kernel: '; cat "$work/tail"; } > "$work/in"
gives "a user in a journal" "$one" < "$work/in"
{ echo "$beginning"; echo "$forged"; } > "$work/in"
gives "a log that cannot prove anything" "$one" < "$work/in"
{ echo "$beginning" | dressed '6,1,0,-;'; echo "$forged" | dressed '12,9,0,-;'; echo "$forged" | dressed '14,9,90,-;'; } > "$work/in"
gives "/dev/kmsg with a user's facility" "$one" < "$work/in"
{ echo "$beginning" | dressed 'kern  :info  : [    0.000000] '; echo "$forged" | dressed 'user  :info  : [    0.000000] '; } > "$work/in"
gives "dmesg -x with a user's facility" "$one" < "$work/in"
{ echo "$beginning" | dressed '[    0.000000] '; echo "[    4.000000] systemd was here"
  echo "$forged" | dressed '[    0.000000] host app: '; } > "$work/in"
gives "behind a time that is near 0" "$one" < "$work/in"
{ echo "$beginning"; echo "-- Reboot --"; echo "$forged"; } > "$work/in"
gives "journalctl -o cat, where everybody can write what journalctl does" "$one" < "$work/in"
{ echo "$beginning" | dressed "Jun 19 18:06:35 host kernel: "; echo "-- Reboot --"; awk 'BEGIN { for (i = 0; i < 20; i++) print "Jun 19 18:06:35 host kernel: x" }'
  echo "$forged" | dressed "Jun 19 18:07:35 host kernel: "; } > "$work/in"
gives "a boot that lost its beginning, in a journal" "$one" < "$work/in"
{ echo "$beginning" | sed '$d' | dressed "Jun 19 18:06:35 host kernel: "; echo "-- Boot 0123456789abcdef0123456789abcdef --"
  echo "$forged" | sed 1d | dressed "Jun 19 18:07:35 host kernel: "; } > "$work/in"
gives "lines of a boot whose beginning is lost are of no other" "$one" < "$work/in"
json() # TRANSPORT FACILITY TIME BOOT
{
	while IFS= read -r line; do
		printf '{"MESSAGE":"%s","_TRANSPORT":"%s","SYSLOG_FACILITY":"%s","_SOURCE_MONOTONIC_TIMESTAMP":"%s","_BOOT_ID":"%s"}\n' \
			"$line" "$1" "$2" "$3" "$4"
	done
}
a=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
{ echo "$beginning" | json kernel 0 0 $a; echo "$forged" | json syslog 0 0 $a
  echo "$forged" | json kernel 1 0 $a; echo "$forged" | json stdout 3 0 $b; } > "$work/in"
gives "JSON of another transport or facility" "$one" < "$work/in"
{ echo "$forged" | json kernel 0 0 $b; echo "Run /init as init process" | json kernel 0 2000000 $b
  echo "$beginning" | json kernel 0 0 $a; } > "$work/in"
gives "JSON with two boots" "$one" < "$work/in"
{ echo "$beginning" | json kernel 0 0 $a
  printf '{"MESSAGE":"x\\",\\"_TRANSPORT\\":\\"kernel","_TRANSPORT":"syslog","_BOOT_ID":"%s"}\n' $a
  printf '{"_TRANSPORT":"syslog","MESSAGE":"Linux version 9","_TRANSPORT":"kernel"}\n'; } > "$work/in"
gives "JSON within a message" "$one" < "$work/in"
{ echo "$beginning" | sed '$d'; echo "$forged"; } | dressed 'Jun 19 18:06:35 host kernel: ' > "$work/log"
is "$(read_log "$work/all" "$work/log")" "status 1" "two beginnings before init: neither is believed"
is "$(grep -c 'two boots' "$work/err")" 1 "and it is said"

# From which boot is the log? Here it is compared only with the ranges; import.sh tests the rest.
log=$here/trixie.log ranges=$here/trixie.ranges
is "$(read_log "$here/backports.ranges" "$log")" "status 1" "a log of another boot is refused"
is "$(grep -c "another boot, by the place of the kernel's brk" "$work/err")" 1 "and why is said"
sed 1d "$log" > "$work/log"
is "$(read_log "$ranges" "$work/log")" "status 1" "a log that lost its beginning is refused"
is "$(: | read_log "$ranges" -)" "status 1" "an empty log is refused"
sed 's/memblock_reserve: \[0x0000000000000000-/memblock_keep: [0x0-/' "$log" > "$work/log"
read_log "$ranges" "$work/log" > "$work/got"
is "$(grep -c 'not understood' "$work/err")" 1 "lines of a kernel to come are said, not guessed"

{ echo "[    0.000000] Linux version 6.12"; echo "[    0.000000] NODE_DATA(0) allocated [mem 0x17ffd5000-0x17fffffff]"; } > "$work/in"
echo "000000017ffd5000-000000017fffffff 176128 0 Normal reserved node_data fact" > "$work/node"
is "$(read_log "$work/node" "$work/in" | tail -n 1)" "status 0" "NODE_DATA is where it is now"
echo "000000017ffd4f40-000000017fffef3f 172032 0 Normal reserved node_data fact" > "$work/node"
is "$(read_log "$work/node" "$work/in" | tail -n 1)" "status 1" "NODE_DATA is somewhere else"
is "$(grep -c "another boot, by its NODE_DATA" "$work/err")" 1 "and why is said"
printf '%s\n' "[    0.000000] Linux version 6.12" "[    0.000000] RAMDISK: [mem 0x1000-0x1fff]" > "$work/in"
is "$(read_log "$work/all" "$work/in" | tail -n 1)" "status 0" "nothing says that it is of another boot"
is "$(grep -c "nothing in this log tells" "$work/err")" 1 "which is said"
{ echo "0000000000001000-0000000000001fff 4096 0 DMA reserved - -"
  echo "0000000000002000-0000000000002fff 4096 0 DMA released mine live"; } > "$work/some"
printf '%s\n' "[    0.000000] Linux version 6.12" "[    0.000000] RAMDISK: [mem 0x1000-0x2fff]" > "$work/in"
is "$(read_log "$work/some" "$work/in" | head -n 1)" "0000000000001000-0000000000001fff initrd" \
   "what was released is passed over"
printf '%s\n' "[    0.000000] Linux version 6.12" "[    0.000000] RAMDISK: [mem 0x5000-0x5fff]" > "$work/in"
is "$(read_log "$work/some" "$work/in")" "status 1" "a log that says nothing of what is reserved"

# Time and memory grow no faster than the log.
awk 'BEGIN {
	print "[    0.000000] Linux version 6.12"
	for (i = 0; i < 300000; i++)
		printf "[    0.%06d] memblock_reserve: [0x%x-0x%x] f%d+0x1/0x2\n", i, i * 64, i * 64 + 15, i
	for (i = 0; i < 300000; i++)
		printf "[    1.%06d] memblock_reserve: [0x0-0xffffffff] blanket%d+0x1/0x2\n", i, i
	for (i = 0; i < 400000; i++)
		printf "[    2.%06d] memblock_phys_free: [0x%x-0xfffffff] f+0x1/0x2\n", i, 30000000 + i }' > "$work/log"
begin=$(date +%s)
timeout 120 "$work/early_res" import --dry-run --ranges "$work/all" "$work/log" > "$work/got" 2> "$work/err"
is $? 0 "a million lines that overlap"
diag "$(tail -n 1 "$work/err"), $(($(date +%s) - begin)) s with sanitizers"
done_testing
