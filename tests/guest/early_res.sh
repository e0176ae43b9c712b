# SPDX-License-Identifier: GPL-2.0-only
# early_res.sh: what the guest tests know of the module: how to load it, how to
# read its dumps, and the law that every dump satisfies. Sourced after lib.sh.
# shellcheck shell=sh

D=/sys/kernel/debug/early_res
# shellcheck disable=SC2034 # for the scripts
S=/sys/kernel/early_res

load()
{
	insmod /job/ko/early_res.ko "$@"
}

unload()
{
	rmmod early_res
}

# Addresses need 64 bits and awk's numbers have 53. That is enough: the law is
# checked in pages, and no CPU has more than 52 bits of physical address.
# shellcheck disable=SC2034 # for the scripts
HEX='
function hex(s,   i, v) {
	for (i = 1; i <= length(s); i++)
		v = v * 16 + index("0123456789abcdef", tolower(substr(s, i, 1))) - 1
	return v
}'

# NODE ZONE PRESENT MANAGED of each populated zone, from /proc/zoneinfo
zoneinfo()
{
	awk '
	/^Node/ { node = $2 + 0; zone = $4 }
	$1 == "present" { present = $2 }
	$1 == "managed" && present { print node, zone, present, $2 }
	' /proc/zoneinfo
}

# NODE ZONE PAGES of each zone with pages in state $1 (or any), from `ranges`.
# Pages are counted once, also where a row ends inside one.
ranges_pages()
{
	awk -v state="$1" "$HEX"'
	/^#/ { next }
	state == "" || $5 == state {
		split($1, a, "-")
		first = int(hex(a[1]) / 4096)
		last = int(hex(a[2]) / 4096)
		if (first == prev) first++
		if (last >= first) {
			n[$3 " " $4] += last - first + 1
			prev = last
		}
	}
	BEGIN { prev = -1 }
	END { for (z in n) print z, n[z] }
	' "${2:-$D/ranges}" | sort
}

# NODE ZONE VALUE of each zone whose value in column $1 of summary is not 0
summary_column()
{
	awk -v name="$1" '
	/^#/ { for (i = 2; i <= NF; i++) if ($i == name) col = i - 1; next }
	$1 != "total" && $col != 0 { print $1, $2, $col }
	' "${2:-$D/summary}" | sort
}

# The value in column $1 of the last row of summary
summary_total()
{
	awk -v name="$1" '
	/^#/ { for (i = 2; i <= NF; i++) if ($i == name) col = i - 1; next }
	$1 == "total" { print $col }
	' "${2:-$D/summary}"
}

# The law, in every zone: present - managed == reserved == the rows of ranges.
# $1 says when.
check_law()
{
	zoneinfo > /tmp/zoneinfo
	cat "$D/summary" > /tmp/summary
	cat "$D/ranges" > /tmp/ranges
	is "$(summary_column present /tmp/summary)" \
	   "$(awk '{ print $1, $2, $3 }' /tmp/zoneinfo | sort)" "$1: present pages are zoneinfo's"
	is "$(summary_column managed /tmp/summary)" \
	   "$(awk '$4 { print $1, $2, $4 }' /tmp/zoneinfo | sort)" "$1: managed pages are zoneinfo's"
	is "$(summary_column reserved /tmp/summary)" \
	   "$(awk '$3 - $4 { print $1, $2, $3 - $4 }' /tmp/zoneinfo | sort)" \
	   "$1: reserved pages are present - managed"
	is "$(ranges_pages '' /tmp/ranges)" "$(summary_column reserved /tmp/summary)" \
	   "$1: the rows of ranges add up to summary"
	is "$(summary_column unexplained /tmp/summary)" "" "$1: nothing is unexplained"
}

# Late free every other one of $1 single bytes, from the start of a row on
split_row()
{
	awk -v n="$1" -v row="$2" "$HEX"'
	BEGIN {
		split(row, a, "-")
		base = substr(a[1], 1, 8)
		low = hex(substr(a[1], 9))
		for (i = 0; i < n; i++) {
			printf "%s%08x-%s%08x\n", base, low + 2 * i, base, low + 2 * i
			if (i % 50 == 49)
				fflush()	# no write may end inside a line
		}
	}' > "$D/late_free"
}
