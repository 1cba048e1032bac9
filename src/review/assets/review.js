// @ts-check
// The page: what is typed and clicked, and what is shown for it.

import { Data } from "./data.js";
import { Table } from "./table.js";
import { drawCompanies, drawYears, rove } from "./charts.js";
import { keep, newChoice, setAll, tick, tickAll, tickRange, toggle, undo, untickAll } from "./choose.js";
import { drawPerson, options, reasons } from "./person.js";
import { at, make } from "./elements.js";
import { isNarrowed, number, page, people, say, view } from "./shared.js";

// ---- the list ----

function makeRow() {
  const element = make("div", "row");
  element.setAttribute("role", "row");
  const cell = (kind) => {
    const made = make("div", kind);
    made.setAttribute("role", "gridcell");
    element.append(made);
    return made;
  };
  const tick = cell("c-tick");
  tick.append(make("span", "box"));
  return {
    element, tick, name: cell("c-name"), position: cell("c-position"), company: cell("c-company"), day: cell("c-day"), mark: cell("c-mark"),
  };
}

function drawRow(row, id) {
  const who = page.data.people[id];
  const choice = page.data.choice[id];
  const kept = page.data.kept[id];
  row.element.setAttribute("aria-selected", String(choice !== null));
  row.element.classList.toggle("chosen", choice !== null);
  row.element.classList.toggle("kept", kept !== null);
  row.element.classList.toggle("stuck", Boolean(who.stuck));
  row.name.textContent = who.name || "(no name)";
  row.position.textContent = who.position;
  row.company.textContent = who.company;
  row.day.textContent = who.day;
  const marks = [];
  if (kept) marks.push(make("span", "badge keep", "kept"));
  if (who.stuck) marks.push(make("span", "badge", "cannot be found"));
  if (choice) marks.push(make("span", `badge ${choice.action}`, choice.action === "remove" ? choice.reason || "remove" : `${choice.action}: ${choice.reason}`));
  page.data.about.considers.forEach(([, title, ], bit) => {
    if ((who.bits >> bit) & 1) marks.push(make("span", "badge consider", SHORT[page.data.about.considers[bit][0]] ?? title));
  });
  if (choice?.note) marks.push(make("span", "noted", choice.note));
  // The side tells all of it; a row has room for the first two.
  const more = marks.splice(2).map((mark) => mark.textContent);
  if (more.length > 0) marks.push(Object.assign(make("span", "more", `+${more.length}`), { title: more.join(", ") }));
  row.mark.replaceChildren(...marks);
}

const SHORT = {
  recruiter: "recruiter", "own-company": "own company", client: "client", recent: "recent", "shared-email": "e-mail shared", "no-url": "no address",
};

/** Finds the people who fit again, and shows them. */
function find() {
  const found = page.data.find(view);
  at("empty").hidden = found.length > 0;
  page.table.show(found);
  drawBars();
  drawHead();
  page.anchor = -1;
}

function drawHead() {
  for (const head of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-sort]"))) {
    const sorted = head.dataset.sort === view.sort;
    head.setAttribute("aria-sort", sorted ? (view.down ? "descending" : "ascending") : "none");
  }
  const select = at("sort");
  select.value = (view.sort === "day" && view.down ? "-" : "") + view.sort;
  const chips = [];
  const chip = (label, clear) => {
    const button = make("button", "chip", `${label} ×`);
    button.type = "button";
    button.setAttribute("aria-label", `${label}: show all again`);
    button.addEventListener("click", () => { clear(); find(); at("query").focus(); });
    chips.push(button);
  };
  if (view.company >= 0) chip(page.data.companies[view.company].name, () => { view.company = -1; });
  if (view.year >= 0) chip(String(view.year), () => { view.year = -1; });
  at("chips").replaceChildren(...chips);
}

/** The buttons that act on all that are shown, with how many that is. */
function drawBars() {
  const count = page.table.ids.length;
  at("tick-all").textContent = isNarrowed() ? `Tick all ${number(count)}` : "Tick all";
  at("tick-all").disabled = count === 0 || !isNarrowed();
  const ticked = page.table.ids.reduce((sum, id) => sum + (page.data.choice[id] !== null ? 1 : 0), 0);
  at("untick-all").textContent = `Untick ${number(ticked)}`;
  at("set-all").textContent = `Set for ticked ${number(ticked)}`;
  at("untick-all").disabled = ticked === 0;
  at("set-all").disabled = ticked === 0;
}

// ---- the side ----

