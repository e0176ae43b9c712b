# SPDX-License-Identifier: GPL-2.0-only
#
# plan.awk - what the free lists gain by a simulated late free; `early_res plan`.
#
# Lines are those of each node's `buddy`, "before|after NODE ZONE ROW order0 ...", and
# the last of `summary`. Only what the simulation itself says counts: the difference of the
# rows "simulated" and "free" read afterwards; what others did meanwhile is in both.

$1 == "after" && $2 == "total" && NF >= 9 {
	pages = $9
	next
}

$1 == "after" && $3 != "#" && $4 == "free" {
	for (i = 5; i <= NF; i++)
		free[i] = $i
	next
}

$1 == "after" && $4 == "simulated" {
	if (!rows++) {
		printf "%-4s %-8s %-10s", "node", "zone", "blocks"
		for (i = 5; i <= NF; i++)
			printf " %7s", "order" i - 5
		print ""
	}
	changed = 0
	for (i = 5; i <= NF; i++)
		changed += $i != free[i]
	if (!changed)
		next
	shown++
	row("now", free)
	for (i = 5; i <= NF; i++)
		then[i] = $i
	row("then", then)
	printf "%-4s %-8s %-10s", "", "", "gained"
	for (i = 5; i <= NF; i++)
		printf " %7s", sprintf("%+d", then[i] - free[i])

	large += then[14] - free[14] + 2 * (then[15] - free[15]) # 2 MiB is order 9
	print ""
}

function row(what, list,   i)
{
	printf "%-4s %-8s %-10s", $2, $3, what
	for (i = 5; i <= NF; i++)
		printf " %7d", list[i]
	print ""
}

END {
	if (!shown)
		print "no free list would change: less than a page of each would come free"
	printf "%d pages (%d kB) would come back; %+d blocks of 2 MiB more to be had.\n", pages,
	       pages * 4, large
}
