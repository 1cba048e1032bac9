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
  const pageKey = (rule.page_key || []).find((key) => [...document.querySelectorAll("meta[name='como-pk']")].some((meta) => meta.content === key));
  if (pageKey) return { by: "page key", what: pageKey };
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

