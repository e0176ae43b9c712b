/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * replay: what was reserved and freed in turn, and who holds each byte in the end.
 *
 * memblock leaves what is reserved already as it is when more is reserved over it: who asked
 * first holds a byte, until it is freed. So the owner of a byte is the first who
 * reserved it after the last time it was freed. If nobody did, it is who it was freed
 * for. Last and least, the rest of a page goes to who has a part of it.
 *
 * All the operations are sorted by address and swept over once. At each place, the operations
 * that speak of it are bits in sets that are ordered by time: "the last free" and "the first
 * reservation after it" take a few steps. n operations take O(n log n).
 */
#ifndef EARLY_RES_LOG_REPLAY_H
#define EARLY_RES_LOG_REPLAY_H

#include <stddef.h>
#include <stdint.h>

#include "words.h"

enum op_kind {
	OP_RESERVE,
	OP_FREE,	/* from now on as @name says; 0: nobody's */
	OP_EDGE,	/* whatever nothing else speaks of */
	NR_OP_KINDS,
};

/**
 * struct op - an operation
 * @span: the bytes
 * @name: number of the owner; 0: nobody is to be told
 * @kind: an enum op_kind
 */
struct op {
	struct span span;
	uint32_t name;
	uint8_t kind;
};

/**
 * replay - find out who holds what
 * @op: the operations, the first that happened first
 * @nr: how many
 * @put: is called for each run of bytes with an owner, upwards; nonzero ends the replay
 * @arg: for @put
 *
 * Return: 0; -1 if there is no memory; or what @put returned.
 */
int replay(const struct op *op, size_t nr,
	   int (*put)(void *arg, const struct span *span, uint32_t name), void *arg);

#endif
