// @ts-check
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
const strangerInLabel = (label, name = pin && pin.name) => {
  if (!label || !name) return null;
  const keys = Object.keys(request.texts[pageLanguage()] || {});
  if (keys.some((key) => matchText(key, label))) return null;
  const found = namesInLabel(keys, label).find((one) => isStranger(one.name, name));
  return found ? found.name : null;
};
// The strangers whom a longer text names in such phrases.
const strangersIn = (keys, text) => {
  if (!(pin && pin.name)) return [];
  const names = [];
  for (const { around: [before, after] } of phrasesAroundNames(keys, 8)) {
    if (!before.trim() || !after.trim()) continue;
    for (let at = text.indexOf(before); at >= 0; at = text.indexOf(before, at + 1)) {
      const end = text.indexOf(after, at + before.length);
      if (end > 0 && end - at < 200) names.push(text.slice(at + before.length, end));
    }
  }
  return names.filter((other) => isStranger(other, pin.name));
};
// The entry of a text key that a string equals, or undefined. In the place of the name a part of it will do.
const matchText = (key, text) => {
  const said = fold(text);
  const equal = textsOf(key).find((entry) => entry.t === said);
  const name = pin && pin.name;
  return equal || (name && namesInLabel([key], text).find((one) => wordsOf(one.name).length && !isStranger(one.name, name))) || undefined;
};
// The word of a text that begins as an entry such as "follow*" says.
const wordOf = (key, text) =>
  wordsOf(text).find((word) => textsOf(key).some(({ t }) => t.endsWith("*") && word.startsWith(t.slice(0, -1))));


// ---------------------------------------------------------------- names that stand in no phrase that is known

// The words of every known text of the page's language, which are nobody's name.
const wordsOfThePage = () =>
  (folded[pageLanguage() + " words"] ||= new Set(Object.keys(request.texts[pageLanguage()] || {}).flatMap(entriesOf).flatMap(({ t }) => wordsOf(t.split(NAME).join(" ")))));
// Several people, in words: what a text calls them. `undefined` for none.
const severalIn = (text) => {
  const said = " " + wordsOf(text).join(" ") + " ";
  const found = textsOf("several_people").find(({ t }) => said.includes(" " + wordsOf(t).join(" ") + " "));
  return found && found.t;
};
// The stranger, or the number of people, that a label names, in a known phrase or by words written like a name; `null` for none. A
// capital at the start says nothing, unless the next word is a name too.
const othersIn = (label) => {
  const name = pin && pin.name;
  if (!name || !squash(label)) return null;
  const keys = Object.keys(request.texts[pageLanguage()] || {});
  if (keys.some((key) => matchText(key, label))) return null;
  const phrase = strangerInLabel(label) || severalIn(label);
  if (phrase) return phrase;
  const own = new Set(wordsOf(name));
  const page = wordsOfThePage();
  let starts = true;
  let before = false;
  for (const token of squash(label).split(" ")) {
    for (const word of token.match(/[\p{L}\p{M}\p{N}]+/gu) || []) {
      const low = fold(word);
      const foreign = !own.has(low) && !page.has(low);
      // "and 499 other people"
      if (foreign && /^\p{Nd}+$/u.test(word) && /\p{L}/u.test(label)) return word;
      const capital = /^\p{Lu}/u.test(word);
      const caseless = /^\p{Lo}/u.test(word);
      const like = foreign && (capital || caseless) && !(capital && [...own].some((one) => low.length === 1 && one.startsWith(low)));
      if (like && (caseless || !starts || before)) return word;
      before = like;
      starts = false;
    }
    if (/[.?!:|\u2026]$/.test(token)) [starts, before] = [true, false];
  }
  return null;
};
