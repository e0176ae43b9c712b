// SPDX-License-Identifier: GPL-2.0-only
/*
 * palette_test: can people tell the colours apart, and read the text on them?
 *
 * Colours are compared by CIEDE2000 (Sharma, Wu, Dalal, 2005), both as they are and with
 * deuteranopia as Machado, Oliveira, Fernandes (2009) simulate it. Contrast is that of WCAG 2.
 */
#include <math.h>
#include <string.h>

#include "palette.h"
#include "tap.h"

#define DIFFERENT	10.0
#define LEGIBLE		4.5
#define RAD		(M_PI / 180)

struct lab {
	double l, a, b;
};

struct linear {
	double c[3];
};

static struct linear linear(unsigned int rgb)
{
	struct linear light;
	double c;
	int i;

	for (i = 0; i < 3; i++) {
		c = (rgb >> (16 - 8 * i) & 255) / 255.0;
		light.c[i] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
	}
	return light;
}

static struct linear times(const double m[3][3], struct linear v)
{
	struct linear to;
	int i;

	for (i = 0; i < 3; i++)
		to.c[i] = m[i][0] * v.c[0] + m[i][1] * v.c[1] + m[i][2] * v.c[2];
	return to;
}

static struct linear deuteranopia(struct linear light)
{
	static const double m[3][3] = {
		{ 0.367322, 0.860646, -0.227968 },
		{ 0.280085, 0.672501, 0.047413 },
		{ -0.011820, 0.042940, 0.968881 },
	};
	struct linear to = times(m, light);
	int i;

	for (i = 0; i < 3; i++)
		to.c[i] = fmin(fmax(to.c[i], 0), 1);
	return to;
}

