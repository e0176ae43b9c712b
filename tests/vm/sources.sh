#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# sources.sh - makes a Debian tree with the source of each kernel under test and
# with compilers for it, if the cache does not have one, and prints its path.
#
# The sources are /usr/src/bookworm, /usr/src/trixie and /usr/src/backports there, from the
# packages linux-source of these releases; less what is not needed to build a module, such
# as all drivers. Needs root and network, and 3 GB. As with root.sh the tree is named by a
# hash of the recipe.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
need_root
need mmdebstrap flock sha256sum

packages=linux-source-6.1,linux-source-6.12,linux-source,xz-utils,gcc,clang,lld,llvm,libc6-dev,make
packages=$packages,flex,bison,bc,libelf-dev,libssl-dev,openssl,kmod,sparse

# linux-source is that of trixie-backports, as in root.sh.
# shellcheck disable=SC2016 # $1 is for the hook
sources='
	for release in bookworm trixie-backports; do
		sed -n "s/ trixie / $release /p" "$1/etc/apt/sources.list" \
			>"$1/etc/apt/sources.list.d/$release.list"
	done
	mkdir -p "$1/etc/apt/preferences.d"
	printf "%s\n" "Package: *" "Pin: release n=bookworm" "Pin-Priority: 100" "" \
		"Package: linux-*" "Pin: release n=trixie-backports" "Pin-Priority: 600" \
		>"$1/etc/apt/preferences.d/releases"'
# shellcheck disable=SC2016
unpack='
	cd "$1/usr/src"
	for tar in linux-source-*.tar.xz; do
		case $tar in
		*-6.1.tar.xz) to=bookworm ;;
		*-6.12.tar.xz) to=trixie ;;
		*) to=backports ;;
		esac
		tar -xJf "$tar" --wildcards --wildcards-match-slash --exclude="*/drivers/*.[ch]" \
			--exclude="*/sound/*.[ch]" --exclude="*/net/*/*.c" --exclude="*/fs/*/*.[ch]" \
			--exclude="*.rst" --exclude="*.dts*" --exclude="*.yaml"
		mv "${tar%.tar.xz}" "$to"
		rm "$tar"
	done'
set -- --variant=apt --mode=root --format=directory \
	--aptopt='Acquire::Check-Valid-Until "false"' \
	--setup-hook="$no_documents" \
	--setup-hook="$sources" --customize-hook="$unpack" --include="$packages" trixie

root=$cache/sources/$(printf '%s\n' "$@" | sha256sum | cut -c 1-8)
mkdir -p "$cache/sources"
exec 9>"$cache/sources/lock"
flock 9

if [ ! -d "$root" ]; then
	rm -rf --one-file-system "$cache"/sources/tmp.*
	tmp=$cache/sources/tmp.$$
	unshare -m mmdebstrap "$@" "$tmp" >"$cache/sources/log" 2>&1 9>&- </dev/null &
	watch $! "sources.sh: kernel sources and compilers" || {
		tail -n 20 "$cache/sources/log" >&2
		die "mmdebstrap failed (its last lines are above); is there network?"
	}
	mv "$tmp" "$root"
fi

echo "$root"
