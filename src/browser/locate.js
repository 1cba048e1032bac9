// Runs inside the page, one call a wait, as the body of a function of `request` and `answer`. It is given everything that the
// step needs to know (locators with their ordered candidates, the texts of each UI language, the stop signs) and what to wait
// for; it looks again whenever the page changes, and at every frame, until that is there or the slice is over, and answers with
// what it saw, or for each candidate why not.
//
// It never clicks. A click is made by the driver, as a trusted event at the point answered here. What this file adds to that
// click is a guard: armed here for one click, it checks inside the event, before the page's own handlers, that the event falls
// into the chosen element, that the locator still finds that element and no other, and that the page is still about the pinned
// person, and swallows the event if not. Events that the page's own scripts make are no click of ours: they neither use up the
// guard nor count.
//
// The life of a target: candidates in order -> scope -> visible -> exactly one -> enabled -> in view -> not animated, or the same box
// in two frames -> hit by a click at its middle -> names nobody else -> guard armed -> answered.
//
// Three scopes are not searched like locators: `row` is the row of the pinned person in a list; `menu` is the menu that our own
// last click opened, whoever else has one open; `dialog` is a dialog that was not there before the commit.

const STATE = "__unlinked_guard";
const PLACE = "__unlinked_guard_placed";
const OPENER = "__unlinked_opener";

// ---------------------------------------------------------------- one look

// The same things are asked many times in one look: where the card is, what is visible in it. What was found out holds as long as
// nothing else can run in the page, which is to the end of the look, and is forgotten then. Nothing in a look changes the page.
let known = null;
const inOneLook = (look) => {
  if (known) return look();
  known = new Map();
  try {
    return look();
  } finally {
    known = null;
  }
};
const once = (what, of, find) => {
  if (!known) return find();
  if (!known.has(what)) known.set(what, new Map());
  const found = known.get(what);
  if (!found.has(of)) found.set(of, find());
  return found.get(of);
};

// ---------------------------------------------------------------- texts

