# SPDX-License-Identifier: GPL-2.0-only
# early_res.sh: functions of the guest tests: they load the module, read its dumps, and check the law
# that holds for every dump. Source it after lib.sh.
# shellcheck shell=sh

D=/sys/kernel/debug/early_res
# shellcheck disable=SC2034 # for the scripts
S=/sys/kernel/early_res

load()
{
	/sbin/insmod /job/ko/early_res.ko "$@"
}

unload()
{
	/sbin/rmmod early_res
}

# The command
er()
{
	/job/tools/early_res "$@"
}

# check_report WHEN: the command's report adds up to the byte, for every node and for the machine, and
# so do the owners; see tools/model.h
check_report()
{
	er --json > /tmp/report.json
	ok "$1: the report closes" /usr/bin/jq -e '
		def left: (.firmware_bytes // 0) + .added_bytes + .driver_bytes - .unused_bytes -
			.boot_bytes - .since_bytes - .edges_bytes - .other_bytes - .unexplained_bytes;
		[., .nodes[]] | map(left == .managed_bytes and .unused_bytes >= 0 and
			.boot_bytes + .since_bytes == ([.owners[].bytes] | add // 0)) | all' /tmp/report.json
}

# report_bytes FIELD: a field of the machine from the last report that was checked
report_bytes()
{
	/usr/bin/jq ".${1}_bytes" /tmp/report.json
}

# Use util-linux's dmesg: that of busybox has fewer options.
dmesg()
{
	/bin/dmesg "$@"
}

# Addresses have up to 64 bits, and awk's numbers are exact up to 53. That is enough: the law is checked
# in pages, and no CPU has more than 52 bits of physical address. Much of this arithmetic is done by
# mawk, which is several times faster than the awk of busybox.
# shellcheck disable=SC2034 # for the scripts
HEX='
function hex(s,   i, v) {
	if (!("ff" in byte_of))
		for (i = 0; i < 256; i++) byte_of[sprintf("%02x", i)] = i
	s = tolower(length(s) % 2 ? "0" s : s)
	for (i = 1; i < length(s); i += 2)
		v = v * 256 + byte_of[substr(s, i, 2)]
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

# The last node that has memory. If a VM has more than two nodes, no process runs there.
last_node()
{
	zoneinfo | awk '$3 > 0 { n = $1 } END { print n }'
}

# MemTotal in kB
mem_total()
{
	awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo
}

# NODE ZONE PAGES from `ranges`, for each zone with pages in state $1 (without $1: all pages that the
# buddy does not have). A page counts once, even if a row ends inside it.
ranges_pages()
{
	awk -v state="$1" "$HEX"'
	/^#/ { next }
	state == "" && $5 != "released" || state != "" && $5 == state {
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

# NODE ZONE VALUE for each zone whose value in column $1 of summary is not 0
summary_column()
{
	awk -v name="$1" '
	/^#/ { for (i = 2; i <= NF; i++) if ($i == name) col = i - 1; next }
	$1 != "total" && $col != 0 { print $1, $2, $col }
	' "${2:-$D/summary}" | sort
}

# NODE ZONE PAGES for each zone with pages that are reserved, or that are in the column "other"
not_managed()
{
	awk '
	/^#/ { for (i = 2; i <= NF; i++) col[$i] = i - 1; next }
	$1 != "total" {
		n = $(col["reserved"]) + $(col["other"])
		if (n)
			print $1, $2, n
	}
	' /tmp/summary | sort
}

# The value in column $1 of the last row of summary
summary_total()
{
	awk -v name="$1" '
	/^#/ { for (i = 2; i <= NF; i++) if ($i == name) col = i - 1; next }
	$1 == "total" { print $col }
	' "${2:-$D/summary}"
}

# Check the law in every zone: present - managed == reserved + other, and reserved is the sum of the
# rows of ranges. $1 says when.
check_law()
{
	zoneinfo > /tmp/zoneinfo
	cat "$D/summary" > /tmp/summary
	cat "$D/ranges" > /tmp/ranges
	is "$(summary_column present /tmp/summary)" \
	   "$(awk '{ print $1, $2, $3 }' /tmp/zoneinfo | sort)" "$1: present pages are zoneinfo's"
	is "$(summary_column managed /tmp/summary)" \
	   "$(awk '$4 { print $1, $2, $4 }' /tmp/zoneinfo | sort)" "$1: managed pages are zoneinfo's"
	is "$(not_managed)" \
	   "$(awk '$3 - $4 { print $1, $2, $3 - $4 }' /tmp/zoneinfo | sort)" \
	   "$1: reserved and other pages are present - managed"
	is "$(ranges_pages '' /tmp/ranges)" "$(summary_column reserved /tmp/summary)" \
	   "$1: the rows of ranges add up to summary"
	is "$(summary_column unexplained /tmp/summary)" "" "$1: nothing is unexplained"
	is "$(/bin/dmesg | grep -c "early_res: memblock and firmware differ")" 0 \
	   "$1: memblock and firmware agree what is memory"
}

# Late free every second byte, $1 times, from the start of a row on
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
				fflush()	# so that no write ends inside a line
		}
	}' > "$D/late_free"
}

# Write stdin to file $1 in one write(2); print the errno, or OK
errno_of()
{
	err=$(LC_ALL=C dd of="$D/$1" bs=4M iflag=fullblock status=none 2>&1)
	case $err in
	"")				echo OK ;;
	*"Invalid argument"*)		echo EINVAL ;;
	*"No such file"*)		echo ENOENT ;;
	*"resource busy"*)		echo EBUSY ;;
	*"Cannot allocate memory"*)	echo ENOMEM ;;
	*"not permitted"*)		echo EPERM ;;
	*)				echo "$err" ;;
	esac
}

