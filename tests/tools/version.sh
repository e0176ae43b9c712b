#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# version.sh - the version of dkms.conf is that of the module, the command, the manual page, the
# packages and NEWS.md. Runs anywhere, prints KTAP. Environment: EARLY_RES, a command that was built
# already.
set -u

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# shellcheck source=tests/guest/lib.sh
. "$top/tests/guest/lib.sh"
work=$(mktemp -d)
trap 'rm -rf "$work" "$ktap_output"' EXIT
cd "$top" || exit 1

version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' dkms.conf)
is "$(printf '%s\n' "$version" | grep -cE '^[0-9]+(\.[0-9]+)+$')" 1 "dkms.conf has one version: $version"

# What Kbuild hands to the compiler
printf "include %s/Kbuild\n\$(info \$(CFLAGS_module/main.o))\nall:\n" "$top" > "$work/Makefile"
is "$(make -s --no-print-directory -f "$work/Makefile" src="$top" SRCARCH=x86 VERSION=6 PATCHLEVEL=12 all 2>&1)" \
   "-DEARLY_RES_VERSION='\"$version\"'" "Kbuild gives it to main.c"
is "$(grep -c '^MODULE_VERSION(EARLY_RES_VERSION);$' module/main.c)" 1 "which makes it MODULE_VERSION"
is "$(grep -rlF "\"$version\"" Kbuild module tools --include='*.[ch]' --include=Kbuild --include=Makefile)" "" \
   "no source has it as a number"

early_res=${EARLY_RES-}
if [ -z "$early_res" ]; then
	ok "the command builds" make -s -C tools "O=$work"
	early_res=$work/early_res
fi
is "$("$early_res" --version)" "early_res $version" "early_res --version"
is "$(sed -n 's/^\.TH .*"early_res \(.*\)" ".*/\1/p' doc/early_res.8)" "$version" "the manual page (make man)"

# has DESC FILE SCRIPT: what the sed script makes of the file is the version; skipped without it
has()
{
	if [ -f "$2" ]; then
		is "$(sed -n "$3" "$2" | head -n 1)" "$version" "$1"
	else
		skip "$1" "there is no $2"
	fi
}
# A revision of the package may follow, as in 0.1.0~bpo13+1.
has "the newest entry of debian/changelog" debian/changelog '1s/^early-res (\([0-9.]*[0-9]\)[^)]*) .*/\1/p'
has "the first heading of NEWS.md" NEWS.md 's/^## v\{0,1\}\([0-9][0-9.]*\).*/\1/p'
has "packaging/PKGBUILD" packaging/PKGBUILD 's/^pkgver=\(.*\)/\1/p'
for spec in packaging/*.spec; do
	[ -f "$spec" ] || spec=packaging/early_res.spec
	has "$spec" "$spec" 's/^Version:[[:space:]]*\(.*\)/\1/p'
done
done_testing
