# SPDX-License-Identifier: GPL-2.0-only
#
# results.awk - turns the KTAP of one test into results of the whole run, for run.sh.
#
#	awk -v label=TEXT -v n=N -v results=FILE -f results.awk KTAP
#
# Results get the numbers after N. They are printed, and added to FILE. A result that sums up
# nested ones is not counted again. Comments show with failures only. A test that did not print
# its plan, or did not keep to it, is one more failure.

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
}
