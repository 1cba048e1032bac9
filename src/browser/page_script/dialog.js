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

