// SPDX-License-Identifier: GPL-2.0-only
/*
 * poke: changes words of the kernel's memory while it is loaded.
 *
 * @at is a list of addresses, and @word has the values that are written there. It is for memblock's
 * old data: a kernel that does not keep memblock never reads it again.
 *
 * With @flip the words change back and forth all the time.
 */
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/uaccess.h>

#define WORDS	32

static unsigned long at[WORDS], word[WORDS], before[WORDS];
static unsigned int nr, nr_words;
static struct task_struct *flipper;

module_param_array(at, ulong, &nr, 0);
MODULE_PARM_DESC(at, "Addresses");
module_param_array(word, ulong, &nr_words, 0);
MODULE_PARM_DESC(word, "What to put there");

static bool flip;
module_param(flip, bool, 0);
MODULE_PARM_DESC(flip, "Change them back and forth");

static void put(const unsigned long *words)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		WRITE_ONCE(*(unsigned long *)at[i], words[i]);
}

static int flip_words(void *data)
{
	while (!kthread_should_stop()) {
		put(word);
		udelay(5);
		put(before);
		udelay(5);
		cond_resched();
	}
	return 0;
}

static int __init poke_init(void)
{
	unsigned int i;

	if (!nr || nr != nr_words)
		return -EINVAL;
	for (i = 0; i < nr; i++)
		if (get_kernel_nofault(before[i], (unsigned long *)at[i]))
			return -EFAULT;
	if (!flip) {
		put(word);
		return 0;
	}
	flipper = kthread_run(flip_words, NULL, "poke");
	return PTR_ERR_OR_ZERO(flipper);
}

static void __exit poke_exit(void)
{
	if (flipper)
		kthread_stop(flipper);
	put(before);
}

module_init(poke_init);
module_exit(poke_exit);

MODULE_DESCRIPTION("Changes words of the kernel's memory, and puts them back");
MODULE_LICENSE("GPL");
