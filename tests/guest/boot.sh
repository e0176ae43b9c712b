# SPDX-License-Identifier: GPL-2.0-only
# boot.sh: compares `boot`, memblock's list of reservations, entry by entry with the list that this
# script reads through /proc/kallsyms and /proc/kcore. It also checks what became of each entry, and
# that a list which was overwritten is not used.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"
. "$(dirname "$0")/lists.sh"

header='# start-end bytes node flags now'

node_rows_agree()
{
	for dir in "$D"/node*; do
		awk -v n="${dir##*node}" '/^#/ || $3 == n' "$D/boot" > /tmp/want
		diff /tmp/want "$dir/boot" || return 1
	done
}

# One page of each 64 KiB that boot freed
pages_freed()
{
	awk "$HEX"'$5 == "freed" {
		split($1, a, "-")
		end = hex(a[2])
		for (p = int((hex(a[1]) + 65535) / 65536) * 65536; p + 4095 <= end && n < 100; p += 65536) {
			printf "%x-%x\n", p, p + 4095
			n++
		}
	}' "$D/boot"
}

# Read it one byte at a time
slow_boot()
{
	dd if="$D/boot" bs=1 status=none
}

no_list()
{
	sed -n 's/^# no list of memblock is used: //p' "$D/boot"
}

# The table without what is known from the list: slack, and the ends of pieces that a pointer found
rows_without_list()
{
	mawk "$HEX"'
	/^#/ { next }
	{
		split($1, a, "-")
		rest = $3 " " $4 " " $5 " " ($7 ~ /boot|pointer/ ? "- -" : $6 " " $7)
		if (n && rest == before && hex(a[1]) == hex(end) + 1) { end = a[2]; next }
		if (n++) print start, end, before
		start = a[1]; end = a[2]; before = rest
	}
	END { print start, end, before }' "$D/ranges"
}

# The module's own lines of the kernel log, since log_mark
own_lines()
{
	log_since | sed -n 's/^.*early_res: //p' | grep -v -e '^loading out-of-tree' -e '^module verification'
}

log_mark
load
check_law "loaded"
is "$(head -n 1 "$D/boot" | tr -s ' ')" "$header" "boot has its header"
if [ ! -r /proc/kcore ] || [ "$(sym memblock)" = 0 ]; then
	not_ok "/proc/kcore and /proc/kallsyms can be read"
	done_testing
fi
cnt=0 max=0 total=0 regions=0 memblock=0
read_list
image="$(sym _text) $(sym _end)"
if [ "$regions" -lt "${image% *}" ] || [ "$regions" -ge "${image#* }" ]; then
	# The list outgrew its array and was moved. That memory was later given to the buddy.
	diag "$cnt entries, and $max of room in memory that was freed"
	if list_is_sound > /tmp/why; then
		ok "a list that was moved and is whole is used, entry by entry" boot_is_list
		is "$(grep -c '^# recovered' "$D/boot") $(own_lines | wc -l)" "1 1" "and it says so"
		check_boot "recovered"
	else
		diag "overwritten: $(cat /tmp/why)"
		is "$(grep -vc '^#' "$D/boot")" 0 "a list that was overwritten is not used"
		ok "boot says why" test -n "$(no_list)"
		diag "$(no_list)"
		is "$(own_lines | grep -c "no list of memblock is used: $(no_list)") $(own_lines | wc -l)" "1 2" \
		   "and so does one line of the kernel log"
		is "$(cat "$D"/node*/boot | grep -vc '^#')" 0 "nor on any node"
	fi
	unload
	done_testing
fi
diag "$cnt entries, $(grep -vc '^#' "$D/boot") rows; $(awk '!/^#/ { n[$5] += $2 } END { for (s in n) printf "%s %.0f bytes; ", s, n[s] }' "$D/boot")"
ok "what is read here proves itself" list_is_sound
is "$(own_lines | wc -l)" 1 "a list that is used adds no line to the kernel log"
ok "boot is memblock's list, entry by entry" boot_is_list
ok "node<N>/boot are the rows of the node" node_rows_agree
ok "the image is in it, and parts of it were freed" sh -c "grep -q ' freed$' $D/boot && grep -q ' reserved$' $D/boot"
check_boot "loaded"
before=$(cat "$D/boot")
is "$(slow_boot)" "$before" "a reader of a byte at a time reads the same"

# Simulated late frees and new reservations do not change boot's list.
echo owner=kernel_data > "$D/late_free"
is "$(cat "$D/boot")" "$before" "a simulated late free frees nothing of it"
echo 1 > "$D/reset"
if [ -e "$D/reserve" ]; then
	for range in $(pages_freed); do
		if echo "$range mine" > "$D/reserve"; then break; fi
	done 2> /dev/null
	if grep -q ' mine live$' "$D/ranges"; then
		pass "what boot freed is reserved again ($range)"
	else
		skip "what boot freed is reserved again" "no page of it can be moved"
	fi
	is "$(cat "$D/boot")" "$before" "and that is not boot's"
	echo 1 > "$D/rescan"
	is "$(cat "$D/boot")" "$before" "nor after a rescan"
	! grep -q ' mine live$' "$D/ranges" || echo owner=mine > "$D/release"
	is "$(cat "$D/boot")" "$before" "nor when it was released"
else
	skip "what boot freed is reserved again" "no CONFIG_CONTIG_ALLOC"
fi
exec 3< "$D/boot"
echo 1 > "$D/rescan"
is "$(cat <&3)" "$before" "an open file is of the moment it was opened"
exec 3<&-
rows=$(rows_without_list)
unload

