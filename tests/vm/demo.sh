#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# demo.sh - builds a VM with two NUMA nodes, loads the module in it and shows
# what it shows: `make demo`. The commands are in tests/guest/demo.sh.
#
# On a fresh machine it installs what it needs first, and makes a Debian tree in
# the cache; that takes some minutes, once.
#
# Environment: KERNEL (trixie); KO, a directory where build.sh has put the module and the command:
# then they are not built.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR
. "$vm/lib.sh"

case ${1-} in
'') ;;
*) usage; exit ;;
esac

start=$(date +%s)
sh "$vm/deps.sh" >&2
kernel=${KERNEL:-trixie}
ko=${KO:-}
if [ -z "$ko" ]; then
	ko=$top/build/ko-$kernel
	mkdir -p "$ko"
	sh "$vm/root.sh" "$kernel" >/dev/null
	say "demo.sh: building the module for $kernel"
	sh "$vm/build.sh" "$kernel" "$ko" >"$ko.log" 2>&1 || { cat "$ko.log" >&2; die "the build failed"; }
fi
mkdir -p "$top/build"

sh "$vm/boot.sh" -t 900 -k "$kernel" -n 2 -m 1G -M "$ko" -o "$top/build/demo" \
	"$top/tests/guest/demo.sh" >"$top/build/demo.out" &
watch $! "demo.sh: a VM with two nodes runs the commands" || exit 1
sed 1d "$top/build/demo.out"
say "demo.sh: all in $(elapsed "$start"); 'make shell NODES=2' lets you look around yourself"
