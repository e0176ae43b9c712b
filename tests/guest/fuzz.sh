# SPDX-License-Identifier: GPL-2.0-only
# fuzz.sh: four processes (writes.c) do WRITES random writes to all files, while others read. Every
# result must be a documented one, and the law must hold.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

WRITES=${WRITES:-10000}
SEED=${SEED:-$(date +%s)}

gcc -O1 -Wall -Wextra -o /tmp/writes "$(dirname "$0")/writes.c" || exit

# Read every dump again and again, in reads of $1 bytes
read_for_ever()
{
	while :; do
		for file in summary ranges boot owners node0/buddy node0/ranges; do
			dd if="$D/$file" bs="$1" status=none > /dev/null
		done
		sleep 0.1
	done
}

zones=$(zoneinfo)
load
before=$(cat "$D/ranges")
diag "seed $SEED"
read_for_ever 7 &
readers=$!
read_for_ever 64k &
readers="$readers $!"
/tmp/writes $((WRITES / 4)) 4 "$SEED" > /tmp/results 2>&1 && rc=0 || rc=$?
is "$rc" 0 "$WRITES writes have results that are documented"
sed "s/^/# /" /tmp/results
# shellcheck disable=SC2086 # two of them
kill $readers
wait 2> /dev/null
is "$(awk '$3 == "taken" { n += $2 } END { print (n > 0) }' /tmp/results)" 1 "some of them were taken"
check_law "after $WRITES writes"
# What it reserved can have any name, as a write can have a wrong byte in the name.
awk '$5 != "released" && $7 == "live" { print $1 }' "$D/ranges" > /tmp/live
refused=0
while read -r range; do
	echo "$range" > "$D/release" || refused=$((refused + 1))
done < /tmp/live
is "$refused" 0 "what it reserved can be released"
echo 1 > "$D/reset"
echo 1 > "$D/rescan"
check_law "after what it reserved was released"
is "$(awk '!/^#/ { n += $2 } END { print n }' "$D/ranges")" \
   "$(echo "$before" | awk '!/^#/ { n += $2 } END { print n }')" "the table holds what it held"
unload
is "$(zoneinfo)" "$zones" "every zone is what it was"
done_testing
