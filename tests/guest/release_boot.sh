# SPDX-License-Identifier: GPL-2.0-only
# release_boot.sh: an initrd that was kept and regions of reserve_mem= are released
# for real, if the module was told so at load, and nothing else of boot. For a VM with
# retain_initrd and reserve_mem=8M:4096:rm_used reserve_mem=5000K:4096:rm_idle.
# shellcheck shell=sh source=/dev/null disable=SC2034
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# kB of the whole pages of owner $1 that are in state $2
owner_kb()
{
	awk -v owner="$1" -v state="$2" '$6 == owner && $5 == state { n += $2 }
		END { print int(n / 1024) }' "$D/ranges"
}

tainted_user()
{
	[ $(($(cat /proc/sys/kernel/tainted) & 64)) != 0 ]
}

has_reserve_mem()
{
	case $VM_KERNEL in bookworm) return 1 ;; esac
}

# The initrd's pages, as the kernel logged them
initrd=$(dmesg | awk -F'0x|-|\\]' '/RAMDISK: \[mem/ { printf "%16s-%16s\n", $3, $5 }' | tr ' ' 0)

load
before=$(cat "$D/ranges")
is "$(awk '$6 == "initrd" { print $1 }' "$D/ranges")" "$initrd" \
   "the initrd has its owner"
refused release EPERM 'owner=initrd\n' "the initrd, without allow_release=1"
if has_reserve_mem; then
	refused release EPERM 'owner=kernel_rodata\n' "the kernel's data"
	got=$(echo owner=rm_idle | errno_of release)
	is "$got $(owner_kb rm_idle reserved)" "EPERM 5000" "a region of reserve_mem= has its name, and is EPERM"
else
	skip "reserve_mem=" "this kernel has none"
fi
unload
is "$(tainted_user && echo tainted)" "" "the kernel is not tainted by a user so far"

load allow_release=1
before=$(cat "$D/ranges")
refused release EPERM 'owner=kernel_rodata\n' "the kernel's data"
refused release EPERM 'owner=-\n' "what nobody is known to hold"
if has_reserve_mem; then
	/sbin/modprobe ramoops mem_name=rm_used mem_type=1 record_size=65536
	got=$(echo owner=rm_used | errno_of release)
	is "$got $(owner_kb rm_used reserved)" "EBUSY 8192" "a region that ramoops maps is EBUSY"
	check_law "after that"
	/sbin/rmmod ramoops
fi
is "$(tainted_user && echo tainted)" "" "what is refused taints nothing"

for owner in initrd rm_used rm_idle; do
	has_reserve_mem || [ $owner = initrd ] || continue
	echo owner=$owner > "$D/late_free"
	echo 1 > "$D/reset"
	kb=$(owner_kb $owner reserved) total=$(mem_total)
	is "$(echo owner=$owner | errno_of release)" OK "$owner is released"
	is "$(($(mem_total) - total)) $(owner_kb $owner released)" "$kb $kb" "$owner: MemTotal grows by its $kb kB"
	check_law "$owner released"
	is "$(dmesg | grep -c "early_res: releasing $kb kB that were reserved at boot for $owner")" 1 \
	   "$owner: the kernel log says so"
	is "$(echo owner=$owner | errno_of release)" ENOENT "$owner: released twice is ENOENT"
done
ok "the kernel is tainted by a user" tainted_user
ok "/sys/firmware/initrd is gone" test ! -e /sys/firmware/initrd

echo 1 > "$D/rescan"
is "$(awk '$6 == "initrd" || $6 ~ /^rm_/' "$D/ranges")" "" "what was released is not found again"
check_law "rescanned"
unload
load allow_release=1
is "$(awk '$6 == "initrd"' "$D/ranges")" "" "nor by a module that was not there"
unload

# The pages are everybody's now: use them all
total=$(awk '/MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)
ok "the machine survives stress-ng in all its memory" \
	stress-ng --quiet --vm 2 --vm-bytes "$((total * 9 / 20))M" --vm-method walk-0d --vm-populate \
	--vm-keep --timeout 10 --verify
load
check_law "after stress-ng"
unload
done_testing
