// Runs inside the page, one call a wait. It is given everything that the step needs to know (locators with their ordered
// candidates, the texts of each UI language, the stop signs) and what to wait for; it looks again at every frame until that is
// there or the slice is over, and answers with what it saw, or for each candidate why not.
//
// It never clicks. A click is made by the driver, as a trusted event at the point answered here. What this file adds to that
// click is a guard: armed here for one click, it checks inside the event, before the page's own handlers, that the event falls
// into the chosen element and that the page is still about the pinned person, and swallows the event if not.
//
// The life of a target: candidates in order -> scope -> visible -> exactly one -> enabled -> in view -> same box in two frames ->
// hit by a click at its middle -> guard armed -> answered.

const request = arguments[0];
const answer = arguments[arguments.length - 1];
const STATE = "__unlinked_guard";

// ---------------------------------------------------------------- texts

const squash = (text) =>
  (text || "")
    .normalize("NFKC")
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim();
const fold = (text) => squash(text).toLowerCase();
const short = (text, most) => {
  const flat = squash(text);
  return flat.length > most ? flat.slice(0, most) + "\u2026" : flat;
};

// The page's own `lang` picks the language; a page that names none is read as the default language, a page in a language
// without texts has none: only candidates without text can match there.
const pageLanguage = () => {
  const said = (document.documentElement.lang || "").toLowerCase().split(/[-_]/)[0];
  return said || request.default_language;
};
const textsOf = (key) => {
  const own = (request.texts[pageLanguage()] || {})[key] || [];
  const name = request.pin && request.pin.name;
  return own
    .filter((entry) => !entry.t.includes("{name}") || name)
    .map((entry) => ({ t: fold(entry.t.replace("{name}", name || "")), g: entry.g }));
};
// The entry of a text key that a string equals, or undefined.
const matchText = (key, text) => {
  const folded = fold(text);
  return textsOf(key).find((entry) => entry.t === folded);
};

// ---------------------------------------------------------------- what a person sees

