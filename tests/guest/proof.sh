# SPDX-License-Identifier: GPL-2.0-only
# proof.sh: after a release, the free lists are what late_free predicted, to the block, in CASES random
# cases on a node where nobody else runs; see proof.c.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

CASES=${CASES:-300}
SEED=${SEED:-$(date +%s)}

gcc -O1 -Wall -Wextra -o /tmp/proof "$(dirname "$0")/proof.c" || exit
# the buffer must have room for the trace of a case
echo 4096 > /sys/kernel/tracing/buffer_size_kb

load
node=$(last_node)
before=$(zoneinfo)
is "$(cat "/sys/devices/system/node/node$node/cpulist")" "" "node $node has no CPU"

# KASAN gives freed memory back later, at unknown times.
percent=1
! has_kasan || percent=5
/tmp/proof "$node" "$CASES" "$SEED" "$percent" > /tmp/proof.out 2>&1 && rc=0 || rc=$?
diag "seed $SEED: $(tail -n 1 /tmp/proof.out)"
is "$(tail -n 1 /tmp/proof.out | cut -d';' -f1)" "$CASES cases, $CASES agreed" \
   "model and reality agree in $CASES random cases"
is "$rc" 0 "and hardly a case was disturbed by others"
[ "$(wc -l < /tmp/proof.out)" = 1 ] || diag "$(head -n 20 /tmp/proof.out)"
check_law "after $CASES cases"
unload
is "$(zoneinfo)" "$before" "every zone is what it was"
done_testing
