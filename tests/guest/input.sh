# SPDX-License-Identifier: GPL-2.0-only
# input.sh: whatever root writes, the errno is the documented one, and a refused write changes nothing.
# It also loads and unloads the module at the wrong time.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# taken FILE INPUT STATE-OF-ROW [DESCRIPTION]
taken()
{
	# shellcheck disable=SC2059
	got=$(printf -- "$2" | errno_of "$1")
	is "$got $(row_state)" "OK $3" "$1: ${4:-"$2"} is taken"
	echo 1 > "$D/reset"
}

row_state()
{
	awk -v r="$row" '$1 == r { print $5 }' "$D/ranges"
}

# addr N - an address of the row in hex: 1 is its first byte, 2 its last
addr()
{
	echo "$row" | cut -d- -f"$1"
}

modes()
{
	(cd "$1" && /usr/bin/find . ! -type d -printf '%m %f\n') | sort -u
}

load
# A row of whole pages in the middle of the table, and the hole before it
row=$(awk '!/^#/ && $2 >= 8192 && $1 ~ /000-.*fff$/ { r[++n] = $1 } END { print r[int(n / 2) + 1] }' "$D/ranges")
hole=$(awk "$HEX"'
	/^#/ { next }
	{ split($1, a, "-"); if (last && hex(a[1]) - last > 8192 && hex(a[1]) > 16777216) { print prev; exit }
	  last = hex(a[2]); prev = a[2] }' "$D/ranges")
before=$(cat "$D/ranges")
start=$(addr 1) end=$(addr 2)
short=$(echo "$start" | sed 's/^0*//')-$(echo "$end" | sed 's/^0*//')
diag "row $row, hole behind $hole"

taken late_free "$row\n" late_freed "a row as dumped"
taken late_free "$row" late_freed "no newline"
taken late_free "0x$start-0x$end\n" late_freed "with 0x"
taken late_free "$short\n" late_freed "without leading zeros"
taken late_free "$(echo "$short" | tr a-f A-F)\n" late_freed "upper case"
taken late_free " \t $row \t\n" late_freed "blanks around"

refused late_free EINVAL ' '
refused late_free EINVAL '   \t   ' "only blanks"
refused late_free EINVAL '\n'
refused late_free EINVAL '\n\n\n' "empty lines"
refused late_free EINVAL '\000' "a NUL"
refused late_free EINVAL "$row\\000\\n" "a range and a NUL"
refused late_free EINVAL "\\000$row\\n" "a NUL and a range"
refused late_free EINVAL "$(repeat a 1048576)" "1 MiB of text"
refused late_free EINVAL "$(repeat ' ' 1048576)" "1 MiB of blanks"
refused late_free EINVAL "$row$(repeat ' ' 300)\\n" "a line of over 255 characters"
refused late_free EINVAL "$start\\n" "no end"
refused late_free EINVAL "$start-\\n" "an empty end"
refused late_free EINVAL "-$end\\n" "an empty start"
refused late_free EINVAL "$start--$end\\n" "two dashes"
refused late_free EINVAL "$start $end\\n" "a blank for the dash"
refused late_free EINVAL "+$start-$end\\n" "a sign"
refused late_free EINVAL "$row $row\\n" "two ranges"
refused late_free EINVAL "$row\\r\\n" "a carriage return"
refused late_free EINVAL "0x-0x\\n"
refused late_free EINVAL "xyzzy-plugh\\n"
refused late_free EINVAL "$end-$start\\n" "start > end"
refused late_free EINVAL "ffffffffffffffff-0\\n"
refused late_free EINVAL "10000000000000000-20000000000000000\\n" "65 bits"
refused late_free EINVAL "0-10000000000000000\\n"
refused late_free EINVAL "owner=\\n"
refused late_free EINVAL "owner=kernel_code node=\\n"
refused late_free EINVAL "owner=kernel_code node=x\\n"
refused late_free EINVAL "owner=kernel_code node=-1\\n"
refused late_free EINVAL "owner=kernel_code node=99999999999\\n"
refused late_free EINVAL "owner=kernel_code mode=0\\n"
refused late_free EINVAL "owner=kernel_code node=0 node=0\\n"
refused late_free EINVAL "node=0 owner=kernel_code\\n"
refused late_free EINVAL "OWNER=kernel_code\\n"
refused late_free EINVAL "owner=$(repeat a 300)\\n" "an owner of 300 characters"
refused late_free ENOENT "owner=$(repeat a 200)\\n" "an owner of 200 characters"
refused late_free ENOENT "owner=nobody\\n"
refused late_free ENOENT "owner=kernel_code node=77\\n"
refused late_free ENOENT "0-ffffffffffffffff\\n" "the whole 64-bit space"
refused late_free ENOENT "ffffffffffffffff-ffffffffffffffff\\n" "the last byte of it"
refused late_free ENOENT "0-0\\n" "byte 0"
refused late_free ENOENT "fffffffff000-ffffffffffff\\n" "past the end of memory"
if [ -n "$hole" ]; then
	first=$(grep -- "-$hole" "$D/ranges" | cut -d- -f1)
	next=$(printf '%x' $((0x$hole + 1)))
	refused late_free ENOENT "$next-$(printf '%x' $((0x$next + 0xfff)))\\n" "a range with no reservation"
	refused late_free ENOENT "$first-$next\\n" "a range half in, half out"
	refused late_free ENOENT "$first-ffffffffffffffff\\n" "a range from a reservation to the end of all"
else
	not_ok "found a hole between two rows"
fi

got=$(printf '%s\nnonsense\n' "$row" | errno_of late_free)
is "$got $(row_state)" "EINVAL late_freed" "the first of two lines is taken, the second refused"
got=$(printf '%s\n' "$row" | errno_of late_free)
is "$got $(row_state)" "ENOENT late_freed" "late freed twice is ENOENT"
echo 1 > "$D/reset"
got=$(printf 'nonsense\n%s\n' "$row" | errno_of late_free)
is "$got $(row_state)" "EINVAL reserved" "nothing behind a refused line is taken"

for file in reset rescan; do
	for bad in ' ' '\n' '0\n' '2\n' '11\n' '-1\n' '1 1\n' 'y\n' '0x1\n' '1\000\n'; do
		refused $file EINVAL "$bad"
	done
	refused $file EINVAL "$(repeat 1 1048576)" "1 MiB of text"
	taken $file '1' reserved
	taken $file '1\n' reserved
	taken $file '1\n1\n' reserved
done

# write(2) of 0 bytes: no shell can do that
printf '#include <fcntl.h>\n#include <unistd.h>\n%s\n' \
	'int main(int c, char **v) { (void)c; return write(open(v[1], O_WRONLY), "", 0) >= 0; }' |
	gcc -x c -o /tmp/write0 -
for file in late_free reset rescan; do
	ok "$file: a write of no bytes is refused" /tmp/write0 "$D/$file"
done

# A late free of less than a page frees no page; the late free of the rest frees it.
mid=$(printf '%x' $((0x$start + 0x7ff)))
next=$(printf '%x' $((0x$start + 0x800)))
page=$(printf '%x' $((0x$start + 0xfff)))
ok "late free of half a page" sh -c "echo $start-$mid > $D/late_free"
is "$(summary_total late_freed)" 0 "half a page frees no page"
check_law "half a page late freed"
ok "late free of the other half" sh -c "echo $next-$page > $D/late_free"
is "$(summary_total late_freed)" 1 "two halves free one page"
echo 1 > "$D/reset"
is "$(cat "$D/ranges")" "$before" "reset joins the halves"

# Several writers at the same time: each row is late freed once, by whoever comes first
rm -f /tmp/won.*
awk '!/^#/ { print $1 }' "$D/ranges" > /tmp/rows
for w in 1 2 3 4; do
	while read -r r; do
		echo "$r" > "$D/late_free" && echo "$r" >> /tmp/won.$w
	done < /tmp/rows 2> /dev/null &
done
wait
is "$(cat /tmp/won.* | sort)" "$(sort /tmp/rows)" "of four writers one wins each row"
check_law "after concurrent writers"
for w in 1 2 3 4; do
	for _ in 1 2 3 4 5; do
		echo 1 > "$D/reset"
		echo 1 > "$D/rescan"
		echo owner=kernel_data > "$D/late_free"
	done 2> /dev/null &
done
wait
echo 1 > "$D/reset"
is "$(cat "$D/ranges")" "$before" "after concurrent rescans and resets every row is back"

is "$(modes "$D")" "$(printf '%s\n' '200 late_free' '200 release' '200 rescan' '200 reserve' \
	'200 reset' '400 boot' '400 buddy' '400 ranges' '400 summary' '600 owners')" \
   "debugfs is root's alone"
is "$(modes "$S" | cut -d' ' -f1 | sort -u)" 400 "sysfs is root's alone"
for file in "$D/ranges" "$D/boot" "$D/summary" "$S/node0/reserved_kb"; do
	ok "nobody cannot read ${file##*/}" sh -c "! /usr/bin/setpriv --reuid=65534 --clear-groups --bounding-set=-all cat $file 2>/dev/null"
done

is "$(load 2>&1 | grep -o 'File exists')" "File exists" "loading twice is EEXIST"
exec 3< "$D/ranges"
is "$(unload 2>&1 | grep -o 'is in use')" "is in use" "unloading while a file is open is refused"
exec 3<&-
ok "and done once it is closed" unload
ok "an unknown parameter does no harm" load no_such_parameter=1
unload
done_testing