function drawSummary() {
  const counts = page.data.count();
  const share = page.data.size === 0 ? 0 : Math.floor((counts.remove * 100) / page.data.size);
  const chosen = counts.remove + counts.other;
  const parts = [`${number(chosen)} chosen of ${number(page.data.size)}`, `${number(counts.kept)} kept`];
  at("counts").textContent = parts.join(" · ");
  const list = make("ul", "weighed");
  const item = (kind, label, value, meaning) => {
    const line = make("li", kind, null, make("span", "label", label), make("span", "value", value));
    if (meaning) line.append(make("span", "meaning", meaning));
    list.append(line);
  };
  const large = counts.remove * 100 > page.data.size * page.data.about.share_limit;
  item(large ? "warn" : "", "Share of your network that goes", `${share}%`,
    large ? `more than ${page.data.about.share_limit}%: whom they know goes out of reach too` : "");
  page.data.about.considers.forEach(([word, title, meaning], bit) => {
    const { chosen: count, all } = counts.considers[bit];
    if (all > 0) item(count > 0 ? "warn" : "", title, word === "recruiter" || count === 0 ? `${number(count)} of ${number(all)}` : number(count), count > 0 ? meaning : "");
  });
  if (counts.lost > 0) item("warn", "Companies where nobody is left", number(counts.lost), `of ${number(page.data.companies.length)}`);
  if (counts.other > 0) item("", "To unfollow, who stay connected", number(counts.other), "");
  at("weighed").replaceChildren(list);
  drawYears(at("years"), counts, view.year, (year) => { view.year = view.year === year ? -1 : year; find(); drawSummary(); });
  drawCompanies(at("companies"), page.data, counts, view.company, (company) => { view.company = view.company === company ? -1 : company; find(); drawSummary(); });
}

// ---- keys ----

const SORTS = ["row", "name", "position", "company", "day"];

const KEYS = {
  ArrowDown: () => page.table.go(page.table.active + 1),
  ArrowUp: () => page.table.go(page.table.active - 1),
  PageDown: () => page.table.go(page.table.active + page.table.page),
  PageUp: () => page.table.go(page.table.active - page.table.page),
  Home: () => page.table.go(0),
  End: () => page.table.go(page.table.ids.length - 1),
  " ": (event) => {
    if (page.table.id === undefined) return;
    if (event.shiftKey) tickRange(page.table.active);
    else toggle([page.table.id]);
    page.anchor = page.table.active;
  },
  a: () => tickAll(),
  A: () => untickAll(),
  k: () => page.table.id !== undefined && keep(page.table.id),
  e: () => toPerson(),
  Enter: () => toPerson(),
  o: () => open(page.table.id),
  s: () => sortBy(SORTS[(SORTS.indexOf(view.sort) + 1) % SORTS.length], false),
  S: () => sortBy(view.sort, !view.down),
};

function open(id) {
  const address = id === undefined ? "" : page.data.people[id].address;
  if (address) window.open(address, "_blank", "noopener,noreferrer");
}

function toPerson() {
  setView("person");
  (at("one-reason") ?? at("one-keep"))?.focus();
}

function inField(target) {
  return target.matches("input, select, textarea, dialog *");
}

function anywhere(event) {
  const control = event.ctrlKey || event.metaKey;
  if (control && event.key.toLowerCase() === "z" && !inField(event.target)) return () => undo(event.shiftKey);
  if (control && event.key.toLowerCase() === "y" && !inField(event.target)) return () => undo(true);
  if (control || event.altKey) return null;
  if (event.key === "Escape" && !event.target.closest("dialog")) return () => escape(event.target);
  if (inField(event.target)) return null;
  if (event.key === "/") return () => at("query").select();
  if (event.key === "?") return () => at("keys").showModal();
  if (event.key === "u") return () => undo(false);
  if (event.key === "f") return () => showNext();
  if (/^[1-8]$/.test(event.key) && page.table.id !== undefined) {
    const reason = reasons()[Number(event.key) - 1];
    return () => page.data.free([page.table.id]).length > 0 && tick([page.table.id], { ...(page.data.choice[page.table.id] ?? newChoice()), reason });
  }
  return null;
}

function escape(target) {
  if (target === at("query") && view.query) {
    at("query").value = "";
    view.query = "";
    find();
    return;
  }
  setView("list");
  at("grid").focus();
}

function showNext() {
  const show = at("show");
  show.selectedIndex = (show.selectedIndex + 1) % show.options.length;
  view.show = show.value;
  find();
  say(`Showing ${show.selectedOptions[0].textContent}: ${people(page.table.ids.length)}`);
}

function sortBy(key, down) {
  view.sort = key;
  view.down = down;
  find();
  say(`Sorted by ${key === "row" ? "the order of the export" : key}${down ? ", last first" : ""}`);
}

function setView(name) {
  document.body.dataset.view = name;
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".views button"))) {
    button.setAttribute("aria-current", String(button.dataset.view === name));
  }
}

// ---- saving ----

