# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Completion of early_res(8) for bash. The command itself says what a word can become.

_early_res()
{
	local line=${COMP_LINE:0:COMP_POINT} reply word kept='' breaks=${COMP_WORDBREAKS//[!=:]/}
	local -a words
	word=${line##*[[:blank:]]}
	IFS=$' \t' read -ra words <<< "$line"
	[ -n "$word" ] || words+=("")
	# readline replaces only what follows the last break character; if @ is one, the @ is replaced too
	[ -z "$breaks" ] || kept=${word%"${word##*["$breaks"]}"}
	case $COMP_WORDBREAKS,${word#"$kept"} in *@*,*@*) kept=${word%@*} ;; esac
	COMPREPLY=()
	while IFS= read -r reply; do
		case $reply in
		$'\tfiles'*) compopt -o default ;;
		$'\tdirs'*) compopt -o dirnames ;;
		$'\tmore') compopt -o nospace ;;
		*)
			reply=${reply%%$'\t'*}
			COMPREPLY+=("${reply#"$kept"}") ;;
		esac
	done < <("${words[0]}" __complete "${words[@]:1}" 2> /dev/null)
}
complete -F _early_res early_res
