// @ts-check
// The page: what is typed and clicked, and what is shown for it.

import { Data } from "./data.js";
import { Table } from "./table.js";
import { drawCompanies, drawYears, rove } from "./charts.js";

/** @template {keyof Elements} Id @param {Id} id @returns {Elements[Id]} */
const at = (id) => /** @type {any} */ (document.getElementById(id));
const NUMBERS = new Intl.NumberFormat("en");
const number = (n) => NUMBERS.format(n);
const people = (n) => (n === 1 ? "1 person" : `${number(n)} people`);

/** An element with a class, a text and children. */
function make(tag, kind, content, ...children) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  if (content !== undefined && content !== null) element.textContent = content;
  element.append(...children);
  return element;
}

const view = { query: "", show: "all", consider: "", company: -1, year: -1, sort: "row", down: false };
let data;
let table;
/** The last row that was ticked: where a range starts. */
let anchor = -1;
/** Whose fields the side shows. */
let shown = null;

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
  const who = data.people[id];
  const choice = data.choice[id];
  const kept = data.kept[id];
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
  data.about.considers.forEach(([, title, ], bit) => {
    if ((who.bits >> bit) & 1) marks.push(make("span", "badge consider", SHORT[data.about.considers[bit][0]] ?? title));
  });
  if (choice?.note) marks.push(make("span", "noted", choice.note));
  row.mark.replaceChildren(...marks);
}

const SHORT = {
  recruiter: "recruiter", "own-company": "own company", client: "client", recent: "recent", "shared-email": "e-mail shared", "no-url": "no address",
};

/** Finds the people who fit again, and shows them. */
function find() {
  const found = data.find(view);
  at("empty").hidden = found.length > 0;
  table.show(found);
  drawBars();
  drawHead();
  anchor = -1;
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
  if (view.company >= 0) chip(data.companies[view.company].name, () => { view.company = -1; });
  if (view.year >= 0) chip(String(view.year), () => { view.year = -1; });
  at("chips").replaceChildren(...chips);
}

/** The buttons that act on all that are shown, with how many that is. */
function drawBars() {
  const count = table.ids.length;
  at("tick-all").textContent = `Tick all ${number(count)}`;
  at("tick-all").disabled = count === 0;
  const ticked = table.ids.reduce((sum, id) => sum + (data.choice[id] !== null ? 1 : 0), 0);
  at("untick-all").textContent = `Untick ${number(ticked)}`;
  at("set-all").textContent = `Set for ticked ${number(ticked)}`;
  at("untick-all").disabled = ticked === 0;
  at("set-all").disabled = ticked === 0;
}

// ---- the side ----

function drawSummary() {
  const counts = data.count();
  const share = data.size === 0 ? 0 : Math.floor((counts.remove * 100) / data.size);
  const chosen = counts.remove + counts.other;
  const parts = [`${number(chosen)} chosen of ${number(data.size)}`, `${number(counts.kept)} kept`];
  at("counts").textContent = parts.join(" · ");
  const list = make("ul", "weighed");
  const item = (kind, label, value, meaning) => {
    const line = make("li", kind, null, make("span", "label", label), make("span", "value", value));
    if (meaning) line.append(make("span", "meaning", meaning));
    list.append(line);
  };
  const large = counts.remove * 100 > data.size * data.about.share_limit;
  item(large ? "warn" : "", "Share of your network that goes", `${share}%`,
    large ? `more than ${data.about.share_limit}%: whom they know goes out of reach too` : "");
  data.about.considers.forEach(([word, title, meaning], bit) => {
    const { chosen: count, all } = counts.considers[bit];
    if (all > 0) item(count > 0 ? "warn" : "", title, word === "recruiter" || count === 0 ? `${number(count)} of ${number(all)}` : number(count), count > 0 ? meaning : "");
  });
  if (counts.lost > 0) item("warn", "Companies where nobody is left", number(counts.lost), `of ${number(data.companies.length)}`);
  if (counts.other > 0) item("", "To unfollow, who stay connected", number(counts.other), "");
  at("weighed").replaceChildren(list);
  drawYears(at("years"), counts, view.year, (year) => { view.year = view.year === year ? -1 : year; find(); drawSummary(); });
  drawCompanies(at("companies"), data, counts, view.company, (company) => { view.company = view.company === company ? -1 : company; find(); drawSummary(); });
}

function options(select, values, chosen) {
  const all = values.includes(chosen) ? values : [...values, chosen];
  select.replaceChildren(...all.map((value) => {
    const option = make("option", "", value || "(none)");
    option.value = value;
    return option;
  }));
  select.value = chosen;
}

const reasons = () => data.about.reasons.map(([word]) => word);

