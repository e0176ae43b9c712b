#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# root.sh KERNEL - makes the Debian tree ("root") for a kernel, if the cache
# does not have it, and prints its path.
#
#	bookworm	Linux 6.1
#	trixie		Linux 6.12
#	backports	trixie with the kernel of trixie-backports
#	rt		trixie with Debian's PREEMPT_RT kernel
#	debug		trixie with a debug kernel of its own, see debug-kernel.sh
#	NAME		the same with the configuration NAME of tests/configs, see own-kernel.sh
#
# A root serves twice: build.sh enters it with chroot to build modules for its
# kernel, and boot.sh boots that kernel with the root as its file system.  The
# initramfs that mounts it is PATH.cpio.gz.
#
# Roots are named by a hash of the recipe below, so that a changed recipe makes
# a new one; they live in ${XDG_CACHE_HOME:-~/.cache}/early_res/roots, about 1 GB
# each.  Remove one to get a newer kernel of the same release, remove all to
# clean up.  Needs root and network.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
[ $# = 1 ] || { usage >&2; exit 2; }
kernel=$1
check_kernel "$kernel"
need_root
need mmdebstrap busybox cpio flock sha256sum gzip

packages=linux-image-amd64,linux-headers-amd64,dkms,bpftrace,gcc,libc6-dev,make,kmod,mount
packages=$packages,busybox-static,sparse,stress-ng,jq,numactl,procps,libsmartcols-dev
modules="virtio_pci 9pnet_virtio 9p overlay"

release=$kernel
own_kernel=
config=
set --
case $kernel in
backports)
	release=trixie
	# The line mmdebstrap writes for the release serves as the pattern, so
	# that this works with whatever mirror it uses.
	# shellcheck disable=SC2016 # $1 is for the hook
	set -- --setup-hook='
		sed -n "s/ trixie / trixie-backports /p" "$1/etc/apt/sources.list" \
			>"$1/etc/apt/sources.list.d/backports.list"
		mkdir -p "$1/etc/apt/preferences.d"
		printf "%s\n" "Package: linux-*" "Pin: release n=trixie-backports" \
			"Pin-Priority: 600" >"$1/etc/apt/preferences.d/backports"' ;;
bookworm | trixie) ;;
rt)
	release=trixie
	packages=linux-image-rt-amd64,linux-headers-rt-amd64,${packages#*,*,} ;;
debug)
	build="$vm/debug-kernel.sh"
	own_kernel=$(cat "$build" "$vm/debug.config") ;;
*)
	build="$vm/own-kernel.sh" config=$kernel
	own_kernel=$(cat "$build" "$top/tests/configs/configure.sh"
		config_lines trixie base
		config_lines trixie "$config") ;;
esac
if [ -n "$own_kernel" ]; then
	release=trixie
	packages=linux-source-6.12,flex,bison,bc,libelf-dev,libssl-dev,openssl,xz-utils,${packages#*,*,}
fi
if [ -n "$config" ] && config_is_clang "$config"; then
	packages=$packages,clang,lld,llvm
fi
set -- --variant=apt --mode=root --format=directory \
	--aptopt='Acquire::Check-Valid-Until "false"' \
	--setup-hook="$no_documents" \
	"$@" --include="$packages" "$release"

key=$(printf '%s\n' "$@" ${own_kernel:+"$own_kernel"} | sha256sum | cut -c 1-8)
root=$cache/roots/$kernel-$key
key=$({ echo "$modules"; cat "$vm/initramfs-init.sh"; } | sha256sum | cut -c 1-8)

# One at a time for each kernel: the second caller waits, then finds it made.
mkdir -p "$cache/roots"
exec 9>"$cache/roots/$kernel.lock"
if ! flock -n 9; then
	say "root.sh: waiting for another root.sh $kernel"
	flock 9
fi

tmp=
pid=
trap '[ -z "$pid" ] || { kill "$pid" && wait "$pid"; } 2>/dev/null || :
	[ -z "$tmp" ] || rm -rf --one-file-system "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# watched LABEL FAILURE COMMAND... - runs it, with what it says in the log
watched()
{
	label=$1 failure=$2
	shift 2
	"$@" >>"$log" 2>&1 9>&- </dev/null &
	pid=$!
	rc=0
	watch "$pid" "root.sh: $label" || rc=$?
	pid=
	[ "$rc" != 0 ] || return 0
	tail -n 20 "$log" >&2
	die "$failure (the last lines are above, the log is $log)"
}

if [ ! -d "$root" ]; then
	rm -rf --one-file-system "$cache/roots/$kernel".tmp.*
	tmp=$cache/roots/$kernel.tmp.$$
	log=$root.log
	: >"$log"
	# INITRD=No: the kernel package need not make its own initramfs. unshare: the mounts go with it,
	# also when it is killed.
	watched "$kernel" "mmdebstrap failed; is there network?" env INITRD=No unshare -m mmdebstrap "$@" "$tmp"
	[ -z "$own_kernel" ] || watched "kernel of $kernel (up to a quarter of an hour, once)" \
		"the kernel did not build" sh "$build" "$tmp" ${config:+"$config"}
	mv "$tmp" "$root"
fi

# The initramfs: busybox, the modules in the order to load them, and /init.
if [ "$(cat "$root.initramfs-key" 2>/dev/null)" != "$key" ]; then
	kver=$(kver_of "$root")
	tmp=$(mktemp -d)
	mkdir -p "$tmp/bin" "$tmp/modules" "$tmp/dev" "$tmp/proc" "$tmp/lower" "$tmp/rw" "$tmp/new"
	cp "$root/bin/busybox" "$tmp/bin/busybox"
	ln -s busybox "$tmp/bin/sh"
	cp "$vm/initramfs-init.sh" "$tmp/init"
	chmod 755 "$tmp/init"
	mknod -m 600 "$tmp/dev/console" c 5 1
	for module in $modules; do
		chroot "$root" modprobe -S "$kver" --show-depends "$module" ||
			die "no module $module in $root; remove $root* and try again"
	done >"$tmp/depends"
	awk '$1 == "insmod" && !seen[$2]++ { print $2 }' "$tmp/depends" >"$tmp/paths"
	while read -r path; do
		file=${path##*/}
		name=${file%%.ko*}.ko
		case $file in
		*.ko) cat "$root$path" ;;
		*.xz) chroot "$root" xz -dc "$path" ;;
		*.zst) chroot "$root" zstd -dc "$path" ;;
		*.gz) gzip -dc "$root$path" ;;
		*) die "cannot decompress $path" ;;
		esac >"$tmp/modules/$name"
		echo "$name"
	done <"$tmp/paths" >"$tmp/modules/order"
	rm "$tmp/depends" "$tmp/paths"
	(cd "$tmp" && find . | cpio -o -H newc --quiet | gzip -1) >"$root.cpio.gz.new"
	mv "$root.cpio.gz.new" "$root.cpio.gz"
	echo "$key" >"$root.initramfs-key"
fi

echo "$root"
