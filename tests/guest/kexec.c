// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec - load an image of zeros that is never started, so that the kernel reserves pages of
 * the buddy all over memory. It marks them with PG_reserved, as memory of boot is.
 *
 *	kexec MIB	load one of that size
 *	kexec 0		unload it
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/kexec.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Where it would go, which must be memory */
#define DESTINATION	0x1000000UL

int main(int argc, char **argv)
{
	unsigned long mib = argc > 1 ? strtoul(argv[1], NULL, 0) : 0;
	struct kexec_segment segment = {
		.mem = (void *)DESTINATION,
		.memsz = mib << 20,
	};

	if (!syscall(SYS_kexec_load, DESTINATION, mib ? 1UL : 0UL, &segment,
		     (unsigned long)KEXEC_ARCH_DEFAULT))
		return 0;
	fprintf(stderr, "kexec_load: %s\n", strerror(errno));
	return 1;
}
