/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trace: the events, for bpftrace, perf and ftrace.
 *
 * Addresses are physical, in bytes, and both ends are included, as in the dumps. A zone
 * is a name, not a number, because the numbers depend on the kernel's configuration.
 *
 * Names are arrays in the record, not dynamic strings (__data_loc), because bpftrace 0.23
 * shows dynamic strings as empty.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM early_res

#if !defined(EARLY_RES_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define EARLY_RES_TRACE_H

#include <linux/tracepoint.h>

/* Bytes of a name, including the final NUL. Longer names are cut. */
#define TRACE_ZONE_LENGTH	8
#define TRACE_OWNER_LENGTH	64

/* A range was put into the table: a rescan found it, or it was reserved. */
TRACE_EVENT(early_res_reserve,
	TP_PROTO(u64 start, u64 end, int nid, const char *zone, const char *owner),
	TP_ARGS(start, end, nid, zone, owner),
	TP_STRUCT__entry(
		__field(u64, start)
		__field(u64, end)
		__field(int, nid)
		__array(char, zone, TRACE_ZONE_LENGTH)
		__array(char, owner, TRACE_OWNER_LENGTH)
	),
	TP_fast_assign(
		__entry->start = start;
		__entry->end = end;
		__entry->nid = nid;
		strscpy_pad(__entry->zone, zone, TRACE_ZONE_LENGTH);
		strscpy_pad(__entry->owner, owner, TRACE_OWNER_LENGTH);
	),
	TP_printk("%016llx-%016llx nid=%d zone=%s owner=%s",
		  __entry->start, __entry->end, __entry->nid,
		  __entry->zone, __entry->owner)
);

/* A range, or a part of one, was late freed. @pages is how many pages became free by this. */
TRACE_EVENT(early_res_late_free,
	TP_PROTO(u64 start, u64 end, int nid, unsigned long pages,
		 bool simulated, const char *owner),
	TP_ARGS(start, end, nid, pages, simulated, owner),
	TP_STRUCT__entry(
		__field(u64, start)
		__field(u64, end)
		__field(int, nid)
		__field(unsigned long, pages)
		__field(int, simulated)
		__array(char, owner, TRACE_OWNER_LENGTH)
	),
	TP_fast_assign(
		__entry->start = start;
		__entry->end = end;
		__entry->nid = nid;
		__entry->pages = pages;
		__entry->simulated = simulated;
		strscpy_pad(__entry->owner, owner, TRACE_OWNER_LENGTH);
	),
	TP_printk("%016llx-%016llx nid=%d pages=%lu simulated=%d owner=%s",
		  __entry->start, __entry->end, __entry->nid, __entry->pages,
		  __entry->simulated, __entry->owner)
);

/* One block was given to the buddy, with @order. There it became part of one of @merged_order. */
TRACE_EVENT(early_res_block,
	TP_PROTO(unsigned long pfn, unsigned int order, unsigned int merged_order,
		 int nid, const char *zone, bool simulated),
	TP_ARGS(pfn, order, merged_order, nid, zone, simulated),
	TP_STRUCT__entry(
		__field(unsigned long, pfn)
		__field(unsigned int, order)
		__field(unsigned int, merged_order)
		__field(int, nid)
		__array(char, zone, TRACE_ZONE_LENGTH)
		__field(int, simulated)
	),
	TP_fast_assign(
		__entry->pfn = pfn;
		__entry->order = order;
		__entry->merged_order = merged_order;
		__entry->nid = nid;
		strscpy_pad(__entry->zone, zone, TRACE_ZONE_LENGTH);
		__entry->simulated = simulated;
	),
	TP_printk("pfn=0x%lx order=%u merged_order=%u nid=%d zone=%s simulated=%d",
		  __entry->pfn, __entry->order, __entry->merged_order,
		  __entry->nid, __entry->zone, __entry->simulated)
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
