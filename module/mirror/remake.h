/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * remake: make the mirror's table, at load and at each rescan.
 */
#ifndef EARLY_RES_REMAKE_H
#define EARLY_RES_REMAKE_H

int mirror_make(void);
int mirror_forget(void);

int mirror_init(void);
void mirror_exit(void);

#endif