# Each overwritten list takes a second, so only one VM tries them.
if [ "$VM_NODES $VM_FIRMWARE" != "2 bios" ]; then
	done_testing
fi

# The struct memblock of a module does not count: a module is not part of the image.
/sbin/insmod /job/ko/decoy.ko
load
is "$(cat "$D/boot")" "$before" "a struct memblock of a module is not found"
unload
/sbin/rmmod decoy

# word ADDRESS - the word at this address, as a number of the shell
word()
{
	echo $((0x$(read_kernel "$1" 8)))
}

# overwritten WHY AT=WORD... - write these words into the kernel; then the list is refused because of WHY
overwritten()
{
	why=$1 at='' words=''
	shift
	for pair; do
		at=$at${at:+,}$(printf '0x%x' "${pair%=*}")
		words=$words${words:+,}$(printf '0x%x' "${pair#*=}")
	done
	/sbin/insmod /job/ko/poke.ko at="$at" word="$words" || return
	log_mark
	load
	is "$(no_list), $(own_lines | grep -c "no list of memblock is used: $why$"), $(grep -vc '^#' "$D/boot") rows" \
	   "$why, 1, 0 rows" "refused: $why"
	[ "$(rows_without_list)" = "$rows" ] || not_ok "refused: $why: the table is another"
	[ "$(grep -c " slack boot$" "$D/ranges")" = 0 ] || not_ok "refused: $why: who knows of slack?"
	[ "$(summary_column unexplained)" = "" ] || not_ok "refused: $why: the law"
	unload
	/sbin/rmmod poke
}

# Offsets in struct memblock: memory is at 16, reserved at 56. In each of these: cnt at 0, max at 8,
# total_size at 16, regions at 24, name at 32.
m=$((memblock + 16)) r=$((memblock + 56)) e=$regions
overwritten "it is not in the kernel's image" $((r + 32))="$(word $((m + 32)))"
overwritten "it is not in the kernel's image" $((m + 32))=$(($(word $((m + 32))) + 1))
overwritten "reserved: it has no entries" $r=0
overwritten "reserved: it has more entries than room" $r=$((max + 1))
overwritten "reserved: it has room for too many entries" $((r + 8))=65537
overwritten "memory: it has room for too many entries" $((m + 8))=-1
overwritten "reserved: its array is neither in the image nor in memory" $((r + 24))=4096
overwritten "reserved: an entry has no bytes" $((e + 8))=0
overwritten "reserved: an entry ends behind the last address" $((e + 2 * 24 + 8))=-1
overwritten "reserved: its entries are not in order, or overlap" $((e + 24))=0
overwritten "reserved: an entry has an unknown flag" $((e + 16))=256
overwritten "reserved: an entry has a node that cannot be" $((e + 16))=$((1025 << 32))
overwritten "reserved: its entries do not add up to its total" $((r + 16))=$((total + 1))
overwritten "reserved: its entries do not add up to its total" $r=$((cnt - 1))

# Remove the last page of a reserved entry from the list, and make the total fit
n=$(printf '%s\n' "$before" | mawk "$HEX"'
	FNR == NR { entry[$2] = NR - 1; next }
	$5 == "reserved" && $2 > 65536 && $1 ~ /fff$/ {
		split($1, a, "-")
		if (hex(a[2]) in entry) { print entry[hex(a[2])]; exit }
	}' /tmp/entries -)
if [ -n "$n" ]; then
	size=$((e + n * 24 + 8))
	overwritten "reserved: a page is reserved that it does not have" \
		$size=$(($(word $size) - 4096)) $((r + 16))=$((total - 4096))
else
	not_ok "no entry ends with a row that is reserved"
fi
# Change and restore the same words all the time: the list is right, or it is not used
flipped()
{
	/sbin/insmod /job/ko/poke.ko flip=1 "at=$(printf '0x%x,0x%x' "$size" $((r + 16)))" \
		"word=$(printf '0x%x,0x%x' $(($(word "$size") - 4096)) $((total - 4096)))" || return
	used=0
	: > /tmp/flipped
	for _ in $(seq 20); do
		load
		[ "$(rows_without_list)" = "$rows" ] || { echo "the table is another"; return 1; }
		[ "$(summary_column unexplained)" = "" ] || { echo "the law"; return 1; }
		if [ "$(cat "$D/boot")" = "$before" ]; then
			used=$((used + 1))
		elif [ -z "$(no_list)" ] || [ "$(grep -vc '^#' "$D/boot")" != 0 ]; then
			cat "$D/boot"
			return 1
		else
			no_list >> /tmp/flipped
		fi
		unload
	done
	/sbin/rmmod poke
}
if [ -n "$n" ]; then
	ok "a list that changes while it is read is as it was, or not used" flipped
	diag "used $used times of 20; refused:" "$(sort /tmp/flipped | uniq -c)"
fi

# The last entry of memory, and the total of memory
last=$(($(word $((m + 24))) + ($(word $m) - 1) * 24 + 8))
overwritten "memory: a node has more memory than it says" \
	$last=$(($(word $last) - 65536)) $((m + 16))=$(($(word $((m + 16))) - 65536))
# Put a second struct memblock into the unused end of the list's array
if [ $((cnt * 24 + 96)) -le $((max * 24)) ]; then
	copy=$((e + max * 24 - 96))
	set --
	for i in 0 8 16 24 32 40 48 56 64 72 80 88; do
		set -- "$@" $((copy + i))="$(word $((memblock + i)))"
	done
	overwritten "there is more than one in the kernel's image" "$@"
fi

load
is "$(cat "$D/boot")" "$before" "when all is as it was, boot is as it was"
unload
done_testing
