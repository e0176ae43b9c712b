# SPDX-License-Identifier: GPL-2.0-only
# deb.sh: the Debian packages on a machine that runs. The host installed and upgraded them in a copy of
# this root (tests/vm/deb-life.sh), and the tar file next to this script holds what that changed.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/early_res.sh"

tar -xf "$(dirname "$0")/deb-$VM_KERNEL.tar" -C /
version=$(dpkg-query -W -f '${Version}' early-res-dkms)
for package in early-res early-res-dkms early-res-exporter; do
	is "$(dpkg-query -W -f '${db:Status-Status} ${Version}' "$package")" "installed $version" "$package is installed"
done

ok "nothing has loaded the module" test ! -e /sys/module/early_res
ok "modprobe finds and loads it" /sbin/modprobe early_res
is "$(cat /sys/module/early_res/version)" "$version" "with the version of the package"
check_law "by the package"
er()
{
	/usr/sbin/early_res "$@"
}
check_report "the command comes with it"
is "$(/usr/sbin/early_res --version)" "early_res $version" "with the version of the package"
is "$(PATH=/nothing er trace 2>&1)" "early_res: bpftrace is missing; try: apt install bpftrace" "and its scripts"
is "$(gzip -dc /usr/share/man/man8/early_res.8.gz | grep -c "^\.TH.*early_res $version")" 1 "and its man page"
for file in bash-completion/completions/early_res zsh/vendor-completions/_early_res \
	fish/vendor_completions.d/early_res.fish doc/early-res/README.md doc/early-res/doc/ABI.md \
	early_res/prometheus/early_res.rules.yml early_res/grafana/early_res.json; do
	ok "and $file" test -s "/usr/share/$file"
done
docs=/usr/share/doc/early-res
links=$(cd "$docs" && grep -oE '\]\([A-Za-z_./]+' README.md CONTRIBUTING.md SECURITY.md doc/*.md | sed 's/:.*(/ /')
ok "its documents have links" test "$(echo "$links" | wc -l)" -gt 20
is "$(echo "$links" | while read -r from to; do
	case $from in doc/*) to=doc/$to ;; esac
	[ -e "$docs/$to" ] || echo "$from: $to"
done)" "" "and none of these is dead"
ok "modprobe -r" /sbin/modprobe -r early_res

# What autopkgtest would run
ok "the package's own test" sh "$(dirname "$0")/load"
ok "which unloads the module" test ! -e /sys/module/early_res

# The timer
units=$(find /usr/lib/systemd/system /lib/systemd/system -name 'early-res-exporter.*' 2>/dev/null | sed 's|.*/||' | sort -u)
is "$units" "$(printf '%s\n' early-res-exporter.service early-res-exporter.timer)" "both units are there"
is "$(find /etc/systemd -name 'early-res*')" "" "and none is enabled"

# deb-life.sh removes and purges the packages: under emulation that takes many minutes.
done_testing
