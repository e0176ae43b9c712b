// SPDX-License-Identifier: GPL-2.0-only
/*
 * style: CSS for text and for memory that nobody reserved: in light mode, in dark mode, and on
 * paper, which is white whatever the screen is. The colours of owners are always the same
 * (palette.h).
 */
#include "palette.h"
#include "picture.h"

#define SANS	"system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',Arial,sans-serif"
#define MONO	"ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace"

/* put_style - write the CSS that all drawings need */
void put_style(FILE *to)
{
	fputs("text{font:13px " SANS "}\n"
	      ".t{font-size:24px;font-weight:600}.h{font-size:15px;font-weight:600}\n"
	      ".s{font-size:11px}.m{font:11px " MONO "}.l{pointer-events:none}\n"
	      ".ink{fill:#1c2128}.dim{fill:#57606a}\n"
	      ".none{fill:none;stroke:#8b949e;stroke-dasharray:3 2}.zoom{fill:#8b949e;opacity:.25}\n",
	      to);
	fprintf(to, ".page{fill:#%06x}.free{fill:#%06x}\n", LIGHT_PAGE, LIGHT_FREE);
	fprintf(to,
		"@media screen and (prefers-color-scheme:dark){.ink{fill:#e6edf3}.dim{fill:#9da7b1}\n"
		".page{fill:#%06x}.free{fill:#%06x}}\n", DARK_PAGE, DARK_FREE);
	fputs("@media print{.free{stroke:#aaa;stroke-width:.5}}\n", to);
}
