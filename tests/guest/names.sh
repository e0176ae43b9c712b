# SPDX-License-Identifier: GPL-2.0-only
# names.sh: prints the owners and how they are known; tests/boots.sh compares two boots.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"
load
awk '!/^#/ { print "# name", $6, $7 }' "$D/ranges" | sort -u
ok "all files can be read" cat "$D/boot" "$D/owners" "$D/summary" "$D/node0/buddy"
ok "there are names" grep -q ' fact$' "$D/ranges"
unload
done_testing
