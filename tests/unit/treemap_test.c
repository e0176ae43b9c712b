// SPDX-License-Identifier: GPL-2.0-only
/*
 * treemap_test: do the rectangles fill the room exactly, and do they have the right sizes?
 *
 * Many random lists of sizes are compared with the definition, pixel by pixel: lists as real
 * machines have them (few large sizes, many small ones), and others.
 */
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "treemap.h"

#define RUNS	3000
#define MAX	200

static unsigned char pixels[TREEMAP_SIDE_MAX][TREEMAP_SIDE_MAX];

static u64 state;

static u64 random_number(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	return state ^= state << 17;
}

static int largest_first(const void *a, const void *b)
{
	const s64 *x = a, *y = b;

	return *x > *y ? -1 : *x < *y;
}

static size_t random_sizes(s64 *sizes)
{
	size_t n = 1 + random_number() % MAX, i;
	unsigned int shift = random_number() % 50;

	for (i = 0; i < n; i++)
		sizes[i] = 1 + (random_number() >> (14 + random_number() % (shift + 1)));
	qsort(sizes, n, sizeof(*sizes), largest_first);
	return n;
}

/* Is every pixel of the room in exactly one rectangle, and no pixel outside in any? */
static bool fills(const struct rect *room, const struct rect *r, size_t n)
{
	int x, y;
	size_t i;

	memset(pixels, 0, sizeof(pixels));
	for (i = 0; i < n; i++) {
		if (r[i].width < 0 || r[i].height < 0 || r[i].x < room->x || r[i].y < room->y ||
		    r[i].x + r[i].width > room->x + room->width ||
		    r[i].y + r[i].height > room->y + room->height)
			return false;
		for (y = r[i].y; y < r[i].y + r[i].height; y++)
			for (x = r[i].x; x < r[i].x + r[i].width; x++)
				if (pixels[y][x]++)
					return false;
	}
	for (y = room->y; y < room->y + room->height; y++)
		for (x = room->x; x < room->x + room->width; x++)
			if (!pixels[y][x])
				return false;
	return true;
}

static void test_fills(void)
{
	struct rect room, r[MAX];
	s64 sizes[MAX];
	size_t n;
	int run;

	state = 1;
	for (run = 0; run < RUNS; run++) {
		n = random_sizes(sizes);
		room.x = random_number() % 20;
		room.y = random_number() % 20;
		room.width = random_number() % 400;
		room.height = random_number() % 400;
		if (run % 10 == 0)
			room.width = run % 20;
		treemap(room, sizes, n, r);
		if (!CHECK(fills(&room, r, n)))
			printf("# run %d: %zu sizes in %d * %d\n", run, n, room.width, room.height);
	}
}

/*
 * The area of a rectangle must be its share, except for the rounding of its edges. Rectangles that
 * are not small must not be long and thin: that is the purpose of the method.
 */
static void test_areas(void)
{
	const struct rect room = { 0, 0, 888, 360 };
	struct rect r[MAX];
	s64 sizes[MAX], all;
	double want, area, slivers = 0, seen = 0;
	size_t n, i;
	int run;

	state = 2;
	for (run = 0; run < RUNS; run++) {
		n = random_sizes(sizes);
		treemap(room, sizes, n, r);
		for (all = 0, i = 0; i < n; i++)
			all += sizes[i];
		for (i = 0; i < n; i++) {
			want = (double)sizes[i] / all * room.width * room.height;
			area = (double)r[i].width * r[i].height;
			if (want < 1000)
				continue;
			seen++;
			slivers += r[i].width > 4 * r[i].height || r[i].height > 4 * r[i].width;
			if (!CHECK(area > 0.75 * want && area < 1.33 * want))
				printf("# run %d: %.0f, not %.0f\n", run, area, want);
		}
	}
	CHECK(seen > 10 * RUNS);
	CHECK(slivers < seen / 20);
	printf("# %.0f of %.0f are slivers\n", slivers, seen);
}

/* The example of the paper, in a room of 600 * 400 */
static void test_paper(void)
{
	static const s64 sizes[] = { 6, 6, 4, 3, 2, 2, 1 };
	static const struct rect want[] = {
		{ 0, 0, 300, 200 }, { 0, 200, 300, 200 }, { 300, 0, 171, 233 },
		{ 471, 0, 129, 233 }, { 300, 233, 120, 167 }, { 420, 233, 120, 167 },
		{ 540, 233, 60, 167 },
	};
	struct rect r[7];
	size_t i;

	treemap((struct rect){ 0, 0, 600, 400 }, sizes, 7, r);
	for (i = 0; i < 7; i++)
		if (!CHECK(!memcmp(&r[i], &want[i], sizeof(r[i]))))
			printf("# %zu: %d,%d %d * %d\n", i,
			       r[i].x, r[i].y, r[i].width, r[i].height);
}

static void test_extremes(void)
{
	const s64 sizes[] = { S64_MAX / 4, S64_MAX / 4, 1, 0 }, none[] = { 0, 0 };
	const struct rect room = { 0, 0, 1024, 1024 };
	struct rect r[4];

	treemap(room, sizes, 4, r);
	CHECK(fills(&room, r, 4) && r[2].width && r[2].height && r[3].width && r[3].height);
	treemap(room, none, 2, r);
	CHECK(fills(&room, r, 2));
	treemap(room, none, 0, r);
	treemap((struct rect){ 3, 4, 0, 0 }, sizes, 4, r);
	CHECK(!r[3].width && !r[3].height);
}

static void test_touch(void)
{
	const struct rect a = { 10, 10, 10, 10 };

	CHECK(rects_touch(&a, &(struct rect){ 20, 12, 5, 5 }));
	CHECK(rects_touch(&a, &(struct rect){ 0, 19, 10, 5 }));
	CHECK(rects_touch(&a, &(struct rect){ 5, 0, 30, 10 }));
	CHECK(!rects_touch(&a, &(struct rect){ 20, 20, 5, 5 }));
	CHECK(!rects_touch(&a, &(struct rect){ 21, 10, 5, 5 }));
	CHECK(!rects_touch(&a, &(struct rect){ 10, 25, 5, 5 }));
}

static const struct tap_test tests[] = {
	{ "the example of the paper", test_paper },
	{ "every pixel is in one rectangle", test_fills },
	{ "areas are shares, and no slivers", test_areas },
	{ "sizes that are very large, and none", test_extremes },
	{ "which rectangles touch", test_touch },
};

int main(void)
{
	return tap_run(tests);
}