function drawPerson(id) {
  shown = id ?? null;
  const place = at("person");
  if (id === undefined) {
    place.replaceChildren(make("p", "none", "Nobody is shown."));
    return;
  }
  const who = data.people[id];
  const choice = data.choice[id];
  const kept = data.kept[id];
  const title = make("h2", "", who.name || "(no name)");
  const parts = [title, make("p", "at", [who.position, who.company].filter(Boolean).join(", ") || "no position")];
  const facts = make("p", "facts", who.day ? `Connected ${who.day}. ` : "");
  if (who.address) {
    const link = make("a", "", "Profile");
    Object.assign(link, { href: who.address, target: "_blank", rel: "noopener noreferrer" });
    facts.append(link);
  }
  parts.push(facts);
  data.about.considers.forEach(([, heading, meaning], bit) => {
    if ((who.bits >> bit) & 1) parts.push(make("p", "weigh", `${heading}: ${meaning}`));
  });
  if (who.stuck) parts.push(make("p", "weigh", `Cannot be chosen: ${who.stuck}`));
  if (kept) parts.push(make("p", "kept-by", kept.line ? `Kept by line ${kept.line} of ${kept.list || "the keep list"}: ${kept.text.trim()}` : "Kept"));
  parts.push(choiceForm(id, choice, kept));
  const had = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.replaceChildren(...parts);
  if (had) document.getElementById(had)?.focus();
}

function choiceForm(id, choice, kept) {
  const form = make("div", "form");
  const free = kept === null && !data.people[id].stuck;
  const tick = make("button", choice ? "" : "strong", choice ? "Untick" : "Tick");
  Object.assign(tick, { type: "button", id: "one-tick", disabled: !free });
  tick.addEventListener("click", () => toggle([id]));
  const hold = make("button", "", kept ? "Stop keeping" : "Keep");
  Object.assign(hold, { type: "button", id: "one-keep", disabled: Boolean(kept && !kept.own) || Boolean(data.people[id].stuck) });
  if (kept && !kept.own)
    hold.title = kept.list
      ? `This line is on ${kept.list}: unlinked keep remove takes it out`
      : "This line is a pattern or keeps several people: change the file by hand";
  hold.addEventListener("click", () => keep(id));
  form.append(make("div", "buttons", null, tick, hold));
  if (!free) return form;
  const now = choice ?? newChoice();
  const field = (label, control, key) => {
    control.id = `one-${key}`;
    control.addEventListener("change", () => {
      const changed = { ...(data.choice[id] ?? newChoice()), [key]: control.value };
      data.act(`${key} of ${data.people[id].name}`, [{ do: "choose", people: [id], choice: changed }]);
    });
    form.append(make("label", "", null, make("span", "", label), control));
  };
  const action = make("select");
  options(action, ["remove", "unfollow"], now.action);
  field("Action", action, "action");
  const reason = make("select");
  options(reason, reasons(), now.reason);
  field("Reason", reason, "reason");
  const note = make("textarea");
  Object.assign(note, { rows: 2, maxLength: 1000, value: now.note });
  field("Note", note, "note");
  const meaning = data.about.reasons.find(([word]) => word === now.reason)?.[1];
  if (meaning) form.append(make("p", "meaning", `${now.reason}: ${meaning}`));
  return form;
}

// ---- choosing ----

const newChoice = () => ({ action: at("new-action").value, reason: at("new-reason").value, note: at("new-note").value.trim() });

function say(text) {
  at("said").textContent = text;
}

/** Ticks those who are not, or unticks if all are. */
function toggle(ids, choice = newChoice()) {
  const free = data.free(ids);
  if (free.length === 0) return say("Kept, or cannot be found: not ticked");
  const open = free.filter((id) => data.choice[id] === null);
  if (open.length > 0) tick(open, choice);
  else {
    data.act(`untick ${people(free.length)}`, [{ do: "drop", people: free }]);
    say(`Unticked ${people(free.length)}`);
  }
}

function tick(ids, choice = newChoice()) {
  data.act(`tick ${people(ids.length)}`, [{ do: "choose", people: ids, choice }]);
  say(`Ticked ${people(ids.length)}: ${choice.action}, ${choice.reason}`);
}

function tickRange(to) {
  const from = anchor < 0 ? to : anchor;
  const ids = table.ids.slice(Math.min(from, to), Math.max(from, to) + 1);
  tick(data.free(ids).filter((id) => data.choice[id] === null));
}

function tickAll() {
  const open = data.free(table.ids).filter((id) => data.choice[id] === null);
  if (open.length > 0) tick(open);
}

function untickAll() {
  const ticked = Array.from(table.ids).filter((id) => data.choice[id] !== null);
  data.act(`untick ${people(ticked.length)}`, [{ do: "drop", people: ticked }]);
  say(`Unticked ${people(ticked.length)}`);
}

function setAll() {
  const ticked = Array.from(table.ids).filter((id) => data.choice[id] !== null);
  data.act(`set for ${people(ticked.length)}`, [{ do: "choose", people: ticked, choice: newChoice() }]);
}

