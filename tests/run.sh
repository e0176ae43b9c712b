#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh - runs tests: `make check`, `make check-all` and others.
#
# Tests in user space run beside the building of the roots and the module, and beside the VMs and
# steps of a matrix (tests/matrix, tests/quick; the format is in the first). JOBS run at a time; what
# they do is in tests/jobs.sh.  Prints KTAP, one flat list of results, as each job ends; progress
# goes to stderr.  The last line is "N passed, N failed, N skipped"; exit status 1 if a
# test failed or none was run.
#
# A VM that did not boot, ran too long or had a complaint from the kernel is a
# failed test, and so is a script that ended before it printed its plan.  What
# such a VM left behind stays in OUT (see boot.sh for the files).
#
# Environment: KERNELS, those to test (default "bookworm trixie backports");
# JOBS, jobs at a time (default: one per CPU); MATRIX, another file instead of
# tests/matrix; FUZZ_RUNS (100000) and FUZZ_SEED (1), inputs for each fuzz
# target; FIRST, a program that prints KTAP, instead of the tests in user space;
# OUT, another directory instead of build/check; MINUTES, the time for all: a VM that its limit would
# let run longer does not start, and its scripts count as skipped.
set -eu

vm=$(cd "$(dirname "$0")/vm" && pwd)
# shellcheck source=tests/vm/lib.sh
. "$vm/lib.sh"

KERNELS=${KERNELS:-$all_kernels}
JOBS=${JOBS:-$(nproc)}
MATRIX=${MATRIX:-$top/tests/matrix}
FUZZ_RUNS=${FUZZ_RUNS:-100000}
FUZZ_SEED=${FUZZ_SEED:-1}
FIRST=${FIRST:-}
MINUTES=${MINUTES:-}
out=${OUT:-$top/build/check}

# The tests in user space: unit and fuzz, and the others are tests/tools/NAME.sh. The long ones come
# first; but unit and fuzz are there for the second CPU while verbs builds the command for all.
user_tests="verbs unit fuzz import machines log check explain picture fleet completion man docs version arrows"

# shellcheck source=tests/jobs.sh
. "$top/tests/jobs.sh"

case ${1-} in
'') ;;
--job) job "$2"; exit ;; # xargs below calls it
-h | --help) usage; exit ;;
*) usage >&2; exit 2 ;;
esac

for kernel in $KERNELS; do check_kernel "$kernel"; done
need_root
need qemu-system-x86_64 mmdebstrap flock xargs make gcc awk

rm -rf "$out"
mkdir -p "$out/done"
date +%s >"$out/start"
: >"$out/results"

# matrix_lines FILE - the lines of a matrix, one for each kernel it is for
matrix_lines()
{
	sed 's/#.*//' "$1" | awk -v kernels="$KERNELS" -v file="$1" '
	NF {
		head = $0
		tail = ""
		if (i = index($0, "|")) {
			head = substr($0, 1, i - 1)
			tail = substr($0, i)
		}
		fields = split(head, f, " ")
		if (fields != 6 && !(fields == 3 && f[2] == "host")) {
			print "run.sh: not six fields: " $0 >"/dev/stderr"
			exit 1
		}
		n = split(kernels, k, " ")
		for (i = 1; i <= n; i++)
			if (f[1] == "all" || index("," f[1] ",", "," k[i] ","))
				print k[i], f[2], f[3], f[4], f[5], f[6], tail
	}'
}

matrix_lines "$MATRIX" >"$out/all" || die "fix $MATRIX"
awk '$2 != "host"' "$out/all" >"$out/vms"

# A VM waits for what its scripts need, so that comes before it.
# shellcheck disable=SC2086 # words
{
	printf 'kernel %s\n' $KERNELS
	if [ -n "$FIRST" ]; then
		echo "first $FIRST"
	else
		printf 'user %s\n' $user_tests
	fi
	awk '$2 == "host" { print "host", $1, $3 }' "$out/all"
	awk '{ print "vm", NR }' "$out/vms"
} >"$out/jobs"

echo "KTAP version 1"
export RUN_PID=$$ KERNELS JOBS MATRIX FUZZ_RUNS FUZZ_SEED FIRST MINUTES OUT="$out"
n=$(wc -l <"$out/jobs")
seq "$n" | xargs -n 1 -P "$JOBS" sh "$0" --job || :
for i in $(seq "$n"); do
	[ -e "$out/done/$i" ] || one_result "not ok" "run.sh: did not end: $(sed -n "${i}p" "$out/jobs")"
done

echo "1..$(wc -l <"$out/results")"
# For who sees only the end: what was printed around the failures, then one line for each
# VM and script, with the first of its failures. Directories of VMs that passed are gone.
grep -H -B 4 -A 3 '^ *not ok' "$out"/vm*/*.tap 2>/dev/null | cut -c1-200 | sed "s|^$out/|# |; t; s|^|# |" |
	head -n 40 || :
sed -n 's/^not ok [0-9]* - //p' "$out/results" | awk -F ': ' '
{
	where = $1 ": " $2
	if (!n[where]++) {
		order[++m] = where
		first[where] = NF > 2 ? ", first: " substr($0, length(where) + 3) : ""
	}
}
END {
	for (i = 1; i <= m; i++)
		printf "# FAILED %s: %d%s\n", order[i], n[order[i]], first[order[i]]
}'

# names FILE - the guest scripts and steps of lines that matrix_lines gave
names()
{
	awk '{ print ($2 == "host" ? $3 : $6) }' "$1" | tr , '\n' | sort -u
}

# What `make check` leaves out
case $MATRIX in
*tests/quick)
	others=
	for kernel in $all_kernels; do
		case " $KERNELS " in *" $kernel "*) ;; *) others="$others $kernel" ;; esac
	done
	(KERNELS=$all_kernels && matrix_lines "$top/tests/matrix") >"$out/full"
	names "$out/all" >"$out/names"
	names "$out/full" >"$out/full-names"
	echo "# Not run: make check-all runs these too, in about an hour:"
	[ -z "$others" ] || echo "#   kernels:$others"
	echo "#   tests: $(comm -13 "$out/names" "$out/full-names" | paste -s -d ' ')"
	echo "#   $(wc -l <"$out/full") VMs and steps (here $(wc -l <"$out/all")), other boot options, longer loops," \
		"100000 fuzzed inputs (here $FUZZ_RUNS)"
	command -v chromium >/dev/null || command -v google-chrome >/dev/null ||
		echo "#   pictures in a browser: it installs Chromium" ;;
esac
awk '
/^not ok/ { failed++; next }
/# SKIP/ { skipped++; next }
{ passed++ }
END {
	printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
	exit failed > 0 || passed == 0
}' "$out/results"
