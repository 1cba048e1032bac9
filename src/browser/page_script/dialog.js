// @ts-check
// What a dialog asks about, up to its question mark, if that is something else than the connection: what is named first counts. In
// compounds the last part does: a "Kontaktempfehlung" is no contact.
/** @returns {OtherMatter | null} */
const otherMatter = (text) => {
  const word = wordsOf(text.split(/[?\uff1f\u061f]/)[0]).find((one) => wordOf("other_matter", one) || wordOf("connection_word", one));
  const isOther = () => textsOf("other_matter").some(({ t }) => t.endsWith("*") && word.includes(t.slice(0, -1)));
  return word && isOther() ? { word } : null;
};
// What else a dialog would do, by a box in it that is ticked.
/** @returns {OtherMatter | null} */
const tickedIn = (dialog) => {
  const box = dialog.querySelector("input:checked,[aria-checked=true]");
  if (!box) return null;
  const label = visibleText((box.labels && box.labels[0]) || box) || box.getAttribute("aria-label");
  return label ? { word: short(label, 60) } : { box: describe(box) };
};
// The texts by which a dialog is known to ask what the click path does. What any dialog may say ("Are you sure?") makes none known.
const kindOfDialog = () => ((request.confirm || "confirm") === "confirm" ? "" : request.confirm.replace(/^confirm_/, ""));
const titleKeys = () => [kindOfDialog() ? kindOfDialog() + "_title" : "dialog_title"];
const bodyKeys = () => (kindOfDialog() ? [kindOfDialog() + "_body"] : ["dialog_body", "dialog_nobody"]);
const bare = (text) => fold(text).replace(/[\s.?!\u2026\uff1f\u061f\u00bf\u00a1]+$/g, "").replace(/^[\u00bf\u00a1]+/, "");
// Whether a sentence of a dialog says what an entry says, about the pinned person where it names anybody.
/** @param {string} sentence @param {Entry} entry */
const saysEntry = (sentence, { t, around }) => {
  if (!around) return bare(sentence) === bare(t);
  const said = bare(sentence);
  const parts = around.map((part) => bare(part).trim());
  const [before, after] = [parts[0], parts[parts.length - 1]];
  if (!said.startsWith(before) || !said.endsWith(after) || said.length <= before.length + after.length) return false;
  const own = new Set(wordsOf(pin.name));
  const between = wordsOf(said.slice(before.length, said.length - after.length));
  return between.length > 0 && (parts.length > 2 || between.every((word) => own.has(word)));
};
// Whether the dialog is known by its title or its body: "yes", "guessed" by a text that is only a guess, or "no".
/** @returns {Recognised} */
const recognise = (dialog, text) => {
  if (!(pin && pin.name)) return "no";
  const apart = [...dialog.querySelectorAll("*")].filter((el) => !el.closest(CONTROL) && visible(el) && !holds(el, dialog));
  const labels = [dialog.getAttribute("aria-label"), ...namedBy(dialog, "aria-labelledby").filter((el) => holds(dialog, el)).map(visibleText)];
  const titles = [...apart.map(visibleText), ...labels].filter(Boolean);
  const sentences = text.split(" | ").flatMap((part) => [part, ...part.split(/(?<=[.?!\u2026])\s+/)]);
  /** @type {(entry: Entry) => any} */
  const isOurs = ({ t, around }) => around || wordsOf(t).some((word) => textsOf("connection_word").some((entry) => entry.t.endsWith("*") && word.includes(entry.t.slice(0, -1))));
  const fits = [
    ...titleKeys().flatMap(entriesOf).filter((entry) => titles.some((title) => saysEntry(title, entry))),
    ...bodyKeys().flatMap(entriesOf).filter((entry) => (kindOfDialog() || isOurs(entry)) && sentences.some((sentence) => saysEntry(sentence, entry))),
  ];
  if (!fits.length) return "no";
  return fits.some(({ g }) => !g) ? "yes" : "guessed";
};
/** @returns {Promise<DialogTold | null>} */
const readDialog = async (token) => {
  const [dialog, text] = inOneLook(() => {
    const now = newDialog();
    return [now, now.root && dialogText(now.root)];
  });
  if (!dialog.root) return null;
  const confirm = await target(request.confirm || "confirm", { token, dialog_text: text });
  // What the dialog says besides the texts that are known to name nobody, or only the pinned person.
  const keys = request.dialog_texts;
  const known = keys.flatMap((key) => textsOf(key).map((entry) => entry.t));
  known.sort((a, b) => b.length - a.length);
  const rest = known.reduce((left, phrase) => left.split(phrase).join(" "), fold(text));
  // Known phrases of a few words hold no name; what they say must not be taken for one.
  const unknown = known.filter((phrase) => phrase.split(" ").length > 2).reduce((left, phrase) => left.split(phrase).join(" \n "), fold(text));
  const several = severalIn(text);
  const strangers = [...strangersIn(keys, unknown), ...(several ? [several] : []), ...(leadsAway(dialog.root) ? leadsTo(dialog.root) : [])];
  return { text, confirm, recognised: recognise(dialog.root, text), rest: squash(rest), strangers, known, other: tickedIn(dialog.root) || ((request.confirm || "confirm") === "confirm" ? otherMatter(text) : null) };
};

