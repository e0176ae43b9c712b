# SPDX-License-Identifier: GPL-2.0-only
# deb-inside.sh KERNELVERSION [SECOND-KERNEL] - the life of the packages, inside a copy of a root;
# deb-life.sh runs it there. Beside it are lib.sh and the packages, in old/ and new/; the changes of
# the installation go to installed.tar. There is no network. SECOND-KERNEL is a flavour: packages
# linux-image-FLAVOUR and linux-headers-FLAVOUR, which apt has downloaded. Prints KTAP.
# shellcheck shell=sh source=/dev/null
set -u
cd "$(dirname "$0")" || exit 1
. ./lib.sh
kver=$1
second=${2-}
export DEBIAN_FRONTEND=noninteractive INITRD=No LC_ALL=C.UTF-8
packages="early-res early-res-dkms early-res-exporter"

# version_in DIRECTORY: of the packages there
version_in()
{
	dpkg-deb -f "$1"/early-res-dkms_*.deb Version
}
old=$(version_in old)
new=$(version_in new)

install()
{
	apt-get install -q -y --no-install-recommends "$@"
}

# All files of this machine. Left out: what is not on the disk, this test, and what apt, dpkg and
# their triggers keep for themselves: caches, logs, the list of packages.
files()
{
	find / '(' -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /var/log \
		-o -path /var/cache -o -path /var/lib/apt -o -path '/var/lib/dpkg/*-old' ')' -prune -o -print | sort
}

# modules: the files of the module, of all kernels
modules()
{
	find /lib/modules/ -name 'early_res.ko*'
}

# dkms_status: "VERSION KERNEL" of each that is installed
dkms_status()
{
	dkms status -m early_res | sed -n 's|^early_res/\([^,]*\), \([^,]*\), x86_64: installed.*|\1 \2|p'
}

comments_only()
{
	cat "$@" > /tmp/comments && ! grep -v '^#' /tmp/comments
}

# The root leaves out documents
: > /etc/dpkg/dpkg.cfg.d/no_documents
files > before

ok "apt installs version $old" install ./old/*.deb
is "$(dkms_status)" "$old $kver" "DKMS built it for $kver"
ok "apt upgrades to version $new" install ./new/*.deb
is "$(dkms_status)" "$new $kver" "DKMS built the new one, and the old one is gone"
is "$(modules | wc -l)" 1 "there is one module"
is "$(modinfo -k "$kver" -F version early_res)" "$new" "modinfo has the version"
is "$(early_res --version)" "early_res $new" "so has the command"
is "$(ls -d /usr/src/early_res-*)" "/usr/src/early_res-$new" "so has the one source"
# Not every root has systemctl.
ok "there is a timer" test -f /usr/lib/systemd/system/early-res-exporter.timer -o -f /lib/systemd/system/early-res-exporter.timer
is "$(find /etc/systemd -name "early-res-exporter*")" "" "it is disabled: systemd has no link to it"
# There is no systemd here: what dpkg would tell it
scripts=/var/lib/dpkg/info/early-res-exporter
told_systemd()
{
	# shellcheck disable=SC2016 # as it stands there
	sed -n 's/.*deb-systemd-invoke \([$_a-z]*\) .*early-res-exporter.timer.*/\1/p' "$scripts.$1" 2>/dev/null
}
# shellcheck disable=SC2016
is "$(told_systemd preinst) $(told_systemd postinst) $(told_systemd prerm)" ' $_dh_action stop' \
   "an upgrade does not stop the timer but starts it again, and a removal stops it"
ok "where it ran" grep -q '_dh_action=restart' "$scripts.postinst"
ok "the conffiles have comments only" comments_only /etc/modprobe.d/early_res.conf /etc/modules-load.d/early_res.conf
is "$(grep -rl early_res /etc --include='*' | grep -vE '^/etc/(modprobe|modules-load)\.d/early_res\.conf$')" "" \
   "nothing else in /etc has its name"
tar -cf installed.tar -C /tmp/upper --exclude=./tmp --exclude=./proc . || not_ok "the changes are packed"

# A kernel without debugfs, one of a later major version, and a 32-bit one: the hook that the package
# of a kernel calls must not fail, and no module is made.
build=$(readlink -f "/lib/modules/$kver/build")
unfit()
{
	mkdir -p "/lib/modules/$1"
	cp -a "$build" "/usr/src/unfit"
	# DKMS 3.0 reads the first, later ones the second
	sed -i "s/^$2=y/# $2 is not set/" /usr/src/unfit/.config /usr/src/unfit/include/config/auto.conf
	ln -s /usr/src/unfit "/lib/modules/$1/build"
	ok "the hook of kernel $1 without ${2:-anything} does not fail" /etc/kernel/postinst.d/dkms "$1"
	ok "nor that of its headers" /etc/kernel/header_postinst.d/dkms "$1"
	is "$(dkms_status)" "$new $kver" "and nothing is built for it"
	rm -rf "/lib/modules/$1" /usr/src/unfit
}
unfit 6.12.0-unfit CONFIG_DEBUG_FS
unfit 6.12.0-unfit CONFIG_X86_64
unfit 8.0.0-unfit CONFIG_NONE
unfit 6.0.0-unfit CONFIG_NONE
for word in CONFIG_X86_64 CONFIG_DEBUG_FS; do
	ok "$kver has $word" grep -qx "$word=y" "$build/.config"
done

if [ -n "$second" ]; then
	ok "apt installs a second kernel" install --no-download "linux-image-$second" "linux-headers-$second"
	other=$(for dir in /lib/modules/*/build; do
		dir=${dir%/build}
		[ "${dir##*/}" = "$kver" ] || echo "${dir##*/}"
	done)
	is "$(dkms_status | sort)" "$(printf '%s\n' "$new $kver" "$new $other" | sort)" "DKMS built the module for $other, too"
	is "$(modinfo -k "$other" -F version early_res)" "$new" "modinfo finds it"
	ok "apt removes that kernel" sh -c "apt-get purge -q -y 'linux-image*-$second' 'linux-headers*-$second' \
		'linux-image-$other' 'linux-headers-$other'"
	is "$(dkms_status)" "$new $kver" "and its module"
	rm -rf "/lib/modules/$other" # what dpkg leaves of a kernel, with us or without
else
	skip "a second kernel" "done on another release"
fi

# What the timer would have written
mkdir -p /var/lib/prometheus/node-exporter
: > /var/lib/prometheus/node-exporter/early_res.prom
: > /var/lib/prometheus/node-exporter/early_res.prom.Ab12Cd
# shellcheck disable=SC2086 # words
ok "apt removes the packages" apt-get remove -q -y $packages
is "$(dkms status -m early_res)" "" "DKMS knows it no more"
is "$(modules)" "" "no module is left"
is "$(find /usr/src -name "early_res*")" "" "nor its source"
is "$(ls /var/lib/prometheus/node-exporter)" "" "nor the metrics"
rm -rf /var/lib/prometheus
is "$(find /etc -name 'early*res*' | sort)" \
   "$(printf '%s\n' /etc/modprobe.d/early_res.conf /etc/modules-load.d/early_res.conf)" "the conffiles are left"
# shellcheck disable=SC2086 # words
ok "apt purges the packages" apt-get purge -q -y $packages
files > after
# Allowed: the key that DKMS made for itself, to sign modules of all packages.
is "$(diff before after | sed -n 's/^[<>]/&/p' | grep -vE '^> /var/lib/dkms/mok\.(key|pub)$')" "" "nothing else is left, and nothing is gone"
is "$(grep -l early_res /lib/modules/*/modules.*)" "" "depmod has forgotten it"
done_testing
