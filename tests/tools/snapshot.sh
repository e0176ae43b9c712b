# SPDX-License-Identifier: GPL-2.0-only
# snapshot.sh: makes snapshots for the tests of the command, from a directory with a file for each input. It is
# sourced, not run.
# shellcheck shell=sh disable=SC2154 # work is of who sources this

# unpack FILE DIR: each line of `inputs` begins with the name of its input
unpack()
{
	mkdir -p "$2"
	for name in ranges summary zoneinfo iomem meminfo cmdline firmware; do
		sed -n "s/^$name //p" "$1" > "$2/$name"
	done
	{ sed -n "s/^release //p" "$1"; printf '#1 SMP\nvm\n'; } > "$2/uname"
	echo "2026-11-24 01:39:12 UTC" > "$2/date"
	printf 'block_size 8000000\nnode 0 0-15,32-47\nnode 1 48-79\n' > "$2/memory"
	printf '%s\n' "# start-end bytes node flags now" "# no list of memblock is used: for a test" > "$2/boot"
	printf '# owner bytes pages node0 how\n' > "$2/owners"
}

# snapshot DIR: print the snapshot of the files in DIR; an input without a file is absent
snapshot()
{
	echo "early_res snapshot 1"
	for name in date uname cmdline summary ranges owners boot meminfo zoneinfo iomem firmware memory \
		vmstat dmi e820 runtime hugepages offline scan symbols; do
		if [ -f "$1/$name" ]; then
			echo "input $name $(wc -c < "$1/$name" | tr -d ' ')"
			cat "$1/$name"
			echo
		else
			echo "absent $name"
		fi
	done
	echo end
}

# closes SNAPSHOT DESC: with "er" as the command, the sums of every node and of the machine add up to the byte,
# and so do the owners, what is kept, and what is not used
closes()
{
	ok "$2: closes to the byte" closed "$1"
}

# jq accepts an empty file, so look for that first.
closed()
{
	er --json --from "$1" > "$work/json" && [ -s "$work/json" ] && jq -e '
		def left: (.firmware_bytes // 0) + .added_bytes + .driver_bytes - .unused_bytes -
			.boot_bytes - .since_bytes - .edges_bytes - .other_bytes - .unexplained_bytes;
		([., .nodes[]] | map(left == .managed_bytes and
			.boot_bytes + .since_bytes == ([.owners[].bytes] | add // 0)) | all) and
		([.nodes[].managed_bytes] | add) == .managed_bytes and
		(.kept_bytes == null or .installed_bytes - .kept_bytes == .firmware_bytes) and
		(.kept == [] or ([.kept[].bytes] | add) == .kept_bytes) and
		(.unused as $rows | [.nodes[] | . as $node | $node.unused_bytes ==
			([$rows[] | select(.node == $node.node).bytes] | add // 0)] | all)' "$work/json"
}

# These two are called in the directory in which the VM's inputs were unpacked as `vm`.
# machine NAME: make a copy of the VM's inputs to change; $box is its name
machine()
{
	# shellcheck disable=SC2034 # scripts use it
	box=$1
	rm -rf "./$1"
	cp -r vm "$1"
}

# invent DIR NODES BYTES_OF_A_NODE RANGES OWNERS
invent()
{
	mkdir -p "$1"
	cp vm/uname vm/date vm/cmdline vm/boot vm/owners "$1"
	awk -v dir="$1" -v nodes="$2" -v size="$3" -v ranges="$4" -v owners="$5" '
	function hex(n,   s, d) {
		for (s = ""; n >= 1; n = int(n / 16)) {
			d = n - int(n / 16) * 16
			s = substr("0123456789abcdef", d + 1, 1) s
		}
		return s == "" ? "0" : s
	}
	BEGIN {
		each = int(ranges / nodes)
		block = 2147483648
		printf "block_size %s\n", hex(block) > (dir "/memory")
		for (n = 0; n < nodes; n++) {
			a = n * size
			printf "0x%s 0x%s System RAM\n", hex(a), hex(a + size - 1) > (dir "/firmware")
			printf "%s-%s : System RAM\n", hex(a), hex(a + size - 1) > (dir "/iomem")
			printf "node %d %.0f-%.0f\n", n, a / block, (a + size) / block - 1 > (dir "/memory")
			held = 0
			for (i = 0; i < each; i++) {
				pages = 1 + (i * 7919 + n) % 500
				s = a + (i + 1) * 16777216
				name = sprintf("owner_%03d_", (i * 31 + n) % owners)
				while (length(name) < (substr(name, 9, 1) % 3 ? 20 : 63))
					name = name "x"
				printf "%s-%s %.0f %d Normal reserved %s fact\n", hex(s),
					hex(s + pages * 4096 - 1), pages * 4096, n, name > (dir "/ranges")
				held += pages
			}
			all += size / 4096 - held
			printf "%d Normal %.0f %.0f %.0f 0 0 0 0 0\n", n, size / 4096, size / 4096 - held,
				held > (dir "/summary")
		}
		printf "MemTotal: %.0f kB\n", all * 4 > (dir "/meminfo")
		print "" > (dir "/zoneinfo")
	}'
}
