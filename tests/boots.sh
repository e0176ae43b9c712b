#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# boots.sh - two boots of one kernel name the same owners, known in the same way.
#
#	sh tests/boots.sh KERNEL KO OUT
#
# KO is where the module is, OUT where the results go. Each boot has the kernel's image, and with
# it most of memory, at another place. Prints what differs; exit status 0 if nothing does.

set -eu
vm=$(dirname "$0")/vm
# shellcheck source=tests/vm/lib.sh
. "$vm/lib.sh"

kernel=$1 ko=$2 out=$3
mkdir -p "$out"

boot()
{
	sh "$vm/boot.sh" -t 900 -k "$kernel" -n 1 -m 4G -f uefi -M "$ko" -o "$out/$1" \
		"$vm/../guest/names.sh" >/dev/null 2>"$out/log$1" &&
		sed -n 's/^# name //p' "$out/$1/names.tap" >"$out/names$1"
}

boot 1 &
boot 2 || die "boot 2 of $kernel failed; see $out/log2"
wait $! || die "boot 1 of $kernel failed; see $out/log1"
[ -s "$out/names1" ] || die "nobody holds anything in boot 1 of $kernel; see $out"
diff "$out/names1" "$out/names2"
