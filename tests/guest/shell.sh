# SPDX-License-Identifier: GPL-2.0-only
# shell.sh: what `make shell` does before its prompt: it loads the module, and puts the command where the
# shell finds it.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/early_res.sh"

ln -s /job/tools/early_res /usr/local/sbin/
load && echo "early_res is loaded: cd $D, or say early_res help" > /dev/console