const squash = (text) =>
  (text || "")
    .normalize("NFKC")
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim();
const fold = (text) => squash(text).replace(/[\u2018\u2019\u02bc\u00b4`]/g, "'").toLowerCase();
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
const NAME = "{name}";
const folded = {};
const entriesOf = (key) => {
  const language = pageLanguage();
  const entry = ({ t, g }) => ({ t: fold(t), g, around: t.includes(NAME) && fold(t).split(NAME) });
  return (folded[language + " " + key] ||= ((request.texts[language] || {})[key] || []).map(entry));
};
const textsOf = (key) => {
  const name = request.pin && fold(request.pin.name);
  return entriesOf(key).flatMap(({ t, g, around }) => (around && !name ? [] : [{ t: around ? around.join(name) : t, g }]));
};
const wordsOf = (text) => fold(text).split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
// The page's own phrases around a name. A few letters around a name prove nothing.
const phrasesAroundNames = (keys, letters) =>
  keys.flatMap(entriesOf).filter(({ around }) => around && around.join("").replace(/\P{L}/gu, "").length >= letters);
// Whether a name is another's than the pinned person's; a part of their name is theirs.
const isStranger = (other, name) => {
  const own = new Set(wordsOf(name));
  const words = wordsOf(other);
  return words.length > 0 && !words.every((word) => own.has(word));
};
// What a label says in the place of the name, for each of the page's own phrases that it is made of.
const namesInLabel = (keys, label) => {
  const said = fold(label);
  const fits = ({ around: [before, after] }) => said.startsWith(before) && said.endsWith(after) && said.length > before.length + after.length;
  return phrasesAroundNames(keys, 4)
    .filter(fits)
    .map(({ around: [before, after], g }) => ({ name: said.slice(before.length, said.length - after.length), g }));
};
// The stranger whom a label names in one of the page's own phrases, such as "More actions for {name}".
const strangerInLabel = (label, name = request.pin && request.pin.name) => {
  if (!label || !name) return null;
  const keys = Object.keys(request.texts[pageLanguage()] || {});
  if (keys.some((key) => matchText(key, label))) return null;
  const found = namesInLabel(keys, label).find((one) => isStranger(one.name, name));
  return found ? found.name : null;
};
// The strangers whom a longer text names in such phrases.
const strangersIn = (keys, text) => {
  if (!(request.pin && request.pin.name)) return [];
  const names = [];
  for (const { around: [before, after] } of phrasesAroundNames(keys, 8)) {
    if (!before.trim() || !after.trim()) continue;
    for (let at = text.indexOf(before); at >= 0; at = text.indexOf(before, at + 1)) {
      const end = text.indexOf(after, at + before.length);
      if (end > 0 && end - at < 200) names.push(text.slice(at + before.length, end));
    }
  }
  return names.filter((other) => isStranger(other, request.pin.name));
};
// The entry of a text key that a string equals, or undefined. In the place of the name a part of it will do.
const matchText = (key, text) => {
  const said = fold(text);
  const equal = textsOf(key).find((entry) => entry.t === said);
  const name = request.pin && request.pin.name;
  return equal || (name && namesInLabel([key], text).find((one) => wordsOf(one.name).length && !isStranger(one.name, name))) || undefined;
};
// The word of a text that begins as an entry such as "follow*" says.
const wordOf = (key, text) =>
  wordsOf(text).find((word) => textsOf(key).some(({ t }) => t.endsWith("*") && word.startsWith(t.slice(0, -1))));

// ---------------------------------------------------------------- what a person sees

// Whether the element is cut away by one around it that has no extent: how some pages fold up what they do not show.
const isCutAway = (el) => {
  for (let at = el.parentElement; at && at !== document.body; at = at.parentElement) {
    const box = at.getBoundingClientRect();
    if (box.width >= 2 && box.height >= 2) continue;
    const style = getComputedStyle(at);
    if (style.display === "contents" || style.overflow === "visible") continue;
    // What is laid out from further out is not cut.
    let inside = true;
    for (let one = el; one !== at; one = one.parentElement) {
      const { position } = getComputedStyle(one);
      inside &&= position !== "fixed" && (position !== "absolute" || style.position !== "static");
    }
    if (inside) return true;
  }
  return false;
};
const isClipped = ({ clip, clipPath }) => /^inset\((50|100)%/.test(clipPath) || /^rect\((\S+), (\S+), \1, \2\)$/.test(clip);
const visible = (el) => once("visible", el, () => isVisible(el));
const isVisible = (el) => {
  if (!el.isConnected) return false;
  // Without a box of its own, it is seen by what is in it.
  if (getComputedStyle(el).display === "contents") return [...el.children].some(visible);
  if (el.checkVisibility && !el.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }))
    return false;
  const box = el.getBoundingClientRect();
  // Texts for screen readers only are boxes of one pixel.
  if (box.width < 3 || box.height < 3) return false;
  // What no scrolling brings into view.
  if (box.bottom + scrollY <= 0) return false;
  if (box.right + scrollX <= 0 && getComputedStyle(document.documentElement).direction === "ltr") return false;
  const style = getComputedStyle(el);
  return style.visibility === "visible" && !isClipped(style) && !isCutAway(el);
};
// What is only for screen readers, or stands where nobody sees it, is no part of it.
const isAside = (el) => {
  const box = el.getBoundingClientRect();
  const out = box.width <= 1 || box.height <= 1 || box.right + scrollX <= 0 || box.bottom + scrollY <= 0;
  return (out || isClipped(getComputedStyle(el))) && !!el.textContent.trim();
};
// As it is written, not as style sheets capitalise it.
const visibleText = (el) => once("text", el, () => readText(el));
const readText = (el) => {
  if (!el.firstElementChild) return squash(el.textContent);
  const isCapitalised = (one) => getComputedStyle(one).textTransform !== "none";
  const parted = [...el.querySelectorAll("*")].some((one) => !one.firstElementChild && (isAside(one) || isCapitalised(one)));
  if (parted || isCapitalised(el)) return squash(partedText(el).replaceAll("|", " "));
  return squash(el.innerText === undefined ? el.textContent : el.innerText);
};
// A text in which what stands apart on the page is told apart: the button next to a name is no part of the name.
const partedText = (root) => {
  const parts = [];
  const read = (node, parent) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.trim() && (!parent || visible(parent))) parts.push(node.data);
      else if (node.data) parts.push(" ");
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const { display, visibility } = getComputedStyle(node);
    if (display === "none" || visibility === "collapse") return;
    const apart = display !== "inline" && display !== "contents";
    const children = node.shadowRoot ? node.shadowRoot.childNodes : node.tagName === "SLOT" ? node.assignedNodes() : node.childNodes;
    if (apart || node.tagName === "BR") parts.push(" | ");
    for (const child of children) read(child, display === "contents" ? parent : node);
    if (apart) parts.push(" | ");
  };
  read(root, null);
  return squash(parts.join("")).split("|").map(squash).filter(Boolean).join(" | ");
};
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

// A card may hold parts about other people: mutual connections, somebody to invite. What stands in the smallest part that leads
// to anybody must lead to the person of the page.
const IDENTITY = ["name", "profile_link"];
const leadsTo = (el) =>
  [...(el.matches("a[href]") ? [el] : []), ...el.querySelectorAll("a[href]")]
    .map((a) => pathOf(a.getAttribute("href")))
    .filter((path) => /^\/(mwlite\/)?in\//.test(path));
const ownPaths = () =>
  once("own paths", null, () =>
    [location.pathname, ...profileLinks(), (request.pin || {}).row_link || ""].map((path) => comparable(profilePath(path))),
  );
const leadsToThem = (el) => {
  const paths = leadsTo(el).map(comparable);
  return paths.length > 0 && ownPaths().some((path) => paths.includes(path));
};
const leadsAway = (el) => leadsTo(el).length > 0 && !leadsToThem(el);
const ofThePerson = (el, card) => {
  for (let at = el; at && at !== card; at = parentOf(at)) if (at.querySelectorAll && leadsTo(at).length) return leadsToThem(at);
  return true;
};

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
  if (candidate.within === "top_card" && !IDENTITY.includes(candidate.of)) found = found.filter((el) => ofThePerson(el, root));
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
  if (candidate.holds) found = found.filter((el) => locateIn(el, held(candidate.holds)).el);
  if (!found.length) {
    const why = total && !seen ? "not_visible" : "not_found";
    return { why, note: `${total} in the page, ${seen} visible, 0 with the right text` };
  }
  return { found, guessed };
};

// A dialog is ours if it holds the button with which the click path at hand confirms.
const held = (name) => (name === "confirm_button" && request.confirm ? request.confirm : name);

// The roots a locator is searched in: the document, or the one visible element of its scope.
const rootOf = (scope) => {
  if (!scope) return { root: document };
  if (scope === "row") return once("root", scope, pickedRow);
  if (scope === "menu") return once("root", scope, openedMenu);
  if (scope === "dialog") return once("root", scope, newDialog);
  const outer = locate(scope);
  return outer.el ? { root: outer.el } : { why: outer.why, note: `scope "${scope}": ${outer.note}` };
};

const candidatesOf = (name) =>
  once("candidates", name, () => {
    const locator = request.locators[name];
    if (!locator) return [];
    return locator.any
      .map((candidate, index) => ({ ...candidate, index, of: name, within: candidate.within || locator.within, not_text: locator.not_text }))
      .filter((candidate) => !candidate.front_end || !frontEnd || candidate.front_end === frontEnd);
  });

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
    // One card may be marked twice, around itself (ui-evidence 1c).
    if (name === "top_card") search.found = search.found.filter((el) => !search.found.some((other) => other !== el && holds(other, el)));
    if (search.found.length > 1) {
      notes.push({ candidate: candidate.index, why: "not_unique", note: search.found.slice(0, 4).map(describe).join(" ") });
      return { why: "not_unique", note: `${search.found.length} elements fit`, notes, all: search.found };
    }
    const el = search.found[0];
    for (const key of candidate.not_text || []) {
      if (matchText(key, visibleText(el)) || wordOf(key, visibleText(el))) {
        notes.push({ candidate: candidate.index, why: "not_found", note: `its text is that of "${key}"` });
        return { why: "not_found", note: `the element's text is that of "${key}"`, notes, all: [] };
      }
    }
    return { el, candidate: candidate.index, scope: candidate.within, guess: candidate.guess || search.guessed.has(el), notes, all: [el] };
  }
  return { why, note: [...new Set(notes.map((n) => n.note))].join("; ") || "no candidate for this front end", notes, all: [] };
};
const locate = (name) => inOneLook(() => once("located", name, () => locateAmong(name, (candidate) => rootOf(candidate.within))));
const locateIn = (root, name) => locateAmong(name, () => ({ root }));
// Every visible element of the first candidate that has any: for texts that may stand in a page more than once.
const locateAll = (name) => locate(name).all;
// Every visible element of every candidate.
const everyVisible = (name) =>
  inOneLook(() => {
    const found = new Set();
    for (const candidate of candidatesOf(name)) {
      const place = rootOf(candidate.within);
      const search = place.root ? searchIn(place.root, candidate) : {};
      for (const el of search.found || []) found.add(el);
    }
    return [...found];
  });

