# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Test results in KTAP, for guest scripts.  Source this, call ok/is/skip once
# for each test, end with done_testing:
#
#	. "$(dirname "$0")/lib.sh"
#	ok "the module loads" insmod /job/ko/early_res.ko
#	is "$(wc -l < file)" 3 "three lines"
#	done_testing
#
# A script that dies on its way prints no plan ("1..N"), and that is how the
# runner notices.

echo "KTAP version 1"
ktap_n=0
ktap_failed=0
ktap_output=$(mktemp)

# diag TEXT - a comment, each line of it behind a #
diag()
{
	printf '%s\n' "$*" | sed 's/^/# /'
}

# The first lines of what a failed test has to show
ktap_show()
{
	awk 'NR <= 20 { print "# " $0 } END { if (NR > 20) print "# ... (" NR " lines)" }'
}

# pass DESC, not_ok DESC - for results that are known already
pass()
{
	ktap_n=$((ktap_n + 1))
	printf "ok %d - %s\n" "$ktap_n" "$1"
}

not_ok()
{
	ktap_n=$((ktap_n + 1))
	ktap_failed=$((ktap_failed + 1))
	printf "not ok %d - %s\n" "$ktap_n" "$1"
}

# ok DESC COMMAND... - passes if the command exits with 0; shows what it printed
# if not.  The command runs in this shell, so it may be a function.
ok()
{
	ktap_desc=$1
	shift
	if "$@" >"$ktap_output" 2>&1; then
		pass "$ktap_desc"
	else
		ktap_rc=$?
		not_ok "$ktap_desc"
		diag "exit status $ktap_rc: $*"
		ktap_show <"$ktap_output"
	fi
}

# is GOT WANT DESC - passes if the two strings are the same
is()
{
	if [ "$1" = "$2" ]; then
		pass "$3"
	else
		not_ok "$3"
		printf '%s\n' "$1" | sed 's/^/got:  /' | ktap_show
		printf '%s\n' "$2" | sed 's/^/want: /' | ktap_show
	fi
}

# skip DESC REASON
skip()
{
	ktap_n=$((ktap_n + 1))
	printf "ok %d - %s # SKIP %s\n" "$ktap_n" "$1" "$2"
}

# Prints the plan and ends the script; its exit status says if all passed.
done_testing()
{
	rm -f "$ktap_output"
	echo "1..$ktap_n"
	exit $((ktap_failed > 0))
}
