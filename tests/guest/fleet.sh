# SPDX-License-Identifier: GPL-2.0-only
# fleet.sh: a machine of a fleet. systemd runs the exporter's units in their sandbox, Debian's node_exporter
# serves the file, Debian's Prometheus scrapes it, and each alert fires after a change that must make it fire.
# Next to this script: fleet-$VM_KERNEL.tar (tests/vm/fleet.sh), packaging, metrics.md, bookworm.snap.
#
# systemd is process 1 of a PID namespace, and the VM's own process 1 stays: so this test boots as all
# others do. Such a systemd is a full system manager. All that makes a service's sandbox (mounts, seccomp,
# capabilities, BPF programs of its cgroup) works as in a machine that was booted with it. It has to be
# told that it is in a container: then it leaves the console and the clock alone.
#
# Four hosts are scraped. This VM is one. The others have node_exporters of their own, with a directory of
# their own:
#   twin, twin2   the file that this VM had at first: two more machines of this model (one process, two addresses)
#   other         a machine that is updated: first a real boot of Linux 6.1, then other files, see below
# shellcheck shell=sh source=/dev/null
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/early_res.sh"

dir=/var/lib/prometheus/node-exporter
file=$dir/early_res.prom
unit=early-res-exporter
shared=/run/fleet	# systemd has a /tmp of its own
vm=127.0.0.1:9100 twin=127.0.0.1:9101 twin2=127.0.0.2:9101 other=127.0.0.1:9102

# inside COMMAND... - where systemd is process 1. It answers nobody else.
inside()
{
	/usr/bin/nsenter -t "$(pgrep -P $manager)" -m -p -r "$@"
}

systemctl()
{
	inside /usr/bin/systemctl "$@"
}

# within SECONDS COMMAND... - is it true before that many seconds are over?
within()
{
	end=$(($(date +%s) + $1))
	shift
	until "$@" > /dev/null 2>&1; do
		[ "$(date +%s)" -lt $end ] || return
		sleep 1
	done
}

# property NAME... of the service
property()
{
	for name; do
		systemctl show -p "$name" $unit.service
	done
}

# query PROMQL - the answer of Prometheus, JSON
query()
{
	wget -qO- "http://127.0.0.1:9090/api/v1/query?query=$(jq -rn --arg q "$1" '$q | @uri')"
}

# value PROMQL - the number, if the answer is one series
value()
{
	query "$1" | jq -r '.data.result | if length == 1 then .[0].value[1] else "\(length) series" end'
}

# "ALERT HOST" of all alerts that fire
firing()
{
	query 'ALERTS{alertstate="firing"}' | jq -r '.data.result[].metric | "\(.alertname) \(.instance)"' | sort -u
}

fires_only()
{
	firing > $shared/firing && [ "$(cat $shared/firing)" = "$1" ]
}

