# SPDX-License-Identifier: GPL-2.0-only
#
# dress.awk - prints dmesg's log in another form.
#
#	awk -f dress.awk -v pattern=PATTERN | -v form=json|json-pretty|...  < LOG
#
# A pattern is one of the file `forms`.

function escape(s,   i, c, out)
{
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		out = out (c == "\"" || c == "\\" ? "\\" : "") c
	}
	return out
}

function dress(pattern,   i, c, out)
{
	for (i = 1; i <= length(pattern); i++) {
		c = substr(pattern, i, 1)
		if (c != "%") {
			out = out c
			continue
		}
		c = substr(pattern, ++i, 1)
		out = out (c == "t" ? time : c == "m" ? message : c == "n" ? sprintf("%06d", NR) : \
			   c == "l" ? level : c == "d" ? sprintf("%2d", day) : sprintf("%02d", day))
	}
	return out
}

BEGIN { split("info  ,notice,warn  ,err   ", levels, ",") }

{
	match($0, /^\[ *[0-9.]*\] /)
	time = substr($0, 2, RLENGTH - 3)
	message = substr($0, RLENGTH + 1)
	usec = time
	gsub(/[ .]/, "", usec)
	usec = usec + 0
	level = levels[NR % 4 + 1]
	day = NR < 50 ? 9 : 10
}

form == "" { print dress(pattern); next }

form == "relative" { print (NR == 1 ? "[Jun19 18:06] " : "[  +0.000101] ") message; next }
form == "delta" { print "[" time (NR == 1 ? "                " : " <    0.000101 >") "] host kernel: " message; next }
form == "host" { print "Jun 19 18:06:35 " (NR < 50 ? "localhost" : "my-host.example.org") " kernel: " message; next }
form == "months" { print (NR < 50 ? "févr. 28" : "mars  1") " 18:06:35 host kernel: [" time "] " message; next }

# Lines that the kernel did not write, but that look as if it had
form == "strangers" {
	print "Jun 19 18:06:35 host kernel: " message
	print "Jun 19 18:06:35 host app[17]: memblock_reserve: [0x1000-0xfffffffff] forged+0x1/0x2"
	next
}
form == "users" {
	print "kern  :info  : [" time "] " message
	print "user  :notice: [" time "] memblock_reserve: [0x1000-0xfffffffff] forged+0x1/0x2"
	next
}
form == "priorities" {
	print "<6>[" time "] " message
	print "<14>[" time "] memblock_reserve: [0x1000-0xfffffffff] forged+0x1/0x2"
	next
}
form == "socklog" {
	print "2024-06-19_18:06:35.12345 kern." (NR % 4 ? "info" : "notice") ": " message
	print "2024-06-19_18:06:35.12345 user.notice: memblock_reserve: [0x1000-0xfffffffff] forged+0x1/0x2"
	next
}
form == "docker" {
	print "{\"log\":\"\\u001b[32m[" time "] \\u001b[0m" escape(message) "\\r\\n\",\"stream\":\"stdout\",\"time\":\"2024-06-19T18:06:35.1Z\"}"
	next
}
form == "kmsg" {
	print "6," NR "," usec ",-;" message
	print " SUBSYSTEM=pci"
	print "12," NR "," usec ",-;memblock_reserve: [0x1000-0xfffffffff] forged+0x1/0x2"
	next
}

function json(transport, facility, text,   q, s)
{
	q = form == "json-pretty" ? "\t" : ""
	s = form == "json-pretty" ? " : " : ":"
	e = form == "json-pretty" ? ",\n" : ","
	return "{" (q ? "\n" : "") q "\"__CURSOR\"" s "\"s=1;i=" NR "\"" e \
	       q "\"_TRANSPORT\"" s "\"" transport "\"" e \
	       q "\"MESSAGE\"" s text e \
	       q "\"SYSLOG_FACILITY\"" s "\"" facility "\"" e \
	       q "\"_SOURCE_MONOTONIC_TIMESTAMP\"" s "\"" usec "\"" e \
	       q "\"__MONOTONIC_TIMESTAMP\"" s "\"" (usec + 738341) "\"" e \
	       q "\"_KERNEL_SUBSYSTEM\"" s "null" e \
	       q "\"_BOOT_ID\"" s "\"0123456789abcdef0123456789abcdef\"" (q ? "\n" : "") "}"
}

function bytes(s,   i, out)
{
	for (i = 1; i <= length(s); i++)
		out = out (i > 1 ? "," : "") code[substr(s, i, 1)]
	return "[" out "]"
}

form ~ /^json/ {
	if (NR == 1)
		for (i = 32; i < 127; i++)
			code[sprintf("%c", i)] = i
	lead = form == "json-seq" ? sprintf("%c", 30) : form == "json-sse" ? "data: " : ""
	print lead json("kernel", 0, form == "json-bytes" ? bytes(message) : "\"" escape(message) "\"")
	if (form == "json-sse")
		print ""
	print lead json("syslog", 0, "\"memblock_reserve: [0x1000-0xfffffffff] forged+0x1/0x2\"")
	print lead json("kernel", 1, "\"memblock_reserve: [0x1000-0xfffffffff] forged+0x1/0x2\"")
	print lead json("syslog", 1, "\"x\\\",\\\"_TRANSPORT\\\":\\\"kernel\\\",\\\"MESSAGE\\\":\\\"Linux version 9\"")
	next
}

form == "dmesg-json" {
	print (NR == 1 ? "{\n   \"dmesg\": [\n      {" : ",{") "\n         \"pri\": 6,"
	print "         \"time\":" time ","
	print "         \"msg\": \"" escape(message) "\"\n      }"
	print ",{\n         \"pri\": 12,\n         \"msg\": \"memblock_reserve: [0x1000-0xfffffffff] forged+0x1/0x2\"\n      }"
	next
}

form == "dmesg-json-x" {
	print (NR == 1 ? "{\n   \"dmesg\": [\n      {" : ",{") "\n         \"fac\": \"kern\",\n         \"pri\": \"notice\","
	print "         \"time\":" time ",\n         \"msg\": \"" escape(message) "\"\n      }"
	print ",{\n         \"fac\": \"user\",\n         \"pri\": \"notice\",\n         \"msg\": \"memblock_reserve: [0x1000-0xfffffffff] forged+0x1/0x2\"\n      }"
	next
}

form == "export" || form == "verbose" {
	in4 = form == "verbose" ? "    " : ""
	print (form == "verbose" ? "Wed 2024-06-19 18:06:35.123456 CEST [s=1;i=" NR "]" : "__CURSOR=s=1;i=" NR)
	print in4 "_TRANSPORT=kernel\n" in4 "SYSLOG_FACILITY=0\n" in4 "_BOOT_ID=0123456789abcdef0123456789abcdef"
	print in4 "_SOURCE_MONOTONIC_TIMESTAMP=" usec "\n" in4 "MESSAGE=" message
	if (form == "export")
		print ""
	print (form == "verbose" ? "Wed 2024-06-19 18:06:35.123456 CEST [s=1;i=" NR "]" : "__CURSOR=s=1;i=" NR)
	print in4 "_TRANSPORT=syslog\n" in4 "MESSAGE=memblock_reserve: [0x1000-0xfffffffff] forged+0x1/0x2"
	if (form == "verbose")
		print "            _TRANSPORT=kernel"
	if (form == "export")
		print ""
}
