#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# picture.sh - map --svg and report --html, with snapshots of a real VM and of made-up machines. Headless
# Chromium shows them, in light and dark mode, wide and narrow, and on paper; picture.js checks what it shows.
# Built with sanitizers. Runs anywhere, prints KTAP.
set -u

here=$(cd "$(dirname "$0")" && pwd)
keeps="*.svg *.html *.pdf"
# shellcheck source=tests/tools/command.sh
. "$here/command.sh"

# draw NAME [ARGS...]: both pictures of a snapshot
# shellcheck disable=SC2317 # ok() calls it
draw()
{
	drawn=$1
	shift
	er map --svg "$drawn.svg" --from "$drawn.snap" "$@" && er report --html "$drawn.html" --from "$drawn.snap" "$@"
}

# Machines
unpack "$here/inputs" vm
snapshot vm > vm.snap
machine since
sed 's/ swiotlb$/ mine live/' vm/ranges > since/ranges
machine driver
printf '%s\n' "300000000-31fffffff : dax0.0" "  300000000-31fffffff : System RAM (kmem)" >> driver/iomem
sed 's/^node 1 .*/&,96-99/' vm/memory > driver/memory
machine nomap
rm nomap/firmware
machine negative
sed 's/^\( *1 Normal *[0-9]* *[0-9]* *[0-9]* *[0-9]* *\)0 /\1-80 /' vm/summary > negative/summary
machine unused # booted with mem=5G
sed 's/^\( *1 Normal *\)1048576 /\1248576 /; s/ 1021767 / 221767 /' vm/summary > unused/summary
machine over # more is reserved than is present
sed 's/^\( *1 Normal *\)1048576 /\11000 /; s/ 1021767 / 0 /' vm/summary > over/summary
machine free # nothing is reserved
sed -n 1p vm/ranges > free/ranges
sed 's/^\( *[0-9] [A-Z0-9a-z]* *[0-9]* *[0-9]* *\)[0-9]*/\10/' vm/summary > free/summary
machine odd # a host name with characters that mean something in HTML, and long names
printf '%s\n' '6.12"<script>alert(1)</script>&amp;'"'" '#1 SMP' "<b>&\"host\"'$(printf '%040d' 0)" > odd/uname
sed "s/ kernel_code$/ $(printf '%063d' 0 | tr 0 W)/; s/ swiotlb$/ $(printf '%063d' 0 | tr 0 i)/; s/ kernel_bss/ a@b-c_d.e:f+g/" \
	vm/ranges > odd/ranges
machine long # a release of 127 letters
{ printf '%0127d\n#1 SMP\n' 0; printf '%064d\n' 0 | tr 0 M; } > long/uname
machine kinds # many owners that share few letters
awk '!/^#/ { $6 = (n++ % 3 ? "kernel_x" : "percpu_y") n } { print }' vm/ranges > kinds/ranges
invent eight 8 206158430208 3000 150
invent many 1024 68719476736 20480 150
machines="vm since driver nomap negative unused over free odd long kinds eight many"
for made in $machines; do
	snapshot "$made" > "$made.snap"
	ok "$made: drawn" draw "$made"
	if command -v xmllint > xml; then
		ok "$made: is XML" xmllint --noout "$made.svg" "$made.html"
	else
		skip "$made: is XML" "no xmllint"
	fi
	is "$(grep -cE '<script|javascript:|https?://|@import|url\(|<link|<img|<b>' "$made.svg") $(
		grep -cE '<script|javascript:|https?://|@import|url\(|<link|<img|<b>' "$made.html")" "1 1" \
	   "$made: no script, and nothing is fetched (the one address is XML's)"
	is "$(($(wc -c < "$made.svg") < 1000000)) $(($(wc -c < "$made.html") < 1000000))" "1 1" "$made: less than 1 MB"
done

# What they say
is "$(grep -c '<title>memmap: 128.0M, 54.75 % of what was taken$' vm.svg)" 1 "a tile has a title"
is "$(grep -c '<title>memmap: 64.0M</title>' vm.svg)" 4 "and so have parts of both bars of both nodes"
is "$(grep -c '<title>swiotlb: 16.0M reserved in 7c000000-7cffffff</title>' vm.svg)" 1 "and rows of the address space"
is "$(sed -n 's/.*<text[^>]*>\([0-9.]*[MG] of [^<]*\)<.*/\1/p' vm.svg | tr '\n' ';')" \
   "129.1M of 4.0G taken, 3.15 %;104.7M of 4.0G taken, 2.56 %;" "each node says how much"
is "$(sed -n 's/.*<text[^>]*>\([0-9.]*[MG] not reserved\)<.*/\1/p' vm.svg | tr '\n' ';')" "1.9G not reserved;1.9G not reserved;3.4G not reserved;448.0M not reserved;" \
   "stretches without anything reserved are folded"
is "$(grep -c '<tr><td class="owner">' vm.html)" 15 "all owners are in the table"
ok "MemTotal is said" grep -q 'MemTotal of /proc/meminfo: 8148688 kB, the same' vm.html
is "$(grep -c 'not known' nomap.html) $(grep -c 'not known' nomap.svg)" "1 1" "an unknown firmware map is said"
is "$(grep -c 'mine, reserved since boot' since.html)" 1 "what was reserved since boot is said"
is "$(grep -c 'class="none"' unused.svg)" 1 "what the kernel does not use has a part"
is "$(grep -c '>3.1G not used<' unused.svg)" 1 "and its name"
er map --svg one.svg --node 1 --from vm.snap
is "$(grep -c '>Node [0-9]*<' one.svg) $(grep -c swiotlb one.svg)" "2 0" "--node is of that node alone"

# The same every time, and in every locale
mkdir locales
for locale in de_DE tr_TR; do
	localedef -i $locale -f UTF-8 "locales/$locale.utf8" 2> err || :
done
for locale in C de_DE.UTF-8 tr_TR.UTF-8; do
	if [ "$locale" != C ] && [ "$(LOCPATH=$work/locales LC_ALL=$locale locale decimal_point 2> err)" != , ]; then
		skip "locale $locale" "localedef has no source of it"
		continue
	fi
	LOCPATH=$work/locales LC_ALL=$locale er map --svg - --from vm.snap > again.svg
	LOCPATH=$work/locales LC_ALL=$locale er report --html - --from vm.snap > again.html
	ok "the same drawing in locale $locale" cmp vm.svg again.svg
	ok "the same page in locale $locale" cmp vm.html again.html
done
is "$(grep -cE '="[0-9]+,' vm.svg)" 0 "no comma in a number"
ok "the picture in the README is this one (make picture)" cmp vm.svg "$here/../../doc/report.svg"

# Calls as users of getopt expect them
for args in "map --svg=x" "map --svg x" "map --svg x --color auto" "report --html=x" "--html x"; do
	rm -f x
	# shellcheck disable=SC2086 # words
	ok "early_res $args" er $args --from vm.snap
	case $args in
	*svg*) ok "it is there" cmp x vm.svg ;;
	*) ok "it is there" cmp x vm.html ;;
	esac
