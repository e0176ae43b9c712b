# SPDX-License-Identifier: GPL-2.0-only
#
# map.awk - the address space of each node as a picture; `early_res map`.
#
#	awk -v format=always|never|svg [-v columns=80] -f hex.awk -f map.awk INPUTS
#
# A row is a fixed stretch of memory, a power of two, so that a node has at most
# max_rows of them; a cell of it is what holds most of the reserved bytes there, so that also
# the smallest reservation shows. "." is memory that nobody reserved, " " is none. Owners
# have a letter and, if it is not forbidden, a colour each: the largest first, and what
# comes after the last letter shares one.

BEGIN {
	max_rows = 32
	LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	# 256-colour backgrounds that black letters are legible on
	split("75 114 215 176 80 221 174 117 150 209 140 186 152 179 147 115 223 182 110 144", ansi, " ")
	split("#5fafff #87d787 #ffaf5f #d787d7 #5fd7d7 #ffd75f #d78787 #87d7ff #afd787 #ff875f " \
	      "#af87d7 #d7d787 #afd7d7 #d7af5f #afafff #87d7af #ffd7af #d7afd7 #87afd7 #afaf87", rgb, " ")
	colours = 20
}

$1 == "ranges" && $2 !~ /^#/ && $6 != "released" {
	split($2, edge, "-")
	n = ++rows
	start[n] = hex(edge[1])
	end[n] = start[n] + $3
	node[n] = $4
	owner[n] = $7
	text[n] = $2
	total[$7] += $3
}

$1 == "zoneinfo" && $2 == "Node" { zone_node = $3 + 0 }
$1 == "zoneinfo" && $2 == "spanned" { spanned = $3 * 4096 }
$1 == "zoneinfo" && $2 == "start_pfn:" && spanned > 0 {
	a = $3 * 4096
	if (!(zone_node in node_start) || a < node_start[zone_node])
		node_start[zone_node] = a
	if (a + spanned > node_end[zone_node])
		node_end[zone_node] = a + spanned
	if (zone_node > last_node)
		last_node = zone_node
}

$1 == "iomem" && /: System RAM$/ && $2 ~ /-/ {
	split($2, edge, "-")
	ram_start[++rams] = hex(edge[1])
	ram_end[rams] = hex(edge[2]) + 1
}

# rank[owner]: 1 is the largest
function rank_owners(   name, i)
{
	for (name in total) {
		for (i = ++owners; i > 1 && total[ranked[i - 1]] < total[name]; i--)
			ranked[i] = ranked[i - 1]
		ranked[i] = name
	}
	for (i = 1; i <= owners; i++)
		rank[ranked[i]] = i
}

function letter(name)
{
	return name == "-" ? "?" : rank[name] <= 25 ? substr(LETTERS, rank[name], 1) : "Z"
}

function size(n)
{
	return n >= 1073741824 ? n / 1073741824 " GiB" : n >= 1048576 ? n / 1048576 " MiB" : n / 1024 " KiB"
}

# How much one row is
function row_size(span,   s)
{
	for (s = 1048576; s * max_rows < span; s *= 2)
		;
	return s
}

function is_ram(a, b,   i)
{
	for (i = 1; i <= rams; i++)
		if (ram_start[i] < b && ram_end[i] > a)
			return 1
	return 0
}

# Who has most of [a, b)? @first is a row of the dump at or below it.
function cell(n, a, b,   i, x, y, most, best, sum)
{
	while (first <= rows && end[first] <= a)
		first++
	for (i = first; i <= rows && start[i] < b; i++) {
		if (node[i] != n)
			continue
		x = start[i] > a ? start[i] : a
		y = end[i] < b ? end[i] : b
		sum[owner[i]] += y - x
		if (sum[owner[i]] > most) {
			most = sum[owner[i]]
			best = owner[i]
		}
	}
	return best
}

function paint(name, s)
{
	if (format == "never" || name == "-" || rank[name] > colours)
		return s
	return sprintf("\033[30;48;5;%dm%s\033[0m", ansi[rank[name]], s)
}

function node_picture(n,   stretch, width, a, i, low, name, s, step, used)
{
	stretch = row_size(node_end[n] - node_start[n])
	for (width = 32; width * 2 + 16 <= columns; width *= 2)
		;
	step = stretch / width
	low = int(node_start[n] / stretch) * stretch
	printf "Node %d: a row is %s, a column %s\n", n, size(stretch), size(step)
	first = 1
	for (a = low; a < node_end[n]; a += stretch) {
		s = ""
		used = 0
		for (i = 0; i < width; i++) {
			name = cell(n, a + i * step, a + (i + 1) * step)
			if (name != "")
				s = s paint(name, letter(name))
			else if (a + i * step >= node_start[n] && a + i * step < node_end[n] &&
				 is_ram(a + i * step, a + (i + 1) * step))
				s = s "."
			else {
				s = s " "
				continue
			}
			used = 1
		}
		if (used)
			print_row(a, s)
	}
	last_row = ""
	print ""
}

