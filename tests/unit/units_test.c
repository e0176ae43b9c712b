// SPDX-License-Identifier: GPL-2.0-only
/*
 * units_test: tests sizes and shares (tools/units.c), words (text.c) and guesses (say.c).
 */
#include <string.h>

#include "say.h"
#include "tap.h"
#include "text.h"
#include "units.h"

static bool human(s64 bytes, const char *want)
{
	char text[UNITS_LENGTH];

	if (!strcmp(units_human(text, bytes), want))
		return true;
	printf("# %lld is '%s', not '%s'\n", bytes, text, want);
	return false;
}

static bool kb(s64 bytes, const char *want)
{
	char text[UNITS_LENGTH];

	return !strcmp(units_kb(text, bytes), want);
}

static void test_human(void)
{
	CHECK(human(0, "0.0B"));
	CHECK(human(1023, "1023.0B"));
	CHECK(human(1024, "1.0K"));
	CHECK(human(1024 + 51, "1.0K"));
	CHECK(human(1024 + 52, "1.1K"));
	CHECK(human(1048576 - 52, "1023.9K"));
	CHECK(human(1048576 - 51, "1.0M"));
	CHECK(human(67108864, "64.0M"));
	CHECK(human(-67108864, "-64.0M"));
	CHECK(human(1409286144LL * 1024, "1.3T"));
	CHECK(human(70368744177664LL, "64.0T"));
	CHECK(human(S64_MAX, "8.0E"));
	CHECK(human(-S64_MAX - 1, "-8.0E"));
}

static void test_kb(void)
{
	CHECK(kb(0, "0"));
	CHECK(kb(4096, "4"));
	CHECK(kb(512, "0.50"));
	CHECK(kb(2047, "2.00"));
	CHECK(kb(-1536, "-1.50"));
	CHECK(kb(4899456, "4784.63"));
	CHECK(kb(2199023255552LL, "2147483648"));
}

static void test_share(void)
{
	char text[UNITS_LENGTH];

	CHECK(units_share(1, 0) == 0);
	CHECK(units_share(1, -5) == 0);
	CHECK(units_share(1, 3) == 3333);
	CHECK(units_share(2, 3) == 6667);
	CHECK(units_share(-1, 3) == -3333);
	CHECK(units_share(S64_MAX, S64_MAX) == 10000);
	CHECK(units_share(S64_MAX, 1) == S64_MAX);
	CHECK(!strcmp(units_percent(text, 156), "1.56"));
	CHECK(!strcmp(units_percent(text, -5), "-0.05"));
	CHECK(!strcmp(units_percent(text, 10000), "100.00"));
}

static struct word word(const char *text)
{
	struct word w = { text, strlen(text) };

	return w;
}

static void test_words(void)
{
	u64 n, last;
	s64 s;

	CHECK(word_decimal(word("18446744073709551615"), &n) && n == U64_MAX);
	CHECK(!word_decimal(word("18446744073709551616"), &n));
	CHECK(!word_decimal(word(""), &n));
	CHECK(!word_decimal(word("1a"), &n));
	CHECK(!word_decimal(word("+1"), &n));
	CHECK(word_signed(word("-9"), &s) && s == -9);
	CHECK(!word_signed(word("-"), &s));
	CHECK(!word_signed(word("9223372036854775808"), &s));
	CHECK(word_hex(word("0xFf"), &n) && n == 255);
	CHECK(!word_hex(word("0x"), &n));
	CHECK(!word_hex(word("10000000000000000"), &n));
	CHECK(word_range(word("10-1f"), &n, &last) && n == 16 && last == 31);
	CHECK(!word_range(word("1f-10"), &n, &last));
	CHECK(!word_range(word("10"), &n, &last));
	CHECK(!word_range(word("1-2-3"), &n, &last));
}

static void test_lines(void)
{
	static const char bytes[] = "a  b\n\n\tc d\t\n e";
	struct text t;
	struct word w;

	text_begin(&t, bytes, sizeof(bytes) - 1);
	CHECK(text_line(&t) && text_word(&t, &w) && word_is(w, "a"));
	CHECK(text_word(&t, &w) && word_is(w, "b") && !text_word(&t, &w));
	CHECK(text_line(&t) && !text_word(&t, &w));
	CHECK(text_line(&t) && word_is(text_rest(&t), "c d") && !text_word(&t, &w));
	CHECK(text_line(&t) && text_word(&t, &w) && word_is(w, "e") && t.line == 4);
	CHECK(!text_line(&t));
	text_begin(&t, NULL, 0);
	CHECK(!text_line(&t));
}

static void test_nearest(void)
{
	static const char *const names[] = { "report", "ranges", "owners", "nodes", "map" };
	const char *near;

	near = nearest("reprot", names, 5);
	CHECK(near && !strcmp(near, "report"));
	near = nearest("owner", names, 5);
	CHECK(near && !strcmp(near, "owners"));
	near = nearest("rep", names, 5);
	CHECK(near && !strcmp(near, "report"));
	CHECK(!nearest("frobnicate", names, 5));
	CHECK(!nearest("", names, 5));
	CHECK(!nearest("a word that is longer than any name is", names, 5));
}

static const struct tap_test tests[] = {
	{ "sizes for people", test_human },
	{ "sizes in kB", test_kb },
	{ "shares", test_share },
	{ "words that are numbers", test_words },
	{ "lines", test_lines },
	{ "the nearest name", test_nearest },
};

int main(void)
{
	return tap_run(tests);
}
