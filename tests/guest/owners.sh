# SPDX-License-Identifier: GPL-2.0-only
# owners.sh: compares the owners with other sources. It also tests the file `owners`: what is written to
# it is compared, byte by byte, with a model in awk.
# shellcheck shell=sh source=/dev/null disable=SC2034
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"
T=/sys/kernel/tracing

owner_pages()
{
	awk -v o="$1" '$1 == o { print $3 }' "$D/owners"
}

rows_of()
{
	awk -v o="$1" '$6 == o { print $1 }' "$D/ranges"
}

# The physical address of a symbol of the image
symbol()
{
	text=$(awk '/Kernel code/ { split($1, a, "-"); print a[1] }' /proc/iomem)
	mawk -v text="$text" -v sym="$1" "$HEX"'
		$3 == "_text" { base = hex(substr($1, 9)) }
		$3 == sym { at = hex(substr($1, 9)) }
		END { printf "%.0f\n", at - base + hex(text) }' /proc/kallsyms
}

# How many bytes are reserved without a gap, from an address on
reserved_from()
{
	mawk -v at="$1" "$HEX"'
		BEGIN { end = at }
		/^#/ { next }
		hex(substr($1, 1, 16)) <= end && hex(substr($1, 18)) >= end { end = hex(substr($1, 18)) + 1 }
		END { printf "%.0f\n", end - at }' "$D/ranges"
}

# How each owner is known; if in several ways, the least certain one
weakest_of_ranges()
{
	awk 'BEGIN { n = split("- pointer told boot fact live", how, " "); for (i = 1; i <= n; i++) sure[how[i]] = i }
	/^#/ { next }
	!($6 in least) || sure[$7] < least[$6] { least[$6] = sure[$7] }
	END { for (o in least) print o, how[least[o]] }' "$D/ranges" | sort
}

# The sums of `owners`, computed from `ranges`
sums_of_ranges()
{
	awk '!/^#/ { n[$6] += $2 } END { for (o in n) printf "%s %.0f\n", o, n[o] }' "$D/ranges" | sort
}

load
before=$(cat "$D/ranges")
is "$(awk '!/^#/ { print $1, $2 }' "$D/owners" | sort)" "$(sums_of_ranges)" "owners sums up ranges"
is "$(awk '!/^#/ { n += $3 } END { print n }' "$D/owners")" "$(summary_total reserved)" \
   "each page is counted once"
ok "largest first" sh -c "awk '!/^#/ { print \$2 }' $D/owners | sort -c -n -r"

# Owners that other sources know
units=$(dmesg | sed -n 's/.*percpu: Embedded \([0-9]*\) pages.*/\1/p; s/.*percpu: \([0-9]*\) 4K pages.*/\1/p')
cpus=$(awk -F- '{ print $NF + 1 }' /sys/devices/system/cpu/possible)
is "$(owner_pages percpu)" $((units * cpus)) "percpu is $cpus units of $units pages"
is "$(rows_of node_data)" "$(dmesg | sed -n 's/.*NODE_DATA.*\[mem 0x\([0-9a-f]*\)-0x\([0-9a-f]*\)\].*/\1 \2/p' |
	awk '{ printf "%16s-%16s\n", $1, $2 }' | tr ' ' 0 | sort)" "node_data is where the log says"
if [ -d /sys/devices/system/memory ]; then
	sections=$(find /sys/devices/system/memory -maxdepth 1 -name 'memory[0-9]*' | wc -l)
	is "$(awk '$1 == "memmap" { print $2 }' "$D/owners")" \
	   $((sections * 0x$(cat /sys/devices/system/memory/block_size_bytes) / 64)) \
	   "memmap is 64 bytes a page of each section"
else
	skip "memmap is 64 bytes a page of each section" "this kernel does not show its sections"
fi
brk=$(symbol __brk_base)
if [ "$(reserved_from "$brk")" -le 524288 ]; then
	is "$((0x$(rows_of kernel_brk | head -n 1 | cut -d- -f1)))" "$brk" "kernel_brk begins where the brk does"
	ok "and ends within it" test "$((0x$(rows_of kernel_brk | tail -n 1 | cut -d- -f2)))" -lt "$(symbol __brk_limit)"
