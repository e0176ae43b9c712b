#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# import.sh - the verb import, with sanitizers: which logs it takes, what it writes and what it refuses. Real
# logs are broken in every way; the output must always be lines for `owners`, and nothing else. Runs
# anywhere, prints KTAP. log.sh tests the meaning of single lines of a log.
#
#	import.sh [ROUNDS [SEED]]
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tools/command.sh
. "$here/command.sh"
rounds=${1:-60}
seed=${2:-$(date +%s)}
[ -x early_res ] || done_testing

# The machine: /proc, /sys and /dev are below a directory, and there is no journal
root=$work/root
debug=$root/sys/kernel/debug/early_res
mkdir -p "$debug" "$root/sys/kernel/early_res" "$root/proc/sys/kernel/random" "$root/dev" bin
PATH=$work/bin:$PATH
id=0123456789abcdef0123456789abcdef
echo 01234567-89ab-cdef-0123-456789abcdef > "$root/proc/sys/kernel/random/boot_id"
echo "0000000000000000-000000ffffffffff 1099511627776 0 Normal reserved - -" > "$debug/ranges"
journal() # makes the script on stdin the command journalctl
{
	{ echo "#!/bin/sh"; cat; } > bin/journalctl
	chmod 755 bin/journalctl
}
printf '# owner bytes pages node0 how\n' > "$debug/owners"
echo 'exit 1' | journal

dressed() # PREFIX: prints the lines of stdin behind the prefix
{
	while IFS= read -r line; do printf '%s%s\n' "$1" "$line"; done
}

json() # BOOT: prints the lines of stdin as journalctl -o json does
{
	sed 's/\\/&&/g' | while IFS= read -r line; do
		printf '{"MESSAGE":"%s","_TRANSPORT":"kernel","SYSLOG_FACILITY":"0","_BOOT_ID":"%s"}\n' "$line" "$1"
	done
}

# own DESC LINE: the running kernel's log begins with this line
own()
{
	is "$(er import --dry-run --sysroot "$root" 2> err | sed -n 1p)" "$2" "$1"
}

