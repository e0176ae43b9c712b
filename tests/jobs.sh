# SPDX-License-Identifier: GPL-2.0-only
#
# jobs.sh: the jobs of run.sh: a test in user space, a kernel's root and module, a step on this
# machine for a kernel, a VM. Sourced by run.sh, which sets out and the other variables.
#
# A job is one line of $out/jobs. Jobs begin in this order, JOBS at a time. One that needs what an
# earlier one makes waits for it. A job prints its results when it ends, all at once, so that those of
# one job stay together.
# shellcheck shell=sh disable=SC2154 # out, vm, top and others are of run.sh

# job N - runs the job of line N
job()
{
	# shellcheck disable=SC2046 # words
	set -- "$1" $(sed -n "${1}p" "$out/jobs")
	trap 'job_ended "$?" '"$1" EXIT
	shift
	kind=$1
	shift
	"job_$kind" "$@"
}

# job_ended STATUS N - marks the end for those who wait. An error in run.sh itself is a failure.
job_ended()
{
	trap - EXIT
	[ "$1" = 0 ] || { begin_results; one_result "not ok" "run.sh: job $2 ended with $1: $(sed -n "${2}p" "$out/jobs")"; }
	: >"$out/done/$2"
	exit 0
}

# await WORDS - waits until the job of this line has ended, if there is one
await()
{
	number=$(grep -nx -- "$*" "$out/jobs" | cut -d : -f 1)
	[ -n "$number" ] || return 0
	while [ ! -e "$out/done/$number" ]; do
		kill -0 "$RUN_PID" 2>/dev/null || exit 1 # run.sh was stopped
		sleep 1
	done
}

progress()
{
	say "# $(elapsed "$(cat "$out/start")") $*"
}

# The results of this job follow.
begin_results()
{
	exec 9>"$out/lock"
	flock 9
	first_result=$(($(wc -l <"$out/results") + 1))
}

end_results()
{
	exec 9>&-
}

# Has a test failed since begin_results?
any_failed()
{
	tail -n "+$first_result" "$out/results" | grep -q '^not ok'
}

# results LABEL FILE - the results of the KTAP in FILE
results()
{
	awk -v n="$(wc -l <"$out/results")" -v label="$1" -v results="$out/results" \
		-f "$top/tests/results.awk" "$2"
}

# one_result VERDICT TEXT
one_result()
{
	line="$1 $(($(wc -l <"$out/results") + 1)) - $2"
	echo "$line"
	echo "$line" >>"$out/results"
}

# What prints KTAP on this machine: job_user NAME, job_first PROGRAM
job_user()
{
	progress "$1: starts"
	start=$(date +%s)
	rc=0
	case $1 in
	unit) make -s -C "$top/tests/unit" check "O=$out/unit" ;;
	fuzz) make -s -C "$top/tests/fuzz" check "O=$out/fuzz" "RUNS=$FUZZ_RUNS" "SEED=$FUZZ_SEED" ;;
	*) BUILT=$out/built sh "$top/tests/tools/$1.sh" ;;
	esac >"$out/$1.tap" 2>"$out/$1.log" || rc=$?
	case $1 in
	unit | fuzz) printed "$1" "$1" ;;
	*) printed "$1" "tools: $1" ;;
	esac
}

job_first()
{
	progress "$1: starts"
	start=$(date +%s)
	rc=0
	OUT=$out/first sh "$1" >"$out/${1##*/}.tap" || rc=$?
	printed "${1##*/}" "${1##*/}"
}

# printed NAME LABEL - the results of $out/NAME.tap. $rc is the exit status, $start the time of the start.
printed()
{
	begin_results
	results "$2" "$out/$1.tap"
	if [ "$rc" != 0 ] && ! any_failed; then
		one_result "not ok" "$2: ended with $rc, see $out/$1.log"
	fi
	if any_failed; then
		tail -n 5 "$out/$1.log" 2>/dev/null | sed 's/^/# /'
		progress "$1: FAILED after $(elapsed "$start")"
	else
		progress "$1: passed in $(elapsed "$start")"
	fi
	end_results
}

