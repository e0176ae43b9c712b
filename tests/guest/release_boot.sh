# SPDX-License-Identifier: GPL-2.0-only
# release_boot.sh: an initrd that was kept is released for real, if the module was loaded with
# allow_release=1. Nothing else of boot is released: regions of reserve_mem= stay, whoever uses them. For
# a VM with retain_initrd reserve_mem=8M:4096:rm_used reserve_mem=5000K:4096:rm_idle
# reserve_mem=8M:4096:trc trace_instance=boot_map@trc.
# shellcheck shell=sh source=/dev/null disable=SC2034
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"
. "$(dirname "$0")/lists.sh"

# kB of the whole pages of owner $1 in state $2
owner_kb()
{
	awk -v owner="$1" -v state="$2" '$6 == owner && $5 == state { n += $2 }
		END { print int(n / 1024) }' "$D/ranges"
}

tainted_user()
{
	[ $(($(cat /proc/sys/kernel/tainted) & 64)) != 0 ]
}

I=/sys/kernel/tracing/instances/boot_map

# Switch on all events of a trace instance, and check that some come
trace_in()
{
	echo 1 > "$1/events/enable"
	echo 1 > "$1/tracing_on"
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		! grep -qv "^#" "$1/trace" || return 0
		sleep 1
	done
	return 1
}

has_reserve_mem()
{
	case $VM_KERNEL in bookworm) return 1 ;; esac
}

# region NAME KB WHEN - the region has its owner, it cannot be released, and the table does not change
region()
{
	echo "owner=$1" > "$D/owners"
	before=$(cat "$D/ranges")
	is "$(echo "owner=$1" | errno_of release) $(changed) $(owner_kb "$1" reserved)" \
	   "EPERM unchanged $2" "$1: $3, it is EPERM"
}

# The initrd's pages, from the kernel log
initrd=$(dmesg | awk -F'0x|-|\\]' '/RAMDISK: \[mem/ { printf "%16s-%16s\n", $3, $5 }' | tr ' ' 0)

load
before=$(cat "$D/ranges")
is "$(awk '$6 == "initrd" { print $1 }' "$D/ranges")" "$initrd" \
   "the initrd has its owner"
refused release EPERM 'owner=initrd\n' "the initrd, without allow_release=1"
if has_reserve_mem; then
	refused release EPERM 'owner=kernel_rodata\n' "the kernel's data"
	is "$(owner_kb rm_used reserved) $(owner_kb rm_idle reserved) $(owner_kb trc reserved)" "8192 5000 8192" \
	   "regions of reserve_mem= have their owners, though nobody told"
	region rm_idle 5000 "without allow_release=1"
	echo owner=rm_idle > "$D/late_free"
	is "$(echo owner=rm_idle | errno_of owners)" OK "its name can be told while it is late freed"
	echo 1 > "$D/reset"
	is "$(owner_kb reserve_mem reserved)" 1024 "a region whose name cannot be an owner's is called reserve_mem"
	before=$(cat "$D/ranges")
	refused late_free ENOENT 'owner=a=b\n' "and only so"
else
	skip "reserve_mem=" "this kernel has none"
fi
unload
is "$(tainted_user && echo tainted)" "" "the kernel is not tainted by a user so far"

load allow_release=1
before=$(cat "$D/ranges")
refused release EPERM 'owner=kernel_rodata\n' "the kernel's data"
refused release "$(nobodys_errno)" 'owner=-\n' "what nobody is known to hold"
if has_reserve_mem; then
	region rm_idle 5000 "nobody ever used it"
	/sbin/modprobe ramoops mem_name=rm_used mem_type=1 record_size=65536
	region rm_used 8192 "while ramoops uses it"
	/sbin/rmmod ramoops
	region rm_used 8192 "after ramoops used it"
	ok "a trace instance uses a region" trace_in $I
	region trc 8192 "while a trace instance uses it"
	check_law "after that"
fi
is "$(tainted_user && echo tainted)" "" "what is refused taints nothing"

echo owner=initrd > "$D/late_free"
echo 1 > "$D/reset"
# A part of a page stays reserved with the rest of it. A rescan must not forget whose it is.
echo "${initrd%-*}-${initrd%000-*}0ff" > "$D/release"
is "$(awk '$6 == "initrd" && $5 == "released" { print $2 }' "$D/ranges")" 256 "a part of the initrd's first page is released"
echo 1 > "$D/rescan"
is "$(awk '$6 == "initrd" { print $1, $5 }' "$D/ranges")" "$initrd reserved" "after a rescan its page is the initrd's"
kb=$(owner_kb initrd reserved) total=$(mem_total)
is "$(echo owner=initrd | errno_of release)" OK "initrd is released"
is "$(($(mem_total) - total)) $(owner_kb initrd released)" "$kb $kb" "initrd: MemTotal grows by its $kb kB"
check_law "initrd released"
check_boot "initrd released"
is "$(dmesg | grep -c "early_res: releasing $kb kB that were reserved at boot for initrd")" 1 \
   "initrd: the kernel log says so"
is "$(echo owner=initrd | errno_of release)" ENOENT "initrd: released twice is ENOENT"
ok "the kernel is tainted by a user" tainted_user
ok "/sys/firmware/initrd is gone" test ! -e /sys/firmware/initrd

echo 1 > "$D/rescan"
is "$(awk '$6 == "initrd"' "$D/ranges")" "" "what was released is not found again"
check_law "rescanned"
check_boot "rescanned"
if has_reserve_mem; then
	is "$(owner_kb rm_used reserved) $(owner_kb rm_idle reserved) $(owner_kb trc reserved)" "8192 5000 8192" \
	   "regions of reserve_mem= keep their owners"
	echo 0 > $I/events/enable
	echo nop > $I/current_tracer
	if rmdir $I 2> /dev/null; then
		echo 1 > "$D/rescan"
		is "$(owner_kb trc reserved)" 0 "a region that the kernel gave back has no owner after a rescan"
		got=$(echo owner=trc | errno_of release)
		is "$got" ENOENT "and its name is gone"
		check_law "after the kernel gave a region back"
		check_boot "after the kernel gave a region back"
	else
		skip "a region that the kernel gave back" "this kernel keeps boot trace instances"
	fi
fi
unload
load allow_release=1
is "$(awk '$6 == "initrd"' "$D/ranges")" "" "nor by a module that was not there"
unload

# The released pages can be used by anybody now: use them all.
total=$(awk '/MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)
ok "the machine survives stress-ng in all its memory" \
	stress-ng --quiet --vm 2 --vm-bytes "$((total * 9 / 20))M" --vm-method walk-0d --vm-populate \
	--vm-keep --timeout 10 --verify
load
check_law "after stress-ng"
unload
done_testing