# compared DESC [WHY]: compare the log on stdin with the running kernel; with WHY it must be refused for that
compared()
{
	cat > log
	got=$(er import --dry-run --sysroot "$root" log 2> err | wc -l | tr -d ' ')
	if [ $# = 1 ]; then
		is "$got $(grep -c 'reservations and frees' err)" "2 1" "$1"
	else
		is "$got $(wc -l < err | tr -d ' ') $(grep -c "$2" err)" "0 1 1" "$1"
	fi
}

# The running kernel's own log
version="Linux version 6.12.1 (a  b) #1 SMP"
ordinary="$version
Command line: quiet a=\\b
RAMDISK: [mem 0x7f000000-0x7fffffff]
software IO TLB: mapped [mem 0x70947000-0x74947000] (64MB)"
swiotlb='0000000070947000-0000000074946fff swiotlb'
initrd='000000007f000000-000000007fffffff initrd'
kmsg="6,0,0,-;$version
6,1,0,-;Command line: quiet a=\\x5cb
6,2,5,-;RAMDISK: [mem 0x7f000000-0x7fffffff]
 SUBSYSTEM=x
12,3,6,-;memblock_reserve: [0x5000-0x5fff] forged+0x1/0x2
6,4,738341,-;software IO TLB: mapped [mem 0x70947000-0x74947000] (64MB)"
printf '%s\n' "$kmsg" > "$root/dev/kmsg"
echo "$version" > "$root/proc/version"
printf '%s\n' 'quiet a=\b' > "$root/proc/cmdline"
own "/dev/kmsg" "$swiotlb"
is "$(wc -l < err | tr -d ' ') $(grep -c '2 reservations and frees in the log, 2 lines for owners' err)" "1 1" "and it says how much is in it"
sed 1,2d "$root/dev/kmsg" > lost
cp lost "$root/dev/kmsg"
says 1 'its first line, "Linux version", is missing' import --sysroot "$root"
journal <<-END
	echo "\$*" > $work/asked
	cat $work/journal
END
printf '%s\n' "$ordinary" | sed 's/a=\\b/a=b/; s/0x70947000/0x70000000/' | json $id > journal
own "journald, if the kernel has lost the beginning" '0000000070000000-0000000074946fff swiotlb'
is "$(cat asked)" "-k -b -o json --no-pager --root=$root" "and that of this boot is asked for"
echo "-- No entries --" > journal
says 1 'its first line, "Linux version", is missing' import --sysroot "$root"
rm "$root/dev/kmsg"
says 1 'its first line, "Linux version", is missing' import --sysroot "$root"
echo 'exit 1' | journal

# What is written
printf '%s\n' "$kmsg" > "$root/dev/kmsg"
er import --sysroot "$root" > out 2> err
is "$(cat "$debug/owners")" "$swiotlb
$initrd" "lines for owners"
# wrote DESC SUM LINE...: `owners` must get these rows, and the sum is printed
wrote()
{
	desc=$1 sum=$2
	shift 2
	rm -f "$debug/owners"
	mkfifo "$debug/owners"
	# shellcheck disable=SC2016 # for that shell
	timeout 60 sh -c 'cat "$0" > written; printf "%s\n" "$@" > "$0"' "$debug/owners" \
		"# owner bytes pages node0 how" "$@" &
	er import --sysroot "$root" > out 2> err
	wait $!
	rm "$debug/owners"
	is "$(cat out)" "$sum" "$desc"
}
wrote "how much has an owner" "75.00 % of 4 kB that are reserved have an owner now" "a 3072 1 1 told" "- 1024 0 0 -"
is "$(cat written)" "$swiotlb
$initrd" "and the lines came before"
wrote "all of it" "100.00 % of 3 kB that are reserved have an owner now" "a 3072 1 1 told"
wrote "all but a byte is not all" "99.99 % of 1048576.00 kB that are reserved have an owner now" \
	"a 1073741824 1 1 told" "- 1 0 0 -"
printf '%s\n' 'quiet a=\b reserve_mem=4M:4096:one reserve_mem=1M:4096 reserve_mem=2M:4096:two' > "$root/proc/cmdline"
wrote "reserve_mem= regions" "100.00 % of 3 kB that are reserved have an owner now" "a 3072 1 1 told"
is "$(head -n 4 written | tr '\n' ' ')" "owner=one owner=4096 owner=two $swiotlb " "are asked for by name"
own "with --dry-run too" "owner=one"
{ echo "6,0,0,-;$version"; awk 'BEGIN { for (i = 0; i < 20000; i++)
	printf "6,%d,%d,-;memblock_reserve: [0x%x000-0x%xfff] f%d+0x1/0x2\n", i + 1, i, i * 2, i * 2, i }'; } > "$root/dev/kmsg"
wrote "many" "100.00 % of 3 kB that are reserved have an owner now" "a 3072 1 1 told"
er import --dry-run --sysroot "$root" > want 2> err
ok "20,000 lines" cmp want written
is "$(wc -l < written | tr -d ' ')" 20003 "each of them"
printf '%s\n' 'quiet a=\b' > "$root/proc/cmdline"
ln -s /dev/full "$debug/owners"
says 1 "owners: '0000000000000000-0000000000000fff f0' is refused: No space left" import --sysroot "$root"
rm "$debug/owners"
says 1 "cannot write /sys/kernel/debug/early_res/owners: No such file" import --sysroot "$root"
printf '%s\n' "$kmsg" > "$root/dev/kmsg"

# Is it a log of this boot?
# A built-in command line replaced the one that was logged, so /proc/cmdline has another one.
echo builtin > "$root/proc/cmdline"
short='Jun 19 18:06:35 host kernel: '
printf '%s\n' "$ordinary" | dressed "$short" > in
compared "no times, but addresses of the kernel" < in
printf '%s\n' "$ordinary" | sed 's/6\.12\.1/6.12.2/' | dressed "$short" > in
compared "another kernel" 'by its "Linux version"' < in
printf '%s\n' "$ordinary" | sed 's/quiet/debug/' | dressed "$short" > in
compared "another command line" "by its kernel command line" < in
printf '%s\n' "$ordinary" | sed 's/0x7f000000/0x7e000000/' | dressed "$short" > in
compared "another place of the initrd" "by the place of its RAMDISK" < in
{ printf '%s\n' "$ordinary" | sed 's/0x7f0/0x7e0/'; echo "Run /init as init process"; printf '%s\n' "$ordinary"; } | dressed "$short" > in
compared "a syslog file whose first boot is another" "no further.*; this log is of another boot" < in
printf '%s\n' "$ordinary" | sed '/RAMDISK/d; ' | dressed "$short" > in
compared "nothing to compare" "give what dmesg prints" < in
printf '%s\n' "$ordinary" | dressed '[    0.738341] host kernel: ' > in
compared "times of receipt, but addresses" < in
is "$(grep -c "times of this log are not the kernel's own and were not compared" err)" 1 "and it says that times were not compared"
printf '%s\n' "$ordinary" | sed '/RAMDISK/d' | dressed '[    0.738341] host kernel: ' > in
compared "times of receipt and nothing else" "were not compared; nothing in this log tells which boot" < in
compared "its own log" < "$root/dev/kmsg"
sed 's/,5,/,7,/; s/738341/738340/' "$root/dev/kmsg" > in2
compared "other times" "by the times of its lines" < in2
printf '%s\n' "$ordinary" | json ffffffffffffffffffffffffffffffff > in
compared "another boot_id" "by its boot_id" < in
printf '%s\n' "$ordinary" | sed 's/^RAMDISK.*/NODE_DATA(0) allocated [mem 0x1000-0x1fff]/' | json $id > in
compared "the same boot_id, which the kernel's log has not" < in
printf '%s\n' "$ordinary" | sed 's/^RAMDISK.*/NODE_DATA(0) allocated [mem 0x1000-0x1fff]/' | dressed "$short" > in
compared "without it" "nothing in this log tells which boot" < in
{ echo "-- Boot $id --"; cat in; } > in2
compared "journalctl says before it which boot it is" < in2
{ echo "-- Boot ffffffffffffffffffffffffffffffff --"; cat in; } > in2
compared "and if it is another" "by its boot_id" < in2
# The kernel has lost the beginning
printf '%s\n' 'quiet a=\b' > "$root/proc/cmdline"
cp lost "$root/dev/kmsg"
printf '%s\n' "$ordinary" | json $id > in
compared "the kernel has lost its beginning: the same boot_id" < in
printf '%s\n' "$ordinary" | sed 's/6\.12\.1/6.12.2/' | json $id > in
compared "another kernel" 'by its "Linux version"' < in
printf '%s\n' "$ordinary" | sed 's/quiet/debug/' | json $id > in
compared "another command line" "by its kernel command line" < in
printf '%s\n' 'more=1 quiet a=\b added=by.bootconfig' > "$root/proc/cmdline"
printf '%s\n' "$ordinary" | json $id > in
compared "a part of this command line" < in
printf '%s\n' "$ordinary" | dressed "$short" > in
compared "nothing to compare" "give what dmesg prints" < in
{ echo "6,0,0,-;$version"; awk 'BEGIN { for (i = 1; i <= 200; i++) printf "6,%d,%d,-;x\n", i, i * 1000 + 7 }'
  echo "6,201,500000,-;RAMDISK: [mem 0x1000-0x1fff]"; echo "6,202,500000,-;RAMDISK: [mem 0x1000-0x2fff]"; } > in
echo "6,203,500000,-;RAMDISK: [mem 0x9000-0x9fff]" >> in
sed 1,100d in > "$root/dev/kmsg"
compared "by the times that both have" < in
sed 's/007,/008,/' in > in2
compared "and of another boot" "by the times of its lines" < in2

# Calls
says 2 "goes with --dry-run and a LOG" import --ranges "$debug/ranges"
says 2 "goes with --dry-run and a LOG" import --ranges "$debug/ranges" in
says 2 "goes with --dry-run and a LOG" import --dry-run --ranges "$debug/ranges"
says 2 "what is 'c'" import in c
says 2 "did you mean --dry-run?" import --dryrun
says 1 "cannot read nothing: No such file" import --dry-run --ranges "$debug/ranges" nothing
says 1 "cannot read .: Is a directory" import --dry-run --ranges "$debug/ranges" .
says 1 "cannot read nothing: No such file" import --dry-run --ranges nothing in
says 1 "in: ranges: line 1 is not as it must be" import --dry-run --ranges in in
{ cat "$debug/ranges"; echo x; } > damaged
says 1 "is not as it must be" import --dry-run --ranges damaged in
says 1 "the module is not loaded" import --sysroot "$work/nothing"
is "$(printf '%s\n' "$ordinary" | er import --dry-run --ranges "$debug/ranges" - 2> err)" "$swiotlb
$initrd" "stdin"
printf '%s\n' "Linux version 6.12" "memblock_reserve: [0x1000-0x1fff] a+0x1/0x2" "memblock_what: $(printf '\033[31m\001')" > in
er import --dry-run --ranges "$debug/ranges" in 2> err > out
is "$(tr -d '\n -~' < err | wc -c | tr -d ' ') $(grep -c '^early_res: ' err)" "0 4" "no control character reaches a terminal"
if [ "$(id -u)" = 0 ] && [ -x /usr/bin/setpriv ]; then
	chmod 755 "$work"
	is "$(/usr/bin/setpriv --reuid=65534 --clear-groups "$work/early_res" import --dry-run --ranges "$debug/ranges" - < in 2> err)" \
	   "0000000000001000-0000000000001fff a" "nobody needs to be root for --ranges"
else
	skip "nobody needs to be root for --ranges" "not root, or no setpriv"
fi

# Is stdin lines for `owners`, within the ranges of $1 and ascending, and then a documented status?
sound()
{
	awk '
	NR == FNR { if (!/^#/) { split($1, e, "-"); lo[++n] = e[1] ""; hi[n] = e[2] "" } next }
	/^status [01]$/ { ends++; next }
	!/^[0-9a-f]+-[0-9a-f]+ [A-Za-z0-9_]+$/ { print "no line of owners: " $0; bad = 1; next }
	{
		split($1, e, "-")
		e[1] = e[1] "" # a string: 279e0 must not be read as a number
		e[2] = e[2] ""
		if (length(e[1]) != 16 || length(e[2]) != 16 || e[1] > e[2] || e[1] <= last || length($2) > 63)
			{ print "malformed: " $0; bad = 1 }
		last = e[2]
		for (a = e[1]; a != ""; ) { # go on over rows that touch
			for (i = 1; i <= n && !(lo[i] <= a && a <= hi[i]); i++)
				;
			if (i > n) { print "not in ranges: " $0; bad = 1; break }
			if (hi[i] >= e[2]) break
			a = lo[i + 1]
		}
	}
	END { exit bad || ends != 1 }' "$1" -
}

# break_log HOW SEED < LOG
break_log()
{
	case $1 in
	0) cat ;;
	1) awk -v s="$2" 'BEGIN { srand(s) } { print rand() < 0.2 ? substr($0, 1, int(rand() * length($0))) : $0 }' ;;
	2) awk -v s="$2" 'BEGIN { srand(s) } rand() < 0.3 { held = held $0; next } { print held $0; held = "" }' ;;
	3) awk -v s="$2" 'BEGIN { srand(s) } { if (NR == 1) { print; next } i = int(rand() * length($0)) + 1
		print substr($0, 1, i - 1) sprintf("%c", 1 + int(rand() * 126)) substr($0, i + 1) }' ;;
	4) awk -v s="$2" 'BEGIN { srand(s) } { print } rand() < 0.2 {
		print "[    0.000000] memblock_reserve: [0x0-0xffffffffffffffff] $(reboot)+0x1/0x2"
		print "[    0.000000] memblock_reserve: [0x1000-0x1fff] a;b+0x1/0x2"
		print "[    0.000000] memblock_reserve: [0x1000-0x1fff] x\033[31m+0x1/0x2"
		print "[    0.000000] memblock_reserve: [0x2000-0x1000] back+0x1/0x2"
		print "[    0.000000] memblock_reserve: [0x1fffffffffffffffffff-0x2fffffffffffffffffff] big+0x1/0x2"
		print "[    0.000000] software IO TLB: mapped [mem 0x1000-0x1fff] [mem 0x0-0xf]"
		print "[    0.000000] memblock_alloc_try_nid: 99999999999999999999999 bytes align=0x40 x+0x1/0x2" }' ;;
	5) head -c $((20 + $2 % 20000)) ;;
	6) dd if=/dev/urandom bs=4096 count=4 2> /dev/null; cat ;;
	7) awk -f "$here/log/dress.awk" -v form=json | break_log 3 "$2" ;;
	8) awk -f "$here/log/dress.awk" -v form=export | break_log 3 "$2" ;;
	esac
}

n=0
while [ $n -lt "$rounds" ]; do
	break_log $((n % 9)) $((seed + n)) < "$here/trixie.log" > log
	{ er import --dry-run --ranges "$here/trixie.ranges" log 2> err; echo "status $?"; } > got
	if ! sound "$here/trixie.ranges" < got > why; then
		diag "round $n of seed $seed: $(head -n 5 why) $(head -n 5 err)"
		break
	fi
	n=$((n + 1))
done
is "$n" "$rounds" "$rounds broken logs, seed $seed"
done_testing
