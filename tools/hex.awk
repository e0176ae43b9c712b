# SPDX-License-Identifier: GPL-2.0-only
#
# hex.awk - hexadecimal numbers, for the other programs here: the strtonum() that not
# every awk has. Exact up to 2^53, more than memory has addresses.

function hex(s,   i, n)
{
	s = tolower(s)
	sub(/^0x/, "", s)
	for (i = 1; i <= length(s); i++)
		n = n * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1
	return n + 0
}