done
is "$(stat -c %a x)" 600 "a picture is its owner's alone, as a snapshot is"
er map --svg=- --from - < vm.snap > out
ok "--svg=- --from -" cmp out vm.svg
says 2 "--svg needs a value" map --svg
says 2 "use only one of --svg and --color" map --svg x --color always --from vm.snap
says 2 "go with --html" report --html x --json --from vm.snap
says 2 "go with --html" report --html x -o WHAT --from vm.snap
says 2 "go with --html" report --html x --nodes --from vm.snap
says 2 "it takes no --html" map --html x
says 2 "it takes no --svg" report --svg x
says 2 "did you mean --html" report --htm1 x
for args in "map --color always" "map --color=always"; do
	# shellcheck disable=SC2086 # words
	is "$(er $args --from vm.snap | grep -c "$(printf '\033')\[38;5;16;48;5;214mM*$(printf '\033')\[0m$")" 8 "early_res $args"
done

# The file is written as a whole or not at all
echo old > x
head -c 9000 vm.snap > bad.snap
says 1 "cut off" map --svg x --from bad.snap
is "$(cat x)" old "the old file stays"
says 1 "No space left" map --svg /dev/full --from vm.snap
says 1 "No space left" report --html /dev/full --from vm.snap
says 1 "No such file" map --svg "$work/nonexistent/x" --from vm.snap
is "$(find . -name 'x.*' | wc -l | tr -d ' ')" 0 "and nothing is left behind"

# A terminal that has no size, and one of colours
if command -v script > out; then
	er map --from vm.snap > plain
	script -qec "stty cols 0 rows 0; $work/early_res map --color never --from vm.snap" typescript < /dev/null > out
	ok "a terminal of size 0 0 is 80 columns" sh -c 'tr -d "\r" < out | cmp - plain'
	script -qec "stty cols 0 rows 0; $work/early_res map --from vm.snap" typescript < /dev/null > out
	is "$(grep -c "$(printf '\033')\[38;5;16;48;5;214mM" out)" 11 "colours on a terminal"
else
	skip "a terminal of size 0 0" "no script(1)"
fi
is "$(er map --from many.snap | grep -c '^ *[0-9a-f]* [.x]*$')" 1024 "1,024 nodes: a row for each"

# Fast enough, when built as it is installed: 0.1 s on a real machine; an emulated one gets more time
ok "it builds without" as_installed early_res "$work/fast"
for made in eight many; do
	for args in map "map --svg out" "report --html out"; do
		# shellcheck disable=SC2086 # words
		ok "$made: $args in a second" prlimit --cpu=1 timeout 60 "$work/fast/early_res" $args --from "$made.snap"
	done
done

browser=$(command -v chromium || command -v google-chrome) || browser=
if [ -z "$browser" ]; then
	skip "what a browser shows" "no Chromium here; tests/vm/deps.sh --browser installs it, where there is a package"
	done_testing
fi
mkdir home

# show URL OPTIONS...: start the browser, as every test does
show()
{
	url=$1
	shift
	HOME=$work/home timeout 300 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars \
		--disable-dev-shm-usage --no-first-run --disable-background-networking "$@" "$url" 2> browser.err
}

# look at FILE in a window of this width; `see` shows all that must be looked at
look()
{
	[ -f "look-$1" ] || {
		sed '/Content-Security-Policy/d; /^<\/body>$/,$d; /^<\/svg>$/{ $d; }' "$1"
		printf '<script>//<![CDATA[\n'
		cat "$here/picture.js"
		printf '//]]></script>\n'
		case $1 in
		*.html) printf '</body>\n</html>\n' ;;
		*) printf '</svg>\n' ;;
		esac
	} > "look-$1"
	printf '<iframe title="%s %s" src="look-%s" width="%s" height="900"></iframe>\n' "$1" "$2" "$1" "$2" >> all.html
}

# see OPTIONS...: print a line "FILE WIDTH RESULT" for each, into `seen`
see()
{
	cat >> all.html <<-'END'
		<pre></pre><script>onload = () => {
			for (const f of document.querySelectorAll("iframe"))
				document.querySelector("pre").textContent += f.title + " " +
					f.contentDocument.documentElement.getAttribute("data-result") + "\n";
		};</script>
	END
	show "file://$work/all.html" --window-size=2000,1000 --allow-file-access-from-files --dump-dom "$@" | sed 's/^[^<]*<pre>//' > seen
	[ -s seen ] || diag "the browser failed: $(tail -n 3 browser.err)"
	rm -f all.html
}

# value NAME RESULT: print a number of a result, or 0
value()
{
	found=$(echo "$2" | sed -n "s/.* $1=\([^ ]*\).*/\1/p")
	echo "${found:-0}"
}

# good FILE WIDTH DARK: the browser found nothing wrong
good()
{
	result=$(grep -F "$1 $2 window=$2 " seen)
	is "$(value wrong "$result"):${result##*wrong=0}:$(value dark "$result")" "0: :$3" "$1, $2 wide, dark: $3"
	diag "$result"
}

for made in $machines; do
	look "$made.svg" 960
	for width in 344 360 720 721 960 1920; do
		look "$made.html" "$width"
	done
done
see
for made in $machines; do
	good "$made.svg" 960 false
	is "$(value titled "$result")" "$(value owned "$result")" "$made: every part and tile has a title"
	for width in 344 360 720 721 960 1920; do
		good "$made.html" "$width" false
	done
	case $made in
	free) is "$(value tiles "$result")" 0 "$made: no tiles" ;;
	*) is "$(($(value covered "$result") >= 80))" 1 "$made: the tiles fill their room" ;;
	esac
