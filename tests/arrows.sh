#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# arrows.sh [DIR] - which file of the module uses which, from its includes:
#
#	a folder includes itself and the folders below it, as the list here says
#	no nouns include each other in a circle (a noun is NAME.c, NAME.h and NAME_impl.h)
#	no file has 400 lines or more
#
# Prints what is wrong; the exit status is 1 then. DIR is the module's directory
# (default: module/ beside tests/).
set -eu

dir=${1:-$(dirname "$0")/../module}
cd "$dir"
below='table live facts mirror act face'
bad=$(mktemp)
trap 'rm -f "$bad"' EXIT

# FILE INCLUDE of each include that names a folder
includes()
{
	find . -name '*.[ch]' | sed 's|^\./||' | sort |
		xargs grep -H '^#include "' | sed 's|^\([^:]*\):#include "\(.*\)".*|\1 \2|'
}

includes | awk -v below="$below" '
BEGIN { n = split(below, f, " "); for (i = 1; i <= n; i++) rank[f[i]] = i }
{
	from = $1; to = $2
	if (to ~ /^(compat|trace)\.h$/ || from == "main.c") next
	sub(/\/.*/, "", from); sub(/\/.*/, "", to)
	if (!(from in rank) || !(to in rank))
		print $1 ": includes " $2 ", which is in no folder of the list"
	else if (rank[to] > rank[from])
		print $1 ": includes " $2 ": " to "/ is above " from "/"
}' >"$bad"

# tsort says which are in a circle
includes | sed 's/\.[ch]//g; s/_impl//g' | awk '$1 != $2' | LC_ALL=C tsort 2>&1 >/dev/null |
	sed 's/^tsort: -: //; s/^tsort: //; s/^/circle: /' >>"$bad"

find . -name '*.[ch]' -exec awk 'END { if (FNR >= 400) print FILENAME ": " FNR " lines" }' {} \; |
	sed 's|^\./||' >>"$bad"

cat "$bad"
[ ! -s "$bad" ]
