// SPDX-License-Identifier: GPL-2.0-only
/*
 * html: writes the picture as a page, which is also valid XML. The page has each part twice, for
 * wide and for narrow screens, so that text has the right size on both; paper counts as wide. At
 * its end is a table of all owners.
 */
#include <stdlib.h>
#include <string.h>

#include "palette.h"
#include "picture.h"
#include "units.h"
#include "verbs.h"

static const char page_style[] =
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;padding:28px 8px 40px;max-width:904px;color:#1c2128;background:#fff;\n"
	"font:14px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',Arial,sans-serif}\n"
	"h1{font-size:24px;line-height:1.2;margin:0;overflow-wrap:anywhere}\n"
	"h2{font-size:15px;margin:30px 0 12px}\n"
	"p{margin:4px 0;color:#57606a;overflow-wrap:anywhere}\n"
	"dl{display:grid;grid-template-columns:repeat(3,1fr);gap:8px;margin:22px 0 0}\n"
	"dl div{display:flex;flex-direction:column-reverse;justify-content:flex-end}\n"
	"dd{margin:0;font-size:24px;font-weight:600;line-height:1.2}dt{color:#57606a}\n"
	"svg{display:block;width:100%;height:auto}.narrow{display:none;max-width:480px}\n"
	"table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}\n"
	"th,td{text-align:right;padding:3px 0 3px 10px;border-bottom:1px solid #d8dee4;\n"
	"vertical-align:top;white-space:nowrap}\n"
	"th{color:#57606a;font-weight:400}tr.sum td{font-weight:600}\n"
	"th:first-child,td:first-child{text-align:left;padding-left:0;white-space:normal;\n"
	"overflow-wrap:anywhere;width:60%}\n"
	"td:last-child{white-space:normal;overflow-wrap:anywhere;min-width:48px}\n"
	"td.owner i{display:inline-block;width:12px;height:12px;margin:0 8px 0 12px;vertical-align:-1px}\n"
	"@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark}\n"
	"body{color:#e6edf3;background:#14181d}p,dt,th{color:#9da7b1}th,td{border-color:#30363d}}\n"
	"@media screen and (max-width:720px){.wide{display:none}.narrow{display:block}}\n"
	"@media print{body{padding:0}svg,tr{break-inside:avoid}h2{break-after:avoid}\n"
	"td i,svg{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n"
	"@page{margin:14mm}\n";

static void put_figure(FILE *to, s64 bytes, const char *what)
{
	char size[UNITS_LENGTH];

	fprintf(to, "<div><dt>%s</dt><dd>%s</dd></div>\n", what, units_human(size, bytes));
}

static void put_headline(const struct picture *p, FILE *to)
{
	char text[64], share[UNITS_LENGTH];
	const struct model *m = p->m;
	s64 total = model_total(p->sums);

	fputs("<h1>", to);
	put_escaped(to, *m->host ? m->host : "this machine");
	fputs("</h1>\n<p>Linux ", to);
	put_escaped(to, m->release);
	fputs(", ", to);
	put_escaped(to, m->date);
	fputs("</p>\n", to);
	if (!m->firmware_known)
		fputs("<p>The firmware's map is not known (no /sys/firmware/memmap).</p>\n", to);
	fputs("<dl>\n", to);
	put_figure(to, total, p->node < 0 ? "memory" : "memory of the node");
	snprintf(text, sizeof(text), "taken, %s %%",
		 units_percent(share, units_share(p->taken, total)));
	put_figure(to, p->taken, text);
	put_figure(to, p->sums->managed, "left to the page allocator");
	fputs("</dl>\n", to);
}

static void put_row(const struct picture *p, FILE *to, const char *what, s64 bytes)
{
	char size[UNITS_LENGTH], share[UNITS_LENGTH];

	fprintf(to, "<tr class=\"sum\"><td>%s</td><td>%s</td><td>%s %%</td><td></td></tr>\n", what,
		units_human(size, bytes),
		units_percent(share, units_share(bytes, model_total(p->sums))));
}

static void put_row_if(const struct picture *p, FILE *to, const char *what, s64 bytes)
{
	if (bytes)
		put_row(p, to, what, bytes);
}

static void put_owner(const struct picture *p, FILE *to, const struct who *w)
{
	char size[UNITS_LENGTH], share[UNITS_LENGTH], nodes[56] = "";

	if (w->owner && p->node < 0)
		owner_nodes(p->m, w->owner, nodes, sizeof(nodes));
	fprintf(to, "<tr><td class=\"owner\"><i style=\"background:#%06x\"></i>",
		palette_fill(w->colour));
	put_escaped(to, w->name);
	fprintf(to, "%s</td><td>%s</td><td>%s %%</td><td>%s</td></tr>\n",
		w->owner && w->owner->live ? ", reserved since boot" : "",
		units_human(size, w->bytes),
		units_percent(share, units_share(w->bytes, model_total(p->sums))), nodes);
}

/* A table from all memory down to what is left and MemTotal */
static void put_table(const struct picture *p, FILE *to)
{
	const struct sums *s = p->sums;
	char kb[UNITS_LENGTH];
	size_t i;

	fputs("<h2>All of it</h2>\n<table>\n"
	      "<tr><th>what</th><th>size</th><th>share</th><th>nodes</th></tr>\n", to);
	if (p->m->firmware_known)
		put_row(p, to, "memory in the firmware's map", s->firmware);
	put_row_if(p, to, p->m->firmware_known ? "added to it" : "memory", s->added);
	put_row_if(p, to, "brought by a driver", s->driver);
	put_row_if(p, to, "not used by the kernel", s->unused);
	put_row(p, to, "taken", p->taken);
	for (i = 0; i < p->nr_who; i++)
		put_owner(p, to, &p->who[i]);
	if (s->unexplained < 0)
		put_row(p, to, "unexplained", s->unexplained);
	put_row(p, to, "left to the page allocator", s->managed);
	fputs("</table>\n", to);
	if (p->node < 0)
		fprintf(to, "<p>MemTotal of /proc/meminfo: %s kB%s.</p>\n",
			units_kb(kb, p->m->memtotal),
			s->managed == p->m->memtotal ? ", the same" : ", not the same");
}

static void put_section(const struct picture *p, FILE *to, const char *heading, int part)
{
	static const char *const kinds[LAYOUTS] = { [WIDE] = "wide", [NARROW] = "narrow" };
	struct canvas c;
	int layout;

	fprintf(to, "<h2>%s</h2>\n", heading);
	for (layout = 0; layout < LAYOUTS; layout++) {
		canvas_begin(&c, to, layout);
		c.kind = kinds[layout];
		if (part == 0)
			draw_bars(p, &c);
		else if (part == 1)
			draw_tiles(p, layout, &c);
		else
			draw_space(p, &c);
	}
}

/* picture_html - write the whole page */
void picture_html(const struct model *m, int node, FILE *to)
{
	struct picture p;

	picture_begin(&p, m, node);
	fputs("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\"/>\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
	      "<meta name=\"viewport\" content=\"width=device-width\"/>\n"
	      "<title>Memory taken at boot", to);
	if (*m->host)
		fputs(": ", to);
	put_escaped(to, m->host);
	fputs("</title>\n<style>\n", to);
	put_style(to);
	fputs(page_style, to);
	fputs("</style>\n</head>\n<body>\n", to);
	put_headline(&p, to);
	put_section(&p, to, "Memory of each node, and what was taken of it", 0);
	put_section(&p, to, "What was taken, by owner", 1);
	put_section(&p, to, "Where it is", 2);
	put_table(&p, to);
	fputs("</body>\n</html>\n", to);
	picture_end(&p);
}
