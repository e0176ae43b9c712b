#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh - runs all tests: `make check`.
#
# First the unit tests (tests/unit), the fuzz targets (tests/fuzz) and the tests
# of the tools (tests/tools), or what FIRST says, then the VMs of tests/matrix, JOBS at a time.
# Prints KTAP, one flat list of results, as each VM ends; progress goes to
# stderr.  The last line is "N passed, N failed, N skipped"; exit status 1 if a
# test failed or none was run.
#
# A VM that did not boot, ran too long or had a complaint from the kernel is a
# failed test, and so is a script that ended before it printed its plan.  What
# such a VM left behind stays in OUT (see boot.sh for the files).
#
# Environment: KERNELS, those to test (default "bookworm trixie backports");
# JOBS, VMs at a time (default: one per CPU); MATRIX, another file instead of
# tests/matrix; FUZZ_RUNS (100000) and FUZZ_SEED (1), inputs for each fuzz
# target; FIRST, a program that prints KTAP, instead of the tests in user space;
# OUT, another directory instead of build/check.
set -eu

vm=$(cd "$(dirname "$0")/vm" && pwd)
# shellcheck source=vm/lib.sh
. "$vm/lib.sh"

KERNELS=${KERNELS:-$all_kernels}
JOBS=${JOBS:-$(nproc)}
MATRIX=${MATRIX:-$top/tests/matrix}
FUZZ_RUNS=${FUZZ_RUNS:-100000}
FUZZ_SEED=${FUZZ_SEED:-1}
FIRST=${FIRST:-}
out=${OUT:-$top/build/check}

# results LABEL FILE - turns KTAP in FILE into numbered results.  A result that
# sums up nested ones is not counted again.  Comments show with failures only.
results()
{
	awk -v n="$(wc -l <"$out/results")" -v label="$1" -v results="$out/results" '
	function put(verdict, text,   line) {
		line = verdict " " ++n " - " label ": " text
		print line
		print line >>results
	}
	/^ *(not )?ok( |$)/ {
		match($0, /^ */)
		depth = RLENGTH
		bad = $1 == "not"
		if (depth == 0)
			given++
		deeper = failed = 0
		for (d in seen)
			if (d + 0 > depth) {
				deeper += seen[d]
				failed += fails[d]
				delete seen[d]
				delete fails[d]
			}
		seen[depth]++
		fails[depth] += bad
		if (deeper && (!bad || failed))
			next
		text = $0
		sub(/^ *(not )?ok *[0-9]* *(- *)?/, "", text)
		put(bad ? "not ok" : "ok", text)
		if (bad)
			printf "%s", comments
		comments = ""
		next
	}
	/^1\.\.[0-9]+/ {
		planned = 1
		plan = substr($1, 4) + 0
		if (plan == 0 && /# SKIP/)
			put("ok", "all of it " substr($0, index($0, "# SKIP")))
		else if (plan == 0)
			put("not ok", "planned no tests")
		next
	}
	/^ *#/ {
		sub(/^ */, "")
		if (bad)
			print
		else
			comments = comments $0 "\n"
		next
	}
	!/^KTAP/ { last = $0 }
	END {
		if (!planned)
			put("not ok", "ended without its plan")
		else if (plan != given)
			put("not ok", "planned " plan " tests and ran " given + 0)
		if ((!planned || plan != given) && last != "")
			print "# last words: " last
	}' "$2"
}

# one_result VERDICT TEXT
one_result()
{
	line="$1 $(($(wc -l <"$out/results") + 1)) - $2"
	echo "$line"
	echo "$line" >>"$out/results"
}

# step TEXT LOG COMMAND... - one result; LOG gets what the command says, and its end is shown
# if that fails
step()
{
	text=$1 log=$2
	shift 2
	if "$@" >"$log" 2>&1; then
		one_result ok "$text"
	else
		one_result "not ok" "$text"
		tail -n 10 "$log" | sed 's/^/# /'
	fi
}

