# SPDX-License-Identifier: GPL-2.0-only
#
# report.awk - memory from the firmware's map to MemTotal, per node; `early_res report`.
#
#	awk -v format=text|json|metrics|save -f hex.awk -f report.awk INPUTS
#
# A line of INPUTS begins with where it is from, see inputs() in early_res. For each node
#
#	firmware + added - not used - owners - edges - other - unexplained == managed
#
# holds to the byte, and the managed bytes of all nodes are MemTotal.
#
# added	is "System RAM" in /proc/iomem that the firmware's map does not have. (Hot-plugged memory
#	is entered in both.)
# not used	is what of both never became a present page: taken away by mem= or memmap=, the
#	first page, parts of pages. It is found as what is left.
# edges	are bytes of pages that are reserved for the sake of others bytes in them.
# other	is known to be neither reserved nor managed: the struct pages of hot-added memory that
#	live in it.
#
# An address belongs to the node whose zone begins next at or below it.

BEGIN {
	if (format == "")
		format = "text"
}

$1 == "release" { release = $2 }

$1 == "meminfo" && $2 == "MemTotal:" { memtotal = $3 * 1024 }

$1 == "summary" && $2 ~ /^[0-9]+$/ {
	node[$2] = 1
	if ($2 > last_node)
		last_node = $2 + 0
	present[$2] += $4 * 4096
	managed[$2] += $5 * 4096
	reserved[$2] += $6 * 4096
	unexplained[$2] += $8 * 4096
	other[$2] += $11 * 4096
}

$1 == "ranges" && $2 !~ /^#/ && $6 != "released" {
	held[$4] += $3
	bytes[$4, $7] += $3
	total[$7] += $3
}

$1 == "zoneinfo" && $2 == "Node" { zone_node = $3 + 0 }
$1 == "zoneinfo" && $2 == "spanned" { spanned = $3 }
$1 == "zoneinfo" && $2 == "start_pfn:" && spanned > 0 {
	zone_start[++zones] = $3 * 4096
	zone_of[zones] = zone_node
}

$1 == "firmware" && $4 == "System" && $5 == "RAM" {
	fw_start[++fws] = hex($2)
	fw_end[fws] = hex($3) + 1
}

$1 == "iomem" && /: System RAM$/ && $2 ~ /-/ {
	split($2, edge, "-")
	ram_start[++rams] = hex(edge[1])
	ram_end[rams] = hex(edge[2]) + 1
}

function node_of(a,   i, best)
{
	for (i = 1; i <= zones; i++)
		if (zone_start[i] <= a && (!best || zone_start[i] > zone_start[best]))
			best = i
	for (i = 1; i <= zones && !best; i++)
		if (!best || zone_start[i] < zone_start[best])
			best = i
	return best ? zone_of[best] : 0
}

# Add [a, b) to sum[node], cut where zones begin.
function spread(sum, a, b,   i, next_at)
{
	for (; a < b; a = next_at) {
		next_at = b
		for (i = 1; i <= zones; i++)
			if (zone_start[i] > a && zone_start[i] < next_at)
				next_at = zone_start[i]
		sum[node_of(a)] += next_at - a
	}
}

# The parts of [a, b) that the firmware's map does not have
function spread_added(a, b,   i, next_at)
{
	for (; a < b; a = next_at) {
		next_at = b
		for (i = 1; i <= fws; i++) {
			if (fw_start[i] <= a && fw_end[i] > a)
				break
			if (fw_start[i] > a && fw_start[i] < next_at)
				next_at = fw_start[i]
		}
		if (i <= fws)
			next_at = fw_end[i]
		else
			spread(added, a, next_at)
	}
}

# owner[1..owners]: the largest first
function sort_owners(   name, i, j)
{
	for (name in total) {
		for (i = ++owners; i > 1 && (total[owner[i - 1]] < total[name] ||
		     (total[owner[i - 1]] == total[name] && owner[i - 1] > name)); i--)
			owner[i] = owner[i - 1]
		owner[i] = name
	}
}

function kb(n)
{
	return sprintf("%.0f", n / 1024) * 1024 == n ? sprintf("%.0f", n / 1024) : \
	       sprintf("%.2f", n / 1024)
}

function line(name, n, of, bar)
{
	printf "  %-28s %14s %8s%s\n", name, kb(n), of ? sprintf("%.2f %%", 100 * n / of) : "", bar
}

function bar(n, most,   s)
{
	s = substr("########################", 1, int(24 * n / most + 0.5))
	return s == "" ? "" : "  " s
}

