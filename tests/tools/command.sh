#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# command.sh - the awk programs behind early_res(8), on what a real VM said: Debian 13,
# two nodes of 4 GiB. Runs anywhere, prints KTAP.
#
# What `inputs` is: see inputs() in tools/early_res. a.saved and b.saved are of
# `early_res save` on Linux 6.1 and 7.3.
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/guest/lib.sh
. "$here/../guest/lib.sh"
tools=$here/../../tools
work=$(mktemp -d)
trap 'rm -rf "$work" "$ktap_output"' EXIT

# run PROGRAM INPUT [-v NAME=VALUE]...
run()
{
	program=$1 input=$2
	shift 2
	$awk "$@" -f "$tools/hex.awk" -f "$tools/$program" "$input"
}

# The longest line of stdin, and how many
shape()
{
	awk '{ if (length > w) w = length } END { print w, NR }'
}

check_with()
{
	if command -v "$1" > /dev/null; then
		desc=$2
		shift 2
		ok "$desc" "$@"
	else
		skip "$2" "no $1"
	fi
}

for awk in mawk gawk original-awk "busybox awk"; do
	if ! $awk 'BEGIN { exit 0 }' > /dev/null 2>&1; then
		skip "$awk" "not installed"
		continue
	fi
	run report.awk "$here/inputs" > "$work/text"
	is "$(tail -n 1 "$work/text")" "MemTotal in /proc/meminfo: 8148688 kB, the same." "$awk: the report closes"
	run report.awk "$here/inputs" -v format=json > "$work/json"
	check_with jq "$awk: --json is JSON, and adds up" jq -e '
		.memtotal_bytes == ([.nodes[].managed_bytes] | add) and
		([.nodes[] | .firmware_bytes + .added_bytes - .unused_bytes - .edges_bytes - .other_bytes -
		  .unexplained_bytes - ([.owners[].bytes] | add) == .managed_bytes] | all)' "$work/json"
	run report.awk "$here/inputs" -v format=metrics > "$work/metrics"
	is "$(grep -c '^early_res_reserved_bytes{node="1",owner="memmap"} 67108864$' "$work/metrics")" 1 \
	   "$awk: --metrics"
	for columns in 40 80 200; do
		run map.awk "$here/inputs" -v format=never -v columns=$columns > "$work/map"
		is "$(($(shape < "$work/map" | cut -d' ' -f1) <= (columns < 48 ? 48 : columns)))" 1 \
		   "$awk: a map of $columns columns"
		awk '$1 == "ranges" && $2 !~ /^#/ && $7 != "-" { print $7 }' "$here/inputs" | sort -u |
		while IFS= read -r owner; do
			grep -q " $owner\b" "$work/map" || echo "$owner"
		done > "$work/missing"
		is "$(cat "$work/missing")" "" "$awk: every owner is in its legend"
		run map.awk "$here/inputs" -v format=always -v columns=$columns |
			sed "s/$(printf '\033')\[[0-9;]*m//g" > "$work/plain"
		ok "$awk: colour changes nothing else" cmp "$work/map" "$work/plain"
	done
	run map.awk "$here/inputs" -v format=svg > "$work/map.svg"
	check_with xmllint "$awk: --svg is XML" xmllint --noout "$work/map.svg"
	is "$(grep -c '<title>memmap, 65536 kB, ' "$work/map.svg")" 2 "$awk: with titles"

	is "$($awk -f "$tools/diff.awk" "$here/a.saved" "$here/b.saved" | awk '$1 == "kernel_code"' | tr -s ' ')" \
	   "kernel_code 14343 18256 +3913 +27.3 % +18256 -14343" "$awk: diff"
	is "$($awk -f "$tools/diff.awk" "$here/a.saved" "$here/a.saved" | tail -n 1)" "no difference" "$awk: no difference"
	# A stranger's file: nothing of it reaches the terminal as it is.
	{ sed 's/^cmdline .*/cmdline \x1b]0;x\x07/' "$here/a.saved"; printf '0 \033[31m 1\n0 a;b 1\n99999999 x 1\n'; } > "$work/evil"
	is "$($awk -f "$tools/diff.awk" "$work/evil" "$here/b.saved" | LC_ALL=C tr -d '\n -~' | wc -c)" 0 \
	   "$awk: control characters of a stranger's file are not printed"
done
done_testing
