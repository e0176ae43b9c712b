// SPDX-License-Identifier: GPL-2.0-only
/*
 * locked: keeps a page of a file locked until the module is removed.
 *
 *	insmod locked.ko file=PATH index=N
 *
 * It is the page that begins at byte N * PAGE_SIZE. The page can be moved, but whoever wants to
 * move it must wait. The parameter pfn then has its page frame.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pagemap.h>

static char *file = "";
module_param(file, charp, 0400);

static unsigned long index;
module_param(index, ulong, 0400);

static unsigned long pfn;
module_param(pfn, ulong, 0400);

static struct file *opened;
static struct page *page;

static int __init locked_init(void)
{
	opened = filp_open(file, O_RDONLY, 0);
	if (IS_ERR(opened))
		return PTR_ERR(opened);

	page = find_lock_page(opened->f_mapping, index);
	if (!page) {
		filp_close(opened, NULL);
		return -ENODATA;
	}
	/* The file has a reference, and cannot drop it while we hold the lock. */
	put_page(page);
	pfn = page_to_pfn(page);
	return 0;
}
module_init(locked_init);

static void __exit locked_exit(void)
{
	unlock_page(page);
	filp_close(opened, NULL);
}
module_exit(locked_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Keeps a page locked, for the tests of early_res");