function drawSaved() {
  const state = page.data.state;
  at("saved").dataset.state = state;
  at("saved").textContent = { saved: "Saved", saving: "Saving…", unsaved: "Not saved" }[state];
  at("undo").disabled = page.data.past.length === 0;
  at("redo").disabled = page.data.future.length === 0;
  const { trouble } = page.data;
  at("trouble").hidden = !trouble;
  if (!trouble) return;
  at("trouble-text").textContent = trouble.kind === "lost"
    ? "The program does not answer, so your last changes are not saved. Is `unlinked review` still running?"
    : `Not saved: ${trouble.message}`;
  at("trouble-reload").hidden = trouble.kind !== "changed";
}

async function end() {
  await page.data.save();
  const counts = page.data.count();
  try {
    await page.data.end();
  } catch {
    return drawSaved();
  }
  at("ended-text").textContent = `${people(counts.remove)} to remove, ${number(counts.other)} to unfollow, ${number(counts.kept)} kept. Saved to ${page.data.about.roster} and ${page.data.about.keep}.`;
  at("ended-next").textContent = `unlinked run ${page.data.about.roster} --keep ${page.data.about.keep} --dry-run`;
  at("ended-copy").textContent = "Copy";
  at("ended").showModal();
  return undefined;
}

// ---- wiring ----

function wire() {
  const grid = at("grid");
  grid.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || event.target !== grid) return;
    event.preventDefault();
    act(event);
  });
  at("rows").addEventListener("click", (event) => {
    const row = page.table.at(event.target);
    if (row < 0) return;
    const box = /** @type {Element} */ (event.target).closest(".c-tick");
    page.table.go(row, true);
    if (event.shiftKey) tickRange(row);
    else if (box) toggle([page.table.id]);
    else setView("person");
    if (event.shiftKey || box) page.anchor = row;
  });
  for (const head of document.querySelectorAll("[data-sort] button")) {
    const { sort } = head.parentElement.dataset;
    head.addEventListener("click", () => sortBy(sort, view.sort === sort && !view.down));
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    const act = anywhere(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
  at("query").addEventListener("input", () => { view.query = at("query").value; find(); });
  at("query").addEventListener("keydown", (event) => { if (event.key === "Enter") grid.focus(); });
  at("show").addEventListener("change", () => { view.show = at("show").value; find(); });
  at("consider").addEventListener("change", () => { view.consider = at("consider").value; find(); });
  at("sort").addEventListener("change", () => { const key = at("sort").value; sortBy(key.replace("-", ""), key.startsWith("-")); });
  at("clear").addEventListener("click", clear);
  at("tick-all").addEventListener("click", tickAll);
  at("untick-all").addEventListener("click", untickAll);
  at("set-all").addEventListener("click", setAll);
  at("undo").addEventListener("click", () => undo(false));
  at("redo").addEventListener("click", () => undo(true));
  at("help").addEventListener("click", () => at("keys").showModal());
  at("done").addEventListener("click", end);
  at("ended-copy").addEventListener("click", async () => {
    await navigator.clipboard.writeText(at("ended-next").textContent);
    at("ended-copy").textContent = "Copied";
  });
  at("trouble-reload").addEventListener("click", () => page.data.reload());
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".views button"))) button.addEventListener("click", () => setView(button.dataset.view));
  rove(at("years"));
  rove(at("companies"));
  page.data.addEventListener("change", changed);
  page.data.addEventListener("state", drawSaved);
  window.addEventListener("beforeunload", (event) => { if (page.data.state !== "saved") event.preventDefault(); });
}

function clear() {
  Object.assign(view, { query: "", show: "all", consider: "", company: -1, year: -1 });
  at("query").value = "";
  at("consider").value = "";
  at("show").value = "all";
  find();
  at("grid").focus();
}

/** After a change the rows are drawn again where they are: nobody vanishes under the user's hand until the next search. */
function changed() {
  page.table.redraw();
  drawBars();
  drawSummary();
  drawSaved();
  if (page.shown !== null) drawPerson(page.shown);
}

async function start() {
  page.data = await Data.load();
  options(at("new-reason"), reasons(), "irrelevant");
  page.data.about.considers.forEach(([, title], bit) => {
    const option = make("option", "", title);
    option.value = String(bit);
    at("consider").append(option);
  });
  page.table = new Table(at("grid"), at("rows"), makeRow, drawRow, drawPerson);
  page.table.resize();
  wire();
  find();
  drawSummary();
  drawSaved();
  setView("list");
  at("grid").focus({ preventScroll: true });
  document.title = `${page.data.about.export} - unlinked review`;
  document.body.dataset.ready = "yes";
}

start().catch((error) => {
  at("counts").textContent = "";
  at("trouble").hidden = false;
  at("trouble-reload").hidden = true;
  at("trouble-text").textContent = `The list cannot be read: ${error.message} Start \`unlinked review\` again.`;
});
