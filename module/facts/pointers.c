// SPDX-License-Identifier: GPL-2.0-only
/*
 * pointers: find owners by the pointers that lead to their memory.
 *
 * If boot allocated something for good, the kernel has a pointer to it. words.c collected the words
 * of the image that are addresses of memory. If such a word points at a byte without an owner, a
 * piece begins there. The owner of the piece is the variable that the word lies in (symbol.c).
 * If several words point at a piece, a variable that is one pointer and nothing else wins. If there
 * is none, the variable with the lowest address wins. So the result is the same on each boot of a
 * kernel.
 *
 * Small pieces are searched for pointers as well. What such a pointer points at gets the owner of
 * the small piece. Large pieces are not searched. They are tables, buffers and logs, where a word
 * can be anything.
 *
 * When all pieces are known, each of them ends where the next one begins, where memblock's entry
 * ends (memblock.c), or where another owner is known.
 *
 * memblock aligns what it allocates to a cache line. A pointer may point into the first line, not
 * at its start: the links of a list are often not the first member. So a piece begins where the
 * cache line begins that is pointed at.
 */
#include <linux/cache.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "facts/facts.h"
#include "facts/symbol.h"
#include "live/memblock.h"
#include "live/words.h"
#include "table/grow.h"
#include "table/owner.h"

/* Larger pieces are not searched for pointers, in bytes. */
#define PIECE_MAX	SZ_16K

/*
 * If there is no list of memblock, a piece that only another piece points at is at most so large,
 * in bytes. Otherwise it could include much memory that nothing points at.
 */
#define UNLISTED_MAX	SZ_1K

/* At most so many pieces are searched, so that a long list of the kernel does not take long. */
#define LOOK_MAX	1024

/* No array may be larger than 1 MiB. If there are more pieces, none is used, as in words.c. */
#define PIECES_MAX	SZ_32K

/**
 * struct piece - memory that has one owner, as pointers say
 * @start: first byte
 * @end: first byte after it, if no other piece begins before that
 * @owner: the owner
 */
struct piece {
	u64 start;
	u64 end;
	u32 owner;
};

/**
 * struct search - a search for pieces
 * @t: the table
 * @words: words of the image that point at bytes without an owner
 * @nr_words: how many words
 * @max_words: how many words there is room for
 * @pieces: the pieces that were found, sorted
 * @nr: how many pieces
 * @max: how many pieces there is room for
 * @too_many: there were more than PIECES_MAX pieces
 * @look: the start of each piece that was or will be searched
 * @nr_look: how many of these
 * @symbol: the variable of the current word
 * @buf: a copy of the page or the variable that is being searched
 */
struct search {
	const struct range_table *t;
	struct word *words;
	size_t nr_words;
	size_t max_words;
	struct piece *pieces;
	size_t nr;
	size_t max;
	bool too_many;
	u64 look[LOOK_MAX];
	size_t nr_look;
	struct symbol symbol;
	u64 buf[PAGE_SIZE / sizeof(u64)];
};

/* The piece that begins where a word points to; false if these bytes have an owner already. */
static bool find_piece(const struct search *s, u64 to, struct piece *piece)
{
	const struct memlist *list = memblock_reserved();
	const struct range_entry *e = range_find(s->t, to);
	size_t i;

	if (!e || e->how != HOW_NONE || !IS_ALIGNED(to, sizeof(void *))) /* not into a string */
		return false;
	piece->start = max(e->start, round_down(to, SMP_CACHE_BYTES));
	piece->end = e->end;
	if (!list)
		return true;
	i = memlist_first(list, to);
	if (i == list->nr || list->e[i].start > to)
		return false;
	piece->start = max(piece->start, list->e[i].start);
	piece->end = min(piece->end, list->e[i].end);
	return true;
}