else # rare: other memory that boot reserved follows, as KASLR put the kernel below it
	is "$(rows_of kernel_brk)" "" "there is no kernel_brk, as no gap shows where the brk ends"
fi
ok "kernel_other is within the image" sh -c "
	test $((0x$(rows_of kernel_other | head -n 1 | cut -d- -f1))) -ge $(symbol _text) &&
	test $((0x$(rows_of kernel_other | tail -n 1 | cut -d- -f2))) -lt $(symbol _end)"
is "$(awk '!/^#/ { print $1, $NF }' "$D/owners" | sort)" "$(weakest_of_ranges)" "owners says how, where it is the least sure"

# Bad input. The first page of memory that is reserved has the owner low_1m, which a claim replaces.
page=$(rows_of low_1m | head -n 1 | cut -d- -f1)
at() { printf '%x' $((0x$page + $1)); }
for bad in '\n' ' \n' 'x\n' '1000\n' '1000-1fff\n' "$page-$page\\n" "$page-$page -\\n" "$page-$page a b\\n" \
	"$page-$page a=b\\n" "$page-$page a\"b\\n" "$page-$page \\033\\n" "$page-$page a\\000\\n" \
	"$page-$page $(repeat n 64)\\n" "$(at 1)-$page x\\n" "+$page-$page x\\n" 'owner=\n' 'owner=a b\n' \
	'0-10000000000000000 x\n'; do
	refused owners EINVAL "$bad"
done
refused owners EINVAL "$(repeat a 1048576)" "1 MiB of text"
refused owners EINVAL "$page-$page $(repeat ' ' 250)x\\n" "a line of over 255 characters"
refused owners ENOENT "0-ffffffffffffffff x\\n" "the whole 64-bit space"
refused owners ENOENT "ffffffffffffffff-ffffffffffffffff x\\n" "the last byte of it"
refused owners ENOENT "$(at 0)-ffffffff x\\n" "a range half in half out"
refused owners ENOENT 'owner=nobody\n' "a region of reserve_mem= that is not there"
ok "reading and writing at once is refused" sh -c "! sh -c 'exec 3<> $D/owners' 2> /dev/null"

# What is taken
got=$(printf '%s-%s one\nnonsense\n' "$page" "$(at 15)" | errno_of owners)
is "$got $(rows_of one)" "EINVAL $page-$(printf '%016x' $((0x$page + 15)))" \
   "the first of two lines is taken, the second refused"
check_law "with an owner of 16 bytes"
# The module takes a write in parts of 4096 bytes. The refused line is cut after its first letter.
got=$({ for _ in $(seq 65); do printf '%-62s\n' "$page-$page cut"; done; echo "f$(at 4)-$(at 7) tail"; } | errno_of owners)
is "$got $(rows_of cut) $(rows_of tail)" "EINVAL $page-$page " "a line that is refused is refused as a whole"
printf '%s-%s two\n' "$(at 4)" "$(at 7)" > "$D/owners"
is "$(rows_of one | wc -l) $(rows_of two | wc -l)" "2 1" "an owner within another"
printf '%s-%s three' "$(at 0)" "$(at 31)" > "$D/owners"
is "$(rows_of one)$(rows_of two) $(rows_of three | wc -l)" " 1" "the last one wins; it needs no newline"
printf '%s-%s four\n%s-%s five\n' "$(at 0)" "$(at 3)" "$(at 2)" "$(at 5)" |
	dd of="$D/owners" bs=7 status=none
is "$(awk '$6 ~ /^(three|four|five)$/ { print $2, $6 }' "$D/ranges")" "$(printf '%s\n' '2 four' '4 five' '26 three')" \
   "writes may end within a line"
{ printf '%s-%s th' "$(at 6)" "$(at 31)"; /bin/true; printf 'ree\n'; } > "$D/owners"
is "$(awk '$6 ~ /^(th|three)$/ { print $2, $6 }' "$D/ranges")" "26 three" "a child that ends does not end a line"
exec 3> "$D/owners"
sleep 600 > /dev/null 2>&1 &
echo "$(at 31)-$(at 31) held" >&3
exec 3>&-
is "$(rows_of held | wc -l)" 1 "a line counts at close(), though another process still has the file open"
kill $!
echo "$(at 31)-$(at 31) three" > "$D/owners"
echo 1 > "$D/rescan"
is "$(awk '$6 ~ /^(three|four|five)$/ { print $2, $6 }' "$D/ranges")" "$(printf '%s\n' '2 four' '4 five' '26 three')" \
   "a rescan keeps what was said"