const visible = (el) => {
  if (!el.isConnected) return false;
  if (el.checkVisibility && !el.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }))
    return false;
  const box = el.getBoundingClientRect();
  // Texts for screen readers only are boxes of one pixel.
  if (box.width < 3 || box.height < 3) return false;
  const style = getComputedStyle(el);
  return style.visibility === "visible" && style.clipPath !== "inset(50%)";
};
const visibleText = (el) => squash(el.innerText === undefined ? el.textContent : el.innerText);
const parentOf = (node) => node.parentNode || (node instanceof ShadowRoot ? node.host : null);
const holds = (outer, node) => {
  for (let at = node; at; at = at instanceof ShadowRoot ? at.host : parentOf(at)) if (at === outer) return true;
  return false;
};
const deepElementFromPoint = (x, y) => {
  let hit = document.elementFromPoint(x, y);
  while (hit && hit.shadowRoot) {
    const inner = hit.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  return hit;
};
const describe = (el) => {
  if (!el || !el.tagName) return "nothing";
  let text = el.tagName.toLowerCase();
  if (el.id) text += "#" + short(el.id, 60);
  for (const attribute of ["role", "aria-label", "data-test-icon", "data-testid", "componentkey"]) {
    const value = el.getAttribute(attribute);
    if (value) text += "[" + attribute + "=" + JSON.stringify(short(value, 60)) + "]";
  }
  return text;
};
const boxOf = (el) => {
  const box = el.getBoundingClientRect();
  return { x: box.x, y: box.y, width: box.width, height: box.height };
};
const sameBox = (a, b) =>
  Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5 && Math.abs(a.width - b.width) < 0.5 && Math.abs(a.height - b.height) < 0.5;

const IMPLICIT_ROLES = {
  button: "button,summary,input[type=button],input[type=submit]",
  link: "a[href]",
  dialog: "dialog",
  searchbox: "input[type=search]",
  textbox: "input:not([type]),input[type=text],textarea",
  heading: "h1,h2,h3,h4,h5,h6",
  listitem: "li",
  checkbox: "input[type=checkbox]",
  radio: "input[type=radio]",
};
const roleCss = (role) => `[role~="${role}"]` + (IMPLICIT_ROLES[role] ? "," + IMPLICIT_ROLES[role] : "");
const hasRole = (el, role) => {
  const said = el.getAttribute("role");
  if (said) return said.split(/\s+/)[0] === role;
  return !!IMPLICIT_ROLES[role] && el.matches(IMPLICIT_ROLES[role]);
};

// ---------------------------------------------------------------- locators

let frontEnd = null;

// All visible elements of one candidate in one root, or why there is none.
const searchIn = (root, candidate) => {
  let places = [root];
  if (candidate.shadow) {
    places = [...root.querySelectorAll(candidate.shadow)].map((host) => host.shadowRoot).filter(Boolean);
    if (!places.length) return { why: "not_found", note: "no shadow root at " + candidate.shadow };
  }
  let found = [];
  for (const place of places) found.push(...place.querySelectorAll(candidate.css || roleCss(candidate.role)));
  if (candidate.has) found = found.filter((el) => el.querySelector(candidate.has));
  if (candidate.closest) {
    found = found.map((el) => el.closest(candidate.closest)).filter((el) => el && (root === document || holds(root, el)));
    found = [...new Set(found)];
  }
  if (candidate.role) found = found.filter((el) => hasRole(el, candidate.role));
  const total = found.length;
  found = found.filter(visible);
  const seen = found.length;
  const guessed = new Set();
  for (const [field, read] of [
    ["text", (el) => [visibleText(el)]],
    ["label", (el) => [el.getAttribute("aria-label") || ""]],
    ["name", (el) => [el.getAttribute("aria-label") || "", visibleText(el)]],
    ["placeholder", (el) => [el.getAttribute("placeholder") || ""]],
  ]) {
    const key = candidate[field];
    if (!key) continue;
    if (!textsOf(key).length) return { why: "not_found", note: `no text for "${key}" in language "${pageLanguage()}"` };
    found = found.filter((el) => {
      const entry = read(el).map((text) => matchText(key, text)).find(Boolean);
      if (entry && entry.g) guessed.add(el);
      return !!entry;
    });
  }
  if (candidate.holds) found = found.filter((el) => locateIn(el, candidate.holds).el);
  if (!found.length) {
    const why = total && !seen ? "not_visible" : "not_found";
    return { why, note: `${total} in the page, ${seen} visible, 0 with the right text` };
  }
  return { found, guessed };
};

// The roots a locator is searched in: the document, or the one visible element of its scope.
const rootOf = (scope) => {
  if (!scope) return { root: document };
  if (scope === "row") return pickedRow();
  const outer = locate(scope);
  return outer.el ? { root: outer.el } : { why: outer.why, note: `scope "${scope}": ${outer.note}` };
};

const candidatesOf = (name) => {
  const locator = request.locators[name];
  if (!locator) return [];
  return locator.any
    .map((candidate, index) => ({ ...candidate, index, within: candidate.within || locator.within, not_text: locator.not_text }))
    .filter((candidate) => !candidate.front_end || !frontEnd || candidate.front_end === frontEnd);
};

const locateAmong = (name, rootFor) => {
  const notes = [];
  let why = "not_found";
  for (const candidate of candidatesOf(name)) {
    const place = rootFor(candidate);
    if (!place.root) {
      notes.push({ candidate: candidate.index, why: place.why, note: place.note });
      if (place.why === "not_unique") why = "not_unique";
      continue;
    }
    const search = searchIn(place.root, candidate);
    if (search.why) {
      notes.push({ candidate: candidate.index, why: search.why, note: search.note });
      if (search.why === "not_visible" && why === "not_found") why = "not_visible";
      continue;
    }
    if (search.found.length > 1) {
      notes.push({ candidate: candidate.index, why: "not_unique", note: search.found.slice(0, 4).map(describe).join(" ") });
      return { why: "not_unique", note: `${search.found.length} elements fit`, notes, all: search.found };
    }
    const el = search.found[0];
    for (const key of candidate.not_text || []) {
      if (matchText(key, visibleText(el))) {
        notes.push({ candidate: candidate.index, why: "not_found", note: `its text is that of "${key}"` });
        return { why: "not_found", note: `the element's text is that of "${key}"`, notes, all: [] };
      }
    }
    return { el, candidate: candidate.index, guess: candidate.guess || search.guessed.has(el), notes, all: [el] };
  }
  return { why, note: notes.map((n) => n.note).join("; ") || "no candidate for this front end", notes, all: [] };
};
const locate = (name) => locateAmong(name, (candidate) => rootOf(candidate.within));
const locateIn = (root, name) => locateAmong(name, () => ({ root }));
// Every visible element of the first candidate that has any: for texts that may stand in a page more than once.
const locateAll = (name) => locate(name).all;

// ---------------------------------------------------------------- reading the page

const readFrontEnd = () => {
  for (const sign of request.front_ends) {
    for (const css of sign.any) if (document.querySelector(css)) return sign.name;
  }
  return null;
};

const loadStatus = () => {
  const entry = performance.getEntriesByType("navigation")[0];
  return (entry && entry.responseStatus) || 0;
};

const DEGREE_MARKS = /^[\s\u00b7\u2022\u30fb,\-]+|[\s\u00b7\u2022,]+$/g;
const degreeOf = (text) => {
  const bare = fold(text).replace(DEGREE_MARKS, "");
  const is = (key) => textsOf(key).some((entry) => entry.t.replace(DEGREE_MARKS, "") === bare);
  if (is("degree_1st")) return "first";
  if (is("degree_2nd") || is("degree_3rd")) return "other";
  return null;
};
const readDegree = (elements) => {
  const kinds = new Set();
  const texts = [];
  for (const el of elements) {
    const kind = degreeOf(visibleText(el));
    if (kind) {
      kinds.add(kind);
      texts.push(visibleText(el));
    }
  }
  if (kinds.size > 1) return { degree: "both", texts };
  return { degree: kinds.size ? [...kinds][0] : null, texts };
};
const degreeElements = (root) => {
  const found = [];
  for (const candidate of candidatesOf("degree")) {
    const search = root.querySelectorAll(candidate.css);
    for (const el of search) if (visible(el) && degreeOf(visibleText(el))) found.push(el);
    if (found.length) break;
  }
  return found;
};

// The links of the top card that lead to the profile itself. More than one address among them, and the card is not trusted.
const profileLinks = () => [
  ...new Set(
    locateAll("profile_link")
      .map((el) => el.getAttribute("href") || "")
      .map((href) => {
        try {
          return new URL(href, location.href).pathname.replace(/^(\/(?:mwlite\/)?in\/[^/]+).*$/, "$1/");
        } catch {
          return "";
        }
      })
      .filter((path) => path.includes("/in/")),
  ),
];

const readProfile = () => {
  const card = locate("top_card");
  if (!card.el) return { why: card.why, note: card.note, notes: card.notes, locator: "top_card" };
  const name = locate("name");
  if (!name.el) return { why: name.why, note: name.note, notes: name.notes, locator: "name" };
  const text = visibleText(name.el);
  if (!text) return { why: "not_found", note: "the name is empty", notes: [], locator: "name" };
  const { degree, texts } = readDegree(degreeElements(card.el));
  return {
    name: text,
    links: profileLinks(),
    degree,
    degree_texts: texts,
    connect: locate("connect").all.length > 0,
    pending: locate("pending").all.length > 0,
    guess: card.guess || name.guess || false,
  };
};

// Rows of a list (connections, search): every row with its name, address and degree.
const readRow = (el) => {
  const links = locateInAll(el, "row_link").map((a) => new URL(a.getAttribute("href") || "", location.href).pathname);
  const name = locateInAll(el, "row_name").map(visibleText).filter(Boolean)[0] || "";
  const details = locateInAll(el, "row_detail").map(visibleText).filter(Boolean);
  return { links: [...new Set(links)], name, details, degree: readDegree(degreeElements(el)).degree, box: boxOf(el) };
};
const locateInAll = (root, name) => {
  const result = locateIn(root, name);
  return result.all;
};
const rowElements = () => {
  const list = locate("list");
  if (!list.el) return { why: list.why, note: list.note, notes: list.notes };
  for (const candidate of candidatesOf("row")) {
    const search = searchIn(list.el, candidate);
    if (search.found) return { rows: search.found };
  }
  return { rows: [] };
};
const pickedRow = () => {
  const { rows, why, note } = rowElements();
  if (!rows) return { why, note: `list: ${note}` };
  const wanted = rows.filter((el) => readRow(el).links.includes(request.pin.row_link));
  if (wanted.length !== 1)
    return { why: wanted.length ? "not_unique" : "not_found", note: `${wanted.length} rows lead to the pinned person` };
  return { root: wanted[0] };
};

// ---------------------------------------------------------------- stop signs and missing pages

const atPath = (prefixes) => {
  const path = location.pathname.toLowerCase();
  return prefixes.find((prefix) => path === prefix || path.startsWith(prefix.endsWith("/") ? prefix : prefix + "/"));
};
const bodyText = () => (document.body ? fold(document.body.innerText) : "");
const isSmallPage = () => !document.querySelector("main,[role=main]") && bodyText().length < 2000;

const ruleHit = (rule, profileShown) => {
  const status = loadStatus();
  if ((rule.status || []).includes(status)) return { by: "status", what: String(status) };
  const prefix = atPath(rule.url || []);
  if (prefix) return { by: "address", what: prefix };
  if ((rule.path || []).includes(location.pathname)) return { by: "address", what: location.pathname };
  const query = new URLSearchParams(location.search);
  const parameter = (rule.query || []).find((key) => query.has(key));
  if (parameter) return { by: "address", what: parameter };
  // Profiles speak of security checks and limits too: texts count only where no profile is on the page.
  if (profileShown) return null;
  const title = fold(document.title);
  const heading = (rule.title || []).find((text) => title === fold(text));
  if (heading) return { by: "title", what: heading };
  const css = (rule.css || []).find((selector) => [...document.querySelectorAll(selector)].some(visible));
  if (css) return { by: "element", what: css };
  const body = bodyText();
  const phrases = (rule.text || []).flatMap((key) => Object.values(request.texts).flatMap((texts) => texts[key] || []));
  const phrase = phrases.find((entry) => body.includes(fold(entry.t)));
  if (phrase) return { by: "text", what: phrase.t };
  if (isSmallPage()) {
    const smallPhrases = (rule.small_page_text || []).flatMap((key) => Object.values(request.texts).flatMap((texts) => texts[key] || []));
    const small = smallPhrases.find((entry) => body.includes(fold(entry.t)));
    if (small) return { by: "text", what: small.t };
  }
  return null;
};
const readStop = (profileShown) => {
  for (const rule of request.stops) {
    const hit = ruleHit(rule, profileShown);
    if (hit) return { sign: rule.sign, ...hit };
  }
  return null;
};
const readMissing = (profileShown) => (profileShown ? null : ruleHit(request.missing, false));

const readObstacle = () => {
  for (const name of request.obstacles) {
    const found = locate(name);
    if (found.el) return { locator: name, what: describe(found.el) };
  }
  return null;
};

// ---------------------------------------------------------------- after a click

// Answers of the site to the page's own requests since a moment (ui-evidence 13).
const badAnswersSince = (since) =>
  performance
    .getEntriesByType("resource")
    .filter((e) => e.startTime >= since && (e.initiatorType === "fetch" || e.initiatorType === "xmlhttprequest"))
    .filter((e) => e.responseStatus >= 400 && e.name.startsWith(location.origin))
    .map((e) => e.responseStatus);

const readToasts = (name) => locateAll(name).map(visibleText).filter(Boolean);

// A toast may be a stop sign of its own: "you are rate limited".
const readToastStop = (toasts) => {
  const text = fold(toasts.join(" "));
  for (const rule of request.stops) {
    const phrases = (rule.toast || []).flatMap((key) => Object.values(request.texts).flatMap((texts) => texts[key] || []));
    const phrase = phrases.find((entry) => text.includes(fold(entry.t)));
    if (phrase) return { sign: rule.sign, by: "toast", what: phrase.t };
  }
  return null;
};

// ---------------------------------------------------------------- the guard

const GUARDED = ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click", "auxclick", "dblclick"];

const disarm = () => {
  const state = window[STATE];
  if (state && state.listener) {
    for (const type of GUARDED) window.removeEventListener(type, state.listener, true);
    state.listener = null;
  }
  return state;
};

// Why the page is no longer the one that was read, or null. Runs inside the click.
const pageMoved = (pin, dialogText, scope) => {
  if (pin.path && location.pathname !== pin.path) return "the address changed";
  if (dialogText) {
    const dialog = locate("dialog");
    if (!dialog.el || visibleText(dialog.el) !== dialogText) return "the dialog changed";
    return null;
  }
  if (scope === "row") {
    const row = pickedRow();
    if (!row.root) return "the row is gone";
    return readRow(row.root).name === pin.name ? null : "the row is about somebody else";
  }
  if (!pin.name) return null;
  const profile = readProfile();
  if (profile.why) return "the top card cannot be read";
  if (profile.name !== pin.name) return "the page is about somebody else";
  if (pin.links && JSON.stringify(profile.links) !== JSON.stringify(pin.links)) return "the top card leads to somebody else";
  return null;
};

const arm = (el, token, dialogText, scope) => {
  disarm();
  const pin = request.pin || {};
  const state = { token, verdict: "armed", why: null, at: performance.now(), listener: null };
  let decided = null;
  state.listener = (event) => {
    const inside = event.composedPath().includes(el);
    if (!decided) {
      let why = null;
      if (!event.isTrusted) why = "not a real click";
      else if (!inside) why = "the click fell on " + describe(event.composedPath()[0]);
      else if (!visible(el)) why = "the element is gone";
      else why = pageMoved(pin, dialogText, scope);
      decided = why ? "swallowed" : "passed";
      state.verdict = decided;
      state.why = why;
      state.at = performance.now();
    } else if (decided === "passed" && !inside) {
      decided = "swallowed";
    }
    if (decided === "swallowed") {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (event.type === "click") disarm();
  };
  for (const type of GUARDED) window.addEventListener(type, state.listener, { capture: true, passive: false });
  window[STATE] = state;
};
const guardReport = (token) => {
  const state = window[STATE];
  if (!state || state.token !== token) return { verdict: "gone" };
  return { verdict: state.verdict, why: state.why, at: state.at };
};

// ---------------------------------------------------------------- targets

const frame = () =>
  new Promise((resolve) => {
    let over = false;
    const once = () => {
      if (!over) {
        over = true;
        resolve();
      }
    };
    requestAnimationFrame(once);
    setTimeout(once, 60); // pages that are not painted get no animation frames
  });

const enabled = (el) => !el.closest(":disabled,[aria-disabled=true],[inert]");

// Whether a click at the middle of the element would land in it; scrolls it into view first.
const clickPoint = async (el) => {
  if (!enabled(el)) return { why: "not_enabled", note: describe(el) };
  let box = boxOf(el);
  const middleOf = (b) => ({ x: Math.round(b.x + b.width / 2), y: Math.round(b.y + b.height / 2) });
  const inView = (p) => p.x >= 0 && p.y >= 0 && p.x < innerWidth && p.y < innerHeight;
  const lands = (p) => {
    const hit = inView(p) && deepElementFromPoint(p.x, p.y);
    return hit && holds(el, hit);
  };
  if (!lands(middleOf(box))) {
    el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    box = boxOf(el);
  }
  await frame();
  if (!el.isConnected) return { why: "not_stable", note: "the element was replaced" };
  const again = boxOf(el);
  if (!sameBox(box, again)) return { why: "not_stable", note: "the element moves" };
  const point = middleOf(again);
  if (!inView(point)) return { why: "not_visible", note: "the element cannot be scrolled into view" };
  const hit = deepElementFromPoint(point.x, point.y);
  if (!hit || !holds(el, hit)) return { why: "covered", note: "a click would land on " + describe(hit) };
  return { point, box: again };
};

// The role by which an element was found, where its markup alone does not settle it: the driver then asks the browser.
const doubtfulRole = (el, role) => {
  if (!role || el.getAttribute("role") === role) return null;
  const native = !el.hasAttribute("role") && el.matches("button,a[href],dialog");
  return native ? null : role;
};

const target = async (name, options) => {
  const found = locate(name);
  if (!found.el) return { locator: name, why: found.why, note: found.note, notes: found.notes };
  const click = await clickPoint(found.el);
  if (click.why) return { locator: name, why: click.why, note: click.note, notes: found.notes };
  // The frame that passed may have changed the page: the element must still be the one.
  const again = locate(name);
  if (again.el !== found.el) return { locator: name, why: "not_stable", note: "another element took its place", notes: again.notes };
  const moved = request.pin && request.pin.name && !options.dialog_text ? pageMoved(request.pin, null, request.locators[name].within) : null;
  if (moved) return { locator: name, why: "wrong_person", note: moved, notes: found.notes };
  if (options.token) arm(found.el, options.token, options.dialog_text, request.locators[name].within);
  return {
    locator: name,
    found: true,
    element: found.el,
    candidate: found.candidate,
    guess: !!found.guess,
    role: doubtfulRole(found.el, request.locators[name].any[found.candidate].role),
    text: short(visibleText(found.el), 200),
    label: short(found.el.getAttribute("aria-label") || "", 200),
    tag: describe(found.el),
    point: click.point,
    box: click.box,
    expanded: found.el.getAttribute("aria-expanded"),
    value: found.el.value === undefined ? null : String(found.el.value),
    notes: found.notes,
  };
};

const readDialog = async (token) => {
  const dialog = locate("dialog");
  if (!dialog.el) return null;
  const text = visibleText(dialog.el);
  const confirm = await target("confirm", { token, dialog_text: text });
  // What the dialog says besides the texts that are known to name nobody, or only the pinned person.
  const known = (request.dialog_texts || []).flatMap((key) => textsOf(key).map((entry) => entry.t));
  known.sort((a, b) => b.length - a.length);
  const rest = known.reduce((left, phrase) => left.split(phrase).join(" "), fold(text));
  return { text, confirm, rest: squash(rest) };
};

// A trimmed outline of the page around a locator's scope, for mending a selector from the report alone: what a candidate could
// go by, one element a line. Where the scope itself is missing, the scope that it is looked for in is shown.
const OUTLINED = [
  "role", "aria-label", "aria-expanded", "aria-haspopup", "data-test-icon", "data-testid", "data-view-name", "data-control-name",
  "componentkey", "placeholder", "type", "href", "class",
];
const TELLING = ["id", "role", "aria-label", "componentkey", "data-test-icon", "data-testid", "data-view-name", "data-control-name"];
const outlineTag = (el) => {
  let text = el.tagName.toLowerCase();
  if (el.id) text += "#" + short(el.id, 60);
  for (const attribute of OUTLINED) {
    // A link is told by its path alone: queries are long, and say nothing of the place.
    let value = el.getAttribute(attribute);
    if (value && attribute === "href") value = value.split(/[?#]/)[0];
    if (value) text += "[" + attribute + "=" + JSON.stringify(short(value, 60)) + "]";
  }
  return text + (el.tagName === "DIALOG" && el.open ? "[open]" : "");
};
const outlineRoot = (name) => {
  const scopes = candidatesOf(name).map((candidate) => candidate.within).filter(Boolean);
  for (const scope of scopes) {
    const el = scope === "row" ? (rowElements().rows || [])[0] : locate(scope).el;
    if (el) return el;
  }
  if (scopes.length && scopes[0] !== name) return outlineRoot(scopes[0]);
  // What was looked for is there, and no scope narrows it: its own surroundings.
  const own = locate(name).all[0];
  return (own && own.parentElement) || document.querySelector("main,[role=main]") || document.body;
};
const outline = (name) => {
  const lines = [];
  const walk = (el, depth) => {
    if (lines.length >= 160 || depth > 16) return;
    if (["SCRIPT", "STYLE", "CODE", "PATH", "NOSCRIPT"].includes(el.tagName.toUpperCase())) return;
    const own = squash([...el.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join(" "));
    const keep = own || TELLING.some((attribute) => el.getAttribute(attribute)) || ["BUTTON", "A", "INPUT", "DIALOG", "SVG"].includes(el.tagName.toUpperCase());
    if (keep) lines.push("  ".repeat(Math.min(depth, 10)) + outlineTag(el) + (visible(el) ? "" : " (hidden)") + (own ? " " + JSON.stringify(short(own, 60)) : ""));
    for (const child of [...(el.shadowRoot ? el.shadowRoot.children : []), ...el.children]) walk(child, depth + (keep ? 1 : 0));
  };
  const root = outlineRoot(name);
  if (root) walk(root, 0);
  return lines.join("\n");
};

// ---------------------------------------------------------------- what is waited for

// Each way to wait looks once and says whether that is enough; the loop below looks again at the next frame.
const WAITS = {
  // The page is about a person, or is a stop sign, or nothing that can be read (until the time is over).
  async identity() {
    const profile = readProfile();
    const shown = !profile.why;
    const seen = { profile, stop: readStop(shown), missing: readMissing(shown) };
    const before = request.unlike;
    if (before && shown && before.name === profile.name && before.degree === profile.degree && before.path === location.pathname)
      return { enough: false, unchanged: true, ...seen };
    const whole = shown && (profile.degree === "first" || profile.degree === "other" || profile.connect || profile.pending || request.own_profile);
    if (whole && request.at && profile.degree === "first") {
      // The next click's element is found in the same breath, held to the page as it was read just now.
      request.pin = { name: profile.name, links: profile.links, path: location.pathname };
      seen.target = await target(request.at, { token: request.token });
      return { enough: !!(seen.stop || seen.target.found), ...seen };
    }
    return { enough: !!(seen.stop || seen.missing || whole), ...seen };
  },
  // One element, ready to be clicked.
  async target() {
    const seen = await target(request.at, { token: request.token });
    return { enough: !!seen.found, target: seen, stop: seen.found ? null : readStop(!readProfile().why) };
  },
  // Nothing is visible any more at a locator (a menu that closes).
  async gone() {
    return { enough: locate(request.at).all.length === 0 };
  },
  // What came of a click: the guard's word, a dialog, proof in the top card, a toast, or the site's refusal.
  async race() {
    const guard = guardReport(request.token);
    const profile = readProfile();
    const stop = readStop(!profile.why);
    const dialog = request.expect_dialog ? await readDialog(request.dialog_token) : null;
    const proof = !profile.why && profile.degree !== "first" && profile.degree !== "both" && (profile.degree === "other" || profile.connect);
    // An error toast may come a moment before the browser's own account of the answer behind it.
    const shown = readToasts("toast_error")[0] || null;
    if (shown && !toastSince) toastSince = performance.now();
    const toast_error = shown && performance.now() - toastSince >= 250 ? shown : null;
    const seen = {
      guard,
      profile,
      stop: stop || readToastStop(readToasts("toast")),
      dialog,
      proof,
      toast_error,
      bad_answers: badAnswersSince(guard.at || 0),
    };
    const ready = dialog && dialog.confirm.found;
    return { enough: !!(guard.verdict === "swallowed" || seen.stop || ready || (proof && guard.verdict !== "armed") || seen.toast_error || seen.bad_answers.length), ...seen };
  },
  // The rows of a list, once they have stayed the same for a while.
  async rows() {
    const list = rowElements();
    const profileShown = false;
    const stop = readStop(profileShown);
    if (stop) return { enough: true, stop };
    if (!list.rows) return { enough: false, why: list.why, note: list.note, notes: list.notes };
    const rows = list.rows.map(readRow);
    const empty = locateAll("list_empty").length > 0;
    const total = locateAll("list_total").map(visibleText)[0] || null;
    const mark = JSON.stringify([rows.map((r) => r.links), empty, total]);
    if (mark !== rowsMark) {
      rowsMark = mark;
      rowsSince = performance.now();
    }
    const settled = performance.now() - rowsSince >= request.settle_ms;
    const mark_before = request.rows_before;
    return { enough: settled && (rows.length > 0 || empty) && mark !== mark_before, mark, rows, empty, total, more: locateAll("list_more").length > 0 };
  },
  // The end of the list in view, so that a list that loads as one scrolls goes on.
  async scroll() {
    const list = rowElements();
    const last = list.rows && list.rows[list.rows.length - 1];
    if (last) last.scrollIntoView({ block: "end", behavior: "instant" });
    return { enough: true };
  },
  // Every locator as it stands, at once: which candidate matched, or why none did.
  async probe() {
    const rows = Object.keys(request.locators).map((name) => {
      const found = request.locators[name].within === "row" ? { why: "not_found", note: "searched in one row of a list", notes: [], all: [] } : locate(name);
      return {
        locator: name,
        count: found.all.length,
        candidate: found.el ? found.candidate : null,
        guess: !!found.guess,
        tag: found.el ? describe(found.el) : "",
        why: found.why || null,
        note: found.note || null,
        notes: found.notes,
      };
    });
    return { enough: true, probe: rows };
  },
  // The outline, at once.
  async outline() {
    return { enough: true, outline: outline(request.at), profile: readProfile() };
  },
};
let rowsMark = null;
let rowsSince = 0;
let toastSince = 0;

const run = async () => {
  const end = performance.now() + request.slice_ms;
  const early = performance.now() + 400;
  let seen = {};
  for (;;) {
    frontEnd = readFrontEnd();
    seen = await WAITS[request.wait]();
    // Things in the way matter only when they are: over the target, or where no profile can be read.
    const blocked = (seen.target && seen.target.why === "covered") || (request.wait === "identity" && seen.profile.why);
    seen.obstacle = !seen.enough && blocked ? readObstacle() : null;
    if (seen.enough || seen.obstacle || performance.now() >= end) break;
    await frame();
    if (performance.now() > early) await new Promise((resolve) => setTimeout(resolve, 35));
  }
  return {
    ...seen,
    front_end: frontEnd,
    language: pageLanguage(),
    language_known: !!request.texts[pageLanguage()],
    address: location.href,
    path: location.pathname,
    title: document.title,
    status: loadStatus(),
    born: performance.timeOrigin,
    loaded: document.readyState,
  };
};

run().then(answer, (error) => answer({ failed: String((error && error.stack) || error) }));
