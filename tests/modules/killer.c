// SPDX-License-Identifier: GPL-2.0-only
/*
 * killer: sends a fatal signal to each task that calls a function.
 *
 * @at is the name of the function. Not for PREEMPT_RT: there a probe may not send signals.
 */
#include <linux/init.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/sched/signal.h>

static char *at;
module_param(at, charp, 0);
MODULE_PARM_DESC(at, "Name of the function");

static int kill_current(struct kprobe *probe, struct pt_regs *regs)
{
	send_sig(SIGKILL, current, 1);
	return 0;
}

static struct kprobe probe = {
	.pre_handler = kill_current,
};

static int __init killer_init(void)
{
	if (!at)
		return -EINVAL;
	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		return -EOPNOTSUPP;
	probe.symbol_name = at;
	return register_kprobe(&probe);
}
module_init(killer_init);

static void __exit killer_exit(void)
{
	unregister_kprobe(&probe);
}
module_exit(killer_exit);

MODULE_DESCRIPTION("Who comes to a function gets a fatal signal there");
MODULE_LICENSE("GPL");
