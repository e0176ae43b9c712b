#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# ssdt.sh FILE - writes an archive that goes in front of an initrd and has an ACPI table.
#
# A kernel with CONFIG_ACPI_TABLE_UPGRADE copies such tables to memory of its own, after
# memblock was made (acpi_table_upgrade()). The table is an SSDT that says Name (TST0, 42).
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
[ $# = 1 ] || { usage >&2; exit 2; }
need cpio

# Signature, length, revision, checksum (0 as yet), OEM, OEM table, revision, creator, revision
table="53 53 44 54  2b 00 00 00  02  00  45 41 52 4c 59 20  45 41 52 4c 59 52 45 53
01 00 00 00  45 52 45 53  01 00 00 00  08 54 53 54 30 0a 2a"

sum=0
for byte in $table; do
	sum=$((sum + 0x$byte))
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/kernel/firmware/acpi"
n=0
for byte in $table; do
	[ $n != 9 ] || byte=$(printf '%02x' $((-sum & 255)))
	# shellcheck disable=SC2059 # the format is the byte
	printf "\\$(printf %03o $((0x$byte)))"
	n=$((n + 1))
done >"$work/kernel/firmware/acpi/test.aml"
(cd "$work" && find kernel | cpio -o -H newc --quiet) >"$1"
