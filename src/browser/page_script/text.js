// @ts-check
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
// What the newer front end says of itself beside that (ui-evidence-2 1).
const localeOfPage = () => {
  const meta = document.querySelector("meta[name=como-t]");
  const locale = meta && /"locale"\s*:\s*"([a-z]{2,3})\b/i.exec(meta.getAttribute("content") || "");
  return locale ? locale[1].toLowerCase() : "";
};
const pageLanguage = () => {
  const said = (document.documentElement.lang || "").toLowerCase().split(/[-_]/)[0];
  return said || localeOfPage() || request.default_language;
};
const NAME = "{name}";
/** @type {Record<string, any>} */
const folded = {};
/** @returns {Entry[]} */
const entriesOf = (key) => {
  const language = pageLanguage();
  const entry = ({ t, g }) => ({ t: fold(t), g, around: t.includes(NAME) && fold(t).split(NAME) });
  return (folded[language + " " + key] ||= ((request.texts[language] || {})[key] || []).map(entry));
};
const textsOf = (key) => {
  const name = pin && fold(pin.name);
  return entriesOf(key).flatMap(({ t, g, around }) => (around && !name ? [] : [{ t: around ? around.join(name) : t, g }]));
};
const wordsOf = (text) => fold(text).split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