// ---------------------------------------------------------------- reading the page

const readFrontEnd = () => {
  for (const sign of request.front_ends) {
    for (const css of sign.any) if (document.querySelector(css)) return sign.name;
  }
  return null;
};

const navigation = () => performance.getEntriesByType("navigation")[0] || {};
const loadStatus = () => navigation().responseStatus || 0;
// How long ago the site began to answer (ms).
const sinceAnswer = () => performance.now() - (navigation().responseStart || 0);
// The browser's own page in the place of the site's. Its address says nothing, but for Firefox that of the document.
const isErrorPage = () => location.protocol === "chrome-error:" || document.documentURI.startsWith("about:neterror");
// An answer of 400 and more without a body. Chromium shows an error page of its own in its place, Firefox an empty one.
const isMute = () =>
  document.readyState !== "loading" && loadStatus() >= 400 && navigation().decodedBodySize === 0 && !bodyText();

const DEGREE_MARKS = /^[\s\u00b7\u2022\u30fb,\-]+|[\s\u00b7\u2022,]+$/g;
const degrees = () =>
  Object.entries({ degree_1st: "first", degree_2nd: "other", degree_3rd: "other" }).flatMap(([key, kind]) =>
    entriesOf(key).map(({ t }) => ({ kind, bare: t.replace(DEGREE_MARKS, "") })),
  );
const degreeOf = (text, known = degrees()) => {
  const bare = fold(text).replace(DEGREE_MARKS, "");
  // A number alone may count anything.
  if (/^\d+$/.test(bare) && !/[\u00b7\u2022\u30fb]/.test(text)) return null;
  return (known.find((degree) => degree.bare === bare) || {}).kind || null;
};
const readDegree = (root, fits = () => true) => {
  const known = degrees();
  for (const candidate of candidatesOf("degree")) {
    const kinds = new Set();
    for (const el of root.querySelectorAll(candidate.css)) {
      const all = fold(el.textContent);
      const kind = known.some(({ bare }) => all.includes(bare)) && visible(el) && degreeOf(visibleText(el), known);
      if (kind && fits(el)) kinds.add(kind);
    }
    if (kinds.size) return kinds.size > 1 ? "both" : [...kinds][0];
  }
  return null;
};

// The links of the top card that lead to the profile itself. More than one address among them, and the card is not trusted.
const pathOf = (href) => {
  try {
    return profilePath(new URL(href || "", document.baseURI).pathname);
  } catch {
    return "";
  }
};
// A path for comparing: decoded, in lower case.
const comparable = (path) => {
  try {
    return decodeURIComponent(path).normalize("NFC").toLowerCase();
  } catch {
    return path;
  }
};
const profileLinks = () =>
  once("profile links", null, () => [
    ...new Set(
      locateAll("profile_link")
        .map((el) => pathOf(el.getAttribute("href")))
        .filter((path) => path.includes("/in/")),
    ),
  ]);

// Whether an offer to connect is to the person of the page: its address or its label may say that it is to somebody else.
const invitesThem = (el, name, links) => {
  const invited = /[?&]vanityName=([^&#]+)/.exec(el.getAttribute("href") || "");
  const own = [profilePath(location.pathname), ...links].map(comparable);
  if (invited && !own.includes(comparable("/in/" + invited[1] + "/"))) return false;
  return !strangerInLabel(el.getAttribute("aria-label"), name);
};

const readProfile = () => inOneLook(() => once("profile", null, lookAtProfile));
const lookAtProfile = () => {
  const card = locate("top_card");
  if (!card.el) return { why: card.why, note: card.note, notes: card.notes, locator: "top_card" };
  const name = locate("name");
  if (!name.el) return { why: name.why, note: name.note, notes: name.notes, locator: "name" };
  const text = visibleText(name.el);
  if (!text) return { why: "not_found", note: "the name is empty", notes: [], locator: "name" };
  const degree = readDegree(card.el, (el) => ofThePerson(el, card.el));
  const links = profileLinks();
  return {
    name: text,
    links,
    degree,
    connect: locate("connect").all.some((el) => invitesThem(el, text, links)),
    pending: locate("pending").all.length > 0,
    guess: card.guess || name.guess || false,
  };
};

// Rows of a list (connections, search): every row with its name, address and degree.
const readRow = (el) => {
  const leads = locateIn(el, "row_link");
  const named = locateIn(el, "row_name");
  const links = leads.all.map((a) => new URL(a.getAttribute("href") || "", location.href).pathname);
  const name = named.all.map(visibleText).filter(Boolean)[0] || "";
  const details = locateIn(el, "row_detail").all.map(visibleText).filter(Boolean);
  const guess = isGuess("row_link", leads) || isGuess("row_name", named);
  return { links: [...new Set(links)], name, details, degree: readDegree(el), guess };
};
// Whether what was found rests on a guess; of several elements, the candidate that found them says so.
const isGuess = (name, found) => {
  if (found.el) return !!found.guess;
  const last = found.notes && found.notes[found.notes.length - 1];
  return !!(found.all.length && last && request.locators[name].any[last.candidate].guess);
};
// What scrolls when the list is scrolled.
const scrollerOf = () => {
  const list = locate("list");
  for (let at = list.el; at && at !== document.body; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight + 1) return at;
  }
  return document.scrollingElement || document.documentElement;
};
const focusedElement = () => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  return at;
};
// Whether the list stands and the pinned person's row is no longer in it.
const rowGone = () => {
  if (!request.pin || !request.pin.row_link) return false;
  return inOneLook(() => {
    const { rows } = rowElements();
    return !!rows && !rows.some((el) => readRow(el).links.includes(request.pin.row_link));
  });
};
const rowElements = () =>
  inOneLook(() => {
    const list = locate("list");
    if (!list.el) return { why: list.why, note: list.note, notes: list.notes };
    for (const candidate of candidatesOf("row")) {
      const search = searchIn(list.el, candidate);
      if (search.found) return { rows: search.found };
    }
    return { rows: [] };
  });
