#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# fleet.sh - metrics, and what a fleet does with them: doc/metrics.md, the alert rules, the
# dashboard, the units of systemd. Runs anywhere, prints KTAP.
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tools/command.sh
. "$here/command.sh"

# of METRIC [LABELS]: the sum of its lines that have these labels
of()
{
	awk -v m="early_res_$1" -v with="${2-}" '
	{ name = $1; sub(/\{.*/, "", name) }
	name == m && index($1, with) { n += $2; seen = 1 }
	END { if (seen) printf "%.0f\n", n; else print "none" }' metrics
}

# shape FILE: "NAME LABEL,LABEL" of each metric
shape()
{
	sed -n '/^#/d; s/="[^"]*"//g; s/[{}]/ /g; s/^\([a-z_]*\) \([a-z,_]* \)\{0,1\}.*/\1 \2/; s/ *$//; p' "$1" | sort -u
}

promtool=$(sh "$top/tests/vm/promtool.sh" 2> promtool.log) || promtool=
# checked DESC: promtool has nothing to say against the metrics
checked()
{
	cp metrics checked.prom
	tool "promtool check metrics $1" check metrics < checked.prom
	[ -s metrics ] || not_ok "there are metrics"
}

# tool DESC ARGS...: promtool must have nothing to say against it
tool()
{
	desc=$1
	shift
	if [ -n "$promtool" ]; then
		ok "$desc" "$promtool" "$@"
	else
		skip "$desc" "no promtool: $(tail -n 1 promtool.log)"
	fi
}

# A machine that knows everything
unpack "$here/inputs" vm
cp -r vm all
# A crash kernel of two parts, and the firmware's map as it is
printf '%s\n' "30000000-33ffffff : Crash kernel" "110000000-117ffffff : Crash kernel" >> all/iomem
echo "quiet crashkernel=192M" > all/cmdline
printf '%s\n' "balloon_inflate 3000" "balloon_deflate 1000" > all/vmstat
echo "Unaccepted:       1024 kB" >> all/meminfo
printf '%s\n' "0 2097152 64 60" "1 2097152 10 0" > all/hugepages
cat > all/boot << END
# start-end bytes node flags now
0000000000001000-000000000009efff         647168    0 - reserved
0000000001000000-00000000010fffff        1048576    - - freed
0000000002000000-00000000020fffff        1048576    0 - freed
END
echo 1034567 > all/scan
# SMBIOS: an array of the system's memory, and two devices of 4 GiB
device=115c001100104000feff40004000001009$(printf '%0150d' 0)
printf '%s\n' 100f001003030300000080feff0400 "$(echo "$device" | cut -c1-184)" "$(echo "$device" | cut -c1-184)" > all/dmi
snapshot all > all.snap
er --metrics --from all.snap > metrics
sed 's/^/# /' metrics
is "$(of scan_seconds) $(grep -c '^early_res_scan_seconds 1.034567$' metrics)" "1 1" "the time of the scan"
is "$(of boot_freed_bytes)" 2097152 "what was freed, of no node, too"
is "$(of crash_kernel_bytes) $(of crash_kernel_requested)" "201326592 1" "both parts of a crash kernel"
# This machine has 8 GiB.
for asks in "0 quiet" "0 crashkernel=0" "1 crashkernel=256M@16M" "1 crashkernel=1G,high crashkernel=0,low" "0 crashkernel=72M,low" \
	"1 crashkernel=512M-:192M" "0 crashkernel=16G-:192M" "1 crashkernel=1G-4G:192M,4G-64G:256M@16M" \
	"0 crashkernel=1G-4G:192M,4G-8G:256M" "0 crashkernel=64M crashkernel=0" "1 crashkernel=0 -- crashkernel=64M" \
	"0 crashkernel=auto" "0 crashkernel=1G-" "0 crashkernel=1G-4G:1M,"; do
	echo "${asks#* }" > all/cmdline
	snapshot all > crash.snap
	er --metrics --from crash.snap > asked
	is "$(sed -n 's/^early_res_crash_kernel_requested //p' asked)" "${asks%% *}" "${asks#* }: is a crash kernel asked for?"
done
is "$(of unattributed_bytes) $(of reserved_bytes 'owner="-"')" "798464 798464" "memory without an owner"
is "$(of present_bytes)" 8589398016 "present pages"
is "$(grep '^early_res_info' metrics)" \
   "early_res_info{version=\"$(er --version | cut -d' ' -f2)\",kernel=\"$(head -n 1 vm/uname)\"} 1" "versions"
is "$(sed -n '/^#/d; s/ .*//p' metrics | sort | uniq -d)" "" "no series is there twice"
for comment in HELP TYPE; do
	is "$(sed -n "s/^# $comment \([a-z_]*\) .*/\1/p" metrics | sort)" "$(shape metrics | cut -d' ' -f1 | sort -u)" \
	   "each metric has its line of $comment, once"
done
checked "of a machine that knows all"
# shellcheck disable=SC2016 # a backtick is one
is "$(shape metrics)" "$(sed -n 's/^| `\(early_res_[a-z_]*\)` |\([^|]*\)| .*/\1\2/p' "$top/doc/metrics.md" |
	tr -d '`' | sed 's/, /,/g; s/ *$//' | sort -u)" "doc/metrics.md has all metrics and their labels, and no other"

