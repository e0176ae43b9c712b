#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# boot.sh [OPTION]... SCRIPT... - boots one VM and runs guest scripts in it, in
# the order given, then prints what they said.
#
#	-k KERNEL	bookworm, trixie (default) or backports; see root.sh
#	-n NODES	NUMA nodes (default 1); the two CPUs go to the first two
#	-m MEM		memory of each node, e.g. 1G or 512M (the default), or a
#			list with one size per node, e.g. 1G,512M,0
#	-c "WORDS"	added to the kernel's command line
#	-f FIRMWARE	bios (default) or uefi
#	-C CPU		QEMU's -cpu (default max)
#	-p		an emulated CPU is a thread of the host each: really parallel, but
#			the kernel's patching of its own code goes wrong at times
#	-q "ARGS"	more arguments for QEMU, split at blanks
#	-t SECONDS	limit (default 180; none with -i)
#	-e NAME=VALUE	an environment variable for the scripts (may be given more than once)
#	-M DIR		the .ko files of DIR are /job/ko in the VM, and the command is
#			/job/tools/early_res; see build.sh
#	-a FILE		also copied to /job/guest (may be given more than once)
#	-A		an ACPI table of our own in front of the initrd, see ssdt.sh
#	-g		the guest's second serial port, /dev/ttyS1, is QEMU's monitor: a
#			script can plug memory, or blow up the balloon, of its own VM
#	-o DIR		where the results go (default: a temporary
#			directory, which stays only if something failed)
#	-i		then an interactive shell on this terminal
#	-v		say how the VM is run
#
# Each script runs in /job/guest, a copy of tests/guest; next to it is
# /job/tools, a copy of tools.  A script from elsewhere is added to that copy.
# It gets VM_KERNEL, VM_NODES, VM_FIRMWARE, VM_CMDLINE (the added words) and
# VM_ACCEL (kvm or tcg) as environment variables.
#
# In DIR afterwards: for each script NAME.tap (all it said) and NAME.rc (exit
# status); console.log, dmesg, qemu.log, and `failed`, a line for each thing
# that went wrong.  Exit status 0 if that is empty: every script ended with 0,
# the VM turned itself off in time, and the kernel had no complaint.
set -eu

vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/lib.sh"

kernel=trixie nodes=1 mem=512M cmdline='' firmware=bios cpu=max qemu_args=''
limit='' ko='' added='' extra_env='' out='' out_is_temporary='' interactive='' monitor='' acpi='' tcg=single verbose=''

quote()
{
	printf "'%s'\n" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"
}

[ "${1-}" != --help ] || { usage; exit; }
while getopts k:n:m:c:f:C:q:t:e:M:a:o:gApivh opt; do
	case $opt in
	k) kernel=$OPTARG ;;
	n) nodes=$OPTARG ;;
	m) mem=$OPTARG ;;
	c) cmdline=$OPTARG ;;
	f) firmware=$OPTARG ;;
	C) cpu=$OPTARG ;;
	q) qemu_args=$OPTARG ;;
	t) limit=$OPTARG ;;
	e) extra_env="$extra_env${OPTARG%%=*}=$(quote "${OPTARG#*=}")
" ;;
	M) ko=$OPTARG ;;
	a) added="$added$OPTARG
" ;;
	o) out=$OPTARG ;;
	g) monitor=1 ;;
	A) acpi=1 ;;
	p) tcg=multi ;;
	i) interactive=1 ;;
	v) verbose=1 ;;
	h) usage; exit ;;
	*) usage >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || [ -n "$interactive" ] || die "no guest script given (see --help)"
check_kernel "$kernel"
case $nodes in
*[!0-9]* | '' | 0) die "-n $nodes: not a number of nodes" ;;
esac
for script; do
	[ -f "$script" ] || die "no script $script"