# fires DESC [ALERT HOST]... - these alerts fire, and no others
fires()
{
	desc=$1
	shift
	want=$([ $# = 0 ] || printf '%s\n' "$@" | sort)
	within 300 fires_only "$want"
	is "$(cat $shared/firing)" "$want" "$desc"
}

service_has_ended()
{
	[ "$(property ActiveState)" = ActiveState=inactive ] && [ -f $file ]
}

is_refused()
{
	! "$@"
}

# Write the file, as the timer does
write()
{
	systemctl start $unit.service
}

# series: "NAME LABELS VALUE" of metrics in Prometheus's text format. Prometheus writes 0.00012 for 0.000120.
# jq 1.7 keeps a number as it was written until it computes with it.
series()
{
	jq -Rr 'select(startswith("#") | not) | capture("^(?<n>[a-z_]+)({(?<l>.*)})? (?<v>.*)$") |
		"\(.n) \(.l // "" | split(",") | sort | join(",")) \(.v | tonumber + 0)"' | sort
}

# What a process may do: a line for each try. Each works outside of the sandbox.
mkdir -p $shared
cat > $shared/try.sh << 'END'
try()
{
	name=$1
	shift
	if "$@" > /dev/null 2>&1; then echo "$name yes"; else echo "$name no"; fi
}
try "write to its directory" touch /var/lib/prometheus/node-exporter/try
try "read the kernel log" dd if=/dev/kmsg of=/dev/null bs=8192 count=1
try "write to the kernel log" sh -c 'echo try > /dev/kmsg'
try "write to /usr" touch /usr/try
try "write to /etc" touch /etc/try
try "write to /var/lib" touch /var/lib/try
try "write to /run" touch /run/fleet/try
try "change a sysctl" sh -c 'echo 0 > /proc/sys/kernel/panic_print'
try "write to the module" sh -c 'echo 1 > /sys/kernel/debug/early_res/reset'
try "make a cgroup" mkdir /sys/fs/cgroup/try
try "see /root" test -e /root/try
try "read a file of another user" cat /run/fleet/secret
try "mount" mount -t tmpfs tmpfs /mnt
try "open a socket" /bin/busybox ip link show lo
END

# The machine, as packages leave it
tar -xf "$here/fleet-$VM_KERNEL.tar" -C /
cp "$here"/packaging/systemd/* /usr/lib/systemd/system/
cp /job/tools/early_res /usr/sbin/early_res
touch /root/try
echo secret > $shared/secret
chown prometheus $shared/secret
chmod 600 $shared/secret

# What takes long here, and has nothing to do with this
cd /etc/systemd/system || exit
for other_unit in systemd-udevd.service systemd-udev-trigger.service systemd-hwdb-update.service \
	ldconfig.service systemd-journal-catalog-update.service apt-daily.timer apt-daily-upgrade.timer \
	dpkg-db-backup.timer; do
	ln -sf /dev/null $other_unit
done
cd "$here" || exit
touch /etc/.updated /var/.updated
# Nothing of what they generate is needed. Where they run longer than 90 s, systemd ends.
mkdir /etc/systemd/system-generators
for generator in /usr/lib/systemd/system-generators/*; do
	ln -s /dev/null "/etc/systemd/system-generators/${generator##*/}"
done
mkdir /etc/systemd/system/$unit.timer.d
printf '%s\n' "[Timer]" OnBootSec=1s RandomizedDelaySec=0 AccuracySec=1s \
	> /etc/systemd/system/$unit.timer.d/soon.conf

mount -t cgroup2 cgroup2 /sys/fs/cgroup
container=early_res /usr/bin/unshare --fork --pid --mount-proc --kill-child \
	/usr/lib/systemd/systemd --unit=basic.target > $shared/systemd.log 2>&1 &
manager=$!
ok "systemd is up" within 900 systemctl -q is-active basic.target
up=$(cut -d. -f1 /proc/uptime)
diag "after $up s"
if [ "$up" -gt 250 ]; then
	skip "a machine of a fleet" "too slow: systemd was up after $up s, and a scrape must not take more than ten"
	kill -9 "$(pgrep -P $manager)"
	wait $manager
	done_testing
fi

# The units
is "$(systemctl is-enabled $unit.timer) $(systemctl is-active $unit.timer)" "disabled inactive" \
   "the timer does nothing until it is enabled"
ok "without the module the service fails" is_refused systemctl start $unit.service
is "$(ls $dir)" "" "and writes nothing"
ok "the module loads" load
ok "the timer starts" systemctl start $unit.timer
is "$(systemctl show -p TimersMonotonic $unit.timer | grep -c 'OnUnitActiveUSec=10min')" 1 "and runs the service every ten minutes"
ok "and the file is written" within 300 service_has_ended
is "$(property Result ExecMainStatus)" "Result=success
ExecMainStatus=0" "the service ends well"
is "$(stat -c '%a %U' $file) $(ls $dir)" "644 root early_res.prom" "all can read the file, and it is alone"
er report --metrics > $shared/outside.prom
is "$(diff $file $shared/outside.prom)" "" "nothing is missing in the sandbox, and no number is another"
# shellcheck disable=SC2016 # a backtick is one
sed -n 's/^| `\(early_res_[a-z_]*\)`.*/\1/p' "$here/metrics.md" | sort -u > $shared/names
is "$(sed -n 's/^# TYPE \([a-z_]*\) .*/\1/p' $file | sort)" "$(cat $shared/names)" "the file has each metric of doc/metrics.md"
ok "promtool check metrics" sh -c "promtool check metrics < $file 2>&1"
sed 's/^/# /' $file

# The sandbox
is "$(property ProtectSystem DevicePolicy DeviceAllow NoNewPrivileges CapabilityBoundingSet ReadWritePaths | sort)" \
   "CapabilityBoundingSet=cap_sys_admin cap_syslog
DeviceAllow=/dev/kmsg r
DeviceAllow=char-rtc r
DevicePolicy=closed
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=-$dir" "systemd has understood the sandbox"
sed "s|^ExecStart=.*|ExecStart=sh $shared/try.sh\nStandardOutput=truncate:$shared/tried|" \
	"$here/packaging/systemd/$unit.service" > /run/systemd/system/try.service
systemctl daemon-reload
systemctl start try.service
rm -f $dir/try
is "$(grep -v ' no$' $shared/tried)" "write to its directory yes
read the kernel log yes" "a service in this sandbox can do two things"
sh $shared/try.sh > $shared/tried_outside
is "$(grep -v ' yes$' $shared/tried_outside)" "" "outside of it all of the others, too"
is "$(wc -l < $shared/tried)" "$(wc -l < $shared/tried_outside)" "all was tried"
rm -f $dir/try
inside systemd-analyze --no-pager security $unit.service > $shared/security 2>&1
diag "$(grep Overall $shared/security)"
# shellcheck disable=SC2016 # of awk
ok "systemd-analyze security is below 3" awk '
	/Overall exposure level/ { for (i = 1; i <= NF; i++) if ($i ~ /^[0-9.]+$/) level = $i }
	END { exit !(level != "" && level < 3) }' $shared/security

# The other hosts
mkdir $shared/twin $shared/other
cp $file $shared/twin/
er save $shared/this.snap
er --from "$here/bookworm.snap" report --metrics=$shared/other/early_res.prom
exporters=
for host in twin other; do
	address="--web.listen-address=$twin --web.listen-address=$twin2"
	[ $host = twin ] || address=--web.listen-address=$other
	# shellcheck disable=SC2086 # options
	/usr/bin/prometheus-node-exporter $address --collector.disable-defaults \
		--collector.textfile --collector.textfile.directory=$shared/$host --collector.dmi \
		> $shared/$host.log 2>&1 &
	exporters="$exporters $!"
done

# Prometheus. Its rules are ours, but nothing has to last, and they are evaluated often.
sed 's/^\( *for:\).*/\1 2s/; s/^\( *interval:\) 4m.*/\1 2s/' "$here/packaging/prometheus/early_res.rules.yml" \
	> /etc/prometheus/early_res.rules.yml
cat > /etc/prometheus/prometheus.yml << END
global:
  scrape_interval: 10s  # which is also how long one may take
rule_files: [early_res.rules.yml]
scrape_configs:
  - job_name: node
    static_configs: [{targets: ["$vm", "$twin", "$twin2", "$other"]}]
END
echo "ARGS=--web.listen-address=$vm" > /etc/default/prometheus-node-exporter
echo "ARGS=--web.listen-address=127.0.0.1:9090" > /etc/default/prometheus
ok "Debian's node_exporter and Prometheus start" systemctl start prometheus-node-exporter prometheus
all_seen()
{
	[ "$(value 'count(instance_model:early_res_boot:ratio)')" = 4 ]
}
ok "all four hosts are scraped" within 300 all_seen
diag "after $(cut -d' ' -f1 /proc/uptime) s"
query "{__name__=~\"early_res_.*\", instance=\"$vm\"}" | jq -r '.data.result[] |
	"\(.metric.__name__) \([.metric | del(.__name__, .instance, .job) | to_entries[] | "\(.key)=\"\(.value)\""] | sort | join(",")) \(.value[1] | tonumber + 0)"' |
	sort > $shared/got
