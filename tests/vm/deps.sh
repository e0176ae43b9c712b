#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# deps.sh [--browser | --lint] - installs the Debian or Ubuntu packages the tests need on
# this machine, those that are missing.  Run as root.  With --browser Chromium,
# too, which shows pictures in a test (400 MB); Ubuntu has no package of it.  With
# --lint the tools that build packages for other distributions, too.
set -eu

browser=
lint=
case ${1-} in
'') ;;
--browser) browser="chromium fonts-dejavu-core" ;;
--lint) lint="rpm rpmlint makepkg pacman-package-manager fakeroot libarchive-tools" ;;
*) sed -n '4,${/^#/!q;s/^# \{0,1\}//p}' "$0"; exit ;;
esac

packages="qemu-system-x86 ovmf mmdebstrap debian-archive-keyring busybox-static cpio
gcc make libc6-dev libsmartcols-dev liburcu-dev perl shellcheck clang libclang-rt-dev xz-utils util-linux jq libxml2-utils locales
mandoc groff-base zsh fish $lint"

if ! command -v apt-get >/dev/null; then
	{
		echo "deps.sh: there is no apt-get here; install what these Debian packages have:"
		echo "$packages"
	} >&2
	exit 1
fi

# missing PACKAGE... - those that are not installed
missing()
{
	for package; do
		# shellcheck disable=SC2016 # a format of dpkg-query
		case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || :) in
		installed) ;;
		*) printf ' %s' "$package" ;;
		esac
	done
}

# shellcheck disable=SC2086 # lists
packages=$(missing $packages) browser=$(missing $browser)
if [ -z "$packages$browser" ]; then
	echo "deps.sh: all there"
	exit
fi
if [ "$(id -u)" != 0 ]; then
	echo "deps.sh: run this as root (sudo) to install:$packages$browser" >&2
	exit 1
fi

echo "deps.sh: installing:$packages$browser"
export DEBIAN_FRONTEND=noninteractive
apt-get update
# shellcheck disable=SC2086 # lists
[ -z "$packages" ] || apt-get install -y --no-install-recommends $packages
# shellcheck disable=SC2086
[ -z "$browser" ] || apt-get install -y --no-install-recommends $browser ||
	echo "deps.sh: no Chromium; the test that needs it will be skipped"
