#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# docs.sh - what README.md, its neighbours and doc/*.md name is there: the files and headings that
# they link to, the targets of `make`, verbs and options of the command, the messages of README.md and
# doc/trouble.md, the boot options of owners. Then the same of a copy with a mistake of each kind, which
# must be found. Runs anywhere, prints KTAP.
# shellcheck disable=SC2016,SC2086 # the backquotes are Markdown's; words are split on purpose
set -u
export LC_ALL=C # in some locales (Turkish), i is not between a and z

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/guest/lib.sh
. "$here/../guest/lib.sh"
top=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work" "$ktap_output"' EXIT
cd "$work" || exit 1
ok "the command builds" make -s -C "$top/tools" "O=$work" CFLAGS=-O0

er()
{
	"$work/early_res" "$@"
}

# The words in code of a page: lines with four blanks in front, less their prompt, and `words`
code()
{
	awk '
	/^    / {
		sub(/^    (# )?/, "")
		sub(/  +# .*/, "")
		print
		next
	}
	{ text = text " " $0 }
	/^$/ { text = text "` `" } # an odd one ends with its paragraph
	END {
		n = split(text, part, "`")
		for (i = 2; i <= n; i += 2) {
			gsub(/ +/, " ", part[i])
			print part[i]
		}
	}' "$1" | sed 's/ && /\n/g; s/ | /\n/g; s/^sudo //'
}

# What a heading is called in a link
anchors()
{
	sed -n 's/^##* //p' "$1" | tr 'A-Z ' 'a-z-' | tr -cd 'a-z0-9_\n-'
}

# links PAGE: those that point nowhere
links()
{
	dir=$(dirname "$1")
	tr '\n' ' ' < "$1" | grep -o '](\([^)]*\))' | sed 's/^](//; s/)$//' | sort -u | while read -r link; do
		file=$dir/${link%%#*}
		case $link in
		http://* | https://*) continue ;;
		'#'*) file=$1 ;;
		esac
		[ -e "$file" ] || { echo "$link: no such file"; continue; }
		case $link in
		*'#'*) anchors "$file" | grep -qx -e "${link#*#}" || echo "$link: no such heading" ;;
		esac
	done
}

# targets PAGE: of make, that the Makefile does not have
targets()
{
	code "$1" | sed -n 's/^make //p' | tr ' ' '\n' | grep '^[a-z][a-z-]*$' | sort -u | while read -r target; do
		grep -qE "^([a-z-]+ )*$target( [a-z-]+)*:" "$top/Makefile" || echo "make $target: no such target"
	done
}

# words PAGE: verbs and options that the command does not know
words()
{
	grep -v '^| `.*` |' "$1" > page # messages are no commands
	code page | sed 's/ [>|&<].*//' | while read -r first rest; do
		case $first in
		early_res) set -f; set -- $rest; set +f ;;
		*) # a verb with options, without the command in front
			case $rest in
			--*) ;;
			*) continue ;;
			esac
			grep -qx -e "$first" verbs || continue
			set -f; set -- "$first" $rest; set +f ;;
		esac
		verb=
		for word; do
			case $word in
			-*) ;;
			[A-Z]* | *.* | '') ;;
			*) verb=$word; break ;;
			esac
		done
		case $verb in
		'' | before | after) verb=report ;;
		esac
		[ "$verb" = snapshot ] && continue # the first line of a saved file
		grep -qx -e "$verb" verbs || { echo "early_res $verb: no such verb"; continue; }
		er help "$verb" > help.text
		for word; do
			word=${word%%[=\[]*}
			case $word in
			--?*) grep -qE -e "(^|[ ,])$word([] =[]|\$)" help.text || echo "early_res $verb: no option $word" ;;
			esac
		done
	done | sort -u
}

# messages PAGE: those in the tables that begin with "it says" and are nowhere in the sources. "..."
# stands for what differs.
cat "$top"/tools/*.c "$top"/tools/*/*.c "$top"/module/*/*.[ch] "$top/module/compat.h" "$top/Makefile" |
	awk '{ sub(/^[ \t]+/, ""); printf "%s ", $0 }' | sed "s/\" *\"//g; s/' *[\\\\] *'//g; s/%s\", ME)/early_res\")/g" > sources
messages()
{
	awk '/^\| it says / { on = 1; next } !/^\|/ { on = 0 } on && !/^\|-/' "$1" | sed 's/^| *`//; s/` *|.*//' |
		while read -r message; do
			printf '%s\n' "$message" | sed 's/^early_res: //; s/\.\.\./\n/g' | while read -r part; do
				[ -z "$part" ] || grep -qF -e "$part" sources || echo "$message: nobody says '$part'"
			done
		done
}

# boot_options PAGE: what the table of owners names and `explain` of the owner does not
boot_options()
{
	awk -F'|' '/^\| owner / { on = 1; next } !/^\|/ { on = 0 } on && !/^\|-/ { print $2 "|" $4 }' "$1" |
		while IFS='|' read -r owners options; do
			for owner in $(printf '%s\n' "$owners" | tr -d '`,'); do
				er explain "$owner" > explain.text 2>&1 || echo "$owner: no such owner"
				tr -s '\n ' ' ' < explain.text > explain.line
				printf '%s\n' "$options" | grep -o '`[^`]*`' | tr -d '`' | while read -r option; do
					grep -qF -e "$option" explain.line || echo "$owner: explain does not say $option"
				done
			done
		done
}

er help | sed -n 's/^  \([a-z]*\) .*/\1/p' > verbs
for page in "$top"/*.md "$top"/doc/*.md; do
	name=${page#"$top/"}
	is "$(links "$page")" "" "$name: links"
	is "$(targets "$page")" "" "$name: targets of make"
	is "$(words "$page")" "" "$name: verbs and options"
done
is "$(messages "$top/README.md"; messages "$top/doc/trouble.md")" "" "messages are those of the sources"
is "$(boot_options "$top/README.md")" "" "owners are changed by what explain says"
is "$(sed -n 's/^## \([0-9.]*\) .*/\1/p' "$top/NEWS.md" | head -n 1)" \
   "$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' "$top/dkms.conf")" "NEWS.md begins with this version"

# Mistakes are found
mkdir -p doc
cp "$top"/doc/*.md doc
sed 's/doc\/mirror\.md/doc\/mirrors.md/g; s/make demo/make demos/; s/early_res plan/early_res plans/
	s/--node 1/--nod 1/; s/is not loaded; try/is not there; try/; s/`no5lvl`/`no6lvl`/' "$top/README.md" > README.md
is "$(links README.md | grep -c 'doc/mirrors.md: no such file')" 1 "a link to no file is found"
is "$(targets README.md | grep -c 'make demos: no such target')" 1 "and a target that is none"
is "$(words README.md | tr '\n' ';')" "early_res plans: no such verb;early_res ranges: no option --nod;" "and a verb, and an option"
is "$(messages README.md | grep -c 'is not there; try')" 1 "and a message that nobody says"
is "$(boot_options README.md | grep -c 'section_table: explain does not say no6lvl')" 1 "and a boot option"
echo '[a](doc/ABI.md#no-such)' > anchor.md
is "$(links anchor.md)" "doc/ABI.md#no-such: no such heading" "and a heading"
done_testing
