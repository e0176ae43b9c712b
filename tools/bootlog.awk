#!/usr/bin/awk -f
# SPDX-License-Identifier: GPL-2.0-only
#
# bootlog.awk - who asked for what, by the kernel's boot log.
#
#	awk -f bootlog.awk [-v ref=LOG0] RANGES LOG
#
# RANGES is the dump `ranges` of the running kernel, LOG what dmesg or journalctl -k
# printed, with or without memblock=debug. Prints lines for the file `owners`; a later
# line is meant to win over an earlier one. doc/bootlog.md says which lines of the log
# are understood. Summary on stderr. `early_res import` is how people call it.
#
# With memblock=debug the log has each reservation with its caller; an allocation logs
# first what is asked for, by whom, and then the reservation that memblock makes for
# it. Replayed in order, the last who asked for a byte holds it. What was freed, or
# shares a page with something reserved and was asked for by nobody, is "slack". What was
# freed and is not reserved any more is not in RANGES, and everything is cut to that.
#
# Only the kernel writes before it runs init; what comes later could be anybody's
# (/dev/kmsg), and is not looked at. A log without its first line has lost more than that.
#
# A log of another boot of this machine looks the same, but means other bytes. It is
# known by LOG0, a log that is surely of this boot: the times of its lines, to the
# microsecond, are in LOG as well, or not. And with memblock=debug by the kernel's brk,
# which is where this boot's KASLR put it.
#
# Addresses are strings of 16 hexadecimal digits: they compare as numbers do, and no awk
# rounds them.
#
# Exit status: 0; 1 nothing usable in LOG; 2 wrong call; 3 LOG is of another boot.

BEGIN {
	if (ARGC != 3) {
		print "usage: awk -f bootlog.awk [-v ref=LOG0] RANGES LOG" >"/dev/stderr"
		status = 2
		exit
	}
	HEX = "0123456789abcdef"
	ADDR = "0x[0-9a-fA-F]+"
	if (ref != "")
		read_reference()
}

# 16 digits; "" if it is no address of memory
function addr(s)
{
	s = tolower(s)
	sub(/^0x/, "", s)
	sub(/^0+/, "", s)
	if (s ~ /[^0-9a-f]/ || length(s) > 13)
		return ""
	while (length(s) < 16)
		s = "0" s
	return s
}

# The address before
function before(a,   i)
{
	for (i = 16; i > 1 && substr(a, i, 1) == "0"; i--)
		a = substr(a, 1, i - 1) "f" substr(a, i + 1)
	return substr(a, 1, i - 1) substr(HEX, index(HEX, substr(a, i, 1)) - 1, 1) substr(a, i + 1)
}

# The address behind
function behind(a,   i)
{
	for (i = 16; i > 1 && substr(a, i, 1) == "f"; i--)
		a = substr(a, 1, i - 1) "0" substr(a, i + 1)
	return substr(a, 1, i - 1) substr(HEX, index(HEX, substr(a, i, 1)) + 1, 1) substr(a, i + 1)
}

function number(a,   i, n)
{
	for (i = 1; i <= 16; i++)
		n = n * 16 + index(HEX, substr(a, i, 1)) - 1
	return n
}

# "[mem 0xA-0xB" or "[0xA-0xB]" of @s: sets from and to
function range_in(s,   a)
{
	if (!match(s, "\\[(mem )?" ADDR "-" ADDR "(]| )"))
		return 0
	s = substr(s, RSTART + 1, RLENGTH - 2)
	sub(/^mem /, "", s)
	split(s, a, "-")
	from = addr(a[1])
	to = addr(a[2])
	return from != "" && to != "" && from <= to
}

# The function at the end of a line, "name+0x1/0x2"; "" if there is none
function caller_in(s,   n, w)
{
	n = split(s, w, " ")
	s = w[n]
	if (s !~ "^[A-Za-z_][A-Za-z0-9_.]*[+]" ADDR "/" ADDR "$")
		return ""
	sub(/[+].*/, "", s)
	sub(/[.].*/, "", s) # .constprop.0, .isra.0
	return length(s) <= 63 ? s : ""
}

# Takes time stamp, level and the like off a line, and sets time; "" if it is not the kernel's.
function message(s)
{
	sub(/\r$/, "", s)
	sub(/^<[0-9]+>/, "", s)
	if (s ~ /^[a-z]+ *:[a-z]+ *: /) { # dmesg -x
		if (s !~ /^kern /)
			return ""
		sub(/^[a-z]+ *:[a-z]+ *: /, "", s)
	}
	sub(/^[A-Z][a-z][a-z] +[0-9]+ [0-9:]+ /, "", s) # journalctl
	time = ""
	if (match(s, /^\[ *[0-9]+[.][0-9]+\] /)) {
		time = substr(s, 2, RLENGTH - 3)
		gsub(/ /, "", time)
		s = substr(s, RLENGTH + 1)
	}
	sub(/^\[ *[TC][0-9]+\] /, "", s)
	sub(/^[^ ]+ kernel: /, "", s)
	return s
}

function read_reference(   line, msg)
{
	while ((getline line <ref) > 0) {
		msg = message(line)
		if (time + 0 > 0)
			in_reference[time] = 1
		has_reference = 1
	}
	close(ref)
}