# The demo has to run, and to end with what it is for.
demo()
{
	make -s -C "$top" demo >"$out/demo.out" &&
		grep -q '^MemTotal .* the same' "$out/demo.out" && grep -q ' would come back' "$out/demo.out"
}

progress()
{
	say "# $(elapsed "$(cat "$out/start")") $*"
}

# run.sh --vm N runs the VM of line N of $out/vms; xargs calls it.
run_vm()
{
	n=$1
	dir=$out/vm$n
	IFS='|' read -r fields cmdline options <<-END
		$(sed -n "${n}p" "$out/vms")
	END
	cmdline=$(echo "$cmdline" | sed 's/^ *//; s/ *$//')
	# shellcheck disable=SC2086
	set -- $fields
	kernel=$1 nodes=$2 mem=$3 firmware=$4 limit=$5
	scripts=$(echo "$6" | tr , ' ')
	label="$kernel $nodes node$([ "$nodes" = 1 ] || echo s) of $mem $firmware${cmdline:+ [$cmdline]}"
	which="VM $n of $(wc -l <"$out/vms"): $label"

	mkdir -p "$dir"
	eval "set -- $options"
	for script in $scripts; do
		set -- "$@" "$top/tests/guest/$script.sh"
	done
	progress "$which: starts ($scripts)"
	start=$(date +%s)
	rc=0
	sh "$vm/boot.sh" -k "$kernel" -n "$nodes" -m "$mem" -f "$firmware" -t "$limit" \
		-c "$cmdline" -M "$out/ko-$kernel" -o "$dir" "$@" \
		>/dev/null 2>"$dir/boot.log" || rc=$?

	exec 9>"$out/lock"
	flock 9 # results of one VM stay together
	before=$(wc -l <"$out/results")
	for script in $scripts; do
		if [ -f "$dir/$script.tap" ]; then
			results "$label: $script" "$dir/$script.tap"
		elif [ "$rc" = 0 ]; then
			one_result "not ok" "$label: $script: did not run"
		fi
	done
	[ -f "$dir/failed" ] || echo "did not start: $(tail -n 1 "$dir/boot.log")" >"$dir/failed"
	while IFS= read -r line; do
		case $line in
		script*"exit status"*)
			script=${line#script }
			! grep -q '^ *not ok' "$dir/${script%%:*}.tap" || continue ;;
		esac
		one_result "not ok" "$label: VM: $line"
	done <"$dir/failed"
	if [ "$rc" = 0 ]; then
		one_result ok "$label: VM: ran to the end without a complaint from the kernel"
	fi
	if ! tail -n "+$((before + 1))" "$out/results" | grep -q "^not ok"; then
		rm -rf "$dir"
		progress "$which: passed in $(elapsed "$start")"
	else
		echo "# see $dir"
		progress "$which: FAILED after $(elapsed "$start")"
	fi
}

case ${1-} in
'') ;;
--vm) run_vm "$2"; exit 0 ;;
-h | --help) usage; exit ;;
*) usage >&2; exit 2 ;;
esac

for kernel in $KERNELS; do check_kernel "$kernel"; done
need_root
need qemu-system-x86_64 mmdebstrap flock xargs make gcc awk

rm -rf "$out"
mkdir -p "$out"
date +%s >"$out/start"
: >"$out/results"

# One line for each VM
sed 's/#.*//' "$MATRIX" | awk -v kernels="$KERNELS" '
NF {
	head = $0
	tail = ""
	if (i = index($0, "|")) {
		head = substr($0, 1, i - 1)
		tail = substr($0, i)
	}
	if (split(head, f, " ") != 6) {
		print "run.sh: not six fields: " $0 >"/dev/stderr"
		exit 1
	}
	n = split(kernels, k, " ")
	for (i = 1; i <= n; i++)
		if (f[1] == "all" || index("," f[1] ",", "," k[i] ","))
			print k[i], f[2], f[3], f[4], f[5], f[6], tail
}' >"$out/all" || die "fix $MATRIX"