# Is the table the same as when $before was read?
changed()
{
	# shellcheck disable=SC2154 # the script's
	[ "$(cat "$D/ranges")" = "$before" ] && echo unchanged || echo changed
}

# refused FILE ERRNO INPUT(printf format) [DESCRIPTION]
refused()
{
	# shellcheck disable=SC2059 # the format is the point
	got=$(printf -- "$3" | errno_of "$1")
	is "$got, $(changed)" "$2, unchanged" "$1: ${4:-"$3"} is $2 and changes nothing"
}

# repeat C N - the character C, N times
repeat()
{
	awk -v s="$1" -v n="$2" 'BEGIN { while (length(s) < n) s = s s; printf "%s", substr(s, 1, n) }'
}

rescan()
{
	echo 1 > "$D/rescan"
}

# Rescan and read until killed.
rescan_for_ever()
{
	while :; do
		rescan
		cat "$D/ranges" "$D/summary" > /dev/null
	done
}

# monitor COMMAND - send a command to QEMU's monitor, see boot.sh -g. Call it with "" first: that ends
# what was echoed to the monitor before.
monitor()
{
	printf '%s\n' "$1" > /dev/ttyS1
}

# reserve_until_refused NODE SIZE - reserve areas of this size, named r$n, r$((n + 1)), ..., until one
# is refused. The script must set n to 0 before. $refusal gets the errno.
# shellcheck disable=SC2034 # for the scripts
reserve_until_refused()
{
	while refusal=$(echo "node=$1 size=$2 r$n" | errno_of reserve) && [ "$refusal" = OK ]; do
		n=$((n + 1))
	done
}

# Release what reserve_until_refused() reserved.
release_all()
{
	while [ "$n" -gt 0 ]; do
		n=$((n - 1))
		echo "owner=r$n" > "$D/release"
	done
}