const profilePath = (path) => path.replace(/^(\/(?:mwlite\/)?in\/[^/]+).*$/, "$1/");
const pickedRow = () => {
  const pin = request.pin || {};
  const { rows, why, note } = rowElements();
  if (!rows) return { why, note: `list: ${note}` };
  const wanted = rows.map((el) => ({ el, row: readRow(el) })).filter(({ row }) => row.links.includes(pin.row_link));
  if (wanted.length !== 1)
    return { why: wanted.length ? "not_unique" : "not_found", note: `${wanted.length} rows lead to the pinned person` };
  const [{ el, row }] = wanted;
  if (row.links.some((link) => link.includes("/in/") && comparable(profilePath(link)) !== comparable(profilePath(pin.row_link))))
    return { why: "wrong_person", note: "the row leads to somebody else too" };
  if (row.name !== pin.name) return { why: "wrong_person", note: "the row is about somebody else" };
  return { root: el };
};

// ---------------------------------------------------------------- whose menu, whose dialog

const CONTROL =
  "a[href],button,input,select,textarea,label,summary,[role=button],[role=link],[role=menuitem],[role=checkbox],[role=switch],[role=tab],[role=option],[contenteditable=true]";
const related = (a, b) => holds(a, b) || holds(b, a);
const expandedControls = () => [...document.querySelectorAll("[aria-expanded=true]")].filter(visible);
const namedBy = (el, attribute) =>
  (el.getAttribute(attribute) || "")
    .split(/\s+/)
    .map((id) => id && el.getRootNode().getElementById(id))
    .filter(Boolean);

// The menus that are open, with what the button itself says to be its own.
const menusOf = (el) => [...new Set([...everyVisible("menu"), ...namedBy(el, "aria-controls").filter(visible)])];
// Kept of our last click, at the moment of the click: what was open before it is not what it opened.
const noteOpener = (el, scope) => {
  const open = inOneLook(() => ({ menus: menusOf(el), expanded: expandedControls(), items: itemsOutsideMenus() }));
  window[OPENER] = { el, scope, ...open };
};
// What is visible of items that are searched elsewhere than in a menu: older pages hold their menus in the card, hidden until
// they are opened. What is seen before the click is nothing that the click has opened.
const itemsOutsideMenus = () => {
  const inMenus = Object.keys(request.locators).filter((name) => request.locators[name].within === "menu");
  return inMenus.flatMap(candidatesOf).flatMap((candidate) => {
    const place = candidate.within === "menu" ? {} : rootOf(candidate.within);
    return (place.root && searchIn(place.root, candidate).found) || [];
  });
};

// A menu stands right at its button, or is a sheet at the bottom of the screen.
const isAt = (button, menu) => {
  const [b, m] = [boxOf(button), boxOf(menu)];
  const beside = m.x <= b.x + b.width + 48 && m.x + m.width >= b.x - 48;
  const close = m.y <= b.y + b.height + 48 && m.y + m.height >= b.y - 48;
  const sheet = m.y + m.height >= innerHeight - 2 && m.width >= innerWidth * 0.9;
  return (beside && close) || sheet;
};
// Why a menu that came up after our click is not our button's, or null. Whom it names and leads to must be the person. Then what the
// page says of it by ids decides; else no other control may have opened since, and our button must say that it is open, or have
// the menu right at it.
const notItsMenu = (opener, menu) => {
  const named = [menu.getAttribute("aria-label"), ...namedBy(menu, "aria-labelledby").map(visibleText)].find((label) => strangerInLabel(label));
  if (named) return "the menu's label names somebody else: " + short(named, 60);
  if (leadsAway(menu)) return "the menu leads to somebody else: " + short(leadsTo(menu)[0], 60);
  const controlled = [...namedBy(opener.el, "aria-controls"), ...namedBy(opener.el, "aria-owns")];
  if (controlled.length) return controlled.some((one) => related(one, menu)) ? null : "the button names another menu as its own";
  const labels = namedBy(menu, "aria-labelledby").map((one) => one.closest(CONTROL)).filter(Boolean);
  if (labels.length) return labels.some((one) => related(one, opener.el)) ? null : "the menu names another button as its own";
  const other = expandedControls().find((one) => !related(one, opener.el) && !opener.expanded.includes(one) && !holds(menu, one));
  if (other) return "another button has opened since: " + describe(other);
  const open = opener.el.getAttribute("aria-expanded") === "true";
  return open || isAt(opener.el, menu) ? null : "the button does not say that it is open, and the menu is elsewhere";
};
const openedMenu = () => {
  const opener = window[OPENER];
  if (!opener) return { why: "not_found", note: `no click of ours has opened a menu; ${everyVisible("menu").length} are open` };
  const menus = menusOf(opener.el);
  const home = rootOf(opener.scope);
  if (!home.root) return { why: home.why, note: "where the menu's button was: " + home.note };
  if (!visible(opener.el) || !holds(home.root, opener.el))
    return { why: "not_found", note: "the button that opened the menu is gone, or is somebody else's now" };
  let note = menus.length ? "the open menus were open before the button was clicked" : "no menu is open";
  const ours = menus.filter((menu) => {
    if (opener.menus.includes(menu)) return false;
    const not = notItsMenu(opener, menu);
    if (not) note = not;
    return !not;
  });
  // A menu may be matched along with a part of it.
  const outer = ours.filter((menu) => !ours.some((other) => other !== menu && holds(other, menu)));
  if (outer.length === 1) return { root: outer[0] };
  return outer.length ? { why: "not_unique", note: `${outer.length} menus have opened` } : { why: "not_found", note };
};

