// @ts-check
"use strict";
// Filters and searches the table, and puts together a person's steps and pictures when they are asked for. Texts are only ever
// set as text, never as markup.
(() => {
  /** @returns {any} */
  const at = (id) => document.getElementById(id);
  /** @type {HTMLTableRowElement[]} */
  const rows = [...at("rows").rows];
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const make = (tag, settings = {}, ...children) => {
    const el = document.createElement(tag);
    for (const [name, value] of Object.entries(settings)) {
      if (name === "text") el.textContent = value;
      else if (name === "on") el.addEventListener("click", value);
      else if (value !== null && value !== undefined && value !== false) el.setAttribute(name, value === true ? "" : value);
    }
    el.append(...children.filter((child) => child !== null));
    return el;
  };
  const drawn = (tag, settings, text) => {
    const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(settings)) el.setAttribute(name, value);
    if (text) el.textContent = text;
    return el;
  };
  // A text with `commands` in code type.
  const coded = (text) => text.split("`").map((part, nth) => (nth % 2 ? make("code", { text: part }) : part));

  // ------------------------------------------------------------ pictures

  const marksOf = (picture) => {
    const { width, height } = picture;
    const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", preserveAspectRatio: "none" });
    const radius = width / 46;
    // A label that would cover what is marked stands beside it.
    for (const mark of picture.marks) {
      const group = drawn("g", { class: mark.click ? (mark.in_dialog ? "click later" : "click") : "idle" });
      if (mark.area) {
        const [x, y, w, h] = mark.area;
        for (const kind of ["halo", "area"])
          group.append(drawn("rect", { class: kind, x: x - 3, y: y - 3, width: w + 6, height: h + 6, rx: 5 }));
      }
      const [x, y] = [mark.x, mark.y];
      group.append(drawn("circle", { class: "dot", cx: x, cy: y, r: radius * 0.28, "stroke-width": radius * 0.1 }));
      if (mark.click) {
        const away = mark.area ? mark.area[2] / 2 + radius * 1.4 : radius * 1.6;
        const side = x + away + radius < width ? x + away : x - away;
        group.append(drawn("circle", { class: "dot", cx: side, cy: y, r: radius, "stroke-width": radius * 0.12 }));
        group.append(drawn("text", { x: side, y, "font-size": radius * 1.25 }, String(mark.click)));
      }
      svg.append(group);
    }
    return svg;
  };

  const figure = (picture, toggle) => {
    const marks = picture.marks.map((mark) => make("li", {}, ...coded(mark.label)));
    const caption = make("figcaption", {}, picture.caption + (picture.src ? "" : ` (${picture.file})`), marks.length ? make("ol", {}, ...marks) : null);
    if (!picture.src) return make("figure", {}, make("p", { class: "missing", text: picture.why_not }), caption);
    const words = [picture.caption + (picture.coarse ? ", as a coarse mosaic" : ""), ...picture.marks.map((mark) => mark.label.replaceAll("`", ""))].join("; ");
    const img = make("img", { src: picture.src, alt: words, width: Math.round(picture.width), height: Math.round(picture.height) });
    return make("figure", {}, make("button", { type: "button", class: "shot" + (picture.coarse ? " coarse" : ""), on: toggle }, img, marksOf(picture)), caption);
  };

  const strip = (pictures) => {
    const list = make("ul", { class: "strip" });
    const toggle = (event) => {
      const button = event.currentTarget;
      list.classList.toggle("big");
      button.scrollIntoView({ block: "nearest" });
    };
    list.append(...pictures.map((picture) => make("li", {}, figure(picture, toggle))));
    return list;
  };

  // ------------------------------------------------------------ steps, and what it takes to mend a locator

  // Roles are said, since a narrow page shows these tables as blocks.
  const tableOf = (kind, label, heads, lines) =>
    make("table", { class: kind, role: "table", "aria-label": label },
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads.map((text) => make("th", { scope: "col", role: "columnheader", text })))),
      make("tbody", { role: "rowgroup" }, ...lines));
  const cell = (...children) => make("td", { role: "cell" }, ...children);

  const stepLine = (step) =>
    make("tr", { class: step.bad ? "bad" : null, role: "row" },
      cell(step.at), cell(step.step),
      cell(make("span", {}, ...coded(step.text)), ...step.more.map((text) => make("p", { class: "extra", text }))),
      cell(step.took));

  const place = (mend) => [mend.address && `on ${mend.address}`, mend.title && `titled "${mend.title}"`].filter(Boolean).join(", ");
  // What the candidates met stands beside them.
  const about = (mend) => {
    const [note, where] = [mend.candidates.length ? "" : mend.note, place(mend)];
    if (!note) return where && `${where[0].toUpperCase()}${where.slice(1)}. `;
    return note + (where ? ` (${where}). ` : ". ");
  };
  const mending = (mend) =>
    make("div", { class: "mend" },
      mend.locator ? make("h3", {}, "To mend ", make("code", { text: mend.locator }), `: ${mend.reason}`) : make("h3", { text: "The page at the problem" }),
      make("p", {}, about(mend), mend.within ? make("span", {}, "It is looked for inside of ", make("code", { text: mend.within }), ".") : null),
      mend.candidates.length
        ? tableOf("tried", "Candidates", ["Candidate", "It says", "Why it did not do"],
          mend.candidates.map((tried) => make("tr", { role: "row" }, cell(tried.name), cell(tried.says ? make("code", { text: tried.says }) : "see the selector file"), cell(tried.why))))
        : null,
      mend.outline ? make("h3", { text: "The page around it" }) : null,
      mend.outline ? make("pre", { tabindex: 0, role: "region", "aria-label": "Outline of the page", text: mend.outline }) : null,
      mend.how.length ? make("h3", { text: "How" }) : null,
      mend.how.length ? make("ol", { class: "how" }, ...mend.how.map((text) => make("li", {}, ...coded(text)))) : null);

  const detailOf = (nth) => {
    const data = JSON.parse(at("d" + nth).textContent);
    const parts = [make("p", {}, ...coded(data.means))];
    if (data.next) parts.push(make("p", { class: "next" }, make("strong", { text: "What to do: " }), ...coded(data.next)));
    if (data.pictures.length) parts.push(make("h3", { text: "Pictures" }), strip(data.pictures));
    parts.push(...data.mend.map(mending));
    if (data.steps.length) parts.push(make("h3", { text: "Steps" }), tableOf("steps", "Steps", ["Time", "Step", "What happened", "Took"], data.steps.map(stepLine)));
    parts.push(make("h3", { text: "Facts" }), make("dl", { class: "facts" }, ...data.facts.map(([label, text]) => make("div", {}, make("dt", { text: label }), make("dd", { text })))));
    if (data.link) parts.push(make("p", {}, make("a", { href: data.link, rel: "noopener noreferrer", target: "_blank", text: "The profile on the site" })));
    return parts;
  };

  // ------------------------------------------------------------ rows

  // A row that comes into view for the first time gets its button.
  const show = (row) => {
    row.classList.add("on");
    const name = row.querySelector("span.name");
    if (name) name.replaceWith(make("button", { type: "button", class: "name", "aria-expanded": "false" }, ...name.childNodes));
  };
  const open = (row, wanted) => {
    const button = row.querySelector("button.name");
    if (!button) return;
    const shown = button.getAttribute("aria-expanded") === "true";
    if (shown === wanted) return;
    button.setAttribute("aria-expanded", String(wanted));
    const nth = row.id.slice(1);
    if (wanted) row.after(make("tr", { class: "more", id: "m" + nth }, make("td", { colspan: 2 }, ...detailOf(nth))));
    else at("m" + nth).remove();
  };

  at("rows").addEventListener("click", (event) => {
    const button = event.target.closest("button.name");
    if (button) open(button.closest("tr"), button.getAttribute("aria-expanded") !== "true");
  });

  // ------------------------------------------------------------ filter and search

  const search = at("search"), outcome = at("outcome"), look = at("look");
  const texts = new Map();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, folded(row.textContent));
    return texts.get(row);
  };
  const number = new Intl.NumberFormat("en");
  const tiles = [];
  // Thousands of rows at once would make every letter of a search wait.
  const STEP = 300;
  let fitting = [], shown = 0;
  const showMore = () => {
    for (const row of fitting.slice(shown, shown + STEP)) show(row);
    shown = Math.min(fitting.length, shown + STEP);
    const left = fitting.length - shown;
    at("more-people").hidden = !left;
    at("more").textContent = `Show ${number.format(Math.min(left, STEP))} more of ${number.format(left)}`;
  };
  const apply = () => {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    const fits = (row) => (!outcome.value || row.dataset.o === outcome.value) && (!look.checked || "l" in row.dataset) && words.every((word) => textOf(row).includes(word));
    fitting = rows.filter(fits);
    const kept = new Set(fitting.slice(0, STEP));
    for (const row of at("rows").querySelectorAll("tr.on")) {
      if (kept.has(row)) continue;
      open(row, false);
      row.classList.remove("on");
    }
    shown = 0;
    showMore();
    const all = number.format(rows.length);
    at("shown").textContent = fitting.length === rows.length ? `${all} in all` : `${number.format(fitting.length)} of ${all} fit`;
    at("none").hidden = fitting.length > 0;
    for (const tile of tiles) tile.setAttribute("aria-pressed", String(tile.dataset.o === outcome.value));
  };
  at("more").addEventListener("click", () => {
    const next = fitting[shown];
    showMore();
    /** @type {HTMLElement} */ (next.querySelector("button.name")).focus();
  });
  const clear = () => {
    search.value = outcome.value = "";
    look.checked = false;
    apply();
  };
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  outcome.addEventListener("change", apply);
  look.addEventListener("change", apply);
  at("tools").addEventListener("submit", (event) => event.preventDefault());
  at("clear").addEventListener("click", () => { clear(); search.focus(); });

  for (const tile of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#tiles .tile"))) {
    const button = make("button", { type: "button", class: tile.className, "data-o": tile.dataset.o, "aria-pressed": "false", on: () => {
      outcome.value = button.dataset.o === outcome.value ? "" : button.dataset.o;
      look.checked = false;
      apply();
    } }, ...tile.childNodes);
    tile.replaceWith(button);
    tiles.push(button);
  }
  at("tools").hidden = false;
  apply();

  // ------------------------------------------------------------ links to a person

  const follow = () => {
    const row = /^#p\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (!row) return;
    if (!fitting.includes(row)) clear();
    while (!row.classList.contains("on")) showMore();
    open(row, true);
    row.scrollIntoView();
    /** @type {HTMLElement} */ (row.querySelector("button.name")).focus({ preventScroll: true });
  };
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    // The same link a second time changes no hash.
    /** @type {HTMLAnchorElement | null} */
    const link = /** @type {Element} */ (event.target).closest("a[href^='#p']");
    if (link && link.hash === location.hash) follow();
  });
  follow();
})();
