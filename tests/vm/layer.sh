#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# layer.sh KERNEL SCRIPT - makes a layer over the root of a kernel, if the cache does not have it,
# and prints its path: the files that SCRIPT, a text for sh, writes in that root. `apt-get update`
# was run before. E.g., to have a compiler in an overlay:
#
#	layer=$(tests/vm/layer.sh trixie "apt-get install -y gcc")
#	mount -t overlay -o "lowerdir=$layer:$(tests/vm/root.sh trixie),..."
#
# The root itself does not change. Layers are in the directory layers beside the roots, named by a
# hash of the root and the script, and can be removed. Needs root and network.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
[ $# = 2 ] || { usage >&2; exit 2; }
kernel=$1
script=$2
check_kernel "$kernel"
need_root
need unshare flock sha256sum

root=$(sh "$vm/root.sh" "$kernel")
key=$(printf '%s\n' "${root##*/}" "$script" | sha256sum | cut -c 1-8)
layer=$cache/layers/$kernel-$key
mkdir -p "$cache/layers"
exec 9>"$layer.lock"
flock 9
if [ ! -d "$layer" ]; then
	trap 'rm -rf "$layer.new"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	rm -rf "$layer.new"
	# shellcheck disable=SC2016 # for the inner shell
	in_overlay "$root" 'layer=$1 script=$2
		cp /etc/resolv.conf new/etc/resolv.conf
		export DEBIAN_FRONTEND=noninteractive INITRD=No LC_ALL=C.UTF-8
		chroot new apt-get -q -o Acquire::Languages=none update
		chroot new sh -ec "$script"
		rm -f upper/etc/resolv.conf
		cp -a upper "$layer"' "$layer.new" "$script" >"$layer.log" 2>&1 & # it holds the lock, too, if this script is stopped
	watch $! "layer.sh: packages for $kernel" || {
		tail -n 20 "$layer.log" >&2
		die "cannot fill the layer; is there network? (the last lines are above, the log is $layer.log)"
	}
	mv "$layer.new" "$layer"
fi
echo "$layer"