# A user may give memory a name that the module uses too. Then it is known from the user.
printf '%s-%s memmap\n' "$(at 0)" "$(at 31)" > "$D/owners"
echo 1 > "$D/rescan"
is "$(awk '$7 == "told" { print $2, $6 }' "$D/ranges")" "32 memmap" "a name of the module's own is told"
printf '%s-%s four\n%s-%s five\n%s-%s three\n' "$(at 0)" "$(at 1)" "$(at 2)" "$(at 5)" "$(at 6)" "$(at 31)" > "$D/owners"
is "$(awk '$7 == "told" { print $2, $6 }' "$D/ranges")" "$(printf '%s\n' '2 four' '4 five' '26 three')" "and can be told again"
code=$(rows_of kernel_code)
echo "$code liar" > "$D/owners"
is "$(rows_of kernel_code) $(rows_of liar)" "$code " "nobody replaces a fact"
echo "node=0 size=1M mine" > "$D/reserve"
mine=$(rows_of mine)
echo "$mine liar" > "$D/owners"
is "$(rows_of mine) $(rows_of liar)" "$mine " "nor a reservation"
exec 4> "$D/owners"
ok "a reservation may be named, which does nothing" sh -c "echo $mine x >&4"
echo owner=mine > "$D/release"
ok "what was released may not, though the file was open all the time" sh -c "! echo $mine x >&4 2> /dev/null"
exec 4>&-
got=$(echo "$mine x" | errno_of owners)
is "$got" ENOENT "what was released has no owner"
echo "owner=five" > "$D/late_free"
is "$(awk '$6 == "five" { print $5 }' "$D/ranges")" late_freed "an owner that was told can be late freed"
echo 1 > "$D/reset"

told=${TOLD:-20000}
# Lines that overlap, touch and nest, in 64 KiB, compared with a model of each byte
mawk -v seed="${SEED:-1}" -v lines="$told" -v base="$((0x$page))" 'BEGIN {
	srand(seed)
	for (i = 0; i < lines; i++) {
		a = int(rand() * 65536)
		b = a + int(rand() < 0.999 ? rand() * 64 : rand() * (65536 - a))
		if (b > 65535) b = 65535
		printf "%x-%x o%d\n", base + a, base + b, i % 50
	}
}' > /tmp/lines
cat /tmp/lines > "$D/owners"
mawk -v base="$((0x$page))" "$HEX"'
	{ split($1, a, "-"); lo[NR] = hex(a[1]) - base; hi[NR] = hex(a[2]) - base; name[NR] = $2 }
	END {
		for (i = NR; i >= 1; i--) # the last line wins: paint only what is still bare
			for (b = lo[i]; b <= hi[i]; b++)
				if (!(b in own)) own[b] = name[i]
		for (b = 0; b <= 65536; b++) {
			if (b > 0 && own[b] == own[b - 1]) continue
			if (b > 0 && own[b - 1] != "") printf "%d-%d %s\n", start, b - 1, own[b - 1]
			start = b
		}
	}' /tmp/lines > /tmp/want
mawk -v base="$((0x$page))" "$HEX"'$6 ~ /^o[0-9]+$/ {
	split($1, a, "-"); printf "%d-%d %s\n", hex(a[1]) - base, hex(a[2]) - base, $6
}' "$D/ranges" > /tmp/got
ok "$told lines are as the model has them" cmp /tmp/want /tmp/got
diag "$(wc -l < /tmp/got) rows"
check_law "after that"

# Several writers at once, and a rescan: each row belongs to one of them
for w in 1 2 3 4; do
	for _ in 1 2 3 4 5; do
		sed "s/ .*/ w$w/" /tmp/lines > "$D/owners"
	done &
