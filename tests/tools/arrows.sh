#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# arrows.sh - tests/arrows.sh passes on the module; on copies of the module that break its rules, it says
# what is wrong. Runs anywhere, prints KTAP.
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/guest/lib.sh
. "$here/../guest/lib.sh"
work=$(mktemp -d)
trap 'rm -rf "$work" "$ktap_output"' EXIT

# A fresh copy of the module
copy()
{
	rm -rf "$work/module"
	cp -R "$here/../../module" "$work/module"
}

# says WHAT: arrows.sh fails on the copy, and prints exactly this
says()
{
	out=$(sh "$here/../arrows.sh" "$work/module" 2>&1)
	is "$? $out" "1 $1" "$2"
}

copy
ok "the module keeps the rules" sh "$here/../arrows.sh" "$work/module"
echo '#include "face/faces.h"' >> "$work/module/live/walk.c"
says "live/walk.c: includes face/faces.h: face/ is above live/" "an include that points up"
copy
echo '#include "mirror/mirror.h"' >> "$work/module/table/range.h"
out=$(sh "$here/../arrows.sh" "$work/module" 2>&1)
is "$(echo "$out" | grep -c -e "^table/range.h: includes mirror/mirror.h" -e "^circle: mirror/mirror$")" 2 "up, and in a circle"
copy
echo '#include "live/walk.h"' >> "$work/module/live/memory.h"
out=$(sh "$here/../arrows.sh" "$work/module" 2>&1)
is "$(echo "$out" | grep -c "^circle: live/\(memory\|walk\)$")" 2 "a circle in one folder"
copy
mkdir "$work/module/new"
echo '#include "table/range.h"' > "$work/module/new/new.c"
says "new/new.c: includes table/range.h, which is in no folder of the list" "a folder that nobody knows"
copy
seq 400 | sed 's|^|// |' > "$work/module/act/long.c"
says "act/long.c: 400 lines" "a long file"
done_testing
