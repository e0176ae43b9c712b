# SPDX-License-Identifier: GPL-2.0-only
# lists.sh: reads memblock's list of reservations from other sources than the module, to compare `boot`
# with it. Source it after early_res.sh.
# shellcheck shell=sh

# sym NAME - the address of a symbol, as a number of the shell: 64 bits with a sign
sym()
{
	echo $((0x$(awk -v name="$1" '$3 == name { print $1; exit }' /proc/kallsyms)))
}

# read_kernel ADDRESS BYTES - the words at this address in /proc/kcore: one of 8 bytes on each line, in hex
read_kernel()
{
	address=$(printf '0x%016x' "$1")
	# shellcheck disable=SC2046 # two words
	set -- "$1" "$2" $(readelf -lW /proc/kcore | awk -v a="$address" '
		$1 == "LOAD" && $3 <= a { at = $3; offset = $2 } END { print at, offset }')
	dd if=/proc/kcore bs=4096 iflag=skip_bytes,count_bytes skip=$(($4 + $1 - $3)) count="$2" status=none |
		od -An -v -t x8 -w8 | tr -d ' '
}

# Read struct memblock and its list of reserved memory. Sets $cnt, $max, $total and $regions (an address),
# and writes the entries to /tmp/entries: START END FLAGS NODE, in decimal.
read_list()
{
	memblock=$(sym memblock)
	# shellcheck disable=SC2046 # words
	set -- $(read_kernel "$memblock" 96)
	# shellcheck disable=SC2034 # for the scripts
	cnt=$((0x$8)) max=$((0x$9))
	shift 9
	# shellcheck disable=SC2034
	total=$((0x$1)) regions=$((0x$2))
	read_kernel "$regions" $((cnt * 24)) | mawk "$HEX"'
	NR % 3 == 1 { start = hex($1) }
	NR % 3 == 2 { size = hex($1) }
	NR % 3 == 0 {
		nid = substr($1, 1, 8)
		printf "%.0f %.0f %.0f %s\n", start, start + size - 1, hex(substr($1, 9)),
			nid == "ffffffff" ? -1 : hex(nid)
	}' > /tmp/entries
}

# Do the entries prove that they are a sound list? If not, print why.
list_is_sound()
{
	mawk -v total="$total" -v cnt="$cnt" '
	{ sum += $2 - $1 + 1 }
	$2 < $1 || $1 <= last && NR > 1 || $3 > 255 { print "entry " NR ": " $0; exit bad = 1 }
	{ last = $2 }
	END {
		if (!bad && (sum != total || NR != cnt)) { print sum " bytes in " NR " entries"; bad = 1 }
		exit bad
	}' /tmp/entries
}

# The rows of `boot` are the entries in their order; an entry can be several rows
boot_is_list()
{
	mawk "$HEX"'
	BEGIN { n = split("HOTPLUG MIRROR NOMAP DRV_MNG RSV_NIT RSV_KERN KHO_SCRATCH RSV_HUGETLB", name, " ") }
	function flags(v,   i, s) {
		for (i = 1; i <= n; i++) {
			if (v % 2) s = s (s ? "|" : "") name[i]
			v = int(v / 2)
		}
		return s ? s : "-"
	}
	FNR == NR { S[NR] = $1; E[NR] = $2; F[NR] = flags($3); N[NR] = $4; entries = NR; next }
	/^#/ { next }
	NF != 5 { print "not 5 columns: " $0; bad = 1 }
	{
		split($1, a, "-")
		start = hex(a[1]); end = hex(a[2])
		if (!i || at > E[i]) at = S[++i]
		if (i > entries || start != at || end > E[i] || end - start + 1 != $2 || $4 != F[i] ||
		    N[i] >= 0 && N[i] < 1024 && $3 != N[i] || $5 !~ /^(reserved|freed|-)$/) {
			print "row: " $0
			printf "is not of entry %d: %.0f-%.0f %s node %s\n", i, S[i], E[i], F[i], N[i]
			exit bad = 1
		}
		at = end + 1
		if (end < E[i] && $3 " " $5 == rest && start == last + 1)
			{ print "not as long as it could be: " $0; bad = 1 }
		last = end; rest = end == E[i] ? "" : $3 " " $5
	}
	END {
		if (!bad && (i != entries || at <= E[i])) { print i " entries of " entries; bad = 1 }
		exit bad
	}' /tmp/entries "$D/boot"
}

# Pages of file $1 that are in state $3 in column $2, as runs
runs_of()
{
	mawk -v col="$2" -v state="$3" "$HEX"'
	/^#/ || $col != state { next }
	{
		split($1, a, "-")
		s = int(hex(a[1]) / 4096); e = int(hex(a[2]) / 4096)
		if (n && s <= last + 1) { if (e > last) last = e; next }
		if (n++) printf "%.0f-%.0f\n", first, last
		first = s; last = e
	}
	END { if (n) printf "%.0f-%.0f\n", first, last }' "$1"
}

# A byte is slack if and only if no entry of the list has it
slack_is_outside()
{
	grep -v "^#" "$D/boot" > /tmp/list
	mawk "$HEX"'
	BEGIN { at = -1 }
	/^#/ || $5 == "released" || $7 ~ /fact|live|told/ { next }
	{
		split($1, a, "-")
		s = hex(a[1]); e = hex(a[2]); listed = 0
		while (at < s && (getline row < "/tmp/list") > 0) {
			split(row, b, "[- ]")
			from = hex(b[1]); at = hex(b[2])
		}
		for (;;) {
			if (at >= s && from <= e)
				listed += (at < e ? at : e) - (from > s ? from : s) + 1
			if (at >= e || (getline row < "/tmp/list") <= 0)
				break
			split(row, b, "[- ]")
			from = hex(b[1]); at = hex(b[2])
		}
		if ($6 == "slack" ? $7 != "boot" || listed : listed != $2)
			{ print listed " bytes are in the list of " $0; bad = 1 }
		rows++
	}
	END { exit bad || !rows }' "$D/ranges"
}

# The reserved part of memblock's list is the same as the table; and there is a list, if the kernel keeps
# one. $1 says when.
check_boot()
{
	if grep -q "^# no list" "$D/boot" && [ ! -e /sys/devices/system/memory/auto_online_blocks ] &&
	   [ ! -e /sys/kernel/debug/memblock ]; then
		skip "$1: what is left of memblock's list is the table" "neither memory hotplug nor ARCH_KEEP_MEMBLOCK"
		return
	fi
	for dir in "$D" "$D"/node*; do
		runs_of "$dir/boot" 5 reserved
		awk '!/^#/ { $5 = $5 == "released" ? $5 : "reserved" } 1' "$dir/ranges" > /tmp/held
		runs_of /tmp/held 5 reserved | sed 's/^/want /'
	done > /tmp/runs
	grep -v want /tmp/runs > /tmp/got
	sed -n 's/want //p' /tmp/runs > /tmp/want
	ok "$1: what is left of memblock's list is the table, on each node ($(wc -l < /tmp/got) runs)" \
		diff /tmp/want /tmp/got
	ok "$1: slack is what no entry of the list has" slack_is_outside
}

# The same from memblock's files in debugfs, on a kernel that keeps memblock
read_kept_list()
{
	mawk "$HEX"'
	BEGIN {
		n = split("HOTPLUG MIRROR NOMAP DRV_MNG RSV_NIT RSV_KERN KHO_SCRATCH RSV_HUGETLB", name, " ")
		for (i = 1; i <= n; i++) bit[name[i]] = 2 ^ (i - 1)
	}
	{
		gsub(/0x/, "")
		split($2, a, "[.][.]")
		flags = 0
		n = $4 == "NONE" ? 0 : split($4, f, "|")
		for (i = 1; i <= n; i++) flags += f[i] in bit ? bit[f[i]] : 2 ^ 20
		printf "%.0f %.0f %.0f %s\n", hex(a[1]), hex(a[2]), flags, $3 == "x" ? -1 : $3
	}' /sys/kernel/debug/memblock/reserved > /tmp/entries
}
