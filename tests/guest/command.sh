# SPDX-License-Identifier: GPL-2.0-only
# command.sh: early_res(8) with the real module, used as a person would use it. Its report is tested by report.sh.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"
unset COLUMNS

# says STATUS TEXT ARGS... - check the exit status, and that stderr is one line with this text
says()
{
	want=$1 text=$2
	shift 2
	er "$@" > /tmp/said 2> /tmp/err && rc=0 || rc=$?
	case "$rc $(wc -l < /tmp/err) $(cat /tmp/err)" in
	"$want 1 early_res: "*"$text"*) pass "early_res $*: $text" ;;
	*) is "$rc $(cat /tmp/err)" "$want $text" "early_res $*" ;;
	esac
}

as_nobody()
{
	/usr/bin/setpriv --reuid=65534 --clear-groups --bounding-set=-all "$@"
}

# Without the module
for verb in report ranges owners nodes boot map "plan memmap" "save /tmp/none" "reserve node=0 size=1M x" \
	"release x" reset rescan trace; do
	# shellcheck disable=SC2086 # words
	says 1 "the module is not loaded; try: modprobe early_res" $verb
done
ok "and nothing is saved" test ! -e /tmp/none
says 2 "what is 'nonsense'?" nonsense
load
before=$(cat "$D/ranges")

er map > /tmp/map
sed 's/^/# /' /tmp/map
is "$(awk 'length > 80' /tmp/map)" "" "a map of 80 columns"
is "$(grep -c "$(printf '\033')" /tmp/map)" 0 "without colour"

# A snapshot says the same as the running kernel, on any machine and for any user.
er save /tmp/snap
is "$(stat -c %a /tmp/snap)" 600 "what it saves is root's"
for verb in report ranges owners nodes map; do
	is "$(er $verb --from /tmp/snap | grep -v ' UTC$')" "$(er $verb | grep -v ' UTC$')" "$verb: the same from a snapshot"
done
chmod 644 /tmp/snap
is "$(as_nobody /job/tools/early_res nodes --from /tmp/snap)" "$(er nodes)" "nobody reads it"
is "$(as_nobody /job/tools/early_res 2>&1)" "early_res: only root can look; try: sudo early_res" "but not the kernel"
says 1 "cannot write /nonexistent/x: No such file or directory" save /nonexistent/x

# A plan
er plan kernel_data "$(awk '$6 == "memmap" { print $1; exit }' "$D/ranges")" > /tmp/plan
sed 's/^/# /' /tmp/plan
ok "a plan shows what is gained" grep -q gained /tmp/plan
is "$(cat "$D/ranges")" "$before" "a plan leaves nothing behind"
says 1 "no such owner" plan nobody
says 1 "not all of it is reserved" plan 0-0
is "$(cat "$D/ranges")" "$before" "nor does one that fails"
echo owner=kernel_data > "$D/late_free"
says 1 "there is a simulation already" plan memmap
is "$(summary_total late_freed)" "$(awk '$1 == "kernel_data" { print $3 - 1 }' "$D/owners")" \
   "and whose simulation it was has it still"
er reset
is "$(cat "$D/ranges")" "$before" "reset forgets it"
is "$(er rescan 2>&1; cat "$D/ranges")" "$before" "rescan finds the same"

# Memory that the command reserves does not count as boot's.
node=$(zoneinfo | awk '$3 > 4096 { n = $1 } END { print n }')
check_report "before memory is reserved"
boot=$(report_bytes boot)
er reserve "node=$node" size=4M mine -rbn -o SIZE,NODE,OWNER > /tmp/reserved
is "$(cat /tmp/reserved)" "4194304 $node mine" "reserve says where"
check_report "4 MiB reserved"
is "$(report_bytes boot) $(report_bytes since)" "$boot 4194304" "and they are not boot's"
er save /tmp/snap2
is "$(er diff -rbn /tmp/snap /tmp/snap2 | awk '$1 == "mine"' | cut -d' ' -f1-3)" "mine 0 4194304" "diff says what is new"
is "$(er diff /tmp/snap /tmp/snap | tail -n 1)" "no difference" "a snapshot is like itself"
says 1 "in use" reserve "node=$node" size=4M mine
says 1 "malformed" reserve "node=$node" size=1 x
says 1 "no such node" reserve node=77 size=4M x
says 1 "not enough memory" reserve "node=$node" size=4096G x
says 1 "not allowed" release kernel_code
ok "release of an owner on a node" er release "mine@$node"
# Names that look like addresses, or like a name with a node
for name in dead-beef cafe-1 a@b@1; do
	er reserve "node=$node" size=1M $name > /dev/null
	is "$(er plan $name | tail -n 1 | cut -d\; -f1)" "1.0M would come back, 256 pages" "a plan of $name"
	ok "release owner=$name" er release "owner=$name"
done
check_report "released"
is "$(report_bytes boot) $(report_bytes since)" "$boot 0" "all of it is back"
check_law "and back"

# The module is unloaded while reports are made: there is a whole report, or one line on stderr and no report.
(while :; do unload && load; done) 2> /dev/null &
loader=$!
good=0 refused=0 bad=
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	if er --json > /tmp/report.json 2> /tmp/err; then
		/usr/bin/jq -e '.managed_bytes == .memtotal_bytes and .boot_bytes > 0' /tmp/report.json > /dev/null || bad="$bad report"
		good=$((good + 1))
	else
		[ "$? $(wc -l < /tmp/err) $(wc -c < /tmp/report.json)" = "1 1 0" ] || bad="$bad $(cat /tmp/err)"
		refused=$((refused + 1))
	fi
done
kill $loader
wait $loader 2> /dev/null
is "$bad" "" "$good reports and $refused refusals while the module comes and goes"
unload 2> /dev/null
load

# debugfs is not mounted: the command in the error message mounts it.
umount /sys/kernel/debug
says 1 "debugfs is not mounted; try: mount -t debugfs none /sys/kernel/debug" report
eval "$(sed -n 's/.*; try: //p' /tmp/err)"
check_report "mounted again"
is "$(PATH=/nothing /job/tools/early_res trace 2>&1)" "early_res: bpftrace is missing; try: apt install bpftrace" "no bpftrace"
unload
done_testing
