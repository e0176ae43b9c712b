# SPDX-License-Identifier: GPL-2.0-only
# build.sh: builds the command for its tests. Sourced, not run.
#
# It is built in a directory of the test's own. If BUILT names a directory, it is built there: then
# the first test builds it, and those that run at the same time wait and use the same. tests/run.sh
# sets BUILT.
# shellcheck shell=sh disable=SC2154 # top and work are of who sources this

# with_sanitizers TARGET DIR: make TARGET, early_res or man, with sanitizers, and copy it to DIR
with_sanitizers()
{
	built "$1" "$2" sanitizers CFLAGS="-O1 -g -Werror -fsanitize=address,undefined -fno-sanitize-recover=all"
}

# as_installed TARGET DIR: the same, with the flags that `make install` has
as_installed()
{
	built "$1" "$2" installed
}

# built TARGET DIR NAME WORDS...: NAME is a directory below BUILT, WORDS are for make
built()
{
	target=$1 to=$2 o=${BUILT:-$work/built}/$3
	shift 3
	mkdir -p "$o" "$to"
	flock "$o/lock" make -s -j"$(nproc)" -C "$top/tools" "O=$o" "$o/$target" "$@" && cp "$o/$target" "$to/"
}
