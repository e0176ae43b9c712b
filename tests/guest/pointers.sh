# SPDX-License-Identifier: GPL-2.0-only
# pointers.sh: memory that boot options make large has the right owner and size, without any log. Names
# from users go before names from pointers, and two loads give the same names.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

owner_bytes()
{
	awk -v o="$1" '$1 == o { print $2, $NF }' "$D/owners"
}

# option TEXT - the kernel's command line has it
option()
{
	grep -q "\b$1" /proc/cmdline
}

# hash_bytes TITLE - bytes of a hash table, from the kernel log; 0 if the buddy or vmalloc gave the memory
hash_bytes()
{
	dmesg | sed -n "s/.*\b$1 hash table entries: .*, \([0-9]*\) bytes, linear).*/\1 pointer/p"
}

if ! has_names_of_variables; then
	skip "who points at what" "no CONFIG_KALLSYMS_ALL"
	done_testing
fi
load
check_law "loaded"
ok "some owners are known by pointers" grep -q ' pointer$' "$D/ranges"
left=$(awk '$1 == "-" { print $2 }' "$D/owners")
reserved=$(($(summary_total reserved) * 4096))
diag "${left:-0} of $reserved bytes have no owner"
grep " - -$" "$D/ranges" | sed "s/^/# /"
is "$((${left:-0} <= 16384)) $((${left:-0} * 5000 <= reserved))" "1 1" \
   "at most 16 KiB have no owner, and 0.02 %"
! option dhash_entries=65536 || is "$(owner_bytes dentry_hashtable)" "524288 pointer" "dhash_entries=65536"
! option ihash_entries=65536 || is "$(owner_bytes inode_hashtable)" "524288 pointer" "ihash_entries=65536"
! option swiotlb=131072 || is "$(owner_bytes swiotlb)" "268435456 pointer" "swiotlb=131072"
# No pointer leads to this region, and a hash table's row must not reach over it.
if option reserve_mem=2M:4096:rm_2m; then
	case $VM_KERNEL in
	bookworm) skip "reserve_mem=2M:4096:rm_2m" "this kernel has none" ;;
	*) is "$(owner_bytes rm_2m)" "2097152 fact" "reserve_mem=2M:4096:rm_2m" ;;
	esac
fi
if option 'reserve_mem=4M:4096:memmap' && [ "$VM_KERNEL" != bookworm ]; then
	is "$(owner_bytes reserve_mem)" "4194304 fact" "a region with a name of the module's own"
fi
is "$(owner_bytes dentry_hashtable)" "$(hash_bytes Dentry.cache)" "dentry_hashtable is as large as the log says"
is "$(owner_bytes inode_hashtable)" "$(hash_bytes Inode-cache)" "inode_hashtable is as large as the log says"
if option log_buf_len=16M; then
	# Some MiB of descriptors belong to the buffer.
	size=$(owner_bytes log_buf)
	is "$((${size%% *} >= 16777216)) ${size#* }" "1 pointer" "log_buf_len=16M"
fi
if option kfence.sample_interval=100; then
	if [ -d /sys/module/kfence ]; then
		is "$(owner_bytes kfence_pool)" "2097152 fact" "KFENCE's pool"
	else
		skip "KFENCE's pool" "this kernel has no KFENCE"
	fi
fi
if option efi=debug; then
	size=$(owner_bytes boot_services_kept)
	is "$((${size%% *} > 1048576)) ${size#* }" "1 boot" "efi=debug keeps the memory of boot services"
	diag "$size"
else
	is "$(owner_bytes boot_services_kept)" "" "no memory of boot services is kept"
fi

# The address of a row that is known by a pointer
row=$(awk '$7 == "pointer" { print $1; exit }' "$D/ranges")
before=$(cat "$D/ranges")
echo 1 > "$D/rescan"
is "$(cat "$D/ranges")" "$before" "a rescan keeps what pointers said"
echo "$row told_name" > "$D/owners"
is "$(awk -v r="$row" '$1 == r { print $6, $7 }' "$D/ranges")" "told_name told" "a user goes before a pointer"
echo 1 > "$D/rescan"
is "$(awk -v r="$row" '$1 == r { print $6, $7 }' "$D/ranges")" "told_name told" "after a rescan, too"
unload
load
is "$(cat "$D/ranges")" "$before" "the next load says the same"
unload
done_testing
