#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# deps.sh - installs the Debian or Ubuntu packages the tests need on this
# machine, those that are missing.  Run as root.
set -eu

case ${1-} in
'') ;;
*) sed -n '4,${/^#/!q;s/^# \{0,1\}//p}' "$0"; exit ;;
esac

packages="qemu-system-x86 ovmf mmdebstrap debian-archive-keyring busybox-static cpio
gcc make libc6-dev libsmartcols-dev liburcu-dev perl shellcheck clang libclang-rt-dev xz-utils util-linux jq libxml2-utils locales
mandoc groff-base zsh fish"

if ! command -v apt-get >/dev/null; then
	{
		echo "deps.sh: there is no apt-get here; install what these Debian packages have:"
		echo "$packages"
	} >&2
	exit 1
fi

missing=
for package in $packages; do
	# shellcheck disable=SC2016 # a format of dpkg-query
	case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || :) in
	installed) ;;
	*) missing="$missing $package" ;;
	esac
done
if [ -z "$missing" ]; then
	echo "deps.sh: all there"
	exit
fi
if [ "$(id -u)" != 0 ]; then
	echo "deps.sh: run this as root (sudo) to install:$missing" >&2
	exit 1
fi

echo "deps.sh: installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update
# shellcheck disable=SC2086 # a list
apt-get install -y --no-install-recommends $missing