# Memory in use, in kB: it is not free, not on a per-CPU list and not cache, and belongs to no process.
# Slab and vmalloc count as in use, so that a leak there shows as well. The smallest of several readings
# counts: sometimes one is 4 MiB too high, because a block is between two lists, or because the two
# files were not read at the same moment. Lost memory is in all of them.
used_kb()
{
	sync
	echo 3 > /proc/sys/vm/drop_caches
	for _ in 1 2 3 4 5; do
		sleep 0.3
		awk '$1 == "count:" { n += $2 * 4 }
		     /^(MemFree|Buffers|Cached|SReclaimable):/ { n += $2 }
		     /^MemTotal:/ { total = $2 }
		     END { print total - n }' /proc/meminfo /proc/zoneinfo
	done | sort -n | head -n 1
}

# The errno of a release of memory without a known owner; all memory may have a known one
nobodys_errno()
{
	if grep -q " - -$" "$D/ranges"; then echo EPERM; else echo ENOENT; fi
}

has_names_of_variables()
{
	grep -q " iomem_resource$" /proc/kallsyms
}

has_kasan()
{
	grep -q " kasan_early_shadow_page$" /proc/kallsyms
}

# What kmemleak reports
leaks()
{
	echo scan > /sys/kernel/debug/kmemleak
	sleep 6 # kmemleak does not report what is younger than 5 s
	echo scan > /sys/kernel/debug/kmemleak
	cat /sys/kernel/debug/kmemleak
}

# no_memory_lost KB LIMIT: KB is how much more memory is in use than before. With KASAN this number
# says nothing, because KASAN keeps freed memory for a while; kernels with KASAN have kmemleak instead.
no_memory_lost()
{
	if [ -e /sys/kernel/debug/kmemleak ]; then
		is "$(leaks)" "" "no memory lost: kmemleak finds nothing"
	else
		ok "no memory lost" test "$1" -lt "$2"
	fi
}

# log_mark begins a part of the kernel log, and log_since prints what came after it. The mark is the
# last line with its time. A line number would not do, because the log drops its oldest lines.
log_mark()
{
	/bin/dmesg | tail -n 1 > /tmp/dmesg.mark
}

log_since()
{
	/bin/dmesg | awk '
	NR == FNR { mark = $0; next }
	{ line[++n] = $0 }
	$0 == mark { at = n }
	END {
		if (!at)
			print "log_since: so much was logged that the mark is gone"
		while (at < n)
			print line[++at]
	}' /tmp/dmesg.mark -
}

# The lines of file $1, a part of the kernel log, that are neither the module's own nor harmless.
# Harmless are: messages of the overlay that the VM's root is on; messages about delays, because
# emulation on a busy machine is slow; and what the kernel logs late because it waited for time.
foreign_lines()
{
	grep -vE "early_res: |evm: overlay not|random: crng init done|clocksource: |tsc: |(hrtimer|perf): interrupt took|NMI handler .* took too long|workqueue: .* hogged CPU|sched: (RT throttling|DL replenish)" "$1"
}

# traces LOG PID: wait until the bpftrace program traces. It prints nothing before all its probes are attached.
traces()
{
	tries=0
	until grep -q '^Tracing' "$1"; do
		sleep 1
		tries=$((tries + 1))
		if [ $tries -ge 120 ] || ! kill -0 "$2" 2> /dev/null; then
			cat "$1"
			return 1
		fi
	done
}

# End the bpftrace program PID. Return: its exit status. bpftrace 0.17 misses Ctrl-C if it is just
# printing, and then needs a second one. But a second one while it ends kills it, so give it time. A
# zombie has ended; only its status was not asked for.
stop_trace()
{
	sleep 2
	tries=0
	while grep -q '^State:[[:space:]]*[^ZX]' "/proc/$1/status" 2> /dev/null; do
		if [ $tries -ge 120 ]; then
			cat "/proc/$1/status" "/proc/$1/stack"
			kill -KILL "$1"
			break
		fi
		[ $((tries % 40)) != 0 ] || kill -INT "$1"
		sleep 1
		tries=$((tries + 1))
	done
	wait "$1"
}
