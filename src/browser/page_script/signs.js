// @ts-check
// ---------------------------------------------------------------- stop signs and missing pages

const atPath = (prefixes) => {
  const path = location.pathname.toLowerCase();
  return prefixes.find((prefix) => path === prefix || path.startsWith(prefix.endsWith("/") ? prefix : prefix + "/"));
};
const bodyText = () => (document.body ? fold(document.body.innerText) : "");
const isSmallPage = () => !document.querySelector("main,[role=main]") && bodyText().length < 2000;

// Whether the page holds words of people: a profile, a list, the feed. Known by how the page is made and by its key, before anything
// on it can be read (ui-evidence-2 1).
const PEOPLES_PAGE = "main#workspace,[data-sdui-screen],main section[data-member-id],[data-view-name='search-entity-result-universal-template'],.scaffold-finite-scroll";
const PEOPLES_KEY = /profile|search|mynetwork|people|feed|invitation/;
const isOfPeople = () => {
  const key = document.querySelector("meta[name=como-pk]");
  return !!document.querySelector(PEOPLES_PAGE) || (!!key && PEOPLES_KEY.test(key.getAttribute("content") || ""));
};
const textsOfAll = (keys) => keys.flatMap((key) => Object.values(request.texts).flatMap((texts) => texts[key] || []));
const headings = () => [...document.querySelectorAll("h1,h2,h3,[role=heading]")].filter(visible).map(visibleText);
// Conversations are dialogs too, and hold people's words, as do a card of somebody's and a toast about what somebody has written.
const PEOPLES_LINK = "a[href*='/in/'],a[href*='/messaging/'],a[href*='/feed/update'],a[href*='/posts/']";
const ofPeople = (el) => el.matches(PEOPLES_LINK) || !!el.closest("[class*='msg-']") || !!el.querySelector("[class*='msg-']," + PEOPLES_LINK);
const openDialogs = () => [...document.querySelectorAll("dialog[open],[role=dialog],[role=alertdialog]")].filter((el) => visible(el) && !ofPeople(el));
const dialogTexts = () => openDialogs().map(visibleText);
// Toasts of whatever kind: their role is the same for success and failure (ui-evidence-2 3).
const toastTexts = () => {
  const all = [...locateAll("toast"), ...locateAll("toast_error")].filter((el) => !ofPeople(el));
  return [...new Set(all.map(visibleText).filter(Boolean))];
};
/** @returns {MissingSeen | null} */
const hitIn = (texts, keys, by) => {
  const said = texts.map(fold);
  const phrase = textsOfAll(keys).find((entry) => said.some((text) => text.includes(fold(entry.t))));
  return phrase ? { by, what: phrase.t } : null;
};

// The address is known from the first moment, the status a moment later: what is told does not depend on when it is asked.
/** @param {Unchanging<SignWords>} rule @returns {MissingSeen | null} */
const addressHit = (rule) => {
  const what = atPath(rule.url) || (rule.path.includes(location.pathname) ? location.pathname : rule.query.find((key) => new URLSearchParams(location.search).has(key)));
  return what ? { by: "address", what } : null;
};

// What a page says of itself is read where a page says it: on one that holds people's words in its title, its dialogs and its toasts,
// on any other in its title and its headings too, and in all of it where there is hardly anything.
/** @param {Unchanging<SignWords>} rule @returns {MissingSeen | null} */
const ruleHit = (rule, heads) => {
  const isError = isErrorPage();
  const hit = isError ? null : addressHit(rule);
  if (hit) return hit;
  const status = loadStatus();
  if (rule.status.includes(status)) return { by: "status", what: String(status) };
  if (isError) return null;
  const pageKey = rule.page_key.find((key) => [...document.querySelectorAll("meta[name='como-pk']")].some((meta) => meta.getAttribute("content") === key));
  if (pageKey) return { by: "page key", what: pageKey };
  const css = rule.css.find((selector) => [...document.querySelectorAll(selector)].some(visible));
  if (css) return { by: "element", what: css };
  const title = fold(document.title);
  const titled = rule.title.find((text) => title === fold(text));
  if (titled) return { by: "title", what: titled };
  const small = !heads.peoples && isSmallPage();
  return (
    hitIn(heads.said, rule.text, "text") ||
    hitIn(heads.toasts, rule.toast, "toast") ||
    (small && hitIn([bodyText()], [...rule.text, ...rule.small_page_text], "text")) ||
    null
  );
};
// Whether a stop sign is there that has not stood for long enough to be one.
let stopPending = false;
/** @returns {StopSeen | null} */
const readStop = () =>
  inOneLook(() => {
    const peoples = isOfPeople();
    const toasts = toastTexts();
    const said = [document.title, ...(peoples ? [] : headings()), ...dialogTexts(), ...toasts];
    for (const rule of request.stops) {
      const hit = ruleHit(rule, { peoples, said, toasts });
      if (!hit) continue;
      if (hit.by === "status" || hit.by === "address") return { sign: rule.sign, ...hit };
      if (heldFor("stop", rule.sign + hit.what) >= TIMES.stop) return { sign: rule.sign, ...hit };
      stopPending = true;
      return null;
    }
    heldFor("stop", null);
    return null;
  });
// A limit hides what a search has found, and looks like a list that is empty, or short: it is said beside the rows, whose words are
// people's.
/** @returns {StopSeen | null} */
const readLimit = (rows) => {
  const rule = request.stops.find((one) => one.sign === "limit_notice");
  const hit = rule && hitIn([bodyText()], rule.text, "text") && hitIn([partedText(document.body, rows)], rule.text, "text");
  return hit ? { sign: rule.sign, ...hit } : null;
};
/** @returns {MissingSeen | null} */
const readMissing = (profileShown) => (profileShown ? null : ruleHit(request.missing, { peoples: isOfPeople(), said: [document.title, ...headings()], toasts: [] }));

/** @returns {Obstacle | null} */
const readObstacle = () => {
  const locator = request.obstacles.find((name) => locate(name).el);
  if (locator) return { locator };
  // Nothing but a key closes a dialog whose buttons say nothing that is known.
  return document.querySelector("dialog:modal") ? { locator: null } : null;
};