# RANGES: rows that touch are one run. What the module knows was asked for, too.
FNR == NR {
	if (/^#/ || split($1, edge, "-") != 2 || NF < 6 || $5 == "released")
		next
	if (runs && number(run_to[runs]) + 1 == number(edge[1]))
		run_to[runs] = edge[2]
	else {
		run_from[++runs] = edge[1]
		run_to[runs] = edge[2]
	}
	if ($6 != "-" && $6 != "slack")
		edges(edge[1], edge[2])
	if ($6 == "kernel_brk" && brk == "")
		brk = edge[1]
	next
}

{
	msg = message($0)
}

msg ~ /^Linux version / { # maybe the second boot in a journal
	begun = 1
	userspace = n = asked = strange = agree = disagree = brk_seen = debug = 0
}

!begun || userspace { next }

msg ~ /^Run .* as init process/ {
	userspace = 1
	next
}

has_reference && time + 0 > 0 {
	if (time in in_reference)
		agree++
	else
		disagree++
}

function claim(name)
{
	n++
	claim_from[n] = from
	claim_to[n] = to
	claim_name[n] = name
}

function not_understood(   s)
{
	if (++strange <= 3) {
		s = msg
		gsub(/[^ -~]/, "?", s)
		sample[strange] = substr(s, 1, 100)
	}
}

# Asked for: the caller is the one who holds it, when memblock reserved just that much.
msg ~ /^memblock_(phys_)?alloc[a-z_]*: [0-9]+ bytes,? / {
	debug = 1
	split(msg, word, " ")
	asked = word[2] + 0
	asker = caller_in(msg)
	next
}

msg ~ /^(__)?memblock_reserve: / {
	debug = 1
	name = caller_in(msg)
	if (!range_in(msg) || name == "") {
		not_understood()
		next
	}
	if (name ~ /^memblock_(phys_)?alloc/) {
		name = asked == number(to) - number(from) + 1 ? asker : ""
		asked = 0
	}
	if (from == brk)
		brk_seen = 1
	if (name == "") {
		nameless = from to # maybe the next line says
		not_understood()
	} else
		claim(name)
	next
}

# What efi_free_boot_services() frees and is still reserved did not come back.
msg ~ /^memblock_(phys_free|free_late|free): / {
	if (range_in(msg))
		claim(caller_in(msg) ~ /^efi_.*boot_services$/ ? "boot_services_kept" : "slack")
	else
		not_understood()
	next
}

# What says "memblock" and is none of these: the memory map, and what a kernel to come
# may print.
msg ~ /^(__)?memblock_/ {
	if (msg !~ /^memblock_(add|add_node|remove|set_node|mark_[a-z]*|cap_[a-z_]*): /)
		not_understood()
	next
}

# memblock_phys_alloc_try_nid() does not log what it is asked for.
debug && msg ~ /^NODE_DATA\([0-9]+\) allocated \[mem / && range_in(msg) && from to == nameless {
	strange--
	claim("alloc_node_data")
	nameless = ""
}

# The ordinary log. With memblock=debug it would say the same again, in other words.
debug { next }
msg ~ /^(software IO TLB|PCI-DMA): .*mapped \[mem / && range_in(msg) {
	to = before(to) # swiotlb_print_info() says the first byte behind
	claim("swiotlb")
}
msg ~ /^NODE_DATA\([0-9]+\) allocated \[mem / && range_in(msg)	{ claim("node_data") }
msg ~ /^RAMDISK: \[mem / && range_in(msg)				{ claim("initrd") }
msg ~ /^ACPI: Reserving .* table memory at \[mem / && range_in(msg)	{ claim("acpi_tables") }
msg ~ /^found SMP MP-table at \[mem / && range_in(msg)		{ claim("mp_table") }

# The rest of the pages that [a, b] begins and ends in
function edges(a, b)
{
	if (a !~ /000$/) {
		slack_from[++slacks] = substr(a, 1, 13) "000"
		slack_to[slacks] = before(a)
	}
	if (b !~ /fff$/) {
		slack_from[++slacks] = behind(b)
		slack_to[slacks] = substr(b, 1, 13) "fff"
	}
}

# Print what of [a, b] is in RANGES.
function put(a, b, name,   low, high, mid, x, y)
{
	low = 1
	high = runs + 1
	while (low < high) { # the first run that ends at a or behind
		mid = int((low + high) / 2)
		if (run_to[mid] < a)
			low = mid + 1
		else
			high = mid
	}
	for (; low <= runs && run_from[low] <= b; low++) {
		x = run_from[low] > a ? run_from[low] : a
		y = run_to[low] < b ? run_to[low] : b
		print x "-" y " " name
		lines++
	}
}

function warn(s)
{
	print "bootlog: " s >"/dev/stderr"
}

END {
	if (status)
		exit status
	if (!begun) {
		warn("no boot in this log: its first line, \"Linux version\", is missing; " \
		     "boot with log_buf_len=16M, or try journalctl -k -b")
		exit 1
	}
	if ((has_reference && agree < disagree) || (debug && brk != "" && !brk_seen)) {
		warn("this log is of another boot: addresses move with every boot")
		exit 3
	}
	if (debug) {
		for (i = 1; i <= n; i++)
			edges(claim_from[i], claim_to[i])
		for (i = 1; i <= slacks; i++)
			put(slack_from[i], slack_to[i], "slack")
	}
	for (i = 1; i <= n; i++)
		put(claim_from[i], claim_to[i], claim_name[i])

	warn(n + 0 " reservations and frees in the log" (debug ? " (memblock=debug)" : "") \
	     ", " lines + 0 " lines for owners")
	if (strange) {
		warn(strange " lines about memblock were not understood, such as:")
		for (i = 1; i <= strange && i <= 3; i++)
			warn("  " sample[i])
	}
	exit !lines
}
