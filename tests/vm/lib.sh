# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034 # used by those who source this
#
# What the scripts in tests/ share.  Sourced, not run; the caller sets $vm to
# the directory of this file first.

# The kernels under test.  Each has a root: a Debian tree with that kernel,
# its headers and the tools the tests use.
all_kernels="bookworm trixie backports"
# One more, of our own, for `make check-debug`.
debug_kernel=debug
# Another of Debian's, for `make guest`.
rt_kernel=rt
# And of ours is each configuration NAME of tests/configs, for `make check-configs`.

# One console or dmesg line that matches makes a VM run fail (grep -E).
kernel_trouble='BUG:|WARNING:|Oops|general protection|[Bb]ad page|KASAN|UBSAN'
kernel_trouble="$kernel_trouble|possible recursive locking|circular locking"
kernel_trouble="$kernel_trouble|INFO: task|rcu.*stall|Call Trace|Kernel panic"
kernel_trouble="$kernel_trouble|DEBUG_LOCKS_WARN_ON|INFO: trying to register|new suspected memory leaks"

# Less what stock kernels say of themselves: 6.1 with numa=fake= has its CPUs on
# nodes that its workqueues do not expect. And what boot.sh says of RCU's patience.
kernel_harmless='workqueue cpumask: online intersect > possible intersect|rcu_cpu_stall_timeout'

# A hook for mmdebstrap: no documents, and no waiting for the disk. With --dpkgopt mmdebstrap would filter
# each package itself, which takes half a minute more.
# shellcheck disable=SC2016 # $1 is for the hook
no_documents='mkdir -p "$1/etc/dpkg/dpkg.cfg.d"
	printf "%s\n" "path-exclude=/usr/share/doc/*" "path-exclude=/usr/share/man/*" \
		"path-exclude=/usr/share/locale/*" force-unsafe-io >"$1/etc/dpkg/dpkg.cfg.d/no_documents"'

# The scripts run in the C locale. In some others (Turkish), i is not between a and z.
export LC_ALL=C

top=$(cd "${vm:?}/../.." && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/early_res

say()
{
	printf '%s\n' "$*" >&2
}

die()
{
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# The top comment of the script is its manual: from line 4 to the first line
# that is no comment.
usage()
{
	sed -n '4,${/^#/!q;s/^# \{0,1\}//p}' "$0"
}

# need COMMAND...
need()
{
	for need_cmd; do
		command -v "$need_cmd" >/dev/null ||
			die "$need_cmd is missing; 'sudo tests/vm/deps.sh' installs what the tests need"
	done
}

need_root()
{
	[ "$(id -u)" = 0 ] ||
		die "run this as root (sudo): it makes and enters a Debian tree with chroot"
}

check_kernel()
{
	case " $all_kernels $debug_kernel $rt_kernel " in
	*" $1 "*) ;;
	*) is_config "$1" || die "no kernel '$1'; choose one of: $all_kernels $debug_kernel $rt_kernel" \
		"or a configuration of tests/configs" ;;
	esac
}

# Is there a configuration of this name?
is_config()
{
	[ -f "$top/tests/configs/$1.config" ]
}

# config_lines KERNEL NAME - what the configuration NAME says for a kernel. The lines behind
# "# for: KERNEL..." are for those.
config_lines()
{
	awk -v kernel="$1" '
	/^# for: / { on = index($0 " ", " " kernel " ") }
	on && /^(# )?CONFIG_/' "$top/tests/configs/$2.config" | sort
}

# config_field FIELD NAME - what the comment "# FIELD: ..." says, the first of that name
config_field()
{
	sed -n "s/^# $1: //p" "$top/tests/configs/$2.config" | head -n 1
}

# Is it for clang?
config_is_clang()
{
	[ "$(config_field compiler "$1")" = clang ]
}

# The version of the kernel in a root, e.g. 6.1.0-56-amd64.
kver_of()
{
	for kver_dir in "$1"/lib/modules/*/build; do
		kver_dir=${kver_dir%/build}
		echo "${kver_dir##*/}"
		return
	done
}

elapsed()
{
	printf '%d:%02d' $((($(date +%s) - $1) / 60)) $((($(date +%s) - $1) % 60))
}

# watch PID LABEL: says how long LABEL takes until process PID ends, and
# returns its exit status.  One line that is overwritten on a terminal, a line
# every 15 s elsewhere.
watch()
{
	watch_start=$(date +%s)
	watch_n=0
	while kill -0 "$1" 2>/dev/null; do
		if [ -t 2 ]; then
			printf '\r%s: %s ' "$2" "$(elapsed "$watch_start")" >&2
		elif [ $((watch_n % 15)) = 0 ]; then
			say "$2: $(elapsed "$watch_start")"
		fi
		watch_n=$((watch_n + 1))
		sleep 1
	done
	watch_rc=0
	wait "$1" || watch_rc=$?
	if [ -t 2 ]; then printf '\r' >&2; fi
	if [ "$watch_rc" = 0 ]; then
		say "$2: done in $(elapsed "$watch_start")"
	else
		say "$2: failed after $(elapsed "$watch_start")"
	fi
	return "$watch_rc"
}

# in_overlay LOWER SCRIPT ARG... - runs SCRIPT, a text for sh -e, which gets ARG as $1 and so on. It
# starts in a directory where new is an overlay over the directories LOWER, with a /proc, and upper
# has what is written in new. Nobody else sees the mounts, and they go when SCRIPT ends: it must
# copy what it wants to keep.
in_overlay()
{
	overlay_lower=$1 overlay_script=$2
	shift 2
	mkdir -p "$cache/mnt"
	# shellcheck disable=SC2016 # for the inner shell
	unshare -m sh -ec '
		mount -t tmpfs tmpfs "$1"
		cd "$1"
		mkdir upper work new
		mount -t overlay -o "lowerdir=$2,upperdir=upper,workdir=work" overlay new
		mount -t proc proc new/proc
		overlay_script=$3
		shift 3
		eval "$overlay_script"' - "$cache/mnt" "$overlay_lower" "$overlay_script" "$@" </dev/null
}
