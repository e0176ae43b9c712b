#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# verbs.sh - the command early_res, with snapshots of a real VM (Debian 13, two nodes of 4 GiB) and of made-up
# machines. Built with sanitizers. Runs anywhere, prints KTAP.
set -u

here=$(cd "$(dirname "$0")" && pwd)
keeps="*.snap"
# shellcheck source=tests/tools/command.sh
. "$here/command.sh"

# widest COMMAND...: print the length of the longest line that the command prints
widest()
{
	"$@" | awk '{ if (length > w) w = length } END { print w + 0 }'
}

unpack "$here/inputs" vm
snapshot vm > vm.snap

# The real VM
closes vm.snap "the VM"
er --from vm.snap > text
ok "MemTotal is what is managed" grep -qx 'MemTotal of /proc/meminfo: 8148688 kB, the same.' text
is "$(er report -rbn -o KEY,SIZE --from vm.snap | head -n 4 | tr '\n' ' ')" \
   "firmware 8589405184 unused 7168 boot 245141504 owner=memmap 134217728 " "report --raw"
is "$(er --raw -n --from vm.snap | grep -c '^owner=')" 10 "ten owners"
is "$(er --raw -n --all --from vm.snap | grep -c '^owner=')" 15 "all of them with --all"
is "$(er ranges -rbn -o SIZE --from vm.snap | awk '{ n += $1 } END { printf "%.0f\n", n }')" 245141504 "ranges"
is "$(er owners -rbn -o SIZE --from vm.snap | awk '{ n += $1 } END { printf "%.0f\n", n }')" 245141504 "owners"
is "$(er owners --nodes -rbn -o SIZE --from vm.snap | awk '{ n += $1 } END { printf "%.0f\n", n }')" 245141504 \
   "owners --nodes"
is "$(er owners -rbn -N 1 -o OWNER,SIZE --from vm.snap | head -n 1)" "memmap 67108864" "owners --node 1"
is "$(er nodes -rbn -o NODE,MEMORY,MANAGED --from vm.snap | tr '\n' ' ')" \
   "0 4294437888 4159098880 1 4294967296 4185157632 " "nodes"
is "$(er ranges -rn -s size -o OWNER --from vm.snap | head -n 1)" "swiotlb" "--sort SIZE is the largest first"
for verb in report ranges owners nodes; do
	ok "$verb --json is JSON" sh -c "$work/early_res $verb --json --from vm.snap | jq -e ."
