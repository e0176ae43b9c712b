#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# configure.sh DIR MAKE... - configures a kernel source: tinyconfig, and then the lines in
# DIR/base.lines and DIR/own.lines. MAKE is the command that runs make for that source. The result is
# DIR/.config; if there is one already, it is used as the result of base.lines. Run it in the source tree.
#
# If a line of own.lines has no effect, the exit status is 1.
set -eu

dir=$1
shift

if [ ! -f "$dir/.config" ]; then
	"$@" -s tinyconfig
	scripts/kconfig/merge_config.sh -m -O "$dir" "$dir/.config" "$dir/base.lines" >/dev/null
fi
scripts/kconfig/merge_config.sh -m -O "$dir" "$dir/.config" "$dir/own.lines" >/dev/null
"$@" -s olddefconfig
awk '
{ name = $1 == "#" ? $2 : substr($0, 1, index($0, "=") - 1) }
NR == FNR && /^CONFIG_/ { taken[name] = $0 }
NR != FNR && taken[name] != ($1 == "#" ? "" : $0) { print "did not take: " $0; bad = 1 }
END { exit bad }' "$dir/.config" "$dir/own.lines"
