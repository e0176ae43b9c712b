# SPDX-License-Identifier: GPL-2.0-only
#
# readme.sh: reads README.md aloud. Every command that it shows is run, and must print what README
# shows, in shape. Needs two nodes, and boot.sh -a README.md -a tests/tools.
#
# A block of code in README.md is of one of two kinds:
#
#	"# COMMAND", then its output. An empty line and "# COMMAND" begin the next one.
#	else each line is a command, and its output is not shown. "   # ..." is a comment.
#
# In a table, `cat ...` and `echo ...` are commands for /sys/kernel/debug/early_res. START-END is
# some reserved range there.
#
# Two outputs have the same shape if they have the same lines of words (headings, sentences), and
# the same kinds of rows. Rows are lines with numbers. Numbers, sizes, shares, addresses, dates and
# versions are of a kind each, and so are words in a row; the first word must be the same, too.
# If the README leaves something out, "...", there may be other lines.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# What cannot be run here: PATTERN|reason
skips='
make *|builds on a machine with the source and its tools
apt *|needs packages that are built, and a network
modprobe *|the module is not installed here; insmod loaded it
insmod *|it is loaded already
'

guest=$(pwd)
W=/tmp/readme
mkdir -p $W/here/tests
ln -s "$guest/tools" $W/here/tests/tools
ln -s /job/tools/early_res /usr/local/sbin/

# N.cmd is the command, N.want its output if it is shown, N.block the number of its block. N.table is there
# if it stands in a table.
awk -v dir=$W '
function command(text, table) {
	file = sprintf("%s/%03d", dir, ++n)
	print text >(file ".cmd")
	print block + table >(file ".block")
	if (table)
		print >(file ".table")
}
/^    ./ {
	text = substr($0, 5)
	if (!inside) {
		block++
		shown = text ~ /^# /
		empty = 1
	}
	inside = 1
	if (!shown) {
		sub(/  +# .*/, "", text)
		command(text)
	} else if (text ~ /^# / && empty) {
		command(substr(text, 3))
		printf "" >(file ".want")
	} else {
		print text >(file ".want")
	}
	empty = 0
	next
}
/^$/ { empty = 1; next }
{ inside = 0 }
/^\|/ {
	for (i = split($0, part, "`") - 1; i > 0; i -= 2)
		order[i] = part[i]
	for (i = 2; i in order; i += 2)
		if (order[i] ~ /^(cat|echo) /)
			command(order[i], 1)
	split("", order)
}' README.md

# The shape of an output: a line for each of its lines, which says its kind and what counts of it
shape()
{
	awk '
	function kind(word) {
		sub(/[.,;:)]+$/, "", word)
		sub(/^\(/, "", word)
		if (word ~ /^[0-9]+-[0-9]+-[0-9]+$/)
			return "DATE"
		if (word ~ /^[0-9a-f]+-[0-9a-f]+$/ && length(word) > 8)
			return "ADDRESSES"
		if (word ~ /^[0-9]+:[0-9:]+$/)
			return "TIME"
		if (word ~ /^[0-9]+\.[0-9]+.*-.*[a-z]/)
			return "VERSION"
		if (word ~ /^[-+]?[0-9.]+%$/)
			return "SHARE"
		if (word ~ /^[-+]?[0-9.]+[BKMGT]$/)
			return "SIZE"
		if (word ~ /^[-+]?[0-9][-0-9,.]*$/ || word ~ /^[0-9a-f]*[0-9][0-9a-f]*$/)
			return "NUMBER"
		return ""
	}
	/^ *\.\.\.$/ || /^$/ { next }
	{
		row = ""
		numbers = 0
		first = kind($1) == "" ? $1 : kind($1)
		for (i = 1; i <= NF; i++) {
			if (i > 1 && $i ~ /^#+$/)
				continue	# a bar
			k = kind($i)
			if (k != "")
				numbers = 1
			else
				k = "word"
			if (k != "word" || row !~ /word $/)
				row = row k " "
		}
		if (numbers) {
			print "row: " row
			print "row of: " first
		} else {
			$1 = $1
			print "line: " $0
		}
	}' "$1" | sort -u
}

# Is the output $2 of the shape that README shows in $1? Says what is missing, and what is too much.
# shellcheck disable=SC2317,SC2329 # ok() calls it
same_shape()
{
	shape "$1" > $W/want.shape
	shape "$2" > $W/got.shape
	comm -23 $W/want.shape $W/got.shape | sed 's/^/only in README: /' > $W/differ
	grep -q '^ *\.\.\.$' "$1" || comm -13 $W/want.shape $W/got.shape |
		grep -v '^row of: ' | sed 's/^/not in README: /' >> $W/differ
	cat $W/differ
	[ ! -s $W/differ ] || { head -n 5 "$2"; return 1; }
}

reason()
{
	printf '%s\n' "$skips" | while IFS='|' read -r pattern why; do
		# shellcheck disable=SC2254 # it is a pattern
		case $1 in
		$pattern) [ -z "$pattern" ] || echo "$why" ;;
		esac
	done
}

# A tracer runs while the commands of the next block do.
end_trace()
{
	[ -n "$tracer" ] || return 0
	ok "early_res trace ends" stop_trace "$tracer"
	ok "early_res trace: prints what README shows" same_shape "$traced.want" "$traced.got"
	cat "$traced.got" >> /job/out/readme.txt
	tracer=
}

ok "the module loads" load
range=$(awk '$6 == "swiotlb" || $6 == "memmap" { print $1; exit }' "$D/ranges")
tracer='' traced='' traced_block=0 ran=0 skipped=0
for file in "$W"/*.cmd; do
	file=${file%.cmd}
	cmd=$(cat "$file.cmd")
	block=$(cat "$file.block")
	[ "$block" -le $((traced_block + 1)) ] || end_trace
	why=$(reason "$cmd")
	if [ -n "$why" ]; then
		skip "$cmd" "$why"
		skipped=$((skipped + 1))
		continue
	fi
	ran=$((ran + 1))
	case $cmd in
	"early_res trace"*)
		# shellcheck disable=SC2086 # words
		stdbuf -oL $cmd > "$file.got" 2>&1 &
		tracer=$! traced=$file traced_block=$block
		ok "$cmd: starts" traces "$file.got" "$tracer"
		continue ;;
	esac
	dir=$W/here
	[ ! -f "$file.table" ] || dir=$D
	run=$(printf '%s\n' "$cmd" | sed "s/START-END/$range/")
	(cd "$dir" && /bin/sh -c "$run") > "$file.got" 2> "$file.err"
	rc=$?
	{ echo "# $cmd"; cat "$file.got"; } >> /job/out/readme.txt # for who pastes
	is "$rc $(cat "$file.err")" "0 " "$cmd: exit status, and no complaint"
	[ ! -f "$file.want" ] || ok "$cmd: prints what README shows" same_shape "$file.want" "$file.got"
done
end_trace
ok "README has commands: $ran were run, $skipped skipped" test "$ran" -ge 20
done_testing