# As hexdump(1) does: a row like the one before is "*", and all of them are one.
function print_row(a, s)
{
	if (s != last_row)
		printf "%14s %s\n", address(a), s
	else if (!starred)
		printf "%14s\n", "*"
	starred = s == last_row
	last_row = s
}

function address(a,   high)
{
	high = int(a / 268435456)
	return sprintf("%x%07x", high, a - high * 268435456)
}

function legend(   i, s, used, w)
{
	for (i = 1; i <= owners; i++) {
		w = length(ranked[i] == "-" ? "nobody known" : ranked[i]) + 5
		if (used + w > columns && used) {
			print s
			s = ""
			used = 0
		}
		s = s " " paint(ranked[i], letter(ranked[i])) " " \
		    (ranked[i] == "-" ? "nobody known" : ranked[i]) "  "
		used += w
	}
	print s
	print " . memory that boot left"
}

function svg_rect(n, x, y, w, class, title)
{
	printf "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"13\" %s><title>%s</title></rect>\n",
	       x, y, w < 0.7 ? 0.7 : w, class, title
}

# [a, b) of a node as rectangles, one for each row it touches
function svg_stretch(n, a, b, class, title,   stretch, next_at, low, y)
{
	stretch = row_size(node_end[n] - node_start[n])
	low = int(node_start[n] / stretch) * stretch
	for (; a < b; a = next_at) {
		y = int((a - low) / stretch)
		next_at = low + (y + 1) * stretch
		if (next_at > b)
			next_at = b
		svg_rect(n, 130 + (a - low - y * stretch) * 1024 / stretch, top + 16 * y,
			 (next_at - a) * 1024 / stretch, class, title)
	}
}

function svg_node(n,   stretch, low, i, a, b, y, last)
{
	stretch = row_size(node_end[n] - node_start[n])
	low = int(node_start[n] / stretch) * stretch
	printf "<text class=\"head\" x=\"8\" y=\"%d\">Node %d: a row is %s</text>\n", top + 4, n,
	       size(stretch)
	top += 16
	for (i = 1; i <= rams; i++) {
		a = ram_start[i] > node_start[n] ? ram_start[i] : node_start[n]
		b = ram_end[i] < node_end[n] ? ram_end[i] : node_end[n]
		svg_stretch(n, a, b, "class=\"ram\"", "memory that boot left")
	}
	for (i = 1; i <= rows; i++)
		if (node[i] == n)
			svg_stretch(n, start[i], end[i], svg_fill(owner[i]), title(i))
	for (a = low; a < node_end[n]; a += stretch)
		printf "<text x=\"122\" y=\"%d\" text-anchor=\"end\">%s</text>\n",
		       top + 16 * y++ + 11, address(a)
	top += 16 * y + 16
}

function title(i)
{
	return (owner[i] == "-" ? "nobody known" : owner[i]) ", " (end[i] - start[i]) / 1024 \
	       " kB, " text[i]
}

function svg_fill(name)
{
	return name == "-" || rank[name] > colours ? "class=\"other\"" : \
	       "fill=\"" rgb[rank[name]] "\""
}

function svg_height(   n, stretch, sum)
{
	sum = 64 + 18 * int((owners + 3) / 4)
	for (n in node_start) {
		stretch = row_size(node_end[n] - node_start[n])
		sum += 48 + 16 * (int((node_end[n] - 1) / stretch) - int(node_start[n] / stretch))
	}
	return sum
}

function svg(   n, i, h)
{
	h = svg_height()
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1170 %d\" width=\"1170\" " \
	       "height=\"%d\" font-family=\"monospace\" font-size=\"12\">\n", h, h
	print "<style>svg{background:#fff;fill:#222}.head{font-weight:bold}.ram{fill:#e4e4e4}"
	print ".other{fill:#777}rect:hover{stroke:#000}"
	print "@media(prefers-color-scheme:dark){svg{background:#1c1c1c;fill:#ddd}" \
	      ".ram{fill:#3a3a3a}rect:hover{stroke:#fff}}</style>"
	print "<title>Memory that boot reserved, by node and owner</title>"
	top = 20
	for (n = 0; n <= last_node; n++)
		if (n in node_start)
			svg_node(n)
	for (i = 1; i <= owners; i++) {
		h = top + 18 * int((i - 1) / 4)
		svg_rect(0, 20 + 285 * ((i - 1) % 4), h, 13, svg_fill(ranked[i]), ranked[i])
		printf "<text x=\"%d\" y=\"%d\">%s</text>\n", 40 + 285 * ((i - 1) % 4), h + 11,
		       (ranked[i] == "-" ? "nobody known" : substr(ranked[i], 1, 22)) \
		       sprintf(" %.0f kB", total[ranked[i]] / 1024)
	}
	print "</svg>"
}

END {
	rank_owners()
	if (format == "svg") {
		svg()
		exit
	}
	for (n = 0; n <= last_node; n++)
		if (n in node_start)
			node_picture(n)
	legend()
}