# What is not known
rm vm/firmware vm/cmdline
snapshot vm > vm.snap
er --metrics --from vm.snap > metrics
is "$(shape metrics | grep -E '_(firmware|installed|kept|balloon|boot_freed|scan|hugepages|hugepages_free|crash_kernel_requested)(_bytes|_seconds)?( |$)')" \
   "" "what is not known has no line"
is "$(of crash_kernel_bytes)" 0 "that there is no crash kernel is known"
checked "of what is known"

# Owners: 30 of boot's, one that nobody knows, some that a log told, and those of reserve
unpack "$here/inputs" owners
awk 'BEGIN {
	for (i = 1; i <= 30; i++)
		printf "%016x-%016x %d 0 Normal reserved owner_%02d fact\n", i * 131072, i * 131072 + i * 4096 - 1, i * 4096, i
}' > rows
{
	cat rows
	echo "0000000000400000-00000000004fffff 1048576 0 Normal reserved memblock_alloc_x told"
	echo "0000000000500000-00000000005fffff 1048576 0 Normal reserved owner_30 told"
	echo "0000000000600000-00000000006fffff 1048576 0 Normal reserved told fact"
	echo "0000000000700000-00000000007fffff 1048576 0 Normal reserved other boot"
	echo "0000000000800000-00000000008fffff 1048576 0 Normal reserved owner_29 live"
	echo "0000000000900000-0000000000900fff 4096 0 Normal reserved tiny live"
	echo "0000000000a00000-0000000000a00fff 4096 0 Normal reserved - -"
	echo "0000000000b00000-0000000000bfffff 1048576 0 Normal released gone live"
} > owners/ranges
snapshot owners > owners.snap
er --metrics --from owners.snap > metrics
is "$(grep -c '^early_res_reserved_bytes' metrics)" 24 "20 owners, nobody, other of both kinds, told"
is "$(of reserved_bytes)" "$(awk '$5 != "released" { n += $2 } END { print n }' owners/ranges)" "they hold all that is reserved"
is "$(of reserved_bytes 'owner="owner_30",made_by="boot"')" 122880 "of boot's, not what a log told"
is "$(of reserved_bytes 'owner="owner_29",made_by="boot"') $(of reserved_bytes 'owner="owner_29",made_by="reserve"')" \
   "118784 1048576" "two owners of one name"
is "$(of reserved_bytes 'owner="told",made_by="boot"') $(of reserved_bytes 'memblock_alloc')" "2097152 none" \
   "callers of memblock are no labels"
is "$(of reserved_bytes 'owner="other",made_by="reserve"')" 4096 "small ones of reserve"
# owner_12 to owner_30, and owner_29 of reserve, are 20.
is "$(of reserved_bytes 'owner="other",made_by="boot"')" "$((11 * 12 * 2048 + 2 * 1048576))" \
   "small ones, and those that are called as a sum is"
is "$(of reserved_bytes 'owner="-",made_by="boot"')" 4096 "nobody is always there"
checked "of many owners"
printf '%s\n' '6.12"\x' '#1' vm > owners/uname
snapshot owners > owners.snap
er --metrics --from owners.snap > metrics
ok "letters that must be escaped" grep -q 'kernel="6.12\\"\\\\x"} 1$' metrics
checked "of these"

