#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# fleet.sh KERNEL TARFILE - installs Debian's prometheus and prometheus-node-exporter in a layer over a
# root (layer.sh) and packs it. Unpacked over / in a VM
#
#	tests/vm/boot.sh -a TARFILE ...		# and there:
#	tar -xf "${TARFILE##*/}" -C /
#
# it makes a machine where apt has just installed the two. Nothing is started (policy-rc.d). Their pages
# for browsers are left out. Needs root, and network once.
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
need tar

# shellcheck disable=SC2016 # for the shell in the layer
layer=$(sh "$vm/layer.sh" "$kernel" '
	printf "%s\n" "#!/bin/sh" "exit 101" >/usr/sbin/policy-rc.d
	chmod 755 /usr/sbin/policy-rc.d
	for dir in fonts javascript nodejs prometheus/web; do
		echo "path-exclude=/usr/share/$dir/*"
	done >/etc/dpkg/dpkg.cfg.d/fleet
	apt-get -q -y --no-install-recommends install prometheus prometheus-node-exporter
	apt-get -q clean
	rm -f /usr/sbin/policy-rc.d /etc/dpkg/dpkg.cfg.d/fleet')
tar -cf "$tarfile.new" -C "$layer" --exclude=./tmp --exclude=./proc \
	--exclude=./var/cache/apt --exclude=./var/lib/apt .
mv "$tarfile.new" "$tarfile"