done
look vm.svg 960
look vm.html 960
look vm.html 360
see --blink-settings=preferredColorScheme=0
good vm.svg 960 true
good vm.html 360 true
good vm.html 960 true
is "$(($(value tiles "$result") >= 12)) $(($(value labels "$result") >= 8))" "1 1" "tiles and their labels are there"

# A test must be able to fail: errors that were put in are found
broken()
{
	bad=$((${bad:-0} + 1))
	sed "$1" vm.svg > "broken$bad.svg"
	echo "$2" > "broken$bad.want"
	look "broken$bad.svg" 960
}
broken 's/>kernel_rodata</>kernel_rodata_that_is_long</' "label does not fit"
broken 's/x="0" y="15" class="h ink">Node 0/x="700" y="15" class="h ink">Node 0/' "text on text"
broken 's/>Linux 6/>Linux 6666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666/' \
	"text outside of its drawing"
broken 's/#02a295/#ffa406/g' "one colour touch"
broken 's/fill="#000000">memmap/fill="#ffffff">memmap/' "label is not legible"
broken 's/\.dim{fill:#57606a}/.dim{fill:#bbbbbb}/' "text is not legible"
broken 's/width="888" height="24"/width="0" height="24"/; s/width="\([0-9]*\)" height="16"/width="0" height="16"/' "no size"
see
for n in $(seq "${bad:-0}"); do
	want=$(cat "broken$n.want")
	case $(grep "^broken$n.svg " seen) in
	*"wrong=0"* | "") not_ok "found: $want" ;;
	*"$want"*) pass "found: $want" ;;
	*) is "$(grep "broken$n.svg 960" seen)" "$want" "found: $want" ;;
	esac
done

# Paper
for size in A4 Letter; do
	sed "s/@page{margin/@page{size:$size;margin/" vm.html > "paper-$size.html"
	show "file://$work/paper-$size.html" --no-pdf-header-footer "--print-to-pdf=$work/$size.pdf" > out
	box=$(grep -ao '/MediaBox *\[[^]]*\]' "$size.pdf" | sed 's/.*\[0 0 //; s/\.[0-9]*//g; s/\]//' | sort -u)
	pages=$(grep -aoE '/Type */Page\b' "$size.pdf" | wc -l | tr -d ' ')
	case $size in
	A4) is "$box $pages" "594 841 2" "two pages of A4" ;;
	*) is "$box $pages" "612 792 2" "two pages of Letter" ;;
	esac
done
done_testing
