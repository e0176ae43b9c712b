# SPDX-License-Identifier: GPL-2.0-only
# Completion of early_res(8) for fish. The command itself says what a word can become.

function __early_res_complete
    set -l words (commandline -opc)
    set -l name $words[1]
    set -e words[1]
    for line in ($name __complete $words (commandline -ct) 2> /dev/null)
        if string match -qr '^\t(files|dirs) ' -- $line
            set -l prefix (string replace -r '^\t\w+ ' '' -- $line)
            for path in (__fish_complete_path (string replace -- $prefix '' (commandline -ct)))
                echo $prefix$path
            end
        else if not string match -q \t'*' -- $line
            echo $line
        end
    end
end

complete -c early_res -f -a '(__early_res_complete)'
