# SPDX-License-Identifier: GPL-2.0-only
# command.sh: early_res(8), as a person would use it. Its report must close from the
# firmware's map to MemTotal, whatever the kernel was booted with.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

er()
{
	/bin/sh /job/tools/early_res "$@"
}

# says STATUS TEXT ARGS...: the exit status, and what is on stderr
says()
{
	want=$1 text=$2
	shift 2
	err=$(er "$@" 2>&1 > /dev/null) && rc=0 || rc=$?
	case "$rc $err" in
	"$want "*"$text"*) pass "early_res $*: $text" ;;
	*) is "$rc $err" "$want $text" "early_res $*" ;;
	esac
}

# Bytes of all firmware memory in /sys/firmware/memmap
firmware_bytes()
{
	for m in /sys/firmware/memmap/*; do
		[ "$(cat "$m/type")" != "System RAM" ] || echo "$(($(cat "$m/end") - $(cat "$m/start") + 1))"
	done | awk '{ n += $1 } END { printf "%.0f\n", n }'
}

metric()
{
	awk -v m="early_res_$1{" 'index($1, m) == 1 { n += $NF } END { printf "%.0f\n", n }' /tmp/metrics
}

says 1 "modprobe early_res" report
says 2 "what is 'nonsense'?" nonsense
ok "--help needs nothing" sh -c "/bin/sh /job/tools/early_res --help | grep -q 'plan WHAT'"
load
before=$(cat "$D/ranges")

er report --metrics > /tmp/metrics
is "$(metric firmware_bytes)" "$(firmware_bytes)" "the report begins with the firmware's memory"
is "$(metric managed_bytes)" "$(awk '$1 == "MemTotal:" { printf "%.0f\n", $2 * 1024 }' /proc/meminfo)" \
   "and ends with MemTotal"
is "$(awk -v f="$(metric firmware_bytes)" -v a="$(metric added_bytes)" -v u="$(metric unused_bytes)" \
	-v r="$(metric reserved_bytes)" -v e="$(metric edges_bytes)" -v x="$(metric unexplained_bytes)" \
	-v o="$(metric other_bytes)" 'BEGIN { printf "%.0f\n", f + a - u - r - e - o - x }')" "$(metric managed_bytes)" \
   "and everything between adds up, to the byte"
is "$(metric reserved_bytes)" "$(awk '!/^#/ { n += $2 } END { printf "%.0f\n", n }' "$D/ranges")" "owners hold all of ranges"
is "$(grep -cvE '^(# (HELP|TYPE) early_res_[a-z]+_bytes .+|early_res_[a-z]+_bytes\{node="[0-9]+"(,owner="[A-Za-z0-9_.:+/@-]+")?\} -?[0-9]+)$' /tmp/metrics)" \
   0 "each line is one of Prometheus's text format"
er > /tmp/report
sed 's/^/# /' /tmp/report
ok "the report says so" grep -q "MemTotal in /proc/meminfo: .* kB, the same" /tmp/report
er report --json > /tmp/json
is "$(awk '{ s = $0; gsub(/"([^"\\]|\\.)*"/, "0", s); gsub(/-?[0-9]+/, "0", s)
	while (gsub(/\{(0:0(,0:0)*)?\}|\[(0(,0)*)?\]/, "0", s)); print s }' /tmp/json)" 0 "--json is one JSON value"

COLUMNS=80 er map > /tmp/map
sed 's/^/# /' /tmp/map
is "$(awk 'length > 80' /tmp/map)" "" "a map of 80 columns"
ok "with every owner in its legend" sh -c "for o in \$(awk '!/^#/ && \$1 != \"-\" { print \$1 }' $D/owners); do grep -q \" \$o\" /tmp/map || exit 1; done"
is "$(er map | grep -c "$(printf '\033')")" 0 "no colour but on a terminal"
ok "colour if asked for" sh -c "/bin/sh /job/tools/early_res map --color=always | grep -q \"\$(printf '\\033')\""
er map --svg /tmp/map.svg > /dev/null
is "$(grep -c '<rect' /tmp/map.svg) $(tail -n 1 /tmp/map.svg)" "$(grep -c '</rect>' /tmp/map.svg) </svg>" "a drawing"

er plan kernel_data "$(awk '$6 == "memmap" { print $1; exit }' "$D/ranges")" > /tmp/plan
sed 's/^/# /' /tmp/plan
ok "a plan shows what is gained" grep -q gained /tmp/plan
is "$(cat "$D/ranges")" "$before" "a plan leaves nothing behind"
says 1 "no such owner" plan nobody
says 1 "not all of it is reserved" plan 0-0
is "$(cat "$D/ranges")" "$before" "nor does one that fails"
echo owner=kernel_data > "$D/late_free"
says 1 "somebody simulates already" plan memmap
is "$(summary_total late_freed)" "$(awk '$1 == "kernel_data" { print $3 - 1 }' "$D/owners")" \
   "and whose simulation it was has it still"
echo 1 > "$D/reset"

er save /tmp/a
node=$(zoneinfo | awk '$3 > 4096 { n = $1 } END { print n }')
er reserve "node=$node" size=4M mine > /tmp/reserved
is "$(awk '{ print $2, $3, $6 }' /tmp/reserved)" "4194304 $node mine" "reserve says where"
er save /tmp/b
is "$(er diff /tmp/a /tmp/b | awk '$1 == "mine" { print $2, $3, $4, $5 }')" "- 4096 +4096 new" "diff says what is new"
is "$(er diff /tmp/a /tmp/a | tail -n 1)" "no difference" "a report is like itself"
says 1 "in use" reserve "node=$node" size=4M mine
says 1 "malformed" reserve "node=$node" size=1 x
says 1 "no such node" reserve node=77 size=4M x
says 1 "not enough memory" reserve "node=$node" size=4096G x
says 1 "not allowed" release kernel_code
says 0 "" release "mine@$node"
is "$(er diff /tmp/a /dev/null 2>&1)" "early_res: diff: /dev/null is not from 'early_res save'" "diff of something else"

er import > /tmp/import 2>&1
sed 's/^/# /' /tmp/import
ok "import says how much has an owner" grep -q '% of .* kB that are reserved have an owner now' /tmp/import
# The log may come in pieces.
mkdir -p /tmp/slow
printf '%s\n' "#!/bin/sh" "/bin/dmesg > /tmp/slow/log; sed -n 1,5p /tmp/slow/log; sleep 1; sed 1,5d /tmp/slow/log" > /tmp/slow/dmesg
chmod 755 /tmp/slow/dmesg
is "$(PATH=/tmp/slow:$PATH er import 2>&1 | head -n 1)" "$(head -n 1 /tmp/import)" "import reads the log to its end"
check_law "after an import"
# shellcheck disable=SC2016 # for awk
if has_kasan; then
	skip "at least 99.5 % have an owner" "KASAN has its shadow from memblock"
else
	ok "at least 99.5 % have an owner" awk '$1 == "-" { left = $2 } { n += $2 } END { exit left > n / 200 }' "$D/owners"
fi
# The same log with other times is that of another boot.
dmesg | sed 's/^\[ *\([0-9]*\)\.\(...\).../[    \1.\2999/' > /tmp/other
says 1 "another boot" import /tmp/other
dmesg | tail -n 20 > /tmp/tail
says 1 "no boot in this log" import /tmp/tail
/usr/bin/setpriv --reuid=65534 --clear-groups --bounding-set=-all /bin/sh /job/tools/early_res > /tmp/nobody 2>&1
is "$(cat /tmp/nobody)" "early_res: only root can look; try: sudo early_res report" "nobody is told to be root"
unload
done_testing
