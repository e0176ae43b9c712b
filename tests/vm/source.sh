#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# source.sh - fetches the parts of Debian's kernel source that the tests and
# benchmarks build peers from, if the cache does not have them, and prints the
# path of the tree.
#
# It is the package linux-source-6.12 of trixie: tools/testing/memblock is the
# kernel's own memblock in user space, tools/mm/page-types the program people
# list reserved pages with. Needs root and network.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
need_root
need mmdebstrap flock tar xz

package=linux-source-6.12
src=$cache/source/$package

mkdir -p "$cache/source"
exec 9>"$cache/source/lock"
flock 9

if [ ! -d "$src" ]; then
	rm -rf "$cache"/source/tmp.*
	tmp=$cache/source/tmp.$$
	mkdir "$tmp"
	mmdebstrap --variant=extract --mode=root --format=directory \
		--aptopt='Acquire::Check-Valid-Until "false"' \
		--include="$package" trixie "$tmp/root" >"$cache/source/log" 2>&1 9>&- </dev/null &
	watch $! "source.sh: $package" || {
		tail -n 20 "$cache/source/log" >&2
		die "mmdebstrap failed (its last lines are above); is there network?"
	}
	for dir in tools include mm lib scripts arch/x86; do
		echo "$package/$dir"
	done >"$tmp/parts"
	tar -xJf "$tmp/root/usr/src/$package.tar.xz" -C "$tmp" -T "$tmp/parts"
	mv "$tmp/$package" "$src"
	rm -rf "$tmp"
fi

echo "$src"
