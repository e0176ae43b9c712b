# SPDX-License-Identifier: GPL-2.0-only
# dkms.sh: the module as DKMS builds and installs it for this kernel. The host ran `make dkms-install`
# in a copy of this root (tests/vm/dkms.sh). The tar file beside this script has the files that this
# changed.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

tar -xf "$(dirname "$0")/dkms-$VM_KERNEL.tar" -C /
version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' /usr/src/early_res-*/dkms.conf)

is "$(dkms status | grep -c "^early_res/$version, $(uname -r).*: installed")" 1 \
   "dkms says it is installed for the running kernel"
ok "modprobe finds and loads it" /sbin/modprobe early_res
is "$(cat /sys/module/early_res/version)" "$version" "with the version dkms knows"
check_law "by dkms"
er()
{
	/usr/local/sbin/early_res "$@"
}
check_report "the command comes with it"
is "$(PATH=/nothing er trace 2>&1)" "early_res: bpftrace is missing; try: apt install bpftrace" "and its scripts"
ok "and its man page" test -f /usr/local/share/man/man8/early_res.8
ok "modprobe -r" /sbin/modprobe -r early_res
ok "dkms remove" dkms remove "early_res/$version" --all
ok "then modprobe finds nothing" sh -c '! /sbin/modprobe early_res'
is "$(find /lib/modules -name 'early_res*')" "" "no module is left behind"

# Other kernels and machines are refused in words that a person understands. Kbuild does this before
# anything else, so make needs no complete kernel tree here.
refusal()
{
	make -f "/usr/src/early_res-$version/Kbuild" "$@" 2>&1 |
		sed -n 's/.*\*\*\* \(.*\)\.  Stop.*/\1/p'
}
is "$(refusal SRCARCH=x86 VERSION=5 PATCHLEVEL=10)" "early_res needs Linux 6.1 or later, and this is 5.10" \
   "Linux 5.10 is refused by name"
is "$(refusal SRCARCH=x86 VERSION=6 PATCHLEVEL=0)" "early_res needs Linux 6.1 or later, and this is 6.0" \
   "Linux 6.0 is refused by name"
is "$(refusal SRCARCH=arm64)" "early_res is for x86-64, not for arm64" "arm64 is refused by name"
done_testing
