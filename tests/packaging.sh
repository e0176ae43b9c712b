#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# packaging.sh [DIR] - builds the packages of packaging/early_res.spec and packaging/PKGBUILD here,
# with rpmbuild and makepkg, and checks them:
#
#	rpm	builds; rpmlint has no remark but those of packaging/rpmlint.toml
#	arch	makepkg reads it and builds; shellcheck, and namcap if it is installed
#	both	the version is that of dkms.conf, the packages have the files they should have, and
#		nothing loads the module or enables the timer
#
# Prints "packaging: NAME: ..." for each. Exit status 1 if one failed, 77 if one did not run because
# a tool is missing. The packages stay in DIR if it is given.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
case ${1-} in
-*) sed -n '4,${/^#/!q;s/^# \{0,1\}//p}' "$0"; exit ;;
esac
LC_ALL=C
export LC_ALL
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' "$top/dkms.conf")
failed=0
not_run=0

# verdict NAME - says how it was; what is wrong is in $work/wrong
verdict()
{
	if [ -s "$work/wrong" ]; then
		sed "s/^/packaging: $1: /" "$work/wrong"
		echo "packaging: $1: FAILED"
		failed=1
	else
		echo "packaging: $1: clean"
	fi
	: >"$work/wrong"
}

wrong()
{
	echo "$*" >>"$work/wrong"
}

# have COMMAND...
have()
{
	for command; do
		command -v "$command" >/dev/null || return 1
	done
}

# missing NAME WHAT - did not run
missing()
{
	echo "packaging: $1: not run: $2"
	not_run=1
}

# The files of a package, on stdin, are those of a list: a line each, or a directory and a /.
same_files()
{
	sort >"$work/has"
	printf '%s\n' "$2" | sort >"$work/should"
	diff "$work/should" "$work/has" >"$work/diff" ||
		wrong "$1 has other files than it should (< missing, > too many): $(grep '^[<>]' "$work/diff" | tr '\n' ' ')"
}

# What DKMS needs, below /usr/src: the files of the source tree
dkms_files()
{
	(cd "$top" && find module -type f -name '*.[ch]' && printf '%s\n' Kbuild LICENSE dkms.conf) |
		sed "s,^,/usr/src/early_res-$version/,"
}

# Of the command: BIN, where it is
command_files()
{
	printf '%s\n' "$1/early_res" /usr/share/man/man8/early_res.8 \
		/usr/share/bash-completion/completions/early_res \
		/usr/share/zsh/site-functions/_early_res \
		/usr/share/fish/vendor_completions.d/early_res.fish
	(cd "$top/tools" && printf '/usr/share/early_res/%s\n' *.bt)
}

exporter_files()
{
	printf '/usr/lib/systemd/system/early-res-exporter.%s\n' service timer
	printf '/usr/share/early_res/%s\n' grafana/early_res.json prometheus/early_res.rules.yml
}

# The names that packages give to these may differ: documents, licences, debug information.
without_docs()
{
	sed 's/[.]gz$//' | grep -vE '^/usr/(share/(doc|licenses)|lib/.build-id|lib/debug)/'
}

# The archive that both are built of. What was built in the tree is not in it.
mkdir "$work/archive"
(cd "$top" && tar -cf - --exclude='*.o' --exclude='*.ko' --exclude='*.mod' --exclude='*.mod.c' --exclude='.*.cmd' \
	LICENSE README.md CONTRIBUTING.md NEWS.md SECURITY.md Kbuild Makefile dkms.conf doc module tools packaging) |
	(mkdir "$work/archive/early_res-$version" && tar -xf - -C "$work/archive/early_res-$version")
tar -czf "$work/early_res-$version.tar.gz" -C "$work/archive" --owner=0 --group=0 "early_res-$version"

# A build without optimization takes half the time; the files are the same.
quick=-O0
[ -z "${1-}" ] || quick=-O2

