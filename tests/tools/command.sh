# SPDX-License-Identifier: GPL-2.0-only
# command.sh: the beginning of each test of the command. It makes a directory for the test ($work) and
# goes there, builds the command in it with sanitizers, and has functions to call it. It is sourced, not
# run.
#
# $here is tests/tools. If KEEP=DIR is in the environment, the files that $keeps names are copied to DIR
# at the end.
# shellcheck shell=sh disable=SC2034,SC2154 # scripts use top, and give here

top=$(cd "$here/../.." && pwd)
# shellcheck source=tests/guest/lib.sh
. "$top/tests/guest/lib.sh"
# shellcheck source=tests/tools/snapshot.sh
. "$here/snapshot.sh"
# shellcheck source=tests/tools/build.sh
. "$here/build.sh"
keeps=${keeps-}
work=$(mktemp -d)
# shellcheck disable=SC2086 # words
trap '[ -z "${KEEP-}" ] || [ -z "$keeps" ] || cp $keeps "$KEEP"; rm -rf "$work" "$ktap_output"' EXIT
cd "$work" || exit 1
unset COLUMNS LANG NO_COLOR
export LC_ALL=C

ok "it builds, with sanitizers" with_sanitizers early_res "$work"

er()
{
	"$work/early_res" "$@"
}

# says STATUS TEXT ARGS...: the exit status, and what the one line on stderr says
says()
{
	want=$1 text=$2
	shift 2
	er "$@" > "$work/out" 2> "$work/err" && rc=0 || rc=$?
	case "$rc $(wc -l < "$work/err" | tr -d ' ') $(cat "$work/err")" in
	"$want 1 early_res: "*"$text"*) pass "early_res $*: $text" ;;
	*) is "$rc $(cat "$work/err")" "$want $text" "early_res $*" ;;
	esac
}