done
[ -z "$ko" ] || [ -d "$ko" ] || die "no directory $ko; build.sh makes it"
[ -z "$interactive" ] || [ -t 0 ] || die "-i needs a terminal"
need_root
need qemu-system-x86_64 timeout flock

root=$(sh "$vm/root.sh" "$kernel")
kver=$(kver_of "$root")

work=$(mktemp -d)
qemu=
# shellcheck disable=SC2317,SC2329 # called by the traps
cleanup()
{
	[ -z "$qemu" ] || kill "$qemu" 2>/dev/null || :
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# /dev/kvm may be there and yet hang or abort, so boot with it once to find
# out, and remember the answer until the host is booted again.
accel()
{
	(
		flock 9
		boot_id=$(cat /proc/sys/kernel/random/boot_id)
		read -r id verdict 2>/dev/null <"$cache/accel" || :
		if [ "${id-}" != "$boot_id" ]; then
			verdict=tcg
			if [ -w /dev/kvm ]; then
				say "boot.sh: trying KVM (at most 20 s, once per boot of this machine)"
				timeout -k 2 20 qemu-system-x86_64 -machine q35 -accel kvm -cpu max \
					-smp 2 -m 512M -nodefaults -display none -no-reboot \
					-serial "file:$work/probe" \
					-kernel "$root/boot/vmlinuz-$kver" -initrd "$root.cpio.gz" \
					-append "console=ttyS0 panic=-1 er.probe" \
					</dev/null >/dev/null 2>&1 9>&- || :
				if grep -q 'er.probe: ok' "$work/probe" 2>/dev/null; then
					verdict=kvm
				else
					say "boot.sh: KVM does not work here, so it is emulation (slower)"
				fi
			fi
			echo "$boot_id $verdict" >"$cache/accel"
		fi
		echo "$verdict"
	) 9>"$cache/accel.lock"
}
accel=$(accel)

# MEM of one node in MiB
mib()
{
	mib_n=${1%[GM]}
	case $mib_n in
	*[!0-9]* | '') die "-m $1: not a size like 1G or 512M" ;;
	esac
	case $1 in
	*G) echo $((mib_n * 1024)) ;;
	*M | 0) echo "$mib_n" ;;
	*) die "-m $1: say G or M" ;;
	esac
}

set -- "$#" "$@" -- # the scripts stay in front while the arguments collect
n_scripts=$1
shift

set -- "$@" -machine q35 -cpu "$cpu" -smp 2,sockets=2,cores=1,threads=1
case $accel in
kvm) set -- "$@" -accel kvm ;;
*) set -- "$@" -accel "tcg,thread=$tcg" ;;
esac

total=0
node=0
rest=$mem,
while [ "$node" -lt "$nodes" ]; do
	size=$(mib "${rest%%,*}")
	# The last size of the list is that of all further nodes.
	[ -z "${rest#*,}" ] || rest=${rest#*,}
	if [ "$size" = 0 ]; then
		set -- "$@" -numa "node,nodeid=$node"
	else
		set -- "$@" -object "memory-backend-ram,id=mem$node,size=${size}M,reserve=off" \
			-numa "node,nodeid=$node,memdev=mem$node"
	fi
	total=$((total + size))
	node=$((node + 1))
done
set -- "$@" -m "${total}M" -numa cpu,node-id=0,socket-id=0 \
	-numa "cpu,node-id=$((nodes > 1)),socket-id=1"

case $firmware in
bios) ;;
uefi)
	code=
	for code in /usr/share/OVMF/OVMF_CODE_4M.fd /usr/share/OVMF/OVMF_CODE.fd ''; do
		[ ! -f "$code" ] || break
	done
	[ -n "$code" ] || die "no UEFI firmware; 'sudo tests/vm/deps.sh' installs it (ovmf)"
	cp "${code%/*}/OVMF_VARS${code##*/OVMF_CODE}" "$work/vars.fd"
	set -- "$@" \
		-drive "if=pflash,unit=0,format=raw,readonly=on,file=$code" \
		-drive "if=pflash,unit=1,format=raw,file=$work/vars.fd"
	;;
