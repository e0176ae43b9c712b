# SPDX-License-Identifier: GPL-2.0-only
# security.sh: only root sees or changes anything; not even root of a user namespace can. A
# locked-down kernel refuses the files that write. Nothing that a user writes can forge a line of the
# kernel log or of a dump. The log has no addresses.
# shellcheck shell=sh source=/dev/null disable=SC2034
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

# Run by the user nobody, and by nobody as root of its own namespaces
as_nobody()
{
	/usr/bin/setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all "$@"
}

as_namespace_root()
{
	/usr/bin/setpriv --reuid=65534 --regid=65534 --clear-groups /usr/bin/unshare -Urm "$@"
}

# Which files can this user open, to read or to write?
gets_in()
{
	# shellcheck disable=SC2016 # for the inner shell
	find "$D" "$S" /sys/module/early_res/parameters ! -type d | "$@" /bin/sh -c '
		while read -r file; do
			(: < "$file") 2> /dev/null && echo "reads $file"
			(: >> "$file") 2> /dev/null && echo "writes $file"
		done'
}

# With which error does a program fail that opens $1 to write, or to read ($2)?
opens()
{
	err=$(LC_ALL=C /bin/sh -c "exec 3${2:->} $1" 2>&1) && echo fine && return
	echo "${err##*: }"
}

load
echo "node=0 size=1M mine" > "$D/reserve"
/bin/mount -o remount,mode=755 /sys/kernel/debug
ok "anyone gets as far as the files" as_nobody test -d "$D"
is "$(gets_in as_nobody)" "" "nobody reads or writes any of them"
if as_namespace_root true 2> /dev/null; then
	is "$(gets_in as_namespace_root)" "" "nor does root of a user namespace"
else
	skip "nor does root of a user namespace" "unprivileged users may have none here"
fi
/bin/mount -o remount,mode=700 /sys/kernel/debug
is "$(stat -c %a /sys/module/early_res/parameters/allow_release)" 400 "allow_release cannot be changed after load"

# The log with all messages that the module can print
echo 'module early_res +p' > /proc/dynamic_debug/control
before=$(cat "$D/ranges")
log_mark
printf '\033[31mred\n' > "$D/late_free" 2> /dev/null
printf 'a\rearly_res: fake\n' > "$D/release" 2> /dev/null
printf '0-fff x\033]0;title\007\n' > "$D/reserve" 2> /dev/null
printf '0-fff x\201\302\205\n' > "$D/owners" 2> /dev/null
log_since > /tmp/said
ok "what makes no sense is in the debug log" grep -q 'early_res: late_free: cannot make sense of ' /tmp/said
is "$(LC_ALL=C tr -d '\12\40-\176' < /tmp/said | wc -c)" 0 "without a control character"
is "$(grep -c 'early_res: fake' /tmp/said)$(grep 'early_res: ' /tmp/said | grep -cv 'early_res: [a-z_]*: cannot make sense of')$(foreign_lines /tmp/said | wc -l)" "000" \
   "and each in one line of its own, with what it was in quotes"
is "$(changed)" unchanged "and nothing has changed"
echo 1 > "$D/rescan"
echo owner=mine > "$D/release"
dmesg | sed -n 's/^.*early_res: //p' | grep -v 'cannot make sense' > /tmp/said
is "$(grep -iE '0x|[0-9a-f]{9}' /tmp/said)" "" "no address is in the log"

# Lockdown can be switched on, but not off.
/bin/mount -t securityfs securityfs /sys/kernel/security 2> /dev/null
L=/sys/kernel/security/lockdown
if [ -w "$L" ]; then
	for level in integrity confidentiality; do
		echo "$level" > "$L"
		for file in late_free release reserve reset rescan owners; do
			is "$(opens "$D/$file")" "Operation not permitted" "lockdown=$level: $file is refused"
		done
		check_law "lockdown=$level: reading"
		is "$(opens "$D/ranges" '<')" fine "lockdown=$level: ranges can be read"
	done
	check_report "lockdown"
	for verb in ranges owners nodes boot unused map; do
		ok "lockdown: early_res $verb works" er "$verb"
	done
	ok "lockdown: so does save" er save /tmp/locked
	is "$(er --from /tmp/locked | sed -n '/^WHAT/,$p')" "$(er | sed -n '/^WHAT/,$p')" "lockdown: and what it saved is all"
	is "$(er reserve node=0 size=1M x 2>&1)" "early_res: cannot write $D/reserve: Operation not permitted; \
the kernel is locked down (confidentiality, see kernel_lockdown(7))" "the command says why it cannot reserve"
	is "$(er plan memmap 2>&1 | grep -c 'locked down')" 1 "nor plan"
else
	skip "lockdown" "this kernel has none"
fi
ok "unloads" unload
done_testing
