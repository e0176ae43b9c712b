# SPDX-License-Identifier: GPL-2.0-only
# import.sh: early_res import with the real module: which logs it takes, and what becomes of them. It
# must be the last script in its VM, because it overwrites the kernel's log.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

import()
{
	/job/tools/early_res import "$@"
}

# refused TEXT LOG: the log is refused, and one line says why
refused()
{
	import "$2" > /tmp/said 2> /tmp/err && rc=0 || rc=$?
	case "$rc $(wc -l < /tmp/err) $(cat /tmp/err)" in
	"1 1 early_res: import: "*"$1"*) pass "refused: $1" ;;
	*) is "$rc $(cat /tmp/err)" "1 $1" "refused" ;;
	esac
}

# taken DESC LOG: this log gives the same result as the kernel's own log
taken()
{
	ok "$1: taken" sh -c "/job/tools/early_res import --dry-run '$2' 2> /tmp/err > /tmp/got || { cat /tmp/err; false; }"
	ok "$1: says the same" cmp /tmp/own /tmp/got
}

# The log on stdin in the form of journalctl -o json, of the boot $1
json()
{
	sed 's/^\[[^]]*\] //' | /usr/bin/jq -Rc --arg id "$1" \
		'{ MESSAGE: ., _TRANSPORT: "kernel", SYSLOG_FACILITY: "0", _BOOT_ID: $id }'
}

load
dmesg > /tmp/log
import --dry-run > /tmp/own 2> /tmp/err
is "$?" 0 "the kernel's own log"
sed 's/^/# /' /tmp/err
cp "$D/ranges" /tmp/before
ok "a dry run says what would be, and nothing changes" test -s /tmp/own -a "$(cat "$D/ranges")" = "$(cat /tmp/before)"
import > /tmp/said 2>&1
sed 's/^/# /' /tmp/said
ok "it says how much has an owner" grep -qx '[0-9.]* % of [0-9.]* kB that are reserved have an owner now' /tmp/said
is "$(awk '/% of/ { print $4 }' /tmp/said)" "$(awk '!/^#/ { n += $2 } END { printf "%.2f\n", n / 1024 }' "$D/ranges" | sed 's/\.00$//')" \
   "of all that is reserved"
check_law "after an import"
if has_kasan; then
	skip "at least 99.5 % have an owner" "KASAN has its shadow from memblock"
else
	# shellcheck disable=SC2016 # for awk
	ok "at least 99.5 % have an owner" awk '$1 == "-" { left = $2 } { n += $2 } END { exit left > n / 200 }' "$D/owners"
fi
cp "$D/ranges" /tmp/once
import > /tmp/said 2>&1
ok "twice is as once" cmp /tmp/once "$D/ranges"
is "$(tr ' ' '\n' < /proc/cmdline | sed -n 's/^reserve_mem=.*:\([^:]*\)$/\1/p' | while read -r name; do
	grep -q " $name fact" "$D/ranges" || echo "$name"; done)" "" "each reserve_mem= region has its name"

taken "what dmesg prints" /tmp/log
sed 's/^\[[^]]*\] //' /tmp/log > /tmp/other
taken "without times" /tmp/other
json "$(tr -d - < /proc/sys/kernel/random/boot_id)" < /tmp/log > /tmp/json
taken "of journalctl" /tmp/json
sed 's/^\[ *\([0-9]*\)\.\(...\).../[    \1.\2999/' /tmp/log > /tmp/other
refused "another boot, by the times of its lines" /tmp/other
json 0123456789abcdef0123456789abcdef < /tmp/log > /tmp/other
refused "another boot, by its boot_id" /tmp/other
sed 's/Linux version /Linux version 9/' /tmp/log > /tmp/other
refused 'another boot, by its "Linux version"' /tmp/other
sed 's/Command line: /Command line: x/' /tmp/log > /tmp/other
refused 'another boot, by its kernel command line' /tmp/other
tail -n 20 /tmp/log > /tmp/other
refused "no boot in this log" /tmp/other
is "$(cat "$D/ranges")" "$(cat /tmp/once)" "what is refused changes nothing"

# The kernel loses the beginning of its log.
if [ "$(wc -c < /tmp/log)" -gt 1000000 ] || grep -q log_buf_len /proc/cmdline; then
	skip "a log without its beginning" "the kernel's buffer is large"
else
	echo on > /proc/sys/kernel/printk_devkmsg
	line=$(awk 'BEGIN { while (n++ < 900) printf "x" }')
	i=0
	while [ $i -lt 3000 ]; do echo "<7>$line"; i=$((i + 1)); done > /dev/kmsg
	refused 'its first line, "Linux version", is missing' "-" < /dev/null
	ok "a log without its beginning is refused" sh -c '! /job/tools/early_res import 2> /tmp/err && grep -q "is missing" /tmp/err'
	mkdir -p /tmp/bin
	printf '%s\n' '#!/bin/sh' 'cat /tmp/json' > /tmp/bin/journalctl
	chmod 755 /tmp/bin/journalctl
	PATH=/tmp/bin:$PATH import --dry-run > /tmp/got 2> /tmp/err
	ok "journald has it" cmp /tmp/own /tmp/got
	taken "of journalctl, beside the rest" /tmp/json
	sed 's/^\[[^]]*\] //; s/Command line: /Command line: x/' /tmp/log > /tmp/other
	refused "another boot, by its kernel command line" /tmp/other
fi
unload
done_testing