done
er --metrics --from vm.snap > metrics
is "$(grep -c '^early_res_reserved_bytes{node="1",owner="memmap",made_by="boot"} 67108864$' metrics)" 1 "--metrics"
is "$(grep -cvE '^(# (HELP|TYPE) early_res_[a-z_]+ .+|early_res_[a-z_]+(\{[a-z]+="[^"\\]+"(,[a-z_]+="[^"\\]+")*\})? -?[0-9]+)$' metrics)" \
   0 "each line is of Prometheus's text format"
is "$(er diff vm.snap vm.snap | tail -n 1)" "no difference" "a snapshot is like itself"
is "$(er --from - < vm.snap | cmp - text)" "" "a snapshot on stdin"
says 1 "no list of memblock is used: for a test" boot --from vm.snap

# A recovered list, which has nothing on one of the nodes
cp -r vm recovered
printf '%s\n' "# recovered: read from memory that the kernel had freed" "# start-end bytes node flags now" \
	"0000000000001000-0000000000001fff 4096 0 - reserved" > recovered/boot
snapshot recovered > recovered.snap
is "$(er boot -rbn -o SIZE --from recovered.snap)" 4096 "a recovered list"
is "$(er boot -rbn --node 1 --from recovered.snap 2>&1; echo $?)" 0 "nothing on a node is no error"

# Sizes are rounded to the nearest tenth
cp -r recovered rounded
sed -i 's/^0.*/0000000000001000-0000000043382fff 1127751680 0 - reserved/' rounded/boot
snapshot rounded > rounded.snap
is "$(er boot -rn -o SIZE --from rounded.snap)" 1.1G "1.0503 GiB is 1.1G"

# An owner's HOW is the least sure of its rows, as in the module's file
for mixed in "told fact" "fact told"; do
	cp -r vm "mixed $mixed"
	awk -v hows="$mixed" 'BEGIN { split(hows, how, " ") } $6 == "memmap" { $7 = how[++n] } { print }' \
		vm/ranges > "mixed $mixed/ranges"
	snapshot "mixed $mixed" > mixed.snap
	is "$(er owners -rn -o OWNER,HOW --from mixed.snap | grep memmap)" "memmap told" "an owner with rows $mixed is told"
done

# diff shows all of the command lines
for end in A B; do
	cp -r vm "end$end"
	echo "$(cat vm/cmdline) $(printf 'word%d ' 1 2 3 4 5 6 7 8 9)end=$end" > "end$end/cmdline"
	snapshot "end$end" > "end$end.snap"
done
is "$(er diff endA.snap endB.snap | grep -o 'end=.$' | tr '\n' ' ')$(er diff endA.snap endB.snap | awk 'length > 80')" \
   "end=A end=B " "diff shows all of the command lines, in 80 columns"
is "$(er diff -o OWNER --all endA.snap endB.snap | head -n 1)" OWNER "but not with -o"

is "$(er report -rn -o WHAT,BAR,SIZE --from vm.snap | awk 'NF != 3')" "" "an empty bar is - with --raw"
is "$(er unused --node 1 --from vm.snap)" "The kernel uses all memory." "nothing is unused on a node"
is "$(er owners -rn -o OWNER,RANGES --node 1 --from vm.snap | grep memmap)" "memmap 1" "the ranges on a node"
is "$(er explain -rn -o NAME,KIND sparse_init_nid memmap how=fact | tr '\n' ' ')" \
   "sparse_init_nid function memmap owner how=fact how " "a function is called a function"

# diff: memory that was reserved since boot is not that of boot, even if both have one name
for mib in 1 200; do
	cp -r vm live$mib
	printf '00000001c0000000-%016x %d 1 Normal reserved memmap live\n' \
		$((0x1c0000000 + mib * 1048576 - 1)) $((mib * 1048576)) >> live$mib/ranges
	sort -o live$mib/ranges live$mib/ranges
	snapshot live$mib > live$mib.snap
done
is "$(er diff -rbn -o OWNER,A,B,NOTE live1.snap live200.snap | grep memmap)" \
   "memmap 1048576 209715200 since\\x20boot" "diff: of boot, and since boot"

# The same in every locale
mkdir locales
for locale in de_DE tr_TR; do
	localedef -i $locale -f UTF-8 "locales/$locale.utf8" 2> /dev/null || :
done
er --json --from vm.snap > json.C
for locale in C de_DE.UTF-8 tr_TR.UTF-8; do
	if [ "$locale" != C ] && [ "$(LOCPATH=$work/locales LC_ALL=$locale locale decimal_point 2> /dev/null)" != , ]; then
		skip "locale $locale" "localedef has no source of it"
		continue
	fi
	LOCPATH=$work/locales LC_ALL=$locale er --from vm.snap > text.locale
	LOCPATH=$work/locales LC_ALL=$locale er --json --from vm.snap > json.locale
	ok "the same text in locale $locale" cmp text text.locale
	ok "the same JSON in locale $locale" cmp json.C json.locale
done

# If the width makes no sense, it is 80
er map --from vm.snap > picture
for columns in "" abc 0 -1 1e9 1000000000 99999999999999999999 39 "80 "; do
	COLUMNS=$columns er map --from vm.snap > map.columns
	ok "COLUMNS='$columns' is 80" cmp picture map.columns
done
er owners --from vm.snap > owners.wide
COLUMNS=40 er owners --from vm.snap > owners.columns
ok "a table never cuts a name to fit the width" cmp owners.wide owners.columns

# The picture
for columns in 40 80 200; do
	COLUMNS=$columns er map --from vm.snap > map.columns
	is "$(($(widest cat map.columns) <= columns || columns == 40))" 1 "a map of $columns columns"
	COLUMNS=$columns er map --color=always --from vm.snap | sed "s/$(printf '\033')\[[0-9;]*m//g" > map.plain
	ok "colour changes nothing else" cmp map.columns map.plain
done
is "$(grep -c "$(printf '\033')" picture)" 0 "no colour but on a terminal"
is "$(sed -n '/^A letter/,$p' picture | wc -l | tr -d ' ')" 13 "a legend of at most 12 rows"
is "$(grep -c ' 7c000000 W\{64\}$' picture)" 1 "a row that swiotlb has"
is "$(grep -c ' 25e000000 K*k\.*bB*b\.*k\.*$' picture)" 1 "upper case if most of a cell is reserved, else lower case"
is "$(er map -N 1 --from vm.snap | grep -c '^Node')" 1 "map --node"
ok "--color always" er map --color always --from vm.snap
says 2 "not always, never or auto" map --color=x --from vm.snap
COLUMNS=abc er map --from vm.snap > map.columns
ok "COLUMNS=abc is 80" cmp picture map.columns

# A serial console has no size.
if script -qc true /dev/null > /dev/null 2>&1; then
	er map --color=never --from vm.snap > picture
	for size in "rows 0 cols 0" "rows 24 cols 80"; do
		script -qc "stty $size; $work/early_res map --color=never --from vm.snap" /dev/null < /dev/null | tr -d '\r' > screen
		ok "a terminal of $size" cmp screen picture
	done
	COLUMNS=60 er map --color=always --from vm.snap > picture
	script -qc "stty rows 24 cols 60; $work/early_res map --from vm.snap" /dev/null < /dev/null | tr -d '\r' > screen
	ok "a terminal of 60 columns, with colour" cmp screen picture
else
	skip "terminals" "no script"
fi

# Names
machine names
sed 's/ kernel_code$/ dead-beef/; s/ kernel_data$/ cafe-1/; s/ swiotlb$/ a@b@1/' vm/ranges > names/ranges
snapshot names > names.snap
is "$(er owners -rn -o OWNER --from names.snap | grep -cxE 'dead-beef|cafe-1|a@b@1')" 3 "names like addresses are names"
long=$(printf '%063d' 0 | tr 0 x)
sed "s/ kernel_code$/ $long/" vm/ranges > names/ranges
snapshot names > names.snap
is "$(er --from names.snap | grep -c '^  x\{28\}\.\. ')" 1 "a name of 63 letters is cut at 32 columns in the report"
is "$(($(widest er ranges --from names.snap) <= 102))" 1 "and in ranges"
ok "not in --raw" sh -c "$work/early_res owners -r --from names.snap | grep -q '^$long '"
is "$(er owners --json --from names.snap | jq -r '.owners[].owner' | grep -cx "$long")" 1 "nor in JSON"

# Memory that was reserved since boot does not count as boot's
machine since
sed 's/ swiotlb$/ mine live/' vm/ranges > since/ranges
snapshot since > since.snap
closes since.snap "memory reserved since boot"
is "$(er -rbn -o KEY,SIZE --from since.snap | grep -E '^(boot|since|owner=mine) ' | tr '\n' ' ')" \
   "boot 178032640 since 67108864 " "it has a row of its own"

# 2 TiB and more
machine large
echo "0x10000000000 0x4ffffffffff System RAM" >> large/firmware
echo "10000000000-4ffffffffff : System RAM" >> large/iomem
echo "     1 Normal     1073741824   1073741824          0           0           0          0          0" >> large/summary
sed 's/^node 1 .*/&,8192-40959/' vm/memory > large/memory
snapshot large > large.snap
closes large.snap "4 TiB more"
is "$(er nodes -rbn -N 1 -o MEMORY,UNUSED --from large.snap)" "4402341478400 0" "no digit is lost"
ok "and nothing is an exponent" sh -c "! $work/early_res --metrics --from large.snap | grep '[0-9]e+'"

# A DIMM of node 0 above node 1's memory
machine dimm
echo "0x280000000 0x2bfffffff System RAM" >> dimm/firmware
echo "280000000-2bfffffff : System RAM" >> dimm/iomem
sed 's/^node 0 .*/&,80-87/' vm/memory > dimm/memory
sed 's/^ *0 Normal .*/     0 Normal         786432       769934      16498          33           0          0          0/' \
	vm/summary > dimm/summary
snapshot dimm > dimm.snap
closes dimm.snap "a DIMM of node 0 above node 1"
is "$(er nodes -rbn -o NODE,MEMORY,UNUSED --from dimm.snap | tr '\n' ' ')" "0 5368179712 7168 1 4294967296 0 " \
   "its memory is of node 0"

# A block that two nodes share: the zones decide
machine shared
printf 'block_size 80000000\nnode 0 0-1,2-3\nnode 1 3-4\n' > shared/memory
snapshot shared > shared.snap
is "$(er nodes -rbn -o NODE,MEMORY --from shared.snap | tr '\n' ' ')" "0 4294437888 1 4294967296 " "a block of two nodes"
rm shared/memory
snapshot shared > shared.snap
is "$(er nodes -rbn -o NODE,MEMORY --from shared.snap | tr '\n' ' ')" "0 4294437888 1 4294967296 " "no blocks at all"

# Memory that a driver manages
for driver in virtio_mem kmem; do
	machine driver
	printf '%s\n' "300000000-31fffffff : dax0.0" "  300000000-31fffffff : System RAM ($driver)" >> driver/iomem
	sed 's/^node 1 .*/&,96-99/' vm/memory > driver/memory
	sed 's/^ *1 Normal .*/     1 Normal        1179648      1152839      26809           0           0          0          0/' \
		vm/summary > driver/summary
	snapshot driver > driver.snap
	closes driver.snap "$driver"
	is "$(er nodes -rbn -N 1 -o DRIVER,UNUSED,MANAGED --from driver.snap)" "536870912 0 4722028544" \
	   "$driver: a row of its own"
done

# No firmware map
machine nomap
rm nomap/firmware
snapshot nomap > nomap.snap
closes nomap.snap "no firmware map"
ok "it is said" sh -c "$work/early_res --from nomap.snap | grep -q 'map is not known'"
is "$(jq -c .firmware_bytes json)" null "and is null in JSON"

# Text from somebody else: no control character may reach the terminal
machine evil
printf 'x\033]0;y\007\n' > evil/cmdline
printf '6.1\033[31m\n#1 SMP\nh\033[0m\n' > evil/uname
printf '2026\033[7m\n' > evil/date
snapshot evil > evil.snap
for args in "report --from evil.snap" "report --json --from evil.snap" "diff vm.snap evil.snap" "diff evil.snap vm.snap"; do
	# shellcheck disable=SC2086 # words
	er $args > text.evil 2>&1
	is "$(tr -d '\n -~' < text.evil | wc -c | tr -d ' ') $(($(wc -l < text.evil) > 3))" "0 1" "no control characters: $args"
done

# memblock's list, and what was freed since boot
machine boot
cat > boot/boot <<EOF
# start-end bytes node flags now
0000000000001000-000000000009efff         647168    0 - reserved
0000000001000000-00000000010fffff        1048576    - RSV_KERN|RSV_NIT freed
00000000fee00000-00000000feefffff        1048576    - - -
EOF
snapshot boot > boot.snap
is "$(er boot -rbn --from boot.snap | sed -n 2p)" "0000000001000000-00000000010fffff 1048576 - RSV_KERN|RSV_NIT freed" boot
ok "the report says what was freed since boot" sh -c \
	"$work/early_res --from boot.snap | grep -qx 'Freed since boot: 1.0M of 1.6M that memblock had reserved.'"

# Two kernels on one VM, each saved there: Debian's 6.1 and 7.3
for kernel in bookworm backports; do
	closes "$here/$kernel.snap" "$kernel"
	ok "$kernel: a map" er map --from "$here/$kernel.snap"
done
er diff -rbn -o OWNER,A,B,CHANGE,PERCENT "$here/bookworm.snap" "$here/backports.snap" > out
is "$(sed -n 's/^kernel_code //p' out)" "14687538 18694032 4006494 27.28" "diff: a kernel that grew"
is "$(awk '$1 == "(memory)" { n += $4 } $1 != "(memory)" && $1 != "(managed)" { n -= $4 }
	$1 == "(managed)" { n -= $4 } END { printf "%.0f\n", n }' out)" 0 "the changes add up"
is "$(er diff -rbn -o CHANGE "$here/bookworm.snap" "$here/backports.snap" | awk '{ a = $1 < 0 ? -$1 : $1; print (NR > 1 && a > last); last = a }' | sort -u)" 0 \
   "what changed most comes first"
is "$(er diff -rbn --nodes -o OWNER,NODE,NOTE "$here/bookworm.snap" "$here/backports.snap" | grep '^kernel_bss' | sort | tr '\n' ' ')" \
   "kernel_bss 0 gone kernel_bss 1 new " "on each node: the image moved"

# Malformed inputs
for change in 's/ 1 Normal / 7 Normal /' 's/ memmap$/ m;mmap/' 's/ reserved / /' 's/^00/zz/' 's/ 67108864 / 67108865 /' '2p'; do
	machine bad
	sed "$change" vm/ranges > bad/ranges
	snapshot bad > bad.snap
	says 1 "ranges: line" --from bad.snap
done
machine bad
sed 's/ 1048576 / 99999999999999999 /' vm/summary > bad/summary
snapshot bad > bad.snap
says 1 "summary: line" --from bad.snap
machine bad
sed 's/[0-9a-f]*-[0-9a-f]* : /00000000-00000000 : /' vm/iomem > bad/iomem
snapshot bad > bad.snap
says 1 "hidden" --from bad.snap
head -c 9000 vm.snap > bad.snap
says 1 "cut off" --from bad.snap
says 1 "not from 'early_res save'" --from /dev/null
echo "early_res report 1" > old.saved
says 1 "save it again" --from old.saved
sed 1s/1/2/ vm.snap > bad.snap
says 1 "another version" --from bad.snap
says 1 "cannot read" --from "$work/nothing"
printf '%s\n' "early_res snapshot 1" "input uname 9" "$(printf 'a\033]0;xb')" > bad.snap
er --from bad.snap 2> err
is "$(tr -d '\n -~' < err | wc -c | tr -d ' ')" 0 "no control character of a stranger's reaches the terminal"

# The running kernel, in a directory
root=$work/root
debug=$root/sys/kernel/debug/early_res
mkdir -p "$debug/node0" "$root/proc"
cp vm/summary vm/ranges vm/owners boot/boot "$debug"
echo '# zone row order0' > "$debug/node0/buddy"
cp vm/cmdline vm/meminfo vm/zoneinfo vm/iomem "$root/proc"
n=0
while read -r start end type; do
	mkdir -p "$root/sys/firmware/memmap/$n"
	echo "$start" > "$root/sys/firmware/memmap/$n/start"
	echo "$end" > "$root/sys/firmware/memmap/$n/end"
	echo "$type" > "$root/sys/firmware/memmap/$n/type"
	n=$((n + 1))
done < vm/firmware
mkdir -p "$root/sys/devices/system/memory"
echo 8000000 > "$root/sys/devices/system/memory/block_size_bytes"
for i in $(seq 0 15) $(seq 32 47); do mkdir -p "$root/sys/devices/system/node/node0/memory$i"; done
for i in $(seq 48 79); do mkdir -p "$root/sys/devices/system/node/node1/memory$i"; done
is "$(er nodes -rbn --sysroot "$root")" "$(er nodes -rbn --from vm.snap)" "live is as the snapshot"
er save --sysroot "$root" saved.snap
is "$(er nodes -rbn --from saved.snap)" "$(er nodes -rbn --from vm.snap)" "and what it saves, too"
is "$(stat -c %a saved.snap)" 600 "a snapshot is its owner's alone"
er save --sysroot "$root" -- -x
ok "save -- -x" test -s ./-x
is "$(sed -n '/^node /p' saved.snap | tr '\n' ' ')" "node 0 0-15,32-47 node 1 48-79 " "blocks of nodes"
says 1 "No such file or directory" save --sysroot "$root" "$work/nonexistent/x"
says 1 "No space left" save --sysroot "$root" /dev/full
echo old > real
ln -s real link
ln -s fresh dangling
er map --svg link --from vm.snap
er map --svg dangling --from vm.snap
er map --svg /dev/stdout --from vm.snap > out
is "$(readlink link) $(readlink dangling) $(cmp real out; cmp fresh out)" "real fresh " "a link stays, its file is replaced"
ok "/dev/stdout, too" test -L /dev/stdout
er --metrics --sysroot "$root" > metrics
er --metrics="$work/m.prom" --sysroot "$root"
is "$(stat -c %a m.prom) $(cmp m.prom metrics)" "644 " "--metrics=FILE"

# Verbs that change something: the lines that reach the module's files
mkdir -p "$debug/node1"
for node in 0 1; do
	printf '%s\n' "# zone row order0" "Normal free 1 2 3 4 5 6 7 8 9 10 11" \
		"Normal simulated 1 1 3 4 5 6 7 8 9 11 13" > "$debug/node$node/buddy"
done
sed 's/ kernel_code$/ dead-beef/; s/ kernel_data$/ a@b/; s/ kernel_bss$/ a@b@1/' vm/ranges > "$debug/ranges"
for file in late_free release reserve reset rescan; do : > "$debug/$file"; done
# wrote FILE LINE VERB...: the verb must write this line
wrote()
{
	file=$1 line=$2
	shift 2
	: > "$debug/$file"
	er "$@" --sysroot "$root" > out 2> err || cat err
	is "$(cat "$debug/$file")" "$line" "early_res $*"
}
wrote late_free "owner=memmap" plan memmap
is "$(awk '$3 == "gained" { print $5, $13, $14 }' out | head -n 1) $(tail -n 1 out)" \
   "-1 1 2 0.0B would come back, 0 pages; +10 free blocks of 2 MiB." "what is gained"
is "$(cat "$debug/reset")" 1 "the simulation is forgotten"
: > "$debug/reset"
is "$({ er plan memmap --sysroot "$root"; echo $? > rc; } | true; cat rc "$debug/reset" | tr '\n' ' ')" "141 1 " "also if nobody reads the plan"
wrote late_free "owner=memmap node=1" plan memmap@1
wrote late_free "owner=dead-beef" plan dead-beef
wrote late_free "owner=dead-beef node=0" plan owner=dead-beef@0
wrote late_free "owner=a@b node=0" plan a@b@0
wrote late_free "owner=a@b@1" plan a@b@1
wrote late_free "cafe-cafff" plan 0xcafe-0xcafff
wrote release "owner=memmap" release owner=memmap
wrote reserve "node=1 size=4M mine" reserve node=1 size=4M mine
wrote reserve "node=1 size=4M mine" reserve mine size=4M node=1
wrote reserve "cafe000-cafefff mine" reserve cafe000-cafefff mine
wrote reset 1 reset
wrote rescan 1 rescan
cp "$debug/ranges" ranges.kept
awk '$6 == "-" && !n++ { $5 = "late_freed" } { print }' ranges.kept > "$debug/ranges"
ok "a row is late freed" grep -q late_freed "$debug/ranges"
says 1 "there is a simulation already" plan memmap --sysroot "$root"
head -n 20 ranges.kept > "$debug/ranges"
says 1 "summary and ranges do not fit" nodes --sysroot "$root"
echo "0000000000000000-00000000000fffff 1048576 1 Normal reserved mine live" > "$debug/ranges"
says 1 "summary and ranges do not fit" nodes --sysroot "$root"
says 1 "summary and ranges do not fit" save torn.snap --sysroot "$root"
ok "and nothing is saved" test ! -e torn.snap
cp ranges.kept "$debug/ranges"
says 1 "did you mean memmap?" plan memap --sysroot "$root"
# refuses_unchanged FILE ARGS...: the command fails, and has not written to the module's file
refuses_unchanged()
{
	file=$1
	shift
	: > "$debug/$file"
	! er "$@" --sysroot "$root" > out 2> err || echo "it worked" > err
	is "$(cat "$debug/$file")$(grep 'it worked' err)" "" "refused, and nothing changed: early_res $*"
}
refuses_unchanged reserve reserve node=1 size=4M mine -o NOSUCH
refuses_unchanged reserve reserve node=1 size=4M mine -s NOSUCH
refuses_unchanged release release memmap nosuch
mv "$debug/reserve" reserve.kept
says 1 "CONFIG_CONTIG_ALLOC" reserve node=1 size=4M mine --sysroot "$root"
mv reserve.kept "$debug/reserve"
says 1 "no such owner" plan nobody --sysroot "$root"
says 1 "no such owner" release owner=nobody --sysroot "$root"
says 1 "is no node" plan memmap@x --sysroot "$root"
says 2 "it needs WHAT" plan

# The script that trace runs: in its installed place or in the source tree; and with which arguments
mkdir -p "$root/boot" inst bin
printf '%s\n' '#!/bin/sh' 'echo "$@"' > bin/bpftrace
chmod 755 bin/bpftrace
ok "it installs" make -s -C "$here/../.." tools-install "DESTDIR=$work/inst"
cp early_res inst/usr/local/sbin/
# traces WANT ARGS...: bpftrace must be called with this
traces()
{
	want=$1
	shift
	is "$(PATH=$work/bin:$PATH inst/usr/local/sbin/early_res trace "$@" --sysroot "$root")" "$want" "early_res trace $*"
}
share=$work/inst/usr/local/sbin/../share/early_res
traces "$share/latefree.bt"
traces "$share/buddyorders.bt" orders
traces "$share/latefreelat.bt" latency
traces "$share/buddyproof.bt" proof
traces "$share/kernelfree.bt" kernel
printf '%s\n' "# a kernel" CONFIG_NODES_SHIFT=6 CONFIG_NODES_SHIFT_X=7 > "$root/boot/config-$(uname -r)"
traces "$share/kernelfree.bt 6" kernel
traces "$share/latefree.bt" latefree
says 1 "latefree.bt is missing" trace --sysroot "$root"
says 2 "Did you mean latency?" trace latancy
is "$(cd inst/usr/local && find . -type f | grep -v "completion\|site-functions" | sort | tr "\n" " ")" "./sbin/early_res ./share/early_res/buddyorders.bt \
./share/early_res/buddyproof.bt ./share/early_res/kernelfree.bt ./share/early_res/latefree.bt ./share/early_res/latefreelat.bt \
./share/man/man8/early_res.8 " "what is installed"
ok "it goes" make -s -C "$here/../.." tools-remove "DESTDIR=$work/inst"
is "$(find inst -name '*early_res*')" "" "and leaves nothing"

rm "$debug/ranges"
says 1 "the module is not loaded any more" --sysroot "$root"
is "$(wc -c < out | tr -d ' ')" 0 "and not a word of a report"
says 1 "the module is not loaded any more" --metrics="$work/m.prom" --sysroot "$root"
is "$(grep -c . m.prom) $(find . -name 'm.prom*' | wc -l | tr -d ' ')" "$(grep -c . metrics) 1" "the old file stays"
mkdir "$debug/ranges"
says 1 "cannot read /sys/kernel/debug/early_res/ranges" --sysroot "$root"
rm -r "$debug"
says 1 "the module is not loaded; try: modprobe" --sysroot "$root"
mkdir "$root/sys/kernel/early_res"
says 1 "debugfs is not mounted" --sysroot "$root"

# Wrong calls, and guesses of what was meant
says 2 "Did you mean report?" reprot
says 2 "did you mean --json?" report --jsno
says 2 "did you mean --noheadings?" owners --no-headings
says 2 "it takes no value with --json" --json=x
says 2 "--no can be --noheadings, --node, --nodes;" owners --no
says 2 "no option -x" report -x
says 2 "needs a value" owners --node
says 2 "not a number" owners --node x
says 2 "what is 'b'" owners b
says 2 "it takes no --nodes; see early_res help ranges" ranges --nodes
says 2 "did you mean OWNER?" owners -o OWNR
says 2 "did you mean OWNER?" owners -s OWNR
says 2 "no column ''; there are OWNER, SIZE, " owners -o OWNER,,SIZE
says 2 "did you mean --metrics=x?" report --metrics x
says 2 "it needs FILE" save
says 2 "use only one of --json, --raw and --metrics" report --json --metrics
says 2 "use only one of --json, --raw and --metrics" --raw --json owners
says 2 "takes no --output" report --json -o SIZE
says 2 "go with --metrics" report --metrics --nodes
says 2 "go with --html" report --html - --all
says 2 "only one of --svg and --color" map --svg - --color always
says 1 "did you mean swiotlb?" explain swiotbl
says 2 "watch: every 1 to" watch 0
says 2 "is for people" report --json --explain
says 2 "--color needs a value" map --color
says 2 "what is ''" ""
says 2 "Did you mean report?" help reprot
says 2 "what is 'nodes'" help report nodes
says 2 "it needs node=N size=" reserve node=0 size=4M
says 2 "it needs node=N size=" reserve a b c
says 1 "there is no node 7" owners --node 7 --from vm.snap
says 1 "there is no node 7" boot --node 7 --from vm.snap
says 1 "No space left" report --from vm.snap --metrics=/dev/full
for args in --help --version "owners --help" "watch -h"; do
	# shellcheck disable=SC2086 # words
	er $args > /dev/full 2> err && rc=0 || rc=$?
	is "$rc $(cat err)" "1 early_res: cannot write: No space left on device" "a full disk: early_res $args"
done
er --from vm.snap > /dev/full 2> err && rc=0 || rc=$?
is "$rc $(cat err)" "1 early_res: cannot write: No space left on device" "a full disk"
for args in -h --help help "help report" "report --help" -V --version "diff -h" "save x -h" "-J -h" "help -h" \
	"watch -h" "watch 1 nodes -h" "report x -V" "-J --version" "watch -V" "watch 1 nodes --version"; do
	# shellcheck disable=SC2086 # words
	ok "early_res $args" timeout 60 ./early_res $args
done

# Words can be in any order; -- ends the options
er owners -rbn -o OWNER,SIZE --from vm.snap > text.owners
for args in "-rbn -o OWNER,SIZE --from vm.snap owners" "--raw owners --from=vm.snap -bnoOWNER,SIZE" \
	"--output owner,size --fr vm.snap -r owners -n -b" "-rbnoowner,size,owner --from vm.snap -- owners"; do
	# shellcheck disable=SC2086 # words
	is "$(er $args | cmp - text.owners)" "" "early_res $args"
done
is "$(er owners -rn -o +ABOUT --from vm.snap | awk 'NR == 1 { print NF, $NF }')" '7 struct\x20pages' "-o +COLUMN"
is "$(er owners -r --output-all --from vm.snap | head -n 1)" "OWNER SIZE SHARE NODE RANGES HOW ABOUT" "--output-all"

# watch
timeout 3 "$work/early_res" watch 1 nodes -rn -o NODE --from vm.snap > out 2> err && rc=0 || rc=$?
is "$rc $(head -n 4 out | tr '\n' ' ')" "124 0 1 0 1 " "watch repeats a verb until it is ended"
timeout 3 "$work/early_res" watch --from vm.snap -rn -o NODE 1 nodes > out 2> err && rc=0 || rc=$?
is "$rc $(head -n 4 out | tr '\n' ' ')" "124 0 1 0 1 " "and takes its words in any order"
says 1 "cannot read" watch 1 nodes --from "$work/nothing"
says 2 "not a verb that reads" watch save x
says 2 "not a verb that reads" watch --sysroot x 1 reserve y z
says 2 "Did you mean nodes?" watch nods
says 2 "every 1 to" watch 0

done_testing
