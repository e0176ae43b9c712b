# SPDX-License-Identifier: GPL-2.0-only
#
# diff.awk - two saved reports side by side, by owner and node; `early_res diff`.
#
#	awk -f diff.awk A B
#
# A row for each owner whose share changed, the largest change first: over all nodes, and
# then what each node has more or less. (The kernel image alone moves from node to node
# with each boot.) Files can be a stranger's: only words of the letters that an owner can
# have, and numbers, are used of them.

FNR == 1 { file++ }

function clean(s)
{
	gsub(/[^ -~]/, "?", s)
	return substr(s, 1, 100)
}

/^(date|release|cmdline) / {
	about[file, $1] = clean(substr($0, length($1) + 2))
	next
}

/^[0-9]+ [A-Za-z0-9_.:+\/@()-]+ [-0-9]+$/ && length($1) <= 4 && length($2) <= 65 {
	if (!($2 in known))
		owner[known[$2] = ++owners] = $2
	size[file, $2] += $3
	on_node[file, $2, $1 + 0] += $3
	if ($1 + 0 > last_node)
		last_node = $1 + 0
	nodes[$1 + 0] = 1
	if ($2 !~ /^\(/) {
		size[file, "= reserved"] += $3
		on_node[file, "= reserved", $1 + 0] += $3
	}
}

function kb(n)
{
	return n < 0 ? -int(-n / 1024 + 0.5) : int(n / 1024 + 0.5)
}

function plus(n)
{
	return sprintf("%+d", kb(n))
}

# By how much an owner's share changed, on all nodes; and if only between nodes, a little
function change(name,   n, d)
{
	d = size[2, name] - size[1, name]
	if (d)
		return d < 0 ? -d : d
	for (n in nodes)
		if (on_node[1, name, n] != on_node[2, name, n])
			return 0.5
	return 0
}

function print_row(name,   a, b, n, note)
{
	a = size[1, name]
	b = size[2, name]
	note = b && !a ? "new" : a && !b ? "gone" : a ? sprintf("%+.1f %%", 100 * (b - a) / a) : ""
	printf "%-24s %12s %12s %12s %9s", name == "-" ? "nobody known" : name,
	       a ? kb(a) : "-", b ? kb(b) : "-", plus(b - a), note
	for (n = 0; n <= last_node; n++)
		if (n in nodes)
			printf " %11s", plus(on_node[2, name, n] - on_node[1, name, n])
	print ""
}

END {
	for (f = 1; f <= 2; f++)
		printf "%s: Linux %s, %s\n   %s\n", f == 1 ? "A" : "B", about[f, "release"],
		       about[f, "date"], about[f, "cmdline"]
	for (i = 1; i <= owners; i++) { # insertion sort, largest change first
		if (!change(owner[i]))
			continue
		for (j = ++rows; j > 1 && change(order[j - 1]) < change(owner[i]); j--)
			order[j] = order[j - 1]
		order[j] = owner[i]
	}
	if (!rows) {
		print "no difference"
		exit
	}
	printf "\n%-24s %12s %12s %12s %9s", "owner", "A kB", "B kB", "change kB", ""
	for (n = 0; n <= last_node; n++)
		if (n in nodes)
			printf " %11s", "on node " n
	print ""
	for (i = 1; i <= rows; i++)
		print_row(order[i])
	print_row("= reserved")
}