# step TEXT NAME COMMAND... - one result; $out/NAME.log gets what the command says, and its end is
# shown if it fails
step()
{
	text=$1 log=$out/$2.log
	shift 2
	progress "$text: starts"
	start=$(date +%s)
	rc=0
	"$@" >"$log" 2>&1 || rc=$?
	begin_results
	if [ "$rc" = 0 ]; then
		one_result ok "$text"
		progress "$text: passed in $(elapsed "$start")"
	else
		one_result "not ok" "$text"
		{ grep -E 'error|warning|\*\*\*' "$log" | head -n 10; tail -n 10 "$log"; } | sed 's/^/# /'
		progress "$text: FAILED after $(elapsed "$start")"
	fi
	end_results
	return "$rc"
}

# job_kernel KERNEL - its root, and the module for it
job_kernel()
{
	# `cat`, so that two at a time do not overwrite each other's progress
	{ sh "$vm/root.sh" "$1" 2>&1 >/dev/null || :; } | cat >&2
	# build.sh fails if there is no root.
	! step "$1: the module builds" "build-$1" \
		env "EXTRA_DIRS=$top/tests/modules" sh "$vm/build.sh" "$1" "$out/ko-$1" || : >"$out/built-$1"
}

# job_host KERNEL NAME - a step on this machine, as a `host` line of the matrix has it
job_host()
{
	await kernel "$1"
	if [ ! -e "$out/built-$1" ]; then
		progress "$1: no module, no $2"
		return
	fi
	case $2 in
	boots) step "$1: two boots name the same owners" "boots-$1" \
		sh "$top/tests/boots.sh" "$1" "$out/ko-$1" "$out/boots-$1" || : ;;
	dkms) step "$1: DKMS builds and installs the module" "dkms-$1" \
		sh "$vm/dkms.sh" "$1" "$out/dkms-$1.tar" || : ;;
	fleet) step "$1: Debian's Prometheus is there for a VM" "fleet-$1" \
		sh "$vm/fleet.sh" "$1" "$out/fleet-$1.tar" || : ;;
	deb) packages "$1" ;;
	demo) step "$1: make demo reports, and plans a late free" "demo-$1" demo "$1" || : ;;
	*) step "no such step: $2" "$2" false || : ;;
	esac
}

# The life of the Debian packages
packages()
{
	progress "$1: packages: starts"
	start=$(date +%s)
	rc=0
	sh "$vm/deb-life.sh" "$1" "$out/deb" >"$out/deb-$1.tap" 2>"$out/deb-$1.log" || rc=$?
	printed "deb-$1" "$1: packages"
}

# The demo has to run, and to end with what it is for. It takes the module that was built here.
demo()
{
	KERNEL=$1 KO=$out/ko-$1 make -s -C "$top" demo >"$out/demo.out" &&
		grep -q '^MemTotal .* the same' "$out/demo.out" && grep -q ' would come back' "$out/demo.out"
}

# out_of_time SECONDS - may that not end before the time for all does?
out_of_time()
{
	[ -n "$MINUTES" ] && [ $(($(date +%s) - $(cat "$out/start") + $1)) -gt $((MINUTES * 60)) ]
}

# job_vm N - the VM of line N of $out/vms
job_vm()
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

	await kernel "$kernel"
	if [ ! -e "$out/built-$kernel" ]; then
		progress "$which: no module, no VM"
		return
	fi
	if out_of_time "$limit"; then
		begin_results
		for script in $scripts; do
			one_result ok "$label: $script # SKIP there are no $limit s left of $MINUTES minutes"
		done
		end_results
		progress "$which: no time is left"
		return
	fi
	mkdir -p "$dir"
	eval "set -- $options"
	for script in $scripts; do
		await host "$kernel" "$script" # what the script of this name needs
		set -- "$@" "$top/tests/guest/$script.sh"
	done
	progress "$which: starts ($scripts)"
	start=$(date +%s)
	rc=0
	sh "$vm/boot.sh" -k "$kernel" -n "$nodes" -m "$mem" -f "$firmware" -t "$limit" \
		-c "$cmdline" -M "$out/ko-$kernel" -o "$dir" "$@" \
		>/dev/null 2>"$dir/boot.log" || rc=$?

	begin_results
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
	sed -n 's/\r//; s/^early_res VM: \(.*\)\.sh ended with.* after \(.*\) s$/\1 \2 s/p' "$dir/console.log" >"$dir/times" || :
	if any_failed; then
		echo "# see $dir"
		progress "$which: FAILED after $(elapsed "$start")"
	else
		progress "$which: passed in $(elapsed "$start") ($(paste -s -d , "$dir/times" | sed 's/,/, /g'))"
		rm -rf "$dir"
	fi
	end_results
}