const DIALOG = "dialog,[role=dialog],[role=alertdialog]";
// What a dialog says, with the labels of itself, its confirm button and its pictures where they may hold a name.
const dialogText = (dialog) => {
  const confirm = locate(request.confirm || "confirm").el;
  const labels = [dialog, confirm].filter(Boolean).map((el) => {
    // Closed dialogs repeat the ids of their headers (ui-evidence 1b): what stands in another dialog is not this one's name.
    const outside = ["aria-labelledby", "aria-describedby"].flatMap((by) => namedBy(el, by)).filter((one) => !holds(dialog, one) && !one.closest(DIALOG));
    return [el.getAttribute("aria-label"), ...outside.map((one) => one.textContent)].map(squash).join(" ");
  });
  const said = partedText(dialog);
  for (const picture of dialog.querySelectorAll("img[alt],[role=img][aria-label]"))
    if (visible(picture)) labels.push(squash(picture.getAttribute("alt") || picture.getAttribute("aria-label")));
  const telling = labels.filter((label) => /\S\s.*\p{Lu}|\p{Lo}/u.test(label) && !fold(said).includes(fold(label)));
  return [said, ...telling].join(" | ");
};

// The dialog that the commit brought up: one that was open before is about something else.
const newDialog = () => {
  const before = (window[STATE] && window[STATE].dialogs) || [];
  const all = everyVisible("dialog");
  const fresh = all.filter((el) => !before.includes(el));
  const inner = fresh.filter((el) => !fresh.some((other) => other !== el && holds(el, other)));
  if (inner.length === 1) return { root: inner[0] };
  return { why: inner.length ? "not_unique" : "not_found", note: `${inner.length} dialogs have opened, ${all.length - fresh.length} were open before` };
};

// ---------------------------------------------------------------- stop signs and missing pages

const atPath = (prefixes) => {
  const path = location.pathname.toLowerCase();
  return prefixes.find((prefix) => path === prefix || path.startsWith(prefix.endsWith("/") ? prefix : prefix + "/"));
};
const bodyText = () => (document.body ? fold(document.body.innerText) : "");
const isSmallPage = () => !document.querySelector("main,[role=main]") && bodyText().length < 2000;