/* The index of the first piece that begins above an address */
static size_t piece_above(const struct search *s, u64 addr)
{
	size_t low = 0, high = s->nr, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (s->pieces[mid].start <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Add a piece. If there is one that begins at the same byte, the older one stays. */
static int add_piece(struct search *s, const struct piece *piece)
{
	size_t at = piece_above(s, piece->start);
	struct piece *pieces;

	if (at && s->pieces[at - 1].start == piece->start)
		return 0;
	if (s->nr == PIECES_MAX) {
		s->too_many = true;
		return 0;
	}
	pieces = grow_array(s->pieces, s->nr, &s->max, s->nr + 1, sizeof(*pieces));
	if (!pieces)
		return -ENOMEM;
	s->pieces = pieces;
	memmove(&pieces[at + 1], &pieces[at], (s->nr++ - at) * sizeof(*pieces));
	pieces[at] = *piece;
	if (s->nr_look < LOOK_MAX)
		s->look[s->nr_look++] = piece->start;
	return 0;
}

/* Where piece @i ends */
static u64 piece_end(const struct search *s, size_t i)
{
	return i + 1 < s->nr ? min(s->pieces[i].end, s->pieces[i + 1].start) : s->pieces[i].end;
}

static int compare_words(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* Keep the words that point at bytes without an owner. Point them to the start of the piece. */
static int sift_words(struct search *s)
{
	const struct word *w;
	struct piece piece;
	struct word *kept;
	size_t i, nr;

	w = words_collected(&nr);
	for (i = 0; i < nr; i++) {
		cond_resched();
		if (!find_piece(s, w[i].to, &piece) || !symbol_find(&s->symbol, w[i].at) ||
		    symbol_is_noise(&s->symbol))
			continue;
		kept = grow_array(s->words, s->nr_words, &s->max_words, s->nr_words + 1,
				  sizeof(*kept));
		if (!kept)
			return -ENOMEM;
		s->words = kept;
		s->words[s->nr_words++] = (struct word) { piece.start, w[i].at };
	}
	sort(s->words, s->nr_words, sizeof(*s->words), compare_words, NULL);
	return 0;
}

/*
 * Has the variable of @s->symbol also a word that is the physical address of the piece? The word at
 * @at is in the variable, too. The word after the physical address may be the end of the piece
 * (struct io_tlb_pool, or io_tlb_mem before 6.6); then the piece is cut to it.
 */
static bool has_address(struct search *s, unsigned long at, struct piece *piece)
{
	size_t size = min_t(size_t, s->symbol.size, sizeof(s->buf)), i;

	if (copy_from_kernel_nofault(s->buf, (void *)(at - s->symbol.offset), size))
		return false;
	for (i = 0; i + 1 < size / sizeof(*s->buf); i++) {
		if (s->buf[i] != piece->start)
			continue;
		if (s->buf[i + 1] > piece->start)
			piece->end = min(piece->end, s->buf[i + 1]);
		return true;
	}
	return false;
}

/* The owner of a piece. All words from @w up to @end point at it. */
static int find_owner(struct search *s, const struct word *w, const struct word *end,
		      struct piece *piece)
{
	const struct word *winner = w;

	for (; w < end; w++) {
		if (symbol_find(&s->symbol, w->at) && symbol_is_pointer(&s->symbol)) {
			winner = w;
			break;
		}
	}
	symbol_find(&s->symbol, winner->at);
	return owner_add(symbol_owner(&s->symbol, has_address(s, winner->at, piece)));
}

/* Add the pieces that variables of the image point at. */
static int add_image(struct search *s)
{
	size_t first, last;
	struct piece piece;
	int owner, err = 0;

	for (first = 0; first < s->nr_words && !err; first = last) {
		cond_resched();
		for (last = first; last < s->nr_words; last++)
			if (s->words[last].to != s->words[first].to)
				break;
		if (!find_piece(s, s->words[first].to, &piece))
			continue;
		owner = find_owner(s, &s->words[first], &s->words[last], &piece);
		if (owner < 0)
			return owner;
		piece.owner = owner;
		err = add_piece(s, &piece);
	}
	return err;
}

/* Add the pieces that words in [@start, @end) point at. That is a part of a piece, in one page. */
static int look_through(struct search *s, u64 start, u64 end)
{
	struct piece piece;
	int err = 0;
	size_t i;
	u64 to;

	start = round_up(start, sizeof(*s->buf));
	if (start >= end || copy_from_kernel_nofault(s->buf, __va(start), end - start))
		return 0;
	for (i = 0; i < (end - start) / sizeof(*s->buf) && !err; i++) {
		if (!word_points(s->buf[i], &to) || !find_piece(s, to, &piece))
			continue;
		piece.owner = s->pieces[piece_above(s, start + i * sizeof(*s->buf)) - 1].owner;
		if (!memblock_reserved())
			piece.end = min(piece.end, piece.start + UNLISTED_MAX);
		err = add_piece(s, &piece);
	}
	return err;
}

/* Search all pieces. @s->look grows meanwhile. */
static int add_pieces(struct search *s)
{
	u64 at, end, next;
	size_t i;
	int err = 0;

	for (i = 0; i < s->nr_look && !err; i++) {
		at = s->look[i];
		end = piece_end(s, piece_above(s, at) - 1);
		cond_resched();
		if (fatal_signal_pending(current))
			return -EINTR;
		for (; at < end && end - at <= PIECE_MAX && !err; at = next) {
			next = min(end, round_down(at, PAGE_SIZE) + PAGE_SIZE);
			err = look_through(s, at, next);
		}
	}
	return err;
}

static int claim_pieces(struct facts *f, const struct search *s)
{
	size_t i;
	int err = 0;

	f->claims.how = HOW_POINTER;
	for (i = 0; i < s->nr && !s->too_many && !err; i++)
		err = facts_claim(f, s->pieces[i].start, piece_end(s, i), s->pieces[i].owner);
	return err;
}

/**
 * facts_pointers - claim what the kernel's variables point at
 * @f: where facts are collected. All owners before this step are in the table already
 *
 * Works only for the first table; later tables take these owners over (carry.c). Without
 * CONFIG_KALLSYMS_ALL the kernel has no names for variables, and nothing is found.
 *
 * Context: Process. May sleep.
 * Return: 0; -ENOMEM; -EINTR after a fatal signal.
 */
int facts_pointers(struct facts *f)
{
	struct search *s;
	int err = 0;

	if (f->old)
		return 0;
	s = kvzalloc(sizeof(*s), GFP_KERNEL);
	if (!s)
		return -ENOMEM;
	s->t = f->t;
	if (symbol_names_variables(&s->symbol))
		err = sift_words(s) ?: add_image(s) ?: add_pieces(s) ?: claim_pieces(f, s);
	kvfree(s->pieces);
	kvfree(s->words);
	kvfree(s);
	return err;
}
