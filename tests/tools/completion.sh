#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# completion.sh - the command offers to shells what its help has; and bash, zsh and fish, each on a
# terminal, complete a line as they should. Runs anywhere, prints KTAP.
set -u

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=tests/guest/lib.sh
. "$here/../guest/lib.sh"
# shellcheck source=tests/tools/snapshot.sh
. "$here/snapshot.sh"
# shellcheck source=tests/tools/build.sh
. "$here/build.sh"
work=$(mktemp -d)
trap 'rm -rf "$work" "$ktap_output"' EXIT
cd "$work" || exit 1
unset COLUMNS LANG
export LC_ALL=C
mkdir bin home
PATH=$work/bin:$PATH

ok "it builds, with sanitizers" with_sanitizers early_res "$work/bin"
# The leak check of the sanitizers does not work while it is traced; the command frees nothing at its end
export ASAN_OPTIONS=detect_leaks=0

unpack "$here/inputs" vm
snapshot vm > vm.snap
mkdir -p dir.snap root/sys/kernel/debug/early_res root/proc
cp vm/summary vm/ranges root/sys/kernel/debug/early_res
cp vm/cmdline vm/meminfo vm/zoneinfo vm/iomem root/proc

# becomes LINE: print on one line the words that the last word can become
becomes()
{
	# shellcheck disable=SC2086 # words
	early_res __complete $1 ${2+"$2"} | grep -v "$(printf '^\t')" | cut -f 1 | tr '\n' ' '
}

# Verbs, options and columns are those of the help
early_res help | sed -n 's/^  \([a-z]*\) .*/\1/p' > verbs
is "$(becomes '' '')" "$(tr '\n' ' ' < verbs)" "verbs are those of the help"
while read -r verb; do
	[ "$verb" != watch ] || continue
	early_res help "$verb" > help.txt
	is "$(becomes "$verb" --)" "$(sed -n 's/^ \(-.,\|   \) \(--[a-z-]*\).*/\2/p' help.txt | tr '\n' ' ')" \
	   "options of $verb"
	grep -q -e '--output LIST' help.txt || continue
	is "$(becomes "$verb -o" '')" "$(sed -n '/^Columns:/,$s/^  \([A-Z0-9-]*\) .*/\1/p' help.txt | grep -vx BAR | tr '\n' ' ')" \
	   "columns of $verb"
done < verbs

is "$(becomes "" re)" "report reserve release reset rescan " "re"
is "$(becomes "--from vm.snap" ow)" "owners " "a verb behind options"
is "$(becomes "watch 2" ow)" "owners " "a verb behind watch"
is "$(becomes "watch 2 owners -o" ow)" "OWNER " "a column behind watch"
is "$(becomes map --color=)" "--color=always --color=never --color=auto " "--color="
is "$(becomes "map --color" a)" "always auto " "--color a"
is "$(becomes owners --output=OWNER,s)" "--output=OWNER,SIZE --output=OWNER,SHARE " "--output=OWNER,s"
is "$(becomes "owners -rno" +ab)" "+ABOUT " "-rno +ab"
is "$(becomes "owners --from vm.snap -N" '')" "0 1 " "nodes of a snapshot"
is "$(becomes "plan --sysroot root" memmap@)" "memmap@0 memmap@1 " "memmap@"
is "$(becomes "release --sysroot root" kernel_b)" "kernel_bss kernel_brk " "owners"
is "$(becomes "reserve --sysroot root" node=)" "node=0 node=1 " "node="
is "$(becomes reserve '')" "node= size= " "reserve"
is "$(becomes explain swiotlb)" "swiotlb swiotlb_slots " "explain"
is "$(becomes "report --" --)" "" "no options behind --"
is "$(becomes nonsense '')" "" "not a verb"
is "$(early_res __complete save a '' | wc -l | tr -d ' ')" 0 "one file is enough for save"
is "$(early_res __complete diff a '')" "$(printf '\tfiles ')" "and two are for diff"
is "$(early_res __complete --from=x)" "$(printf '\tfiles --from=')" "--from="
is "$(early_res __complete --sysroot x)" "$(printf '\tdirs ')" "--sysroot"

# lines SHELL: each line has what is typed, a bar, and what it must become
lines()
{
	cat << EOF
own|owners 
map --color=al|map --color=always 
map --color al|map --color always 
plan --sysroot root memm|plan --sysroot root memmap 
plan --sysroot root memmap@|plan --sysroot root memmap@
plan --sysroot root swiotlb@|plan --sysroot root swiotlb@0 
owners --output OWNER,si|owners --output OWNER,SIZE
owners --output=OWNER,si|owners --output=OWNER,SIZE
report --from vm.s|report --from vm.snap 
report --from=vm.s|report --from=vm.snap 
save vm.s|save vm.snap 
reserve no|reserve node=
explain swiotlb_|explain swiotlb_slots 
nodes --noh|nodes --noheadings 
EOF
}

# on_terminal SHELL COMMAND: types each line, a tab, and the key that writes the line to `got`
on_terminal()
{
	rm -f ready got
	lines > wanted.txt
	{
		wait_for ready 1
		n=0
		while IFS='|' read -r typed wanted; do
			printf 'early_res %s\t\030' "$typed"
			n=$((n + 1))
			wait_for got "$n"
		done < wanted.txt
		printf 'exit\n'
	} | HOME=$work/home INPUTRC=/dev/null TERM=dumb timeout 120 script -qec "$2" /dev/null > screen 2>&1
	n=0
	while IFS='|' read -r typed wanted; do
		n=$((n + 1))
		is "$(sed -n "${n}p" got 2> /dev/null)" "early_res $wanted" "$1: $typed"
	done < wanted.txt
}

# wait_for FILE LINES
wait_for()
{
	tries=0
	while [ "$tries" -lt 200 ] && [ "$(wc -l 2> /dev/null < "$1" || echo 0)" -lt "$2" ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
}

cat > bashrc << EOF
. "$top/tools/completion/early_res.bash"
PS1='$ '
note() { printf '%s\n' "\$READLINE_LINE" >> got; READLINE_LINE=; READLINE_POINT=0; }
bind -x '"\C-x": note'
PROMPT_COMMAND='echo >> ready'
EOF
cat > home/.zshrc << EOF
fpath=("$top/tools/completion" \$fpath)
autoload -Uz compinit && compinit -u -d "$work/zcompdump"
bindkey -e
bindkey '^I' complete-word
note() { print -r -- "\$BUFFER" >> got; BUFFER= }
zle -N note
bindkey '^X' note
unsetopt auto_list auto_menu
precmd() { echo >> ready }
EOF

if ! command -v script > /dev/null; then
	skip "completion on a terminal" "no script"
else
	if command -v bash > /dev/null; then
		on_terminal bash "bash --noprofile --rcfile bashrc -i"
	else
		skip "completion in bash" "no bash"
	fi
	if command -v zsh > /dev/null; then
		on_terminal zsh "zsh -d -i"
	else
		skip "completion in zsh" "no zsh"
	fi
fi

if command -v fish > /dev/null; then
	lines > wanted.txt
	while IFS='|' read -r typed wanted; do
		last=${wanted% }
		HOME=$work/home fish -c "source '$top/tools/completion/early_res.fish'; complete -C 'early_res $typed'" \
			< /dev/null 2> /dev/null | cut -f 1 | head -n 1 > got
		case $typed in
		*@) is "$(cat got)" "${typed##* }0" "fish: $typed" ;;
		*) is "$(cat got)" "${last##* }" "fish: $typed" ;;
		esac
	done < wanted.txt
else
	skip "completion in fish" "no fish"
fi
done_testing