is "$(cut -d' ' -f1 $shared/got | uniq)" "$(cat $shared/names)" "Prometheus has each metric of doc/metrics.md"
series < $file > $shared/want
is "$(diff $shared/want $shared/got)" "" "each of its values is that of the file"
is "$(value "sum(early_res_managed_bytes{instance=\"$vm\"}) - on () node_memory_MemTotal_bytes{instance=\"$vm\"}")" 0 \
   "MemTotal of node_exporter is the same"
is "$(value "sum(early_res_firmware_bytes + early_res_added_bytes + early_res_driver_bytes - early_res_unused_bytes -
	early_res_boot_bytes - early_res_since_bytes - early_res_edges_bytes - early_res_other_bytes -
	early_res_unexplained_bytes - early_res_managed_bytes)")" 0 "the sum closes for all hosts"
is "$(value "sum(early_res_reserved_bytes) - sum(early_res_boot_bytes + early_res_since_bytes)")" 0 "owners hold all of it"

# The alerts
wget -qO- http://127.0.0.1:9090/api/v1/rules > $shared/rules
is "$(jq -r '.data.groups[].rules[] | select(.health != "ok")' $shared/rules)" "" "Prometheus can evaluate each rule"
settled()
{
	[ "$(value "count_over_time(instance_kernel:early_res_boot_bytes:sum{instance=\"$other\"}[5m]) > bool 5")" = 1 ]
}
within 300 settled
fires "no alert fires at first"
jq -r '.data.groups[].rules[] | select(.type == "alerting") | .name' $shared/rules | sort > $shared/alerts

# The other host gets another kernel and a crash kernel, which is this VM's real report.
cp $file $shared/other/early_res.prom.new
mv $shared/other/early_res.prom.new $shared/other/early_res.prom
grew="EarlyResReservationsGrew $other"
fires "the next kernel reserves more" "$grew"

# No kernel here reserves so much for somebody whom the module does not find. So this is the report of this VM
# without what the module knows of the crash kernel.
sed 's/ crash_kernel fact$/ -            -   /' $shared/this.snap > $shared/nobody.snap
er --from $shared/nobody.snap report --metrics=$shared/other/early_res.prom
nobody="EarlyResNoOwner $other"
fires "256 MiB have no owner" "$grew" "$nobody"

systemctl stop $unit.timer
touch -d "@$(($(date +%s) - 7200))" $file
fires "the timer was stopped, and the file is two hours old" "$grew" "$nobody" "EarlyResFileOld $vm"
write
fires "it is written again" "$grew" "$nobody"

# The kernel gives back struct pages of huge pages.
echo 1 > /proc/sys/vm/hugetlb_optimize_vmemmap
echo $(($(cat /proc/sys/vm/nr_hugepages) + 20)) > /proc/sys/vm/nr_hugepages
write
fires "the kernel freed reserved memory" "$grew" "$nobody" "EarlyResUnexplained $vm"
er rescan
write
fires "a rescan finds what there is now" "$grew" "$nobody"

# This VM gives up its crash kernel; its twins keep theirs.
echo 0 > /sys/kernel/kexec_crash_size
er rescan
write
fires "there is no crash kernel any more, and this host is not as its twins are" "$grew" "$nobody" \
	"EarlyResCrashKernelMissing $vm" "EarlyResHostsDiffer $vm"
is "$(query 'count by (alertname) (last_over_time(ALERTS{alertstate="firing"}[1h]))' |
	jq -r '.data.result[].metric.alertname' | sort)" "$(cat $shared/alerts)" "each alert has fired"

# shellcheck disable=SC2086 # a list
kill $exporters
systemctl stop prometheus prometheus-node-exporter
kill -9 "$(pgrep -P $manager)"
wait $manager
umount /mnt
unload
done_testing
