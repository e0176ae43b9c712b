# SPDX-License-Identifier: GPL-2.0-only
# shell.sh: what `make shell` does before its prompt: loads the module.
# shellcheck shell=sh source=/dev/null
. "$(dirname "$0")/early_res.sh"

load && echo "early_res is loaded: cd $D; tools are in /job/tools" > /dev/console