// `shown` says whose words the page holds: those of a "profile", of the people of a "list", or nobody's (null).
const ruleHit = (rule, shown) => {
  const status = loadStatus();
  if ((rule.status || []).includes(status)) return { by: "status", what: String(status) };
  if (isErrorPage()) return null;
  const prefix = atPath(rule.url || []);
  if (prefix) return { by: "address", what: prefix };
  if ((rule.path || []).includes(location.pathname)) return { by: "address", what: location.pathname };
  const query = new URLSearchParams(location.search);
  const parameter = (rule.query || []).find((key) => query.has(key));
  if (parameter) return { by: "address", what: parameter };
  if (shown === "profile") return null;
  const css = (rule.css || []).find((selector) => [...document.querySelectorAll(selector)].some(visible));
  if (css) return { by: "element", what: css };
  // People speak of security checks and limits too: texts count only where nobody's words are on the page.
  if (shown) return null;
  const title = fold(document.title);
  const heading = (rule.title || []).find((text) => title === fold(text));
  if (heading) return { by: "title", what: heading };
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
const readStop = (shown) => {
  for (const rule of request.stops) {
    const hit = ruleHit(rule, shown);
    if (hit) return { sign: rule.sign, ...hit };
  }
  return null;
};
const readMissing = (profileShown) => (profileShown ? null : ruleHit(request.missing, null));
// Whose words the page holds, for `readStop`.
const whoseWords = (profile) => {
  if (profile && !profile.why) return "profile";
  const { rows } = rowElements();
  return rows && rows.length ? "list" : null;
};

const readObstacle = () => {
  for (const name of request.obstacles) {
    const found = locate(name);
    if (found.el) return { locator: name, what: describe(found.el) };
  }
  // Nothing but a key closes a dialog whose buttons say nothing that is known.
  const modal = document.querySelector("dialog:modal");
  return modal && { locator: "", what: describe(modal) };
};

// ---------------------------------------------------------------- after a click

// Answers of the site to the page's own requests since a moment (ui-evidence 13).
const answersSince = (since) =>
  performance
    .getEntriesByType("resource")
    .filter((e) => e.startTime >= since && (e.initiatorType === "fetch" || e.initiatorType === "xmlhttprequest"))
    .filter((e) => e.name.startsWith(location.origin))
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

// The guard's place in the page is taken once for each document: before its own scripts run where the browser can do that, so
// that none of the page's handlers hears of a click first; else when the first click is armed.
const takePlace = () => {
  if (window[PLACE]) return;
  Object.defineProperty(window, PLACE, { value: true });
  const guard = (event) => {
    const state = window[STATE];
    if (state && state.listener) state.listener(event);
  };
  for (const type of GUARDED) window.addEventListener(type, guard, { capture: true, passive: false });
};
const disarm = () => {
  const state = window[STATE];
  if (state) state.listener = null;
  return state;
};

// Why the page is no longer the one that was read, or null. Runs inside the click.
const pageMoved = (pin, inDialog) => {
  // Pages write their address anew, from a member's id to their name: it must be one that the card itself leads to.
  const now = comparable(profilePath(location.pathname));
  if (pin.path && ![pin.path, ...(pin.links || [])].some((path) => comparable(profilePath(path)) === now)) return "the address changed";
  if (pin.row_link) {
    // Behind a dialog the list may be redrawn; what the dialog says is checked then.
    const row = inDialog ? {} : pickedRow();
    return row.why ? row.note : null;
  }
  if (!pin.name) return null;
  const profile = readProfile();
  if (profile.why) return inDialog ? null : "the top card cannot be read";
  if (profile.name !== pin.name) return "the page is about somebody else";
  if (pin.links && JSON.stringify(profile.links) !== JSON.stringify(pin.links)) return "the top card leads to somebody else";
  if (inDialog) return null;
  if (pin.pending) return profile.pending ? null : "the page does not show the invitation any more";
  if (profile.degree === "other" || profile.degree === "both") return "the page does not show a 1st degree any more";
  return null;
};

// A control inside of the element that would take the click in its place: one that is not all there is in the element.
const innerControl = (el, hit) => {
  for (let at = hit; at && at !== el; at = at instanceof ShadowRoot ? at.host : parentOf(at))
    if (at.matches && at.matches(CONTROL) && visibleText(at) !== visibleText(el)) return at;
  return null;
};

// Why a click on the element would not be on the pinned person's, or null: everything that can be asked again in the moment of
// the click is asked again.
const objection = (name, el, said) => inOneLook(() => objectionNow(name, el, said));
const objectionNow = (name, el, said) => {
  const found = locate(name);
  if (found.el !== el) return { why: "not_stable", note: found.el ? "another element took its place" : found.note };
  if (said) {
    const dialog = newDialog();
    if (!dialog.root || dialogText(dialog.root) !== said) return { why: "wrong_person", note: "the dialog changed" };
  }
  const moved = request.pin ? pageMoved(request.pin, found.scope === "dialog") : null;
  if (moved) return { why: "wrong_person", note: moved };
  const opener = window[OPENER];
  if (request.locators[name].within === "menu" && found.scope !== "menu" && opener && opener.items.includes(el))
    return { why: "not_found", note: "it was there before the menu's button was clicked" };
  const named = [el.getAttribute("aria-label"), visibleText(el)].some((label) => strangerInLabel(label));
  return named ? { why: "wrong_person", note: "its label names somebody else" } : null;
};

// The page's first handlers for a press, for its end, and for the click: some menus act at the end of the press.
const DECISIVE = ["pointerdown", "pointerup", "click"];

const arm = (el, name, token, said, scope) => {
  const before = disarm();
  const inDialog = scope === "dialog";
  const dialogs = inDialog ? (before && before.dialogs) || [] : everyVisible("dialog");
  const state = { token, verdict: "armed", why: null, at: performance.now(), listener: null, dialogs };
  let cut = false;
  const objectionTo = (event) => {
    if (!event.composedPath().includes(el)) return "the click fell on " + describe(event.composedPath()[0]);
    const inner = innerControl(el, event.composedPath()[0]);
    if (inner) return "the click fell on " + describe(inner);
    if (!DECISIVE.includes(event.type)) return null;
    const against = objection(name, el, said);
    return against && against.note;
  };
  state.listener = (event) => {
    if (!event.isTrusted) return;
    if (!cut) {
      const against = objectionTo(event);
      if (against) {
        // What was let through cannot be taken back: then the page may have acted, and only the rest is swallowed.
        cut = true;
        if (state.verdict === "armed") state.verdict = "swallowed";
        state.why = against;
        state.at = performance.now();
      } else if (state.verdict === "armed") {
        state.verdict = "passed";
        state.at = performance.now();
        if (!inDialog) state.dialogs = everyVisible("dialog");
        if (request.locators[name].within !== "menu" && !inDialog && !request.dismissing) noteOpener(el, scope);
      }
    }
    if (cut) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (event.type === "click") disarm();
  };
  takePlace();
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
    // Pages that are not painted get no animation frames; on a busy machine a painted one may wait for its next for long, and
    // without that frame a moving element would seem to stand still.
    setTimeout(once, document.hidden ? 60 : 400);
  });

// How long to wait for a change before the next look (ms), in place of the next frame.
let pause = 0;

// Until the next frame or the pause is over, or until something changes in the document or it has loaded.
const wake = () =>
  new Promise((resolve) => {
    const over = () => {
      observer.disconnect();
      document.removeEventListener("readystatechange", soon);
      resolve();
    };
    const soon = () => setTimeout(over);
    const observer = new MutationObserver(soon);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    document.addEventListener("readystatechange", soon);
    if (pause > 0) setTimeout(over, pause);
    else frame().then(over);
  });

// Whether an animation or a transition is under way on the element or around it.
const animated = (el) => {
  for (let at = el; at; at = parentOf(at)) if (at.getAnimations && at.nodeType === 1 && at.getAnimations().length) return true;
  return false;
};

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
  // Where the page itself moves it in small steps, the guard sees where the click falls.
  // Frames of a busy machine may follow each other so closely that nothing seems to move between two of them.
  for (const since = performance.now(); animated(el) && performance.now() - since < 30; ) await frame();
  if (!el.isConnected) return { why: "not_stable", note: "the element was replaced" };
  const again = boxOf(el);
  if (!sameBox(box, again)) return { why: "not_stable", note: "the element moves" };
  const point = middleOf(again);
  if (!inView(point)) return { why: "not_visible", note: "the element cannot be scrolled into view" };
  const hit = deepElementFromPoint(point.x, point.y);
  if (!hit || !holds(el, hit)) return { why: "covered", note: "a click would land on " + describe(hit) };
  const inner = innerControl(el, hit);
  if (inner) return { why: "covered", note: "a click would land on a control inside of it: " + describe(inner) };
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
  // The frame that passed may have changed the page: the element must still be the one, and the page about the person.
  const against = objection(name, found.el, options.dialog_text);
  if (against) return { locator: name, why: against.why, note: against.note, notes: found.notes };
  if (options.token) arm(found.el, name, options.token, options.dialog_text, found.scope);
  else disarm();
  return {
    locator: name,
    found: true,
    element: found.el,
    candidate: found.candidate,
    guess: !!found.guess,
    role: doubtfulRole(found.el, request.locators[name].any[found.candidate].role),
    text: short(visibleText(found.el), 200),
    tag: describe(found.el),
    point: click.point,
    box: click.box,
    expanded: found.el.getAttribute("aria-expanded"),
    notes: found.notes,
  };
};

