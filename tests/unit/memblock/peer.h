/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * peer: the kernel's memblock.reserved, behind an interface of plain C.
 *
 * The headers of the memblock simulator and the stand-ins that module/table/range.c
 * is compiled with do not go together in one file.
 */
#ifndef EARLY_RES_PEER_H
#define EARLY_RES_PEER_H

#include <stdbool.h>
#include <stddef.h>

#define PEER_NO_NODE	(-1)

/* Nothing is reserved; the array may grow, into malloc()ed memory. */
void peer_reset(void);

/* Both return 0 or an error; PEER_NO_NODE leaves the node alone. */
int peer_reserve(unsigned long long start, unsigned long long end, int nid);
int peer_free(unsigned long long start, unsigned long long end);

/* Sets the flag MEMBLOCK_RSRV_NOINIT on what is reserved. */
int peer_mark(unsigned long long start, unsigned long long end);

size_t peer_count(void);
void peer_get(size_t i, unsigned long long *start, unsigned long long *end, int *nid, bool *marked);
bool peer_is_reserved(unsigned long long addr);
bool peer_touches(unsigned long long start, unsigned long long end);

/* For benchmarks: the loop is on this side, too. Returns how many are reserved. */
size_t peer_count_reserved(const unsigned long long *addrs, size_t nr);

#endif
