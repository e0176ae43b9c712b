# SPDX-License-Identifier: GPL-2.0-only
# rescan.sh: how many microseconds a whole rescan takes, and what is reserved besides struct pages. For
# machines of different size that otherwise have the same reservations. A guest script.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/early_res.sh"

load
for _ in $(seq $((${RUNS:-5} * 5))); do
	echo 1 > "$D/rescan"
	dmesg | sed -n 's/.*early_res: .*looked at .*, all in \([0-9]*\) us/\1/p' | tail -n 1
done | sort -n | awk -v mib="$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" \
	-v rest="$(awk '!/^#/ && $1 != "memmap" { n += $2 } END { print n }' "$D/owners")" '
	{ us[NR] = $1 }
	END { printf "rescan of %d MiB: %d us, %d KiB reserved besides struct pages\n", mib, us[int((NR + 1) / 2)], rest / 1024 }'
unload