static double root(double t)
{
	return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

/* A colour of sRGB in CIELAB, with the white of D65 */
static struct lab lab(struct linear light)
{
	static const double m[3][3] = {
		{ 0.4124564, 0.3575761, 0.1804375 },
		{ 0.2126729, 0.7151522, 0.0721750 },
		{ 0.0193339, 0.1191920, 0.9503041 },
	};
	struct linear xyz = times(m, light);
	double x = root(xyz.c[0] / 0.95047), y = root(xyz.c[1]), z = root(xyz.c[2] / 1.08883);

	return (struct lab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double hue(double a, double b)
{
	double h = a || b ? atan2(b, a) / RAD : 0;

	return h < 0 ? h + 360 : h;
}

static double weight_of_chroma(double c)
{
	return sqrt(pow(c, 7) / (pow(c, 7) + pow(25, 7)));
}

static double mean_hue(double h1, double h2)
{
	if (fabs(h1 - h2) <= 180)
		return (h1 + h2) / 2;
	return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

static double ciede2000(struct lab p, struct lab q)
{
	double g = (1 - weight_of_chroma((hypot(p.a, p.b) + hypot(q.a, q.b)) / 2)) / 2 + 1;
	double c1 = hypot(g * p.a, p.b), c2 = hypot(g * q.a, q.b), c = (c1 + c2) / 2;
	double h1 = hue(g * p.a, p.b), h2 = hue(g * q.a, q.b), h, dh, t, sl, sc, sh, rt, dl, dc;

	h = c1 > 0 && c2 > 0 ? mean_hue(h1, h2) : h1 + h2;
	dh = c1 > 0 && c2 > 0 ? h2 - h1 : 0;
	dh += dh > 180 ? -360 : dh < -180 ? 360 : 0;
	dh = 2 * sqrt(c1 * c2) * sin(dh / 2 * RAD);
	t = 1 - 0.17 * cos((h - 30) * RAD) + 0.24 * cos(2 * h * RAD) +
	    0.32 * cos((3 * h + 6) * RAD) - 0.20 * cos((4 * h - 63) * RAD);
	dl = pow((p.l + q.l) / 2 - 50, 2);
	sl = 1 + 0.015 * dl / sqrt(20 + dl);
	sc = 1 + 0.045 * c;
	sh = 1 + 0.015 * c * t;
	rt = -2 * weight_of_chroma(c) * sin(60 * exp(-pow((h - 275) / 25, 2)) * RAD);
	dl = (q.l - p.l) / sl;
	dc = (c2 - c1) / sc;
	dh /= sh;
	return sqrt(dl * dl + dc * dc + dh * dh + rt * dc * dh);
}

/* Pairs from the table in the paper */
static void test_ciede2000(void)
{
	static const struct {
		struct lab p, q;
		double want;
	} pairs[] = {
		{ { 50, 2.6772, -79.7751 }, { 50, 0, -82.7485 }, 2.0425 },
		{ { 50, -1, 2 }, { 50, 0, 0 }, 2.3669 },
		{ { 50, 2.49, -0.001 }, { 50, -2.49, 0.0011 }, 7.2195 },
		{ { 50, 2.5, 0 }, { 73, 25, -18 }, 27.1492 },
		{ { 60.2574, -34.0099, 36.2677 }, { 60.4626, -34.1751, 39.4387 }, 1.2644 },
		{ { 22.7233, 20.0904, -46.694 }, { 23.0331, 14.973, -42.5619 }, 2.0373 },
		{ { 2.0776, 0.0795, -1.135 }, { 0.9033, -0.0636, -0.5514 }, 0.9082 },
	};
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		CHECK(fabs(ciede2000(pairs[i].p, pairs[i].q) - pairs[i].want) < 0.00006);
		CHECK(fabs(ciede2000(pairs[i].q, pairs[i].p) - pairs[i].want) < 0.00006);
	}
}

static double difference(unsigned int a, unsigned int b)
{
	double plain = ciede2000(lab(linear(a)), lab(linear(b)));

	return fmin(plain, ciede2000(lab(deuteranopia(linear(a))), lab(deuteranopia(linear(b)))));
}

/* Any two colours can be side by side, so all pairs must differ. */
static void test_apart(void)
{
	static const unsigned int others[] = { LIGHT_FREE, LIGHT_PAGE, DARK_FREE, DARK_PAGE };
	double least = 100, d;
	unsigned int n = 0;
	size_t i, j;

	for (i = 0; i < COLOURS; i++) {
		if (!palette_fill(i))
			continue;
		for (j = 0; j < i; j++) {
			if (!palette_fill(j))
				continue;
			n++;
			d = difference(palette_fill(i), palette_fill(j));
			least = fmin(least, d);
			if (!CHECK(d >= DIFFERENT))
				printf("# %zu and %zu: %.1f\n", i, j, d);
		}
		for (j = 0; j < sizeof(others) / sizeof(*others); j++) {
			n++;
			d = difference(palette_fill(i), others[j]);
			least = fmin(least, d);
			if (!CHECK(d >= DIFFERENT))
				printf("# %zu and #%06x: %.1f\n", i, others[j], d);
		}
	}
	printf("# %u pairs, the nearest differ by %.1f\n", n, least);
}

static double luminance(unsigned int rgb)
{
	struct linear l = linear(rgb);

	return 0.2126 * l.c[0] + 0.7152 * l.c[1] + 0.0722 * l.c[2];
}

static void test_ink(void)
{
	double a, b, least = 21;
	int i;

	for (i = 0; i < COLOURS; i++) {
		a = luminance(palette_fill(i)) + 0.05;
		b = luminance(palette_ink(i)) + 0.05;
		least = fmin(least, a > b ? a / b : b / a);
	}
	CHECK(least >= LEGIBLE);
	printf("# contrast is %.2f or more\n", least);
}

/* Every owner has a colour, and known owners keep their letters. */
static void test_letters(void)
{
	static const char *const known[] = {
		"memmap", "swiotlb", "kernel_code", "kernel_rodata", "kernel_data", "kernel_bss",
		"kernel_other", "percpu", "page_tables", "node_data", "section_table", "low_1m",
		"initrd", "crash_kernel", "dentry_hashtable", "acpi_tables", "efi_memmap",
		"boot_services_kept", "kfence_pool", "log_buf", "setup_data", "iomem_resources",
		"slack", "-", "somebody",
	};
	static const char letters[] = "MWCRDBKPTNSLIQHAEEFGJYZUX";
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		CHECK(letter_of(known[i]) == letters[i] - 'A' &&
		      palette_fill(letter_of(known[i])));
}

static const struct tap_test tests[] = {
	{ "differences of colours are those that were published", test_ciede2000 },
	{ "any two colours differ by 10 or more, without green, too", test_apart },
	{ "what is written on them is legible", test_ink },
	{ "letters have colours", test_letters },
};

int main(void)
{
	return tap_run(tests);
}
