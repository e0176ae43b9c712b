#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# compile.sh [NAME...] - compiles the module for kernels whose configurations differ from Debian's: with
# W=1, where each warning is an error, and with sparse.
#
# Each file NAME.config in this directory is a configuration (default: all). It is merged on tinyconfig
# and base.config. The kernel's source is configured and prepared once, and then the module is built
# against it. There is no Module.symvers, so the build does not check that the symbols which the module
# needs exist. Comments in NAME.config say this instead:
#
#	# for: KERNEL...	the kernels for which it is: bookworm, trixie, backports
#	# compiler: clang	instead of gcc
#	# lacks: SYMBOL...	the module must not need these symbols
#
# Sparse does not run for 7.x, whose build system needs a newer version than Debian has.
#
# Prints KTAP; progress goes to stderr. Prepared sources are kept beside their root, see
# vm/sources.sh. Environment: SOURCES (default "bookworm trixie backports"); JOBS, builds
# at a time (default: one per CPU); OUT, where the logs go (default: build/configs).
set -eu

configs=$(cd "$(dirname "$0")" && pwd)
vm=$configs/../vm
# shellcheck source=../vm/lib.sh
. "$vm/lib.sh"

SOURCES=${SOURCES:-$all_kernels}
JOBS=${JOBS:-$(nproc)}
OUT=${OUT:-$top/build/configs}
unset MAKEFLAGS # of `make -s check-configs`: the log must show that sparse ran

# in_root TREE COMMAND... - runs it in the root, with TREE mounted at /o. The mounts end with the command.
in_root()
{
	# shellcheck disable=SC2016 # for the inner shell
	unshare -m sh -ec 'mount -t proc proc "$1/proc"
		mount --bind "$2" "$1/o"
		root=$1; shift 2
		exec chroot "$root" "$@"' - "$ROOT" "$@" </dev/null
}

# make_for KERNEL NAME - prints how to call make
make_for()
{
	echo "make -C /usr/src/$1 O=/o$(! config_is_clang "$2" || echo ' LLVM=1')"
}

# prepare KERNEL NAME TREE - configures and prepares a tree. All trees of a compiler begin as copies of one
# tree, so that the kernel's own tools are built once.
prepare()
{
	seed=
	if [ "$2" != base ] && [ "$2" != base-clang ]; then
		seed=$(tree_of "$1" "base$(! config_is_clang "$2" || echo -clang)") || return 1
	fi
	rm -rf "$3.new"
	if [ -n "$seed" ]; then cp -a "$seed" "$3.new"; else mkdir "$3.new"; fi
	cp "$configs/configure.sh" "$3.new/"
	config_lines "$1" base >"$3.new/base.lines"
	config_lines "$1" "$2" >"$3.new/own.lines"
	# shellcheck disable=SC2046,SC2016 # words; for the inner shell
	in_root "$3.new" sh -exc 'cd "/usr/src/$1"
		sh /o/configure.sh /o $2
		$2 -s modules_prepare' - "$1" "$(make_for "$1" "$2")" &&
		mv "$3.new" "$3"
}

# tree_of KERNEL NAME - prints the prepared tree; makes it first if necessary
tree_of()
{
	tree=$ROOT/trees/$1-$2
	key=$({ cat "$configs/configure.sh" && config_lines "$1" base && config_lines "$1" "$2"; } | sha256sum | cut -c 1-8)
	(
		flock 9
		[ -d "$tree-$key" ] || {
			rm -rf "$tree"-???????? "$tree"-????????.new
			prepare "$1" "$2" "$tree-$key"
		}
	) 9>"$tree.lock" >&2 || return 1
	echo "$tree-$key"
}

# build KERNEL NAME - builds the module; prints why if it fails
build()
{
	tree=$(tree_of "$1" "$2" 2>"$log.tree") || {
		tail -n 5 "$log.tree"
		echo "the kernel cannot be configured so"
		return 1
	}
	mkdir "$work/early_res"
	cp -R "$top/Kbuild" "$top/dkms.conf" "$top/module" "$work/early_res/"
	find "$work" '(' -name '*.o' -o -name '.*.cmd' -o -name '*.mod*' ')' -type f -delete
	# shellcheck disable=SC2046 # words
	in_root "$tree" $(make_for "$1" "$2") "M=${work#"$ROOT"}/early_res" W=1 C=2 KCFLAGS=-Werror \
		KBUILD_MODPOST_WARN=1 modules || return 1
	chroot "$ROOT" nm -u "${work#"$ROOT"}/early_res/early_res.ko" | sed "s/^ *U /asks for /"
}

# complaints KERNEL NAME LOG - prints what must not be in a log of build()
complaints()
{
	grep -E 'warning:|error:|WARNING|ERROR|\*\*\*' "$3" | grep -vE \
		'^WARNING: .*(undefined!|unresolved symbol warnings|Symbol version dump|Module.symvers is missing)'
	for symbol in $(config_field lacks "$2"); do
		grep -x "asks for $symbol" "$3"
	done
}

# one KERNEL NAME - the result of one build
one()
{
	log=$OUT/$1-$2.log
	work=$(mktemp -d "$ROOT/tmp/build.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	rc=0
	build "$1" "$2" >"$log" 2>&1 || rc=$?
	complaints "$1" "$2" "$log" >"$log.bad" || :
	[ "$rc" = 0 ] || [ -s "$log.bad" ] || tail -n 5 "$log" >"$log.bad"
	grep -qE '^ *CHECK |sparse is not available or not up to date' "$log" ||
		echo "sparse did not run" >>"$log.bad"
	if [ -s "$log.bad" ]; then echo "not ok"; else echo "ok"; fi >"$log.verdict"
	say "# $(cat "$log.verdict"): $1 with $2"
}

case ${1-} in
--one) one "$2" "$3"; exit 0 ;;
-h | --help) usage; exit ;;
esac
for name; do
	is_config "$name" || die "no configuration $name"
done
need_root
need unshare flock xargs
mkdir -p "$OUT"
rm -f "$OUT"/*
ROOT=$(sh "$vm/sources.sh")
mkdir -p "$ROOT/o" "$ROOT/trees"
export ROOT OUT

[ $# != 0 ] || set -- "$configs"/*.config
for name; do
	name=${name##*/}
	name=${name%.config}
	for kernel in $(config_field for "$name"); do
		case " $SOURCES " in *" $kernel "*) echo "$kernel $name" ;; esac
	done
done >"$OUT/list"
xargs -n 2 -P "$JOBS" sh "$0" --one <"$OUT/list"

echo "KTAP version 1"
n=0
failed=0
while read -r kernel name; do
	n=$((n + 1))
	log=$OUT/$kernel-$name.log
	verdict=$(cat "$log.verdict" 2>/dev/null) || verdict="not ok"
	echo "$verdict $n - $kernel: the module builds with $name.config"
	[ "$verdict" = ok ] && continue
	failed=1
	head -n 10 "$log.bad" | sed 's/^/# /'
done <"$OUT/list"
echo "1..$n"
exit "$failed"
