# SPDX-License-Identifier: GPL-2.0-only
# change.sh: a machine that changes after boot. `unexplained` shows, to the page, the memory that came
# or went, and nothing else: a balloon, hugetlb pools, a smaller crash kernel, sleep. For a VM with a
# virtio balloon, crashkernel= and QEMU's monitor on /dev/ttyS1 (boot.sh -g).
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"
. "$(dirname "$0")/lists.sh"

unexplained()
{
	summary_total unexplained
}

# Check the law; the table does not explain $1 pages
check_unexplained()
{
	is "$(unexplained)" "$1" "$2: $1 pages are unexplained"
	is "$(zoneinfo | awk '{ n += $3 - $4 } END { print n }')" \
	   "$(($(summary_total reserved) + $1))" "$2: that is what zoneinfo says"
}

# How many pages are in the balloon. The balloon does not say it, so MemTotal must tell.
ballooned()
{
	echo $((($1 - $(mem_total)) / 4))
}

# Wait until the balloon has $1 pages, at most 300 s. The balloon may pause in between.
settle()
{
	tries=0
	until [ "$(ballooned "$total")" = "$1" ]; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || { echo "$(ballooned "$total") pages"; return 1; }
		sleep 1
	done
}

load
total=$(mem_total)
check_law "after boot"

# hugetlb
echo 16 > /proc/sys/vm/nr_hugepages
is "$(cat /proc/sys/vm/nr_hugepages)" 16 "a pool of 16 huge pages"
check_law "a hugetlb pool grew"
echo 0 > /proc/sys/vm/nr_hugepages
check_law "it shrank"

# The balloon takes 100 MiB of the VM's memory.
/sbin/modprobe virtio_balloon 2> /dev/null
stty -F /dev/ttyS1 raw -echo
monitor "" # ends what was echoed to the monitor before
monitor "balloon $((VM_MIB - 100))"
pages=25600
ok "the balloon inflates ($pages pages)" settle $pages
check_unexplained "$pages" "balloon"
before=$(cat "$D/ranges")
if [ -e /sys/kernel/kexec_loaded ]; then
	# Pages that look as if boot had reserved them
	gcc -O1 -Wall -Wextra -o /tmp/kexec "$(dirname "$0")/kexec.c" || exit
	ok "an image of kexec is loaded" /tmp/kexec 64
else
	skip "an image of kexec is loaded" "this kernel has no kexec"
fi
log_mark
echo 1 > "$D/rescan"
is "$(log_since | grep -c 'looked at each page')" 1 "a rescan looks at each page, for want of an explanation"
is "$(cat "$D/ranges")" "$before" "and finds no other reservations of boot"
log_mark
echo 1 > "$D/rescan"
is "$(log_since | grep -c 'looked at')" 1 "the next one remembers, and does not"
check_unexplained "$pages" "balloon, and a rescan"
[ ! -e /sys/kernel/kexec_loaded ] || ok "the image is unloaded" /tmp/kexec 0
check_report "balloon"
is "$(report_bytes unexplained)" $((pages * 4096)) "the report says so"
monitor "balloon $VM_MIB"
ok "the balloon deflates" settle 0
check_law "without the balloon"

# The crash kernel gives half of its memory back
size=$(cat /sys/kernel/kexec_crash_size)
pages=$((size / 8192))
ok "there is a crash kernel" test "$size" -gt 1048576
echo $((size / 2)) > /sys/kernel/kexec_crash_size
check_unexplained "-$pages" "a crash kernel of half the size"
echo 1 > "$D/rescan"
check_law "and a rescan"
check_boot "half of the crash kernel freed"
is "$(awk '$1 == "crash_kernel" { print $2 }' "$D/owners")" $((size / 2)) "crash_kernel is what is left of it"

# Pages without memory, as Hyper-V hot-adds them: PG_reserved, but boot did not reserve them
before=$(cat "$D/ranges")
/sbin/insmod /job/ko/unbacked.ko pages=100
check_unexplained 100 "pages without memory"
echo 1 > "$D/rescan"
is "$(cat "$D/ranges")" "$before" "pages without memory are no reservations of boot"
check_unexplained 100 "pages without memory, and a rescan"
/sbin/rmmod unbacked
echo 1 > "$D/rescan"
check_law "without them"

# Sleep, but only until the processes are frozen: the VM's root is on virtio-9p, which does not
# survive a suspend of the devices.
if grep -q freezer /sys/power/pm_test 2> /dev/null; then
	before=$(cat "$D/ranges")
	echo freezer > /sys/power/pm_test
	ok "goes to sleep and wakes up" sh -c "echo freeze > /sys/power/state"
	is "$(cat "$D/ranges")" "$before" "the table is what it was"
	check_law "after a sleep"
else
	skip "goes to sleep and wakes up" "this kernel has no test of suspend"
fi
unload
done_testing