// What a dialog asks about, up to its question mark, if that is something else than the connection: what is named first counts. In
// compounds the last part does: a "Kontaktempfehlung" is no contact.
const otherMatter = (text) => {
  const word = wordsOf(text.split(/[?\uff1f\u061f]/)[0]).find((one) => wordOf("other_matter", one) || wordOf("connection_word", one));
  const isOther = () => textsOf("other_matter").some(({ t }) => t.endsWith("*") && word.includes(t.slice(0, -1)));
  return word && isOther() ? word : null;
};
// What else a dialog would do, by a box in it that is ticked.
const tickedIn = (dialog) => {
  const box = dialog.querySelector("input:checked,[aria-checked=true]");
  return box && (visibleText((box.labels && box.labels[0]) || box) || box.getAttribute("aria-label") || describe(box));
};
const readDialog = async (token) => {
  const [dialog, text] = inOneLook(() => {
    const now = newDialog();
    return [now, now.root && dialogText(now.root)];
  });
  if (!dialog.root) return null;
  const confirm = await target(request.confirm || "confirm", { token, dialog_text: text });
  // What the dialog says besides the texts that are known to name nobody, or only the pinned person.
  const keys = request.dialog_texts || [];
  const known = keys.flatMap((key) => textsOf(key).map((entry) => entry.t));
  known.sort((a, b) => b.length - a.length);
  const rest = known.reduce((left, phrase) => left.split(phrase).join(" "), fold(text));
  // Known phrases of a few words hold no name; what they say must not be taken for one.
  const unknown = known.filter((phrase) => phrase.split(" ").length > 2).reduce((left, phrase) => left.split(phrase).join(" \n "), fold(text));
  const strangers = [...strangersIn(keys, unknown), ...(leadsAway(dialog.root) ? leadsTo(dialog.root) : [])];
  return { text, confirm, rest: squash(rest), strangers, known, other: tickedIn(dialog.root) || ((request.confirm || "confirm") === "confirm" ? otherMatter(text) : null) };
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

// Until its data has come, a page may show what holds for strangers, or that nobody is there. What would prove that counts once it
// has stood for a while (ms): less long where the page has loaded, longer before the click, where it costs nothing but time, and
// where this site's page has been seen to change its mind; else no longer at all where the page before has shown it too, after a
// click that the site has answered.
const STANDING = "__unlinked_standing";
const WAVERED = "__unlinked_wavered";
const FIRST_LOOK = "__unlinked_first_look";
const STOOD = { known: 0, complete: 600, before: 1500, loading: 2500, wavering: 2000 };
const negative = (profile) => !profile.why && (profile.degree === "other" || (!profile.degree && profile.connect));
const stood = (what, shown) => {
  const mark = JSON.stringify([location.pathname, what]);
  const now = performance.now();
  if (!window[STANDING] || window[STANDING].mark !== mark) window[STANDING] = { mark, what, since: now };
  const loaded = request.shown_gone && shown ? STOOD.known : request.at ? STOOD.before : STOOD.complete;
  const patient = document.readyState === "complete" ? loaded : STOOD.loading;
  const long = request.wavering ? Math.max(patient, STOOD.wavering) : patient;
  // What the person's page showed before it was first looked at nobody knows: a fresh one is not believed for as long.
  const unseen = Math.min(request.unseen_ms || 0, STOOD.wavering);
  const left = Math.max(long - (now - window[STANDING].since), unseen - sinceAnswer());
  // Whatever changes in the page is looked at; where nothing does, a few looks are enough.
  pause = Math.min(100, left);
  return left <= 0;
};

// Each way to wait looks once and says whether that is enough; the loop below looks again at the next frame.
const WAITS = {
  // The page is about a person, or is a stop sign, or nothing that can be read (until the time is over).
  async identity() {
    const profile = readProfile();
    const shown = !profile.why;
    window[FIRST_LOOK] ||= sinceAnswer();
    const unseen_ms = window[FIRST_LOOK];
    const seen = { profile, unseen_ms, stop: readStop(shown ? "profile" : null), missing: readMissing(shown) };
    const before = request.unlike;
    if (before && shown && before.name === profile.name && before.degree === profile.degree && before.path === location.pathname)
      return { enough: false, unchanged: true, ...seen };
    const { stop, missing } = seen;
    const said = negative(profile) ? [profile.name, profile.degree, profile.connect] : missing && missing.by === "text" ? missing.what : null;
    if (!said) {
      if (shown && window[STANDING] && window[STANDING].what[0] === profile.name) window[WAVERED] = true;
      seen.wavered = !!window[WAVERED];
      delete window[STANDING];
    } else if (!request.own_profile && !stood(said, shown))
      return { ...seen, enough: !!stop, missing: null, profile: shown ? { ...profile, degree: null, connect: false } : profile };
    const whole = shown && (profile.degree === "first" || profile.degree === "other" || profile.connect || profile.pending || request.own_profile);
    // A click before the page's own scripts have run would be lost; a script that hangs is not waited for.
    const deaf = document.readyState === "loading" && performance.now() < 3000;
    if (whole && request.at && profile.degree === "first" && deaf) return { enough: false, ...seen };
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
    return { enough: !!seen.found, target: seen, stop: seen.found ? null : readStop(whoseWords(readProfile())) };
  },
  // Nothing is visible any more at a locator (a menu that closes).
  async gone() {
    return { enough: locate(request.at).all.length === 0 };
  },
  // What came of a click: the guard's word, a dialog, proof in the top card, a toast, or the site's refusal.
  async race() {
    const guard = guardReport(request.token);
    const profile = readProfile();
    const stop = readStop(whoseWords(profile));
    const dialog = request.expect_dialog ? await readDialog(request.dialog_token) : null;
    const apart = profile.degree !== "first" && profile.degree !== "both" && (profile.degree === "other" || profile.connect);
    const proof = !profile.why && ((request.pin || {}).pending ? profile.connect && !profile.pending : apart);
    // An error toast may come a moment before the browser's own account of the answer behind it.
    const shown = readToasts("toast_error")[0] || null;
    if (shown && !toastSince) toastSince = performance.now();
    const toast_error = shown && performance.now() - toastSince >= 250 ? shown : null;
    const answers = answersSince(guard.at || 0);
    const seen = {
      guard,
      profile,
      stop: stop || readToastStop(readToasts("toast")),
      dialog,
      proof,
      toast_error,
      bad_answers: answers.filter((status) => status >= 400),
    };
    const ready = dialog && dialog.confirm.found;
    // Some pages show at once what they have only asked for: leaving then would take the request back.
    if (!proof || guard.verdict === "armed") proofSince = 0;
    else if (!proofSince) proofSince = performance.now();
    seen.settled = proof && guard.verdict !== "armed" && answers.some((status) => status >= 200 && status < 400);
    const proved = seen.settled || (proofSince && performance.now() - proofSince >= 300);
    // A row that is gone proves nothing, but nothing more is to come of the click.
    if (!rowGone()) goneSince = 0;
    else if (!goneSince) goneSince = performance.now();
    const gone = goneSince && performance.now() - goneSince >= 300;
    return { enough: !!(guard.verdict === "swallowed" || seen.stop || ready || proved || gone || seen.toast_error || seen.bad_answers.length), ...seen };
  },
  // The rows of a list, once they have stayed the same for a while.
  async rows() {
    const list = rowElements();
    const stop = readStop(list.rows && list.rows.length ? "list" : null);
    if (stop) return { enough: true, stop };
    if (!list.rows) return { enough: false, why: list.why, note: list.note, notes: list.notes };
    const rows = inOneLook(() => list.rows.map(readRow));
    const empty = locate("list_empty");
    const total = locateAll("list_total").map(visibleText)[0] || null;
    const mark = JSON.stringify([rows.map((r) => [r.links, r.name, r.degree]), empty.all.length > 0, total, location.href]);
    // Until the page's own scripts have run, its rows may lack what only these put there; a script that hangs is not waited for.
    const unfinished = !navigation().domContentLoadedEventStart && performance.now() < 3000;
    if (mark !== rowsMark || unfinished) {
      rowsMark = mark;
      rowsSince = performance.now();
    }
    // Rows that do not say yet whose they are may be on their way to do so.
    const bare = rows.some((row) => !row.links.length || !row.name);
    const settled = performance.now() - rowsSince >= (bare ? 5 : 1) * request.settle_ms;
    const said = rows.length > 0 || empty.all.length > 0;
    return {
      enough: settled && said && mark !== request.rows_before,
      mark,
      rows,
      empty: empty.all.length > 0,
      guess: rows.some((row) => row.guess) || (!rows.length && isGuess("list_empty", empty)),
      total,
      more: locateAll("list_more").some(enabled),
    };
  },
  // Walks a list through to the end (or the beginning) of what it holds, so that one that loads as one scrolls goes on, and
  // reads every row on the way: some lists keep only the rows near the visible part. Stops where `row_link` leads.
  async walk() {
    const read = new Map();
    const until = request.row_link;
    const pane = scrollerOf();
    const end = pane.scrollHeight;
    const over = performance.now() + request.slice_ms;
    let found = false;
    for (let stuck = 0; stuck < 3 && performance.now() < over; ) {
      const { rows } = rowElements();
      if (!rows || !rows.length) break;
      for (const el of rows) {
        const row = readRow(el);
        read.set(JSON.stringify([row.links, row.name]), row);
        if (until && row.links.includes(until)) found = el;
      }
      if (found) {
        found.scrollIntoView({ block: "center", behavior: "instant" });
        break;
      }
      if (!request.up && pane.scrollTop + pane.clientHeight >= end - 1) break;
      const edge = request.up ? rows[0] : rows[rows.length - 1];
      const before = edge.getBoundingClientRect().top;
      edge.scrollIntoView({ block: request.up ? "end" : "start", behavior: "instant" });
      await frame();
      await frame();
      stuck = edge.isConnected && Math.abs(edge.getBoundingClientRect().top - before) < 1 ? stuck + 1 : 0;
    }
    return { enough: true, rows: [...read.values()], found: !!found };
  },
  // Whether a field has the focus, and holds what was typed into it.
  async field() {
    const found = locate(request.at);
    if (!found.el) return { enough: false, why: found.why, note: found.note, notes: found.notes };
    const focused = focusedElement() === found.el;
    const value = found.el.value === undefined ? found.el.textContent : found.el.value;
    const held = request.value === undefined || squash(value) === squash(request.value);
    return { enough: focused && held, field: { focused, held, value: short(value, 100) } };
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
    return { enough: true, outline: outline(request.at) };
  },
};
let rowsMark = null;
let rowsSince = 0;
let toastSince = 0;
let proofSince = 0;
let goneSince = 0;

const run = async () => {
  const end = performance.now() + request.slice_ms;
  const early = performance.now() + 400;
  let seen = {};
  for (let looks = 1; ; looks += 1) {
    const begun = performance.now();
    pause = 0;
    frontEnd = readFrontEnd();
    seen = await WAITS[request.wait]();
    // Things in the way matter only when they are: over the target, or where no profile can be read.
    const blocked = (seen.target && seen.target.why === "covered") || (request.wait === "identity" && seen.profile.why);
    seen.obstacle = !seen.enough && blocked ? readObstacle() : null;
    if (seen.enough || seen.obstacle || performance.now() >= end) break;
    // Looking takes at most a third of the page's own time, and less once it has been waited for long. The first look takes
    // longest, since the script is compiled then, and says nothing of the later ones.
    const ended = performance.now();
    await wake();
    const took = looks === 1 ? 0 : ended - begun;
    const rest = ended > early && !pause ? 35 : Math.max(4, 2 * took) - (performance.now() - ended);
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  }
  return {
    ...seen,
    front_end: frontEnd,
    language: pageLanguage(),
    language_known: !!request.texts[pageLanguage()],
    // Firefox's own error page keeps the address that could not be loaded; only the document's says what it is.
    address: document.documentURI.startsWith("about:") ? document.documentURI : location.href,
    path: location.pathname,
    title: document.title,
    status: loadStatus(),
    mute: isMute(),
    born: performance.timeOrigin,
  };
};

if (request.wait === "nothing") takePlace();
else run().then(answer, (error) => answer({ failed: String((error && error.stack) || error) }));
