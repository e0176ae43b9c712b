# SPDX-License-Identifier: GPL-2.0-only
# report.sh: the sums of the command's report are complete, from the firmware's map to MemTotal, whatever the
# kernel's command line is. The metrics, owners and ranges that it prints are those of the module.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"
unset COLUMNS

# Bytes of all memory in /sys/firmware/memmap
firmware_bytes()
{
	for m in /sys/firmware/memmap/*; do
		[ "$(cat "$m/type")" != "System RAM" ] || echo "$(($(cat "$m/end") - $(cat "$m/start") + 1))"
	done | awk '{ n += $1 } END { printf "%.0f\n", n }'
}

# Bytes of the rows of `ranges` that were reserved since boot ($1 is 1) or at boot (0)
ranges_bytes()
{
	awk -v live="$1" '!/^#/ && ($7 == "live") == live { n += $2 } END { printf "%.0f\n", n }' "$D/ranges"
}

load
check_report "loaded"
is "$(report_bytes firmware)" "$(firmware_bytes)" "it begins with the firmware's memory"
is "$(report_bytes managed) $(report_bytes memtotal)" \
   "$(awk '$1 == "MemTotal:" { printf "%.0f %.0f\n", $2 * 1024, $2 * 1024 }' /proc/meminfo)" "and ends with MemTotal"
is "$(report_bytes boot) $(report_bytes since)" "$(ranges_bytes 0) $(ranges_bytes 1)" "owners hold all of ranges"
er > /tmp/report
sed 's/^/# /' /tmp/report
ok "the report says so" grep -q "^MemTotal of /proc/meminfo: .* kB, the same.$" /tmp/report
is "$(awk 'length > 80' /tmp/report)" "" "in 80 columns"
er report --metrics=/tmp/metrics
is "$(awk '/^early_res_reserved_bytes/ { n += $NF } END { printf "%.0f\n", n }' /tmp/metrics)" \
   "$(($(ranges_bytes 0) + $(ranges_bytes 1)))" "and so do the metrics"
is "$(er owners -rbn -o OWNER,SIZE | sort)" "$(awk '!/^#/ { print $1, $2 }' "$D/owners" | sort)" "owners is the module's"
is "$(er ranges -rbn -o SIZE,NODE,OWNER)" "$(awk '!/^#/ { print $2, $3, $6 }' "$D/ranges")" "and so are the ranges"

unload
done_testing
