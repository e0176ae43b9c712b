#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# fleet.sh KERNEL TARFILE - installs Debian's prometheus and prometheus-node-exporter in a root and
# packs what that changed. Unpacked over / in a VM
#
#	tests/vm/boot.sh -a TARFILE ...		# and there:
#	tar -xf "${TARFILE##*/}" -C /
#
# it makes a machine where apt has just installed the two. The root itself stays as it is: an overlay
# takes the writes. The result is kept in the cache, about 200 MB for each root; remove it there to get
# newer packages. Their pages for browsers are left out. Needs root, and network once.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

case ${1-} in
-h | --help) usage; exit ;;
esac
[ $# = 2 ] || { usage >&2; exit 2; }
kernel=$1
tarfile=$2
check_kernel "$kernel"
need_root
need unshare tar flock

root=$(sh "$vm/root.sh" "$kernel")
kept=$cache/fleet-${root##*/}.tar
exec 9>"$kept.lock"
flock 9

if [ ! -s "$kept" ]; then
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	log=$cache/fleet-${root##*/}.log

	# The mounts are this process's own and go with it. policy-rc.d: nothing is started.
	# shellcheck disable=SC2016 # for the inner shell
	unshare -m sh -ec 'root=$1 work=$2
		mount -t tmpfs tmpfs "$work"
		cd "$work"
		mkdir upper work new
		mount -t overlay -o "lowerdir=$root,upperdir=upper,workdir=work" overlay new
		mount -t proc proc new/proc
		cp -L /etc/resolv.conf new/etc/resolv.conf
		printf "%s\n" "#!/bin/sh" "exit 101" >new/usr/sbin/policy-rc.d
		chmod 755 new/usr/sbin/policy-rc.d
		for dir in fonts javascript nodejs prometheus/web; do
			echo "path-exclude=/usr/share/$dir/*"
		done >new/etc/dpkg/dpkg.cfg.d/fleet
		export DEBIAN_FRONTEND=noninteractive
		chroot new apt-get -q update >&2
		chroot new apt-get -q -y --no-install-recommends install prometheus prometheus-node-exporter >&2
		chroot new apt-get -q clean
		rm -f new/usr/sbin/policy-rc.d new/etc/dpkg/dpkg.cfg.d/fleet
		tar -cf - -C upper --exclude=./tmp --exclude=./proc --exclude=./etc/resolv.conf \
			--exclude=./var/cache/apt --exclude=./var/lib/apt .' \
		- "$root" "$work" </dev/null >"$kept.new" 2>"$log" 9>&- &
	watch $! "fleet.sh: prometheus and prometheus-node-exporter for $kernel (once)" || {
		tail -n 20 "$log" >&2
		die "the packages could not be installed; is there network? (the last lines are above, the log is $log)"
	}
	mv "$kept.new" "$kept"
fi
cp "$kept" "$tarfile.new"
mv "$tarfile.new" "$tarfile"
