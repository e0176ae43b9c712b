#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# deb.sh KERNEL OUTDIR [VERSION] - builds the Debian packages on the release of a kernel's root, and
# puts them in OUTDIR. On trixie lintian looks at them before, and any remark fails. VERSION is another one
# than that of the tree, to test an upgrade; lintian does not look at such packages.
#
# All is done in an overlay over the root, which does not change; what the build needs is in a layer
# of the cache, see layer.sh. The source is what git knows or would add; without git it is the whole
# tree but build/.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
[ $# = 2 ] || [ $# = 3 ] || { usage >&2; exit 2; }
kernel=$1
out=$2
check_kernel "$kernel"
need_root
need unshare tar make

own_version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' "$top/dkms.conf")
version=${3:-$own_version}
root=$(sh "$vm/root.sh" "$kernel")
layer=$(sh "$vm/layer.sh" "$kernel" "apt-get install -q -y --no-install-recommends \
	build-essential debhelper dh-dkms libsmartcols-dev lintian")
work=$(mktemp -d)
log=$(mktemp)
trap 'rm -rf "$work" "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The source, with its version
list_source()
{
	git -c "safe.directory=$top" ls-files -z -co --exclude-standard 2>/dev/null ||
		find . -path ./build -prune -o -path ./.git -prune -o '(' -type f -o -type l ')' -print0
}
src=$work/src
mkdir "$src"
# A file that was removed and is still known to git is no source.
# shellcheck disable=SC2016 # for the inner shell
(cd "$top" && list_source | xargs -0 sh -c 'for f; do [ ! -f "$f" ] || printf "%s\0" "$f"; done' - |
	tar -cf - --null --no-recursion -T -) | tar -xf - -C "$src"
dots=$(printf %s "$own_version" | sed 's/\./\\./g')
[ "$version" = "$own_version" ] ||
	(cd "$src" && sed -i "s/$dots/$version/" dkms.conf debian/changelog doc/early_res.8 NEWS.md packaging/PKGBUILD packaging/*.spec)

look=
[ "$kernel $version" != "trixie $own_version" ] || look=yes
say "deb.sh: building version $version of the packages on ${root##*/}"
# shellcheck disable=SC2016 # for the inner shell
in_overlay "$layer:$root" 'src=$1 dir=early-res-$2 look=$3
	mkdir -p new/deb
	cp -a "$src" "new/deb/$dir"
	chroot new sh -ec "cd /deb/$dir && LC_ALL=C.UTF-8 DEB_BUILD_OPTIONS=noautodbgsym dpkg-buildpackage -us -uc && rm -rf /deb/$dir" >&2
	rc=0
	[ -z "$look" ] || chroot new sh -ec "cd /deb && LC_ALL=C.UTF-8 lintian --allow-root --display-info --show-overrides \
		--fail-on error,warning,info *.changes" >new/deb/lintian.log 2>&1 || rc=$?
	echo "$rc" >new/deb/lintian.rc
	tar -cf - -C new/deb .' "$src" "$version" "$look" >"$work/deb.tar" 2>"$log" || {
		tail -n 30 "$log" >&2
		die "the packages do not build for $kernel (the last lines are above)"
	}
mkdir "$work/deb"
tar -xf "$work/deb.tar" -C "$work/deb"
if [ -n "$look" ]; then
	cat "$work/deb/lintian.log" >&2
	[ "$(cat "$work/deb/lintian.rc")" = 0 ] || die "lintian has something to say, see above"
	say "deb.sh: lintian has nothing to say"
fi
rm "$work/deb/lintian.rc"
mkdir -p "$out"
rm -f "$out"/early-res*
cp "$work"/deb/* "$log" "$out/"
mv "$out/${log##*/}" "$out/build.log"
say "deb.sh: the packages are in $out:"
ls "$out"/*.deb