rpm_packages()
{
	CFLAGS=$quick rpmbuild -ba --nodeps -D "_topdir $work/rpm" -D "_sourcedir $work" \
		-D '_binary_payload w1.gzdio' -D '_source_payload w1.gzdio' \
		"$top/packaging/early_res.spec" >"$work/log" 2>&1 || {
		tail -n 20 "$work/log" >>"$work/wrong"
		return
	}
	has=$(sed -n 's/^Version: *//p' "$top/packaging/early_res.spec")
	[ "$has" = "$version" ] || wrong "Version: $has, but dkms.conf says $version"

	for package in early_res early_res-dkms early_res-exporter; do
		rpm=$(find "$work/rpm/RPMS" -name "$package-$version-*.rpm")
		[ -n "$rpm" ] || { wrong "no package $package"; continue; }
		# No directories: their names are those of the files.
		rpm -qp --qf '[%{FILEMODES:perms} %{FILENAMES}\n]' "$rpm" | sed -n 's/^[-l][^ ]* //p' |
			without_docs >"$work/list"
		case $package in
		early_res) same_files "$package" "$(command_files /usr/sbin)" <"$work/list" ;;
		early_res-dkms) same_files "$package" "$(dkms_files)" <"$work/list" ;;
		*) same_files "$package" "$(exporter_files)" <"$work/list" ;;
		esac
		rpm -qp --scripts "$rpm" >"$work/scripts"
		! grep -E 'modprobe|insmod|systemctl.*enable' "$work/scripts" >>"$work/wrong" ||
			wrong "a script of $package loads the module or enables the timer"
		case $package in
		early_res) [ ! -s "$work/scripts" ] || wrong "$package has scripts: $(cat "$work/scripts")" ;;
		early_res-dkms)
			for does in add build install remove; do
				grep -q "^dkms $does -m early_res -v $version " "$work/scripts" ||
					wrong "no script of $package calls dkms $does"
			done ;;
		# Debian's rpm leaves the macros of systemd as they are.
		*) for when in post preun postun; do
			grep -Eq "systemd_$when|systemd-update-helper|systemctl" "$work/scripts" ||
				wrong "$package has no scripts of systemd"
		done ;;
		esac
	done

	rpmlint -c "$top/packaging/rpmlint.toml" "$work"/rpm/RPMS/*/*.rpm "$work"/rpm/SRPMS/*.rpm \
		"$top/packaging/early_res.spec" >"$work/log" 2>&1 || :
	grep -q '4 packages and 1 specfiles checked' "$work/log" || wrong "rpmlint did not check all: $(tail -n 3 "$work/log")"
	grep -E ': [EW]: ' "$work/log" | sort -u >>"$work/wrong" || :
}

arch_packages()
{
	# SC2034: makepkg reads these variables. SC2154: it sets those.
	shellcheck -s bash -e SC2034,SC2154 "$top/packaging/PKGBUILD" >>"$work/wrong" || :

	mkdir "$work/arch" "$work/arch/home"
	cp "$top/packaging/PKGBUILD" "$work/early_res-$version.tar.gz" "$work/arch"
	printf '. /etc/makepkg.conf\nCFLAGS=%s\nPKGEXT=.pkg.tar\nOPTIONS=(!debug)\n' "$quick" >"$work/arch/makepkg.conf"
	chmod 755 "$work"
	# makepkg refuses root.
	as_user=
	if [ "$(id -u)" = 0 ]; then
		chown -R nobody "$work/arch"
		as_user="setpriv --reuid=nobody --clear-groups env HOME=$work/arch/home"
	fi
	# shellcheck disable=SC2086 # words
	(cd "$work/arch" && $as_user makepkg --config makepkg.conf --printsrcinfo) >"$work/srcinfo" 2>"$work/log" ||
		wrong "makepkg --printsrcinfo: $(cat "$work/log")"
	for line in "pkgver = $version" "pkgname = early_res-dkms" "pkgname = early_res-utils" "depends = dkms"; do
		sed 's/^[[:blank:]]*//' "$work/srcinfo" | grep -Fqx "$line" || wrong "makepkg --printsrcinfo has no line '$line'"
	done
	# shellcheck disable=SC2086
	(cd "$work/arch" && $as_user makepkg --config makepkg.conf --nodeps --nocolor) >"$work/log" 2>&1 || {
		tail -n 20 "$work/log" >>"$work/wrong"
		return
	}
	for package in early_res-dkms early_res-utils; do
		pkg=$(find "$work/arch" -name "$package-$version-*.pkg.tar")
		[ -n "$pkg" ] || { wrong "no package $package"; continue; }
		# .PKGINFO, .BUILDINFO and .MTREE are pacman's.
		tar -tf "$pkg" | sed -n '/\/$/d; /^[.][A-Z]*$/d; s,^,/,p' | without_docs >"$work/list"
		case $package in
		*-dkms) same_files "$package" "$(dkms_files)" <"$work/list" ;;
		*) same_files "$package" "$(command_files /usr/bin; exporter_files)" <"$work/list" ;;
		esac
		! tar -tf "$pkg" | grep -qx '[.]INSTALL' || wrong "$package has a script"
	done
	! have namcap || namcap "$top/packaging/PKGBUILD" >>"$work/wrong" 2>&1 || :
}

: >"$work/wrong"
if have rpmbuild rpm rpmlint; then
	rpm_packages
	verdict rpm
else
	missing rpm "rpmbuild and rpmlint are needed (Debian's packages rpm and rpmlint)"
fi
if have makepkg pacman fakeroot bsdtar shellcheck setpriv; then
	arch_packages
	verdict arch
else
	missing arch "makepkg, pacman, fakeroot, bsdtar and shellcheck are needed (Debian's packages makepkg, pacman-package-manager, fakeroot, libarchive-tools, shellcheck)"
fi
if [ -n "${1-}" ]; then
	mkdir -p "$1"
	find "$work" -name "early_res*-$version*" -type f -exec cp {} "$1" \;
fi
if [ "$failed" = 1 ]; then exit 1; fi
[ "$not_run" = 0 ] || exit 77
