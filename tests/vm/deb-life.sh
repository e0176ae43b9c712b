#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# deb-life.sh KERNEL DIR - the life of the Debian packages in a copy of a kernel's root, at the speed of
# this machine: version 0.0.1 is installed, upgraded to that of the tree, a kernel comes that they do
# not fit, and one that they do (on trixie: that takes minutes), and they are removed and purged. Prints KTAP.
#
# Packages that DIR has already are not built again: use an empty one for each run.
# DIR/deb-KERNEL.tar is what the installation changed: unpacked over / in a VM it makes a machine where
# the packages are installed (tests/guest/deb.sh). The packages are in DIR/RELEASE/new and old. They are
# built on the kernel's release, as those of trixie need a newer C library than bookworm has. The root
# itself does not change: an overlay takes the writes.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
[ $# = 2 ] || { usage >&2; exit 2; }
kernel=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
check_kernel "$kernel"
need_root
need unshare flock

release=trixie second=
layer=
case $kernel in
bookworm) release=bookworm ;;
trixie)
	second=cloud-amd64
	layer=$(sh "$vm/layer.sh" trixie "apt-get install -q -y --no-install-recommends --download-only \
		linux-image-$second linux-headers-$second") ;;
esac
root=$(sh "$vm/root.sh" "$kernel")
# One at a time for each release: two kernels can share it.
exec 9>"$dir/$release.lock"
flock 9
for version in new old; do
	[ ! -d "$dir/$release/$version" ] || continue
	case $version in
	new) sh "$vm/deb.sh" "$release" "$dir/$release/new" >&2 ;;
	old) sh "$vm/deb.sh" "$release" "$dir/$release/old" 0.0.1 >&2 ;;
	esac
done
exec 9>&-

say "deb-life.sh: install, upgrade, remove and purge on ${root##*/}"
# shellcheck disable=SC2016 # for the inner shell
in_overlay "${layer:+$layer:}$root" 'vm=$1 debs=$2 tar=$3 kver=$4 second=$5
	mkdir -p new/tmp/early_res/new new/tmp/early_res/old new/tmp/upper
	mount --bind upper new/tmp/upper
	cp "$vm/deb-inside.sh" "$vm/../guest/lib.sh" new/tmp/early_res/
	for version in new old; do cp "$debs/$version"/*.deb "new/tmp/early_res/$version/"; done
	rc=0
	unshare -n chroot new sh "/tmp/early_res/deb-inside.sh" "$kver" "$second" || rc=$?
	[ ! -f new/tmp/early_res/installed.tar ] || cp new/tmp/early_res/installed.tar "$tar"
	exit "$rc"' \
	"$vm" "$dir/$release" "$dir/deb-$kernel.tar" "$(kver_of "$root")" "$second"
