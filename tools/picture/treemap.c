// SPDX-License-Identifier: GPL-2.0-only
/*
 * treemap: places the rectangles, see treemap.h.
 *
 * Rectangles are put in rows along the shorter side of the room that is left. A row gets one more
 * rectangle as long as this does not make its worst rectangle longer and thinner.
 */
#include <stdlib.h>

#include "say.h"
#include "treemap.h"

/* The weights of all sizes add up to about this, so no product below can overflow */
#define WEIGHT_ALL	0x100000

static s64 weight(s64 size, __int128 all)
{
	s64 w = all > 0 ? (__int128)size * WEIGHT_ALL / all : 0;

	return w > 0 ? w : 1;
}

/*
 * The aspect ratio of a row's worst rectangle: its longer side divided by its shorter, times 256.
 * The row has @sum of the weight @left; the weights of its rectangles are from @least to @most.
 */
static __int128 worst(s64 sum, s64 most, s64 least, s64 left, const struct rect *room)
{
	s64 side = room->width < room->height ? room->width : room->height;
	__int128 area = (s64)room->width * room->height;
	__int128 row = (__int128)side * side * left * 256, square = (__int128)sum * sum;
	__int128 wide = row * most / (square * area), high = square * area * 65536 / (row * least);

	return wide > high ? wide : high;
}

/* How many of the weights go into the next row; @sum gets their sum */
static size_t row_length(const s64 *w, size_t nr, s64 left, const struct rect *room, s64 *sum)
{
	s64 most = w[0], least = w[0];
	__int128 now, before = worst(w[0], most, least, left, room);
	size_t n;

	*sum = w[0];
	for (n = 1; n < nr; n++) {
		if (w[n] > most)
			most = w[n];
		if (w[n] < least)
			least = w[n];
		now = worst(*sum + w[n], most, least, left, room);
		if (now > before)
			break;
		before = now;
		*sum += w[n];
	}
	return n;
}

/*
 * @part of @all of @length, rounded; but so that the @before and the @behind others have a unit
 * each
 */
static int share(s64 part, s64 all, int length, size_t before, size_t behind)
{
	s64 n = (part * length + all / 2) / all, most = length - (s64)behind;

	if (n < (s64)before)
		n = before;
	if (n > most)
		n = most;
	return n < 0 ? 0 : n;
}

/* Place @nr rectangles in @row: one below the other if @down, else side by side */
static void place_row(struct rect row, bool down, const s64 *w, size_t nr, s64 sum, struct rect *to)
{
	int length = down ? row.height : row.width, at = 0, end;
	s64 before = 0;
	size_t i;

	for (i = 0; i < nr; i++) {
		before += w[i];
		end = share(before, sum, length, i + 1, nr - i - 1);
		if (end < at)
			end = at;
		to[i] = row;
		if (down) {
			to[i].y += at;
			to[i].height = end - at;
		} else {
			to[i].x += at;
			to[i].width = end - at;
		}
		at = end;
	}
}

/*
 * treemap - divide @room into a rectangle for each of @sizes; best if the largest size comes
 * first
 */
void treemap(struct rect room, const s64 *sizes, size_t nr, struct rect *to)
{
	s64 *w = must(calloc(nr + 1, sizeof(*w))), left = 0, sum;
	__int128 all = 0;
	struct rect row;
	size_t i, n;
	int depth;
	bool down;

	for (i = 0; i < nr; i++)
		all += sizes[i];
	for (i = 0; i < nr; i++)
		left += w[i] = weight(sizes[i], all);
	for (i = 0; i < nr; i += n) {
		row = room;
		down = room.width > room.height;
		n = nr - i;
		sum = left;
		if (room.width && room.height)
			n = row_length(w + i, n, left, &room, &sum);
		depth = share(sum, left, down ? room.width : room.height, 1, i + n < nr);
		if (down) {
			row.width = depth;
			room.x += depth;
			room.width -= depth;
		} else {
			row.height = depth;
			room.y += depth;
			room.height -= depth;
		}
		place_row(row, down, w + i, n, sum, to + i);
		left -= sum;
	}
	free(w);
}

static bool overlap(int a, int length_a, int b, int length_b, int slack)
{
	return a < b + length_b + slack && b < a + length_a + slack;
}

/* rects_touch - do they touch in more than a corner? */
bool rects_touch(const struct rect *a, const struct rect *b)
{
	bool x = overlap(a->x, a->width, b->x, b->width, 0);
	bool y = overlap(a->y, a->height, b->y, b->height, 0);

	return (x && overlap(a->y, a->height, b->y, b->height, 1)) ||
	       (y && overlap(a->x, a->width, b->x, b->width, 1));
}