function keep(id) {
  const { name, stuck } = data.people[id];
  const kept = data.kept[id];
  if (stuck) return;
  if (kept && !kept.own) return say(kept.list
      ? `${name} is kept by line ${kept.line} of ${kept.list}, which this page does not change`
      : `${name} is kept by line ${kept.line}, which keeps others too: change the file by hand`);
  data.act(`${kept ? "stop keeping" : "keep"} ${name}`, [{ do: kept ? "release" : "keep", people: [id] }]);
  say(kept ? `${name} is no longer kept` : `${name} is kept`);
}

function undo(again) {
  const label = again ? data.redo() : data.undo();
  say(label ? `${again ? "Redone" : "Undone"}: ${label}` : `Nothing to ${again ? "redo" : "undo"}`);
}

// ---- keys ----

const SORTS = ["row", "name", "position", "company", "day"];

const KEYS = {
  ArrowDown: () => table.go(table.active + 1),
  ArrowUp: () => table.go(table.active - 1),
  PageDown: () => table.go(table.active + table.page),
  PageUp: () => table.go(table.active - table.page),
  Home: () => table.go(0),
  End: () => table.go(table.ids.length - 1),
  " ": (event) => {
    if (table.id === undefined) return;
    if (event.shiftKey) tickRange(table.active);
    else toggle([table.id]);
    anchor = table.active;
  },
  a: () => tickAll(),
  A: () => untickAll(),
  k: () => table.id !== undefined && keep(table.id),
  e: () => toPerson(),
  Enter: () => toPerson(),
  o: () => open(table.id),
  s: () => sortBy(SORTS[(SORTS.indexOf(view.sort) + 1) % SORTS.length], false),
  S: () => sortBy(view.sort, !view.down),
};

function open(id) {
  const address = id === undefined ? "" : data.people[id].address;
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
  if (/^[1-8]$/.test(event.key) && table.id !== undefined) {
    const reason = reasons()[Number(event.key) - 1];
    return () => data.free([table.id]).length > 0 && tick([table.id], { ...(data.choice[table.id] ?? newChoice()), reason });
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
  say(`Showing ${show.selectedOptions[0].textContent}: ${people(table.ids.length)}`);
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
  const state = data.state;
  at("saved").dataset.state = state;
  at("saved").textContent = { saved: "Saved", saving: "Saving…", unsaved: "Not saved" }[state];
  at("undo").disabled = data.past.length === 0;
  at("redo").disabled = data.future.length === 0;
  const { trouble } = data;
  at("trouble").hidden = !trouble;
  if (!trouble) return;
  at("trouble-text").textContent = trouble.kind === "lost"
    ? "The program does not answer, so your last changes are not saved. Is `unlinked review` still running?"
    : `Not saved: ${trouble.message}`;
  at("trouble-reload").hidden = trouble.kind !== "changed";
}

async function end() {
  await data.save();
  const counts = data.count();
  try {
    await data.end();
  } catch {
    return drawSaved();
  }
  at("ended-text").textContent = `${people(counts.remove)} to remove, ${number(counts.other)} to unfollow, ${number(counts.kept)} kept. Saved to ${data.about.roster} and ${data.about.keep}.`;
  at("ended-next").textContent = `unlinked run ${data.about.roster} --keep ${data.about.keep} --dry-run`;
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
    const row = table.at(event.target);
    if (row < 0) return;
    const box = /** @type {Element} */ (event.target).closest(".c-tick");
    table.go(row, true);
    if (event.shiftKey) tickRange(row);
    else if (box) toggle([table.id]);
    else setView("person");
    if (event.shiftKey || box) anchor = row;
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
  at("trouble-reload").addEventListener("click", () => data.reload());
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".views button"))) button.addEventListener("click", () => setView(button.dataset.view));
  rove(at("years"));
  rove(at("companies"));
  data.addEventListener("change", changed);
  data.addEventListener("state", drawSaved);
  window.addEventListener("beforeunload", (event) => { if (data.state !== "saved") event.preventDefault(); });
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
  table.redraw();
  drawBars();
  drawSummary();
  drawSaved();
  if (shown !== null) drawPerson(shown);
}

async function start() {
  data = await Data.load();
  options(at("new-reason"), reasons(), "irrelevant");
  data.about.considers.forEach(([, title], bit) => {
    const option = make("option", "", title);
    option.value = String(bit);
    at("consider").append(option);
  });
  table = new Table(at("grid"), at("rows"), makeRow, drawRow, drawPerson);
  table.resize();
  wire();
  find();
  drawSummary();
  drawSaved();
  setView("list");
  at("grid").focus({ preventScroll: true });
  document.title = `${data.about.export} - unlinked review`;
  document.body.dataset.ready = "yes";
}

start().catch((error) => {
  at("counts").textContent = "";
  at("trouble").hidden = false;
  at("trouble-reload").hidden = true;
  at("trouble-text").textContent = `The list cannot be read: ${error.message} Start \`unlinked review\` again.`;
});
