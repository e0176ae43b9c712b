# SPDX-License-Identifier: GPL-2.0-only
# stress.sh: load, reserve, release and unload CYCLES times, while stress-ng uses much memory. Nothing is
# lost, and the kernel log has no lines except the module's own. A reservation may be refused then, but
# it is never granted in part.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

CYCLES=${CYCLES:-20}

random()
{
	awk -v seed="$1" -v below="$2" 'BEGIN { srand(seed); print int(rand() * below) }'
}

refused=0 granted=0

# try_reserve N PAGES
try_reserve()
{
	result=$(echo "node=$(($1 % nodes)) size=$(($2 * 4))K s$1" | errno_of reserve)
	case $result in
	OK) granted=$((granted + 1)) ;;
	ENOMEM | EBUSY) refused=$((refused + 1)) ;;
	*) return 1 ;;
	esac
}

# Of three reservations, one is released as a whole, one in part, and one by unloading. Prints the step
# that failed.
cycle()
{
	load || { echo "load"; return 1; }
	for i in 1 2 3; do
		try_reserve $i $(($(random "$1$i" 4096) + 1)) || { echo "reserve: $result"; return 1; }
	done
	[ -z "$(rows_of s1)" ] || echo owner=s1 > "$D/release" || { echo "release"; return 1; }
	page=$(rows_of s2 | cut -d- -f1)
	[ -z "$page" ] || printf '%s-%x\n' "$page" $((0x$page + 4095)) > "$D/release" ||
		{ echo "release of a page"; return 1; }
	cat "$D/summary" "$D"/node*/buddy > /dev/null || { echo "dumps"; return 1; }
	unexplained=$(summary_total unexplained)
	unload || { echo "unload"; return 1; }
	[ "$unexplained" = 0 ] || { echo "$unexplained pages unexplained"; return 1; }
}

rows_of()
{
	awk -v owner="$1" '$6 == owner { print $1 }' "$D/ranges"
}

cycles()
{
	n=0
	while [ $n -lt "$CYCLES" ]; do
		cycle $n || { echo "cycle $n"; return 1; }
		n=$((n + 1))
	done
}

nodes=$(find "/sys/devices/system/node" -name 'node[0-9]*' | wc -l)
cycle 0 # fills caches that keep their memory
managed=$(zoneinfo)
before=$(used_kb)

free=$(awk '/MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)
nice stress-ng --quiet --vm 1 --vm-bytes "$((free * 4 / 5))M" --vm-method write64 \
	--timeout 0 > /tmp/stress 2>&1 &
stress=$!
sleep 2
log_mark
granted=0 refused=0
ok "$CYCLES cycles" cycles
ok "stress-ng ran all the time" kill -0 $stress
kill $stress
wait $stress
diag "$granted reservations granted, $refused refused for want of memory"
ok "some were granted" test $granted -gt 0

log_since > /tmp/dmesg.new
is "$(foreign_lines /tmp/dmesg.new)" "" "no line in the kernel log but the module's own"
is "$(zoneinfo)" "$managed" "present and managed pages are what they were"
# Lost memory is missing in every round; memory that others take is not.
limit=$((2048 + CYCLES * 2))
for round in 1 2 3; do
	after=$(used_kb)
	growth=$((after - before))
	diag "round $round: $growth kB more in use after $CYCLES cycles"
	if [ $growth -lt $limit ] || [ "$round" = 3 ]; then break; fi
	before=$after
	cycles > /dev/null
done
no_memory_lost "$growth" $limit
done_testing
