// @ts-check
// ---------------------------------------------------------------- locators

/** @type {FrontEnd | null} */
let frontEnd = null;

// A card may hold parts about other people: mutual connections, somebody to invite. What stands in the smallest part that leads
// to anybody must lead to the person of the page.
const IDENTITY = ["name", "profile_link"];
const leadsTo = (el) =>
  [...(el.matches("a[href]") ? [el] : []), ...el.querySelectorAll("a[href]")]
    .map((a) => pathOf(a.getAttribute("href")))
    .filter((path) => /^(\/\/[^/]+)?\/(mwlite\/)?in\//.test(path));
const ownPaths = () =>
  once("own paths", null, () =>
    [location.pathname, ...profileLinks(), (pin && pin.row_link) || ""].map((path) => comparable(profilePath(path))),
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

const SAYS = {
  text: (el) => [visibleText(el)],
  label: (el) => [el.getAttribute("aria-label") || ""],
  name: (el) => [el.getAttribute("aria-label") || "", visibleText(el)],
  placeholder: (el) => [el.getAttribute("placeholder") || ""],
};
// Those that say what the candidate asks for; `guessed` gets those by a guess. In a list that is read before anybody is sought in it,
// the control of a row may name anybody.
/** @returns {Searched} */
const withTexts = (found, candidate, guessed) => {
  const ofAnybody = candidate.closest && !(pin && pin.name);
  for (const field of Object.keys(SAYS)) {
    const key = candidate[field];
    if (!key) continue;
    if (!(ofAnybody ? entriesOf(key) : textsOf(key)).length) return { why: "not_found", note: { no_text: { key, language: pageLanguage() } } };
    const entryOf = (text) => matchText(key, text) || (ofAnybody && namesInLabel([key], text)[0]);
    found = found.filter((el) => {
      const entry = SAYS[field](el).map(entryOf).find(Boolean);
      if (entry && entry.g) guessed.add(el);
      return !!entry;
    });
  }
  return { found };
};

// All visible elements of one candidate in one root, or why there is none.
/** @returns {Searched} */
const searchIn = (root, candidate) => {
  let places = [root];
  if (candidate.shadow) {
    places = [...root.querySelectorAll(candidate.shadow)].map((host) => host.shadowRoot).filter(Boolean);
    if (!places.length) return { why: "not_found", note: { no_shadow_root: candidate.shadow } };
  }
  let found = [];
  for (const place of places) found.push(...place.querySelectorAll(candidate.css || roleCss(candidate.role)));
  if (candidate.has) found = found.filter((el) => el.querySelector(candidate.has));
  const guessed = new Set();
  if (candidate.closest) {
    const said = withTexts(found, candidate, guessed);
    if (said.why) return said;
    found = said.found.map((el) => {
      const outer = el.closest(candidate.closest);
      if (guessed.has(el)) guessed.add(outer);
      return outer;
    });
    found = [...new Set(found.filter((el) => el && (root === document || holds(root, el))))];
  }
  if (candidate.role) found = found.filter((el) => hasRole(el, candidate.role));
  const total = found.length;
  found = found.filter(visible);
  const seen = found.length;
  if (candidate.within === "top_card" && !IDENTITY.includes(candidate.of)) found = found.filter((el) => ofThePerson(el, root));
  if (!candidate.closest) {
    const said = withTexts(found, candidate, guessed);
    if (said.why) return said;
    found = said.found;
  }
  if (candidate.holds) found = found.filter((el) => locateIn(el, held(candidate.holds)).el);
  if (!found.length) {
    const why = total && !seen ? "not_visible" : "not_found";
    return { why, note: { none_fits: { total, seen } } };
  }
  return { found, guessed };
};

// A dialog is ours if it holds the button with which the click path at hand confirms.
const held = (name) => (name === "confirm_button" && request.confirm ? request.confirm : name);

// The roots a locator is searched in: the document, or the one visible element of its scope.
/** @returns {Scope} */
const rootOf = (scope) => {
  if (!scope) return { root: document };
  if (scope === "row") return once("root", scope, pickedRow);
  if (scope === "menu") return once("root", scope, openedMenu);
  if (scope === "dialog") return once("root", scope, newDialog);
  const outer = locate(scope);
  return outer.el ? { root: outer.el } : { why: outer.why, note: { in_scope: { scope, note: outer.note } } };
};

const candidatesOf = (name) =>
  once("candidates", name, () => {
    const locator = request.locators[name];
    if (!locator) return [];
    return locator.any
      .map((candidate, index) => ({ ...candidate, index, of: name, within: candidate.within || locator.within, not_text: locator.not_text }))
      .filter((candidate) => !candidate.front_end || !frontEnd || candidate.front_end === frontEnd)
      .filter((candidate) => !candidate.path || location.pathname.startsWith(candidate.path));
  });

/** @returns {Located} */
const locateAmong = (name, rootFor) => {
  const notes = [];
  /** @type {Reason} */
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
      notes.push({ candidate: candidate.index, why: "not_unique", note: { these: search.found.slice(0, 4).map(describe) } });
      return { why: "not_unique", note: { several_fit: search.found.length }, notes, all: search.found };
    }
    const el = search.found[0];
    for (const key of candidate.not_text || []) {
      if (matchText(key, visibleText(el)) || wordOf(key, visibleText(el))) {
        notes.push({ candidate: candidate.index, why: "not_found", note: { text_is_of: key } });
        return { why: "not_found", note: { elements_text_is_of: key }, notes, all: [] };
      }
    }
    return { el, candidate: candidate.index, scope: candidate.within, guess: candidate.guess || search.guessed.has(el), notes, all: [el] };
  }
  return { why, note: { each: notes.map((one) => one.note) }, notes, all: [] };
};
/** @returns {Located} */
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
// Why a locator gave nothing, as it is told.
/** @type {(locator: string, found: { why?: Reason, note?: Note, notes?: CandidateTold[] }) => NotSeen} */
const notSeen = (locator, { why, note, notes }) => ({ is: "not", locator, why, note: note || { each: [] }, notes: notes || [] });