*) die "-f $firmware: bios or uefi" ;;
esac

initrd=$root.cpio.gz
if [ -n "$acpi" ]; then
	sh "$vm/ssdt.sh" "$work/initrd"
	cat "$root.cpio.gz" >>"$work/initrd"
	initrd=$work/initrd
fi

# The results, and the job: what the VM gets to run.
if [ -n "$out" ]; then
	mkdir -p "$out"
	out=$(cd "$out" && pwd)
	rm -rf "$out/job"
	rm -f "$out"/*.tap "$out"/*.rc "$out/dmesg" "$out/failed" \
		"$out/console.log" "$out/qemu.log"
else
	out=$(mktemp -d "${TMPDIR:-/tmp}/early_res.XXXXXX")
	out_is_temporary=1
fi
job=$out/job
mkdir -p "$job/out" "$job/ko" "$job/guest"
cp "$vm/guest-init.sh" "$job/init"
[ ! -d "$top/tests/guest" ] || cp -R "$top/tests/guest/." "$job/guest"
[ ! -d "$top/tools" ] || cp -R "$top/tools" "$job/tools"
if [ -n "$ko" ]; then
	cp "$ko"/*.ko "$job/ko/" || die "no .ko file in $ko; build.sh makes them"
	[ ! -f "$ko/early_res" ] || cp "$ko/early_res" "$job/tools/"
fi
printf %s "$added" | while IFS= read -r file; do
	cp -R "$file" "$job/guest/"
done
names=
while [ "$n_scripts" -gt 0 ]; do
	names="$names${names:+
}${1##*/}"
	cp "$1" "$job/guest/"
	shift
	n_scripts=$((n_scripts - 1))
done
shift # the --
if [ -n "$names" ]; then echo "$names"; fi >"$job/scripts"

{
	echo "VM_KERNEL=$kernel"
	echo "VM_NODES=$nodes"
	echo "VM_FIRMWARE=$firmware"
	echo "VM_CMDLINE=$(quote "$cmdline")"
	printf %s "$extra_env"
	echo "VM_ACCEL=$accel"
	echo "VM_INTERACTIVE=$interactive"
} >"$job/env"

# A kernel that had an Oops is not worth waiting for.
append="console=ttyS0 panic=-1 oops=panic${interactive:+ loglevel=4}${cmdline:+ $cmdline}"
# Emulation on a busy machine is late, by a minute even: that is no lockup. What hangs for good
# is cut off at the limit.
[ "$accel" = kvm ] || append="$append watchdog_thresh=60 rcupdate.rcu_cpu_stall_timeout=300"
# identify_cpu() forgets for a moment what the CPU can do. KASAN, asked by an interrupt just then,
# believes in 4-level page tables and takes good addresses for wild ones. So may KMSAN.
case $kernel in
"$debug_kernel" | kmsan) append="$append no5lvl" ;;
esac
nine=security_model=none,multidevs=remap
# shellcheck disable=SC2086 # qemu_args is split on purpose
set -- "$@" -nic none -display none -no-reboot \
	-kernel "$root/boot/vmlinuz-$kver" -initrd "$initrd" -append "$append" \
	-virtfs "local,path=$root,mount_tag=root,readonly=on,$nine" \
	-virtfs "local,path=$job,mount_tag=job,$nine" \
	$qemu_args
if [ -n "$interactive" ]; then
	set -- "$@" -chardev "stdio,id=con,mux=on,signal=off,logfile=$out/console.log" \
		-serial chardev:con -mon chardev=con
	say "A shell in the VM follows; 'exit' or Ctrl-a x ends it."
else
	set -- "$@" -serial "file:$out/console.log" -monitor none
