// SPDX-License-Identifier: GPL-2.0-only
/*
 * poke: words of the kernel's memory that are something else for as long as this is loaded.
 *
 * Takes @at, a list of addresses, and @word, what to put there. For what memblock left behind: a
 * kernel that does not keep memblock never reads that again.
 */
#include <linux/init.h>
#include <linux/module.h>
#include <linux/uaccess.h>

#define WORDS	32

static unsigned long at[WORDS], word[WORDS], before[WORDS];
static unsigned int nr, nr_words;

module_param_array(at, ulong, &nr, 0);
MODULE_PARM_DESC(at, "Addresses");
module_param_array(word, ulong, &nr_words, 0);
MODULE_PARM_DESC(word, "What to put there");

static int __init poke_init(void)
{
	unsigned int i;

	if (!nr || nr != nr_words)
		return -EINVAL;
	for (i = 0; i < nr; i++)
		if (get_kernel_nofault(before[i], (unsigned long *)at[i]))
			return -EFAULT;
	for (i = 0; i < nr; i++)
		WRITE_ONCE(*(unsigned long *)at[i], word[i]);
	return 0;
}

static void __exit poke_exit(void)
{
	while (nr--)
		WRITE_ONCE(*(unsigned long *)at[nr], before[nr]);
}

module_init(poke_init);
module_exit(poke_exit);

MODULE_DESCRIPTION("Changes words of the kernel's memory, and puts them back");
MODULE_LICENSE("GPL");
