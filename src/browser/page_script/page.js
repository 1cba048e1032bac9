// @ts-check
// ---------------------------------------------------------------- reading the page

/** @returns {FrontEnd | null} */
const readFrontEnd = () => {
  for (const sign of request.front_ends) {
    for (const css of sign.any) if (document.querySelector(css)) return sign.name;
  }
  return null;
};

/** @returns {Partial<PerformanceNavigationTiming>} */
const navigation = () => /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"))[0] || {};
// As the browser tells it, or else as the page's own account has it.
const loadStatus = () => request.status || navigation().responseStatus || 0;
// How long ago the site began to answer (ms).
const sinceAnswer = () => performance.now() - (navigation().responseStart || 0);
// The browser's own page in the place of the site's. Its address says nothing, but for Firefox that of the document.
const isErrorPage = () => location.protocol === "chrome-error:" || document.documentURI.startsWith("about:neterror");
// The code on the browser's own page: Chromium fills it in a moment after the page is there, Firefox has it in the address.
const netError = async () => {
  if (location.protocol !== "chrome-error:") return (/[?&]e=([^&#]+)/.exec(document.documentURI) || [])[1] || "";
  const code = () => ((document.querySelector(".error-code") || {}).textContent || "").trim();
  for (const end = performance.now() + 1000; !code() && performance.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return code();
};
// An answer of 400 and more without a body. Chromium shows an error page of its own in its place, Firefox an empty one.
const isMute = () =>
  document.readyState !== "loading" && loadStatus() >= 400 && navigation().decodedBodySize === 0 && !bodyText();

const DEGREE_MARKS = /^[\s\u00b7\u2022\u30fb,\-]+|[\s\u00b7\u2022,]+$/g;
/** @returns {{ kind: Degree, bare: string }[]} */
const degrees = () =>
  Object.entries(/** @type {Record<string, Degree>} */ ({ degree_1st: "first", degree_2nd: "other", degree_3rd: "other" })).flatMap(([key, kind]) =>
    entriesOf(key).map(({ t }) => ({ kind, bare: t.replace(DEGREE_MARKS, "") })),
  );
/** @returns {Degree | null} */
const degreeOf = (text, known = degrees()) => {
  const bare = fold(text).replace(DEGREE_MARKS, "");
  // A number alone may count anything.
  if (/^\d+$/.test(bare) && !/[\u00b7\u2022\u30fb]/.test(text)) return null;
  return (known.find((degree) => degree.bare === bare) || {}).kind || null;
};
// Whether a text is nothing but what stands beside a name: the degree, the name once more, pronouns, what is in brackets.
const isOfNameBlock = (text, name, known) => {
  const own = new Set(wordsOf(name));
  const isPart = (part) => {
    const bare = fold(part).replace(DEGREE_MARKS, "");
    if (!/[\p{L}\p{N}]/u.test(bare) || known.some((degree) => degree.bare === bare)) return true;
    if (/^\p{L}+(\s*\/\s*\p{L}+)+$/u.test(bare)) return true;
    return wordsOf(bare).every((word) => own.has(word));
  };
  return text.replace(/\([^)]*\)/g, " ").split(/[|\u00b7\u2022\u30fb]/).every(isPart);
};
// The same of an element: of its text, or of each piece of it, since two degrees side by side may run together.
const holdsOnlyNameBlock = (el, name, known) => {
  if (isOfNameBlock(partedText(el), name, known)) return true;
  const pieces = [];
  const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (visible(walker.currentNode.parentElement)) pieces.push(walker.currentNode.nodeValue);
  return pieces.every((piece) => isOfNameBlock(piece, name, known));
};
// Whether a degree stands in the block of the name: nothing else stands in its part of what is around both, nor between them.
const isInNameBlock = (el, heading, name, known) => {
  let around = el;
  while (around && !holds(around, heading)) around = parentOf(around);
  if (!around || around === el || !around.children) return false;
  const parts = [...around.children];
  const [own, its] = [heading, el].map((one) => parts.findIndex((part) => holds(part, one)));
  if (own < 0 || its < 0 || own === its) return own === its && own >= 0;
  const between = own < its ? parts.slice(own + 1, its) : parts.slice(0, its);
  return [parts[its], ...between].every((part) => !visible(part) || holdsOnlyNameBlock(part, name, known));
};
// The degree of the person: what stands in the block of their name. A degree that is nobody else's by a link, and stands elsewhere
// in the card, cannot be told to be theirs.
/** @returns {Degree | null} */
const readOwnDegree = (card, heading, name) => {
  const known = degrees();
  let unplaced = false;
  for (const candidate of candidatesOf("degree")) {
    /** @type {Set<Degree>} */
    const kinds = new Set();
    for (const el of card.querySelectorAll(candidate.css)) {
      const all = fold(el.textContent);
      const kind = known.some(({ bare }) => all.includes(bare)) && visible(el) && degreeOf(visibleText(el), known);
      if (!kind || !ofThePerson(el, card)) continue;
      if (isInNameBlock(el, heading, name, known)) kinds.add(kind);
      else unplaced = true;
    }
    if (kinds.size) return kinds.size > 1 ? "both" : [...kinds][0];
  }
  return unplaced ? "unplaced" : null;
};
/** @returns {Degree | null} */
const readDegree = (root) => {
  const known = degrees();
  for (const candidate of candidatesOf("degree")) {
    /** @type {Set<Degree>} */
    const kinds = new Set();
    for (const el of root.querySelectorAll(candidate.css)) {
      const all = fold(el.textContent);
      const kind = known.some(({ bare }) => all.includes(bare)) && visible(el) && degreeOf(visibleText(el), known);
      if (kind) kinds.add(kind);
    }
    if (kinds.size) return kinds.size > 1 ? "both" : [...kinds][0];
  }
  return null;
};

// The links of the top card that lead to the profile itself. More than one address among them, and the card is not trusted.
const pathOf = (href) => profilePath(placeOf(href));
// Where a link leads: a path of the site, or for another host the host too, which is nobody's profile here. A page that is served
// elsewhere, for practice or as it was saved, has links to the real site all the same.
const placeOf = (href) => {
  try {
    const url = new URL(href || "", document.baseURI);
    const { origin, links } = request.allowed;
    const kin = url.protocol === "https:" && url.port === "" && (url.hostname === links || url.hostname.endsWith("." + links));
    return kin || [origin, location.origin].includes(url.origin) ? url.pathname : "//" + (url.host || url.protocol) + url.pathname;
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

// The lines of a text that the card shows, whatever they are about.
const linesOf = (card) => [...new Set(card.innerText.split("\n").map((line) => short(line, 200)))].filter(Boolean).slice(0, 60);
// Whom the person works for: what the card names so, or the first half of its line `EMPLOYER · SCHOOL`, where both halves are badges
// of the card. One badge alone, or a line without badges, may be a school or a place.
const readEmployers = (lines) => {
  const texts = (name) => locateAll(name).map(visibleText).filter(Boolean);
  const named = texts("company");
  if (named.length) return { employers: [...new Set(named)], guess: isGuess("company", locate("company")) };
  const badges = texts("badge");
  const halves = lines.map((line) => line.split(" \u00b7 ")).filter((parts) => parts.length === 2);
  const known = ([one, other]) => {
    const at = badges.indexOf(one);
    return at >= 0 && badges.some((badge, index) => index !== at && badge === other);
  };
  return { employers: [...new Set(halves.filter(known).map(([one]) => one))], guess: isGuess("badge", locate("badge")) };
};

// Whose page it says that it is. Only what the site makes tells: people write their own address into their card, with the mark that it
// has for themselves.
/** @returns {Own | null} */
const readOwn = () => {
  const asked = new URLSearchParams(location.search).get("isSelfProfile");
  const yes = asked === "true" || locateAll("own_profile").length > 0;
  const no = asked === "false" || locateAll("not_own_profile").length > 0;
  return yes && no ? "both" : yes ? "yes" : no ? "no" : null;
};
// Whether a profile may be the signed-in member's: nothing on it is what only others have, and card and address agree.
/** @param {Extract<ProfileTold, { is: "shown" }>} profile */
const mayBeOwn = ({ own, degree, connect, pending, links }) => {
  const here = comparable(profilePath(location.pathname));
  const isOther = (degree && degree !== "unplaced") || connect || pending || own === "no" || own === "both";
  return !isOther && links.every((link) => comparable(link) === here);
};
// Who is signed in by the feed (ui-evidence-2 5): the first card beside the posts leads to nobody else.
/** @returns {OwnerSeen | null} */
const readFeedOwner = () => {
  const all = locateAll("feed_owner");
  if (!all.length) return null;
  const path = pathOf(all[0].getAttribute("href"));
  const own = all.filter((el) => pathOf(el.getAttribute("href")) === path);
  let card = all[0];
  while (card && !own.every((el) => holds(card, el))) card = parentOf(card);
  if (!card || leadsTo(card).some((other) => comparable(other) !== comparable(path))) return null;
  // Cards of people to follow stand there too: they have fewer links, and something to press.
  const around = [card, parentOf(card)].filter((el) => el && el.querySelector);
  if (frontEnd === "sdui" && (own.length < 3 || around.some((el) => el.querySelector("button,[role=button]")))) return null;
  const pictured = own.flatMap((el) => [...el.querySelectorAll("img[alt],svg[aria-label]")]).map((el) => el.getAttribute("alt") || el.getAttribute("aria-label"));
  const name = [...own.map(visibleText), ...pictured].find(Boolean);
  return name ? { link: path, name } : null;
};

/** @returns {ProfileTold} */
const readProfile = () => inOneLook(() => once("profile", null, lookAtProfile));
/** @returns {ProfileTold} */
const lookAtProfile = () => {
  const card = locate("top_card");
  if (!card.el) return notSeen("top_card", card);
  const name = locate("name");
  if (!name.el) return notSeen("name", name);
  const text = visibleText(name.el);
  if (!text) return notSeen("name", { why: "not_found", note: "name_empty", notes: [] });
  const degree = readOwnDegree(card.el, name.el, text);
  const links = profileLinks();
  const says = linesOf(card.el);
  const { employers, guess } = readEmployers(says);
  return {
    is: "shown",
    says,
    employers,
    employers_guessed: guess,
    name: text,
    links,
    degree,
    connect: locate("connect").all.some((el) => invitesThem(el, text, links)),
    pending: locate("pending").all.length > 0,
    follow: locate("follow").all.length > 0,
    own: readOwn(),
    guess: !!(card.guess || name.guess),
  };
};

// Rows of a list (connections, search): every row with its name, address and degree.
/** @returns {RowSeen} */
const readRow = (el) => {
  const leads = locateIn(el, "row_link");
  const named = locateIn(el, "row_name");
  const links = leads.all.map((a) => placeOf(a.getAttribute("href")));
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
  const link = pin && pin.row_link;
  if (!link) return false;
  return inOneLook(() => {
    const { rows } = rowElements();
    return !!rows && !rows.some((el) => readRow(el).links.includes(link));
  });
};
/** @returns {{ rows?: any[], why?: Reason, note?: Note, notes?: CandidateTold[] }} */
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
/** @returns {Scope} */
const pickedRow = () => {
  const { rows, why, note } = rowElements();
  if (!rows) return { why, note: { in_list: note } };
  if (!pin || !pin.row_link) return { why: "not_found", note: "no_row_sought" };
  const wanted = rows.map((el) => ({ el, row: readRow(el) })).filter(({ row }) => row.links.includes(pin.row_link));
  if (wanted.length !== 1)
    return { why: wanted.length ? "not_unique" : "not_found", note: { rows_lead: wanted.length } };
  const [{ el, row }] = wanted;
  if (row.links.some((link) => link.includes("/in/") && comparable(profilePath(link)) !== comparable(profilePath(pin.row_link))))
    return { why: "wrong_person", note: "row_leads_elsewhere" };
  if (row.name !== pin.name) return { why: "wrong_person", note: "row_about_another" };
  return { root: el };
};

