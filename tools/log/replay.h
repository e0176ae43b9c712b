/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * replay: finds who holds each byte after all reservations and frees.
 *
 * If memblock reserves bytes that are reserved already, they stay as they are. So the owner of a
 * byte is the first who reserved it after its last free. If nobody reserved it after that, the free
 * itself says whose it is (@name). If there was no operation on it at all, but its page has an
 * owner in part, an operation OP_EDGE says whose the rest of the page is.
 *
 * All operations are sorted by address and swept over once. At each address, the operations that
 * cover it are bits in sets that are ordered by time, so "the last free" and "the first reservation
 * after it" are found in a few steps. n operations take O(n log n).
 */
#ifndef EARLY_RES_LOG_REPLAY_H
#define EARLY_RES_LOG_REPLAY_H

#include <stddef.h>
#include <stdint.h>

#include "words.h"

enum op_kind {
	OP_RESERVE,
	OP_FREE,	/* from then on the bytes belong to @name; 0: to nobody */
	OP_EDGE,	/* counts only if no other operation covers the byte */
	NR_OP_KINDS,
};

/**
 * struct op - an operation
 * @span: the bytes
 * @name: number of the owner; 0: no owner is to be reported
 * @kind: an enum op_kind
 */
struct op {
	struct span span;
	uint32_t name;
	uint8_t kind;
};

/**
 * replay - find out who holds what
 * @op: the operations, in the order in which they happened
 * @nr: how many
 * @put: is called for each run of bytes with an owner, in ascending order; nonzero ends the replay
 * @arg: is passed to @put
 *
 * Return: 0; -1 if there is no memory; or what @put returned.
 */
int replay(const struct op *op, size_t nr,
	   int (*put)(void *arg, const struct span *span, uint32_t name), void *arg);

#endif
