#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# promtool.sh - prints the path of promtool: the installed one, else that of Debian's package promtool,
# or prometheus before trixie. That is downloaded once, and unpacked into the cache, not installed: prometheus
# would start a server that listens on all addresses of this machine.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
'') ;;
*) usage; exit ;;
esac

if command -v promtool; then
	exit
fi
get()
{
	apt-get -q download promtool >&2 || apt-get -q download prometheus >&2
}

need apt-get dpkg-deb tar
if [ ! -x "$cache/promtool" ]; then
	mkdir -p "$cache"
	work=$(mktemp -d "$cache/promtool.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	cd "$work"
	get || { apt-get -q update >&2 && get; } || die "cannot download the package promtool or prometheus"
	dpkg-deb --fsys-tarfile prom*.deb | tar -x ./usr/bin/promtool
	mv usr/bin/promtool "$cache/promtool"
fi
echo "$cache/promtool"