echo "KTAP version 1"
# What runs on this machine: the tests without a kernel
user_space()
{
	progress "unit tests"
	make -s -C "$top/tests/unit" check "O=$out/unit" >"$out/unit.tap" 2>"$out/unit.log" ||
		{ grep -q '^ *not ok' "$out/unit.tap" || one_result "not ok" "unit: make check failed, see $out/unit.log"; }
	results unit "$out/unit.tap"

	progress "fuzzing the parser and the table ($FUZZ_RUNS inputs each)"
	make -s -C "$top/tests/fuzz" check "O=$out/fuzz" "RUNS=$FUZZ_RUNS" "SEED=$FUZZ_SEED" \
		>"$out/fuzz.tap" 2>"$out/fuzz.log" ||
		{ grep -q '^ *not ok' "$out/fuzz.tap" || one_result "not ok" "fuzz: make check failed, see $out/fuzz.log"; }
	results fuzz "$out/fuzz.tap"

	progress "tools"
	for test in version arrows verbs log import machines explain man completion picture fleet check docs; do
		sh "$top/tests/tools/$test.sh" >"$out/$test.tap" 2>"$out/$test.log" || :
		results "tools: $test" "$out/$test.tap"
	done
}

# What FIRST says, instead
first()
{
	progress "$FIRST"
	OUT=$out/first sh "$FIRST" >"$out/first.tap" || :
	results "${FIRST##*/}" "$out/first.tap"
}

if [ -n "$FIRST" ]; then first; else user_space; fi

# `cat`, so that two at a time do not overwrite each other's progress
progress "roots"
echo "$KERNELS" | xargs -n 1 -P 2 sh "$vm/root.sh" 2>&1 >/dev/null | cat >&2
for kernel in $KERNELS; do
	progress "building the module for $kernel"
	if EXTRA_DIRS=$top/tests/modules sh "$vm/build.sh" "$kernel" "$out/ko-$kernel" >"$out/build-$kernel.log" 2>&1; then
		one_result ok "$kernel: the module builds"
		grep "^$kernel " "$out/all" >>"$out/vms" || :
	else
		one_result "not ok" "$kernel: the module builds"
		grep -E 'error|warning|\*\*\*|build.sh:|root.sh:' "$out/build-$kernel.log" | head -n 10 | sed 's/^/# /'
	fi
	case " $all_kernels " in
	*" $kernel "*)
		step "$kernel: two boots name the same owners" "$out/boots-$kernel.log" \
			sh "$top/tests/boots.sh" "$kernel" "$out/ko-$kernel" "$out/boots-$kernel" ;;
	esac
	if grep -q "^$kernel .*\bfleet\b" "$out/all"; then
		step "$kernel: Debian's Prometheus is there for a VM" "$out/fleet-$kernel.log" \
			sh "$vm/fleet.sh" "$kernel" "$out/fleet-$kernel.tar"
	fi
	if grep -q "^$kernel .*\bdeb\b" "$out/all"; then
		progress "packages for $kernel"
		sh "$vm/deb-life.sh" "$kernel" "$out/deb" >"$out/deb-$kernel.tap" 2>"$out/deb-$kernel.log" || :
		results "$kernel: packages" "$out/deb-$kernel.tap"
	fi
	grep -q "^$kernel .*\bdkms\b" "$out/all" || continue
	step "$kernel: DKMS builds and installs the module" "$out/dkms-$kernel.log" \
		sh "$vm/dkms.sh" "$kernel" "$out/dkms-$kernel.tar"
done

# What the README promises first
case " $KERNELS " in
*" trixie "*)
	progress "make demo"
	step "make demo: reports, and plans a late free" "$out/demo.log" demo ;;
esac

[ ! -s "$out/vms" ] || seq "$(wc -l <"$out/vms")" | xargs -n 1 -P "$JOBS" sh "$0" --vm ||
	one_result "not ok" "run.sh: a VM gave no result, see above"

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
awk '
/^not ok/ { failed++; next }
/# SKIP/ { skipped++; next }
{ passed++ }
END {
	printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
	exit failed > 0 || passed == 0
}' "$out/results"