done
for _ in 1 2 3 4 5; do echo 1 > "$D/rescan"; cat "$D/owners" > /dev/null; done
wait
check_law "after writers beside each other"
is "$(awk '!/^#/ { print $1, $2 }' "$D/owners" | sort)" "$(sums_of_ranges)" "owners still sums up ranges"
unload
load
is "$(awk '!/^#/ { print $1, $2, $6 }' "$D/ranges")" "$(echo "$before" | awk '!/^#/ { print $1, $2, $6 }')" \
   "a new load has the same owners as before"
unload

# Bytes without a known owner
nobodys()
{
	awk '$6 == "-" { n += $2 } END { printf "%.0f\n", n }' "$D/ranges"
}

# Pages that are reserved later have no owner, wherever they are: behind a per-CPU unit, behind the brk,
# where the kernel's init sections were. On a small machine they are everywhere.
named()
{
	awk '!/^#/ && $1 != "-" { print $1, $2 }' "$D/owners" | sort
}
load
before=$(named)
nobody=$(nobodys)
freed=$(awk '$5 == "freed" { n += $2 } END { printf "%.0f\n", n }' "$D/boot")
if [ ! -e /sys/kernel/kexec_loaded ]; then
	skip "pages that kexec reserved later are nobody's" "this kernel has no kexec"
else
	gcc -O1 -Wall -Wextra -o /tmp/kexec "$(dirname "$0")/kexec.c" || exit
	# (For a large one the kernel needs minutes: each page is looked for in the list of those it put aside.)
	image=$((($(mem_total) >> 10) * 2 / 5))
	[ "$image" -le 256 ] || image=256
	/tmp/kexec "$image" 2> /tmp/kexec.err && rc=0 || rc=$?
	is "$rc $(cat /tmp/kexec.err)" "0 " "an image of kexec is loaded"
	echo 1 > "$D/rescan"
	is "$(named)" "$before" "pages that kexec reserved later are nobody's"
	is "$(summary_total unexplained)" 0 "and no reservations of boot: nothing is unexplained"
	unload
	load
	if grep -q "^# no list" "$D/boot"; then
		skip "an image that was loaded before" "there is no list to tell its pages by"
	else
		is "$(($(nobodys) - nobody <= freed))" 1 \
		   "an image that was loaded before is not in the table, but for what boot had freed ($freed bytes)"
		ok "but for pages that boot had reserved and freed" test "$(summary_total unexplained)" -le 0
		diag "$(summary_total unexplained) pages unexplained"
	fi
	/tmp/kexec 0
	echo 1 > "$D/rescan"
	is "$(named)" "$before" "nor when the image is gone"
	is "$(summary_total unexplained)" 0 "nothing is unexplained then"
fi

# A fatal signal ends a rescan, and then nothing has changed.
before=$(cat "$D/ranges")
if [ ! -e $T/kprobe_events ] || uname -v | grep -q PREEMPT_RT; then
	skip "a fatal signal ends a rescan" "this kernel has no probes that could send it"
else
	# shellcheck disable=SC2016 # for the kernel
	echo 'r:early_res_walked early_res:walk_struct_pages ret=$retval:s32' > $T/kprobe_events
	echo 1 > $T/events/kprobes/early_res_walked/enable
	ok "who walks gets a fatal signal" /sbin/insmod /job/ko/killer.ko at=walk_struct_pages
	(echo 1 > "$D/rescan") &
	wait $! 2> /dev/null
	is "$?" 137 "a fatal signal ends a rescan"
	/sbin/rmmod killer
	ok "in the walk" grep -q 'ret=-4$' $T/trace
	echo 0 > $T/events/kprobes/early_res_walked/enable
	: > $T/kprobe_events
	is "$(cat "$D/ranges")" "$before" "and the table is as before"
fi
unload
for n in 1 2 3 4 5 6 7 8 9 10; do
	/sbin/insmod /job/ko/early_res.ko 2> /dev/null &
	sleep 0.0$n
	kill -9 $! 2> /dev/null
	wait $! 2> /dev/null
	! grep -q '^early_res ' /proc/modules || unload
done
load
is "$(cat "$D/ranges")" "$before" "nor does one that ends a load leave anything"
unload
done_testing
