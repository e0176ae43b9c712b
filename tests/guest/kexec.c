// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec - loads an image of zeros that is never started. The kernel then reserves pages of the
 * buddy all over memory. It marks them with PG_reserved, just as memory that boot reserved.
 *
 *	kexec MIB	load an image of that size
 *	kexec 0		unload the image
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/kexec.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The address where the image would go; it must be memory */
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