# The text for node @n: what is subtracted from what, to what is left
function print_node(n,   i, most, rest, few)
{
	printf "Node %d %41s\n", n, "kB"
	line("memory in the firmware's map", firmware[n], firmware[n])
	if (added[n])
		line("+ not in that map", added[n], firmware[n])
	line("- not used by the kernel", unused[n], firmware[n])
	for (i = 1; i <= owners; i++)
		if (bytes[n, owner[i]] > most)
			most = bytes[n, owner[i]]
	for (i = 1; i <= owners; i++) {
		if (!bytes[n, owner[i]])
			continue
		if (bytes[n, owner[i]] * 10000 < firmware[n] && owner[i] != "-") {
			rest += bytes[n, owner[i]]
			few++
			continue
		}
		line("- " (owner[i] == "-" ? "nobody known" : owner[i]), bytes[n, owner[i]],
		     firmware[n], bar(bytes[n, owner[i]], most))
	}
	if (few)
		line("- " few " smaller owner" (few > 1 ? "s" : ""), rest, firmware[n], "")
	if (edges[n])
		line("- rest of their pages", edges[n], firmware[n])
	if (other[n])
		line("- memmap of hot-added memory", other[n], firmware[n])
	if (unexplained[n])
		line("- unexplained", unexplained[n], firmware[n])
	line("= managed", managed[n], firmware[n])
	print ""
}

function print_text(   n, sum, all, lost)
{
	for (n = 0; n <= last_node; n++)
		if (n in node)
			print_node(n)
	for (n in node) {
		sum += managed[n]
		all += firmware[n] + added[n]
	}
	printf "Memory on all nodes: %s kB, of which boot took %s kB (%.2f %%); left are %s kB.\n",
	       kb(all), kb(all - sum), all ? 100 * (all - sum) / all : 0, kb(sum)
	printf "MemTotal in /proc/meminfo: %s kB, %s.\n", kb(memtotal),
	       sum == memtotal ? "the same" : "not the same: memory is coming or going right now"
}

function json_node(n,   i, sep)
{
	printf "{\"node\":%d,\"firmware_bytes\":%.0f,\"added_bytes\":%.0f,\"unused_bytes\":%.0f,", n,
	       firmware[n], added[n], unused[n]
	printf "\"edges_bytes\":%.0f,\"other_bytes\":%.0f,\"unexplained_bytes\":%.0f,", edges[n],
	       other[n], unexplained[n]
	printf "\"managed_bytes\":%.0f,\"owners\":[", managed[n]
	for (i = 1; i <= owners; i++)
		if (bytes[n, owner[i]]) {
			printf "%s{\"owner\":\"%s\",\"bytes\":%.0f}", sep, owner[i],
			       bytes[n, owner[i]]
			sep = ","
		}
	printf "]}"
}

function print_json(   n, sep)
{
	printf "{\"version\":1,\"release\":\"%s\",\"memtotal_bytes\":%.0f,\"nodes\":[", release, memtotal
	for (n = 0; n <= last_node; n++)
		if (n in node) {
			printf "%s", sep
			json_node(n)
			sep = ","
		}
	print "]}"
}

function metric(name, help, values,   n)
{
	printf "# HELP early_res_%s %s\n# TYPE early_res_%s gauge\n", name, help, name
	for (n = 0; n <= last_node; n++)
		if (n in node)
			printf "early_res_%s{node=\"%d\"} %.0f\n", name, n, values[n]
}

function print_metrics(   n, i)
{
	metric("firmware_bytes", "Memory in the map that the firmware gave.", firmware)
	metric("added_bytes", "System RAM that is not in that map.", added)
	metric("unused_bytes", "Memory that never became a present page.", unused)
	metric("edges_bytes", "Rest of pages that are reserved in part.", edges)
	metric("other_bytes", "Hot-added memory that holds its own struct pages.", other)
	metric("unexplained_bytes", "present - managed - reserved - other.", unexplained)
	metric("managed_bytes", "Memory that the page allocator manages.", managed)
	print "# HELP early_res_reserved_bytes Memory reserved at boot, by owner."
	print "# TYPE early_res_reserved_bytes gauge"
	for (n = 0; n <= last_node; n++)
		for (i = 1; i <= owners; i++)
			if (bytes[n, owner[i]])
				printf "early_res_reserved_bytes{node=\"%d\",owner=\"%s\"} %.0f\n", n,
				       owner[i], bytes[n, owner[i]]
}

# NODE WHAT BYTES; owners are words that cannot have a space
function print_save(   n, i)
{
	for (n = 0; n <= last_node; n++) {
		if (!(n in node))
			continue
		printf "%d (firmware) %.0f\n%d (unused) %.0f\n%d (managed) %.0f\n", n,
		       firmware[n] + added[n], n, unused[n], n, managed[n]
		printf "%d (edges) %.0f\n%d (unexplained) %.0f\n", n, edges[n], n, unexplained[n]
		if (other[n])
			printf "%d (other) %.0f\n", n, other[n]
		for (i = 1; i <= owners; i++)
			if (bytes[n, owner[i]])
				printf "%d %s %.0f\n", n, owner[i], bytes[n, owner[i]]
	}
}

END {
	for (i = 1; i <= fws; i++)
		spread(firmware, fw_start[i], fw_end[i])
	for (i = 1; i <= rams; i++)
		spread_added(ram_start[i], ram_end[i])
	for (n in node) {
		unused[n] = firmware[n] + added[n] - present[n]
		edges[n] = reserved[n] - held[n]
	}
	sort_owners()
	if (format == "json")
		print_json()
	else if (format == "metrics")
		print_metrics()
	else if (format == "save")
		print_save()
	else
		print_text()
}