fi
if [ -n "$monitor" ]; then
	set -- "$@" -chardev "socket,id=mon,path=$work/monitor,server=on,wait=off" -mon chardev=mon \
		-chardev "socket,id=guest,path=$work/monitor" -device isa-serial,chardev=guest,index=1
fi
if [ -n "$verbose" ]; then
	say "boot.sh: $kernel ($kver), $nodes node(s) of $mem, $firmware, $accel, results in $out"
	say "boot.sh: $append"
fi

# Did this boot fail in a way that is not the module's?
boot_failed()
{
	! grep -aq "early_res VM: up" "$out/console.log" ||
		{ [ "$accel $tcg" = "tcg multi" ] && grep -aq "int3: 0000 \[#" "$out/console.log"; }
}

start=$(date +%s)
rc=0
if [ -n "$interactive" ]; then
	timeout --foreground -k 5 "${limit:-0}" qemu-system-x86_64 "$@" || rc=$?
else
	# Emulation with a thread for each CPU (-p) can run into an int3 of the kernel's
	# own code patching when that is over already. That, and a kernel that did not
	# reach the scripts, says nothing about the module: boot again, and keep the log.
	for try in 1 2 3; do
		rc=0
		timeout -k 5 "${limit:-180}" qemu-system-x86_64 "$@" </dev/null >"$out/qemu.log" 2>&1 &
		qemu=$!
		wait "$qemu" || rc=$?
		qemu=
		if [ "$try" = 3 ] || [ ! -s "$out/console.log" ] || ! boot_failed; then
			break
		fi
		mv "$out/console.log" "$out/console.log.try$try"
		rm -f "$job/out"/*
		say "boot.sh: emulation tripped ($out/console.log.try$try), booting again"
	done
fi
[ -z "$verbose" ] || say "boot.sh: the VM ended after $(($(date +%s) - start)) s"

# The verdict
done=
[ ! -f "$job/out/done" ] || done=1
rm -f "$job/out/done"
find "$job/out" -mindepth 1 -maxdepth 1 -exec mv {} "$out" \;
rm -rf "$job"
touch "$out/console.log"

{
	case $rc in
	0) ;;
	124 | 137) echo "timeout: the VM was not done after ${limit:-180} s" ;;
	*) echo "qemu: exit status $rc: $(tail -n 1 "$out/qemu.log" 2>/dev/null)" ;;
	esac
	for name in $names; do
		name=${name%.sh}
		if [ ! -f "$out/$name.tap" ]; then
			echo "script $name: did not start"
		elif [ ! -f "$out/$name.rc" ]; then
			echo "script $name: did not end"
		elif [ "$(cat "$out/$name.rc")" != 0 ]; then
			echo "script $name: exit status $(cat "$out/$name.rc")"
		fi
	done
	if [ "$rc" = 0 ] && [ -z "$interactive" ] &&
	    { [ -z "$done" ] || ! grep -q 'reboot: Power down' "$out/console.log"; }; then
		echo "crash: the VM did not turn itself off in order"
	fi
	cat "$out/console.log" "$out/dmesg" 2>/dev/null |
		tr -d "\r" | grep -aE "$kernel_trouble" | grep -avE "$kernel_harmless" | sed 's/^\[[^]]*\] *//' |
		awk '!seen[$0]++ { print "kernel: " $0 }' | head -n 20
} >"$out/failed"

for name in $names; do
	name=${name%.sh}
	if [ -f "$out/$name.tap" ]; then
		echo "# $name"
		cat "$out/$name.tap"
	fi
done

if [ ! -s "$out/failed" ]; then
	[ -z "$out_is_temporary" ] || rm -rf "$out"
	exit 0
fi
{
	echo "boot.sh: FAILED ($kernel, $nodes node(s), $firmware, $accel):"
	sed 's/^/  /' "$out/failed"
	echo "boot.sh: end of the console log ($out/console.log):"
	tail -n 30 "$out/console.log" | tr -d '\r' | sed 's/^/  | /'
} >&2
exit 1
