# SPDX-License-Identifier: GPL-2.0-only
# dumps.sh: a dump shows one moment, even if the reader's buffer is small and the writers are busy. It
# is sorted, its rows do not overlap and are merged, and all rows together have the same number of bytes.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# Is the dump on stdin a whole table of $1 bytes?
dump_is_whole()
{
	mawk -v want="$1" "$HEX"'
	/^#/ { next }
	NF != 7 { print "torn: " $0; bad = 1 }
	{
		split($1, a, "-")
		if (hex(a[1]) <= last && last) { print "not sorted: " $0; bad = 1 }
		last = hex(a[2])
		bytes += $2
	}
	END {
		if (bytes != want) print bytes " bytes, not " want
		exit bad || bytes != want
	}'
}

whole_dump()
{
	dump_is_whole "$bytes" < "$D/ranges"
}

# Read with a buffer of $1 bytes while the writers are at work
readers_agree()
{
	for _ in $(seq "${READS:-5}"); do
		dd if="$D/ranges" bs="$1" status=none | dump_is_whole "$bytes" || return 1
	done
}

summary_readers_agree()
{
	for _ in $(seq $((2 * ${READS:-5}))); do
		dd if="$D/summary" bs=1 status=none > /tmp/one
		[ -z "$(summary_column unexplained /tmp/one)" ] || return 1
		[ "$(summary_total reserved /tmp/one)" = "$reserved" ] || return 1
	done
}

write_for_ever()
{
	while :; do
		while read -r r; do
			echo "$r" > "$D/late_free"
		done < /tmp/rows 2> /dev/null
		echo 1 > "$D/reset"
	done
}

load
reserved=$(summary_total reserved)
bytes=$(awk '!/^#/ { n += $2 } END { print n }' "$D/ranges")
is "$bytes" $((reserved * 4096)) "the rows hold all reserved pages"
awk '!/^#/ { print $1 }' "$D/ranges" > /tmp/rows

write_for_ever &
writer=$!
ok "a reader of 1 byte at a time sees whole tables" readers_agree 1
ok "a reader of 61 bytes at a time sees whole tables" readers_agree 61
ok "a reader of 64 KiB at a time sees whole tables" readers_agree 64k
ok "a slow reader of summary sees the law" summary_readers_agree
kill $writer
wait 2> /dev/null
echo 1 > "$D/reset"

row=$(awk '!/^#/ && $2 > 204800 && $1 ~ /000-.*fff$/ { r = $1 } END { print r }' "$D/ranges")
rows=$(grep -vc '^#' "$D/ranges")
bytes_freed=${BYTES:-50000} # every second one
split_row "$bytes_freed" "$row"
is "$(grep -vc '^#' "$D/ranges")" $((rows + 2 * bytes_freed - 1)) "$((2 * bytes_freed)) rows more are dumped"
ok "and are a whole table" whole_dump
exec 3< "$D/ranges"
head -n 3 <&3 > /dev/null
echo 1 > "$D/reset"
is "$(($(wc -l <&3) > 2 * bytes_freed * 9 / 10))" 1 "an open dump outlives a reset"
exec 3<&-
is "$(summary_total late_freed)" 0 "and the next one shows it"
is "$(grep -vc '^#' "$D/ranges")" "$rows" "as many rows as before"
check_law "after so many rows"
unload
done_testing