# A file is whole, or it is the old one.
echo old > early_res.prom
for input in scan boot; do
	cp -r all bad
	echo "1 x" > "bad/$input"
	[ "$input" = boot ] || echo x > bad/scan
	snapshot bad > bad.snap
	er report --metrics=early_res.prom --from bad.snap 2> err && rc=0 || rc=$?
	is "$rc $(cat err) $(cat early_res.prom) $(find . -name 'early_res.prom*')" \
	   "1 early_res: $input: line 1 is not as it must be old ./early_res.prom" "a bad '$input' leaves the old file"
	rm -rf bad
done
umask 077
er report --metrics=early_res.prom --from all.snap
is "$(stat -c %a early_res.prom) $(find . -name 'early_res.prom*')" "644 ./early_res.prom" "all can read the file"

# Rules
er --metrics --from all.snap > metrics
rules=$top/packaging/prometheus/early_res.rules.yml
board=$top/packaging/grafana/early_res.json
{
	shape metrics | cut -d' ' -f1
	sed -n 's/^ *- record: //p' "$rules"
} | sort -u > names
# unknown < TEXT: names of metrics of ours in it that there are not
unknown()
{
	grep -oE '[a-z_:]*early_res_[a-z_:]*' | sort -u > used
	[ -s used ] || echo "there is none at all"
	comm -23 used names
}
is "$(sed '/^ *#/d' "$rules" | unknown)" "" "each metric in the rules is one that there is"
tool "promtool check rules" check rules "$rules"
tool "promtool test rules" test rules "${rules%.rules.yml}_rules_test.yml"
sed -n 's/^ *- alert: //p' "$rules" > alerts
while read -r alert; do
	is "$(grep -c "alertname=\"$alert\"" "${rules%.rules.yml}_rules_test.yml" | sed 's/^[1-9].*/tested/') $(grep -c "^| $alert |" "$top/doc/metrics.md")" \
	   "tested 1" "$alert is tested, and documented"
done < alerts
is "$(grep -c . alerts)" "$(grep -c '^| EarlyRes' "$top/doc/metrics.md")" "and no other"

# The dashboard: what it asks for
ok "the dashboard is JSON" jq -e '.panels | length > 5' "$board"
jq -r '.. | .expr?, .query? | strings' "$board" > queries
is "$(unknown < queries)" "" "each metric in the dashboard is one that there is"
is "$(jq -r '[.panels[].id] | length - (unique | length)' "$board")" 0 "no number of a panel is there twice"
jq '{groups: [{name: "board", rules: [.. | .expr? | strings | {record: "x", expr: .}]}]}' "$board" |
	jq '.groups[0].rules |= [to_entries[] | .value + {record: "x\(.key)"}]' > board.yml
tool "promtool understands all that it asks" check rules board.yml

# The units. What `verify` says of a good unit on this machine is not our concern.
units=$top/packaging/systemd
cp "$units"/early-res-exporter.* .
sed -i "s|^ExecStart=early_res |ExecStart=$work/early_res |" early-res-exporter.service
printf '%s\n' "[Service]" "Type=oneshot" "ExecStart=$work/early_res" > good.service
if ! command -v systemd-analyze > /dev/null || ! systemd-analyze verify --man=no ./good.service > verify.log 2>&1; then
	skip "systemd-analyze verify, security" "no systemd-analyze that works here: $(tail -n 1 verify.log 2> /dev/null)"
else
	is "$(systemd-analyze verify --man=no ./early-res-exporter.service ./early-res-exporter.timer 2>&1 | cat - verify.log)" "" \
	   "systemd-analyze verify has nothing to say"
	systemd-analyze --no-pager security --offline=true ./early-res-exporter.service > security.log 2>&1
	sed -n 's/.*Overall exposure/# Overall exposure/p' security.log
	is "$(awk '/Overall exposure level/ { for (i = 1; i <= NF; i++) if ($i ~ /^[0-9.]+$/) print ($i < 3) }' security.log)" 1 \
	   "systemd-analyze security is below 3"
fi
is "$(sed -n 's/^Environment=DIRECTORY=/-/p' "$units/early-res-exporter.service")" \
   "$(sed -n 's/^ReadWritePaths=//p' "$units/early-res-exporter.service")" "it may write where it writes"
ok "it writes what the rules look at" grep -q '/early_res.prom$' "$units/early-res-exporter.service"
done_testing
