// SPDX-License-Identifier: GPL-2.0-only
/*
 * picture.js: checks a picture as the browser shows it. picture.sh appends it to a copy of the picture. The
 * attribute data-result of the root element then says what is there, and what is wrong with it.
 */
(function () {
	"use strict";
	const wrong = [];
	const visible = (e) => e.getClientRects().length > 0;
	const all = (selector) => [...document.querySelectorAll(selector)].filter(visible);
	const box = (e) => e.getBoundingClientRect();
	const name = (e) => (e.textContent || e.getAttribute("class") || e.tagName).slice(0, 40);

	function bad(what, e) {
		wrong.push(what + " [" + (e ? name(e) : "") + "]");
	}

	function inside(a, b) {
		return a.left >= b.left - 0.5 && a.right <= b.right + 0.5 &&
		       a.top >= b.top - 0.5 && a.bottom <= b.bottom + 0.5;
	}

	function overlap(a, b) {
		return a.left < b.right - 0.5 && b.left < a.right - 0.5 &&
		       a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
	}

	function rgb(text) {
		return text.match(/[\d.]+/g).slice(0, 3).map(Number);
	}

	function luminance(colour) {
		const c = rgb(colour).map((v) => v / 255)
			.map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);

		return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
	}

	function contrast(a, b) {
		const x = luminance(a) + 0.05, y = luminance(b) + 0.05;

		return x > y ? x / y : y / x;
	}

	function fill(e) {
		return getComputedStyle(e).fill;
	}

	const page = document.querySelector("rect.page");
	const ground = page ? fill(page) : getComputedStyle(document.body).backgroundColor;
	const texts = all("text"), rects = all("rect"), tiles = all("g.tile");
	const owned = rects.filter((r) => r.getAttribute("fill"));
	const drawings = all("svg");

	// Bars and tiles have a width and a height, and where there is a mouse, a title
	for (const r of rects)
		if (!(box(r).width >= 0.5 && box(r).height >= 0.5))
			bad("no size", r);
	for (const r of rects)
		if (!drawings.some((d) => d.contains(r) && inside(box(r), box(d))))
			bad("outside of its drawing", r);
	const titled = owned.filter((r) => r.querySelector("title") &&
				    r.querySelector("title").textContent.trim());

	// Text is in its drawing; a label is in what it is a label of, and both can be told apart
	for (const t of texts) {
		const d = t.closest("svg");

		if (!d || !inside(box(t), box(d)))
			bad("text outside of its drawing", t);
		if (t.classList.contains("l")) {
			let r = t.previousElementSibling;

			while (r && r.tagName !== "rect")
				r = r.previousElementSibling;
			if (!r || !inside(box(t), box(r)))
				bad("label does not fit", t);
			else if (contrast(fill(t), fill(r)) < 4.5)
				bad("label is not legible", t);
		} else if (contrast(fill(t), ground) < 4.5) {
			bad("text is not legible", t);
		}
	}
	for (let i = 0; i < texts.length; i++)
		for (let j = 0; j < i; j++)
			if (overlap(box(texts[i]), box(texts[j])))
				bad("text on text", texts[i]);

	// Tiles that touch have other colours, and do not overlap
	const covers = tiles.map((g) => ({ box: box(g.querySelector("rect")),
					   fill: fill(g.querySelector("rect")), g: g }));
	for (let i = 0; i < covers.length; i++)
		for (let j = 0; j < i; j++) {
			const a = covers[i].box, b = covers[j].box;
			const wide = { left: a.left - 3, right: a.right + 3,
				       top: a.top, bottom: a.bottom };
			const high = { left: a.left, right: a.right,
				       top: a.top - 3, bottom: a.bottom + 3 };

			if (overlap(a, b))
				bad("tile on tile", covers[i].g);
			if (covers[i].fill === covers[j].fill && (overlap(wide, b) || overlap(high, b)))
				bad("tiles of one colour touch", covers[i].g);
		}

	// Parts of a bar, or of a row, that follow each other have other colours or other heights
	const rows = new Map();
	for (const r of owned.filter((x) => !x.closest("g.tile"))) {
		const key = Math.round(box(r).bottom * 4);

		rows.set(key, [...(rows.get(key) || []), r]);
	}
	for (const row of rows.values()) {
		row.sort((a, b) => box(a).left - box(b).left);
		for (let i = 1; i < row.length; i++) {
			const a = row[i - 1], b = row[i];

			if (box(a).right > box(b).left + 0.1)
				bad("part on part", b);
			if (box(b).left - box(a).right < 2 && fill(a) === fill(b) &&
			    box(a).height === box(b).height)
				bad("parts of one colour touch", b);
		}
	}

	const root = document.documentElement;
	if (document.body && root.scrollWidth > innerWidth)
		bad("wider than the window: " + root.scrollWidth + " > " + innerWidth);
	const area = covers.reduce((sum, c) => sum + c.box.width * c.box.height, 0);
	const room = covers.length ? box(tiles[0].parentElement) : { width: 0, height: 1 };
	root.setAttribute("data-result", [
		"window=" + innerWidth, "dark=" + (luminance(ground) < 0.1),
		"texts=" + texts.length, "owned=" + owned.length, "titled=" + titled.length,
		"tiles=" + tiles.length, "labels=" + all("g.tile text").length,
		"covered=" + Math.round(100 * area / room.width / room.height),
		"wrong=" + wrong.length, wrong.slice(0, 5).join("; "),
	].join(" ").replace(/[^ -~]|[<>&"]/g, "?"));
}());
