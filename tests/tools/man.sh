#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# man.sh - the man page is the one that the frame and the command's tables make, mandoc and groff do not
# complain about it, and its examples are what the command prints. Runs anywhere, prints KTAP.
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tools/command.sh
. "$here/command.sh"
page=$top/doc/early_res.8

ok "the page's maker builds" with_sanitizers man "$work"
ok "the frame is made" sh -c "'$work/man' < '$page.in' > page"
ok "the page is current (make man)" cmp page "$page"

if command -v mandoc > /dev/null; then
	is "$(mandoc -T lint "$page" 2>&1)" "" "mandoc -T lint"
	mandoc -T utf8 -O width=78 "$page" | sed "s/.$(printf '\b')//g" > text
	ok "mandoc shows its end" grep -q '^SEE ALSO' text
else
	skip "mandoc -T lint" "no mandoc"
fi
if command -v groff > /dev/null && groff -man -T utf8 "$page" > /dev/null 2>&1; then
	is "$(groff -ww -man -z -T utf8 "$page" 2>&1)" "" "groff -ww -man"
else
	skip "groff -ww -man" "no groff, or one without man macros"
fi

for section in NAME SYNOPSIS DESCRIPTION VERBS OPTIONS COLUMNS ROWS OWNERS ENVIRONMENT FILES \
	"EXIT STATUS" EXAMPLES; do
	ok "section $section" grep -qx "\.SH $section" "$page"
done
"$work/early_res" help | sed -n 's/^  \([a-z]*\) .*/\1/p' > verbs
is "$(($(wc -l < verbs) >= 16))" 1 "verbs are there to look for"
sed -n '/^\.SH VERBS/,/^\.SH OPTIONS/p' "$page" > verbs.page
while read -r verb; do
	ok "verb $verb" grep -qE "^\\\\fB$verb\\\\fR" verbs.page
done < verbs

# Examples: the text behind "# early_res" in the page must be what the command prints for the same machine
unpack "$here/inputs" vm
snapshot vm > vm.snap
sed -n '/^\.EX/,/^\.EE/p' "$page" | sed 's/\\-/-/g; s/\\e/\\/g; s/^\\&//' |
	awk '/^\.EX/ { n++; next } /^\.EE/ { next } { print > ("example" n) }'
checked=0
for example in example*; do
	words=$(sed -n '1s/^# early_res *//p' "$example")
	case $words in
	save* | plan*) continue ;;
	explain*) from='' ;;
	*) from="--from vm.snap" ;;
	esac
	# shellcheck disable=SC2086 # words
	is "$("$work/early_res" $words $from)" "$(sed 1d "$example")" "example: early_res $words"
	checked=$((checked + 1))
done
is "$((checked >= 3))" 1 "$checked examples were run"
done_testing
