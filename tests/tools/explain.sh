#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# explain.sh - every owner that the module or the boot log's reader can name, and every row of the
# report, has a text; and the texts name functions that the kernels have. Runs anywhere, prints KTAP.
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tools/command.sh
. "$here/command.sh"

# texts KIND DESC LEAST < NAMES: there are at least LEAST names, and each has a text of its own
texts()
{
	kind=$1 desc=$2 least=$3 n=0
	while read -r name; do
		n=$((n + 1))
		er explain --json "$name" > text 2>&1 < /dev/null || { not_ok "$desc: $name"; continue; }
		is "$(jq -r '.explain[0].kind' text)" "$kind" "$desc: $name"
	done
	is "$((n >= least))" 1 "$desc: $n names are there to look for"
}

# What the module names by itself
sed -n '/owners\[\] = {/,/^};/s/.*\[OWNER_.*= "\(.*\)",$/\1/p' "$top/module/table/owner.c" > names
is "$(wc -l < names | tr -d ' ')" "$(sed -n '/^	OWNER_NONE/,/^	NR_BUILTIN/p' "$top/module/table/owner.h" | grep -c '^	OWNER_')" \
   "all names of owner.c were found"
texts owner "an owner of the module" 24 < names
sed -n '/names\[\] = {/,/^};/s/^	{ "[^"]*", "\([^"]*\)".*/\1/p' "$top/module/facts/symbol.c" | sort -u > names
texts owner "a name of symbol.c" 8 < names
sed -n '/owner_how_name/,/^}/s/.*\[HOW_.*= "\(.*\)",$/how=\1/p' "$top/module/table/owner.c" > names
texts how "a way to know an owner" 6 < names

# Variables that point at what boot allocated, as seen on Linux 6.1, 6.12 and 7.x
texts owner "a variable" 27 << EOF
blacklisted_initcalls
cpu_callin_mask
cpu_callout_mask
cpu_initialized_mask
cpu_sibling_setup_mask
command_line
dentry_hashtable
firmware_map
inode_hashtable
iomem_resources
irq_default_affinity
kfence_metadata
housekeeping
log_buf
node_to_cpumask_map
nosave_regions
numa_distance
pcpu_group_offsets
pcpu_group_sizes
pcpu_unit_map
pcpu_unit_offsets
percpu_chunks
stack_pools
stack_table
swiotlb
swiotlb_slots
tick_nohz_full_mask
EOF

# Owners that the log's reader names: words in its source that are not parts of the kernel's messages
grep -hoE '"[a-z0-9_]{3,}"' "$top/tools/log/message.c" "$top/tools/log/log.c" | tr -d '"' | sort -u |
	grep -vxE '(add|set)_node|add|remove|physmem_add|(__)?memblock_|memblock_(phys_)?alloc|efi_|mark_|cap_|boot_services|[0-9a-z]*xyz_|0123456789abcdef|alloc_node_data' > names
texts owner "a name of the boot log's reader" 10 < names
echo alloc_node_data > names
texts function "a function of the boot log's reader" 1 < names

# Rows: those in the sources, and those that snapshots give
unpack "$here/inputs" vm
snapshot vm > vm.snap
{
	cat "$top"/tools/*.c | grep -oE '\<add(_if)?\(r, "[a-z_]+"' | sed 's/.*"\(.*\)"/\1/'
	cat "$top"/tools/*.c | grep -oE '"kept_[a-z_]+"' | tr -d '"' | grep -v _bytes
	er report --raw -n -o KEY --from vm.snap
} | grep -v '^owner=' | sort -u > names
texts row "a row" 11 < names
er report --raw -n --all -o KEY,ABOUT --from vm.snap > about
is "$(grep -c '^owner=' about) $(grep -cE ' -?$' about)" "15 0" "each row and owner has some words"

# An owner without a text of its own has the text of the way in which it is known
sed 's/ kernel_code$/ some_variable pointer/; s/ kernel_bss$/ some_function told/' vm/ranges > ranges
mv ranges vm/ranges
snapshot vm > vm.snap
is "$(er report --all --from vm.snap | sed -n 's/^  some_\([a-z]*\) .*  \([a-z]\)/\1 \2/p' | sed 's/  */ /g')" "variable a kernel variable
function by log or user" "owners without a text of their own"
is "$(er explain some_variable 2>&1; echo $?)" "early_res: some_variable: there is no text for it; it may be a kernel variable, or a user's name
1" "explain some_variable"
is "$(COLUMNS=80 er report --explain --from vm.snap | grep -c '^    Changed by: ')" 15 "report --explain explains each row"
er report --explain --from vm.snap | grep -q '^memmap: .*struct page'
is "$?" 0 "by its name"
is "$(er report --nodes --explain --from vm.snap | grep -c "^memmap: ")" 1 "once, also with --nodes"

# The texts themselves
er explain --json > all.json
ok "no field is empty" jq -e '[.explain[] | .name, .about, .what, .change, .from] | all(. != null and . != "")' all.json
is "$(jq -r '.explain[] | select(.about | length > 20) | .name' all.json)" "" "a few words are 20 letters at most"
is "$(jq -r '.explain[] | "\(.kind) \(.name)"' all.json | sed 's/^function/owner/' | sort | uniq -d)" "" "no name is there twice"
is "$(grep -c '[^ -~]' all.json)" 0 "all is ASCII"
for columns in 40 80; do
	COLUMNS=$columns er explain memmap swiotlb boot_services_kept > text
	is "$(awk -v w="$columns" 'length($0) > w' text)" "" "explain fits $columns columns"
done

# The functions that they name: in at least one of the kernels under test, as far as their sources
# were fetched (tests/vm/sources.sh; it leaves out drivers/).
set -- "${XDG_CACHE_HOME:-${HOME:-/root}/.cache}"/early_res/sources/*/usr/src
jq -r '.explain[].from' all.json | grep -oE '[a-zA-Z0-9_/-]+\.c(, [a-zA-Z0-9_]+\(\))+' | sort -u |
	sed 's/()//g; s/,//g' > functions
is "$(($(wc -l < functions) >= 40))" 1 "there are functions to look for"
if [ -d "$1/trixie/mm" ]; then
	while read -r file names; do
		case $file in drivers/*) continue ;; esac
		for name in $names; do
			ok "$file has $name()" grep -qE "\<$name\(" "$1/bookworm/$file" "$1/trixie/$file" "$1/backports/$file"
		done
	done < functions
else
	skip "the functions are in the kernels' sources" "tests/vm/sources.sh did not fetch them"
fi
done_testing
