// @ts-check
// The page: the places with what each may be, what is picked, and the change that is agreed to.

import { at, make } from "./elements.js";
import { quoted, trouble } from "./parts.js";
import { Picture } from "./picture.js";

/** What is picked: of each place its number, `null` for none of these; what is not in it is not answered. @type {Map<string, number | null>} */
const picks = new Map();

/** What was shown last, by its number. */
let shown = 0;

/** @type {Told} */ let told;
/** @type {Picture} */ let picture;

/** The answer to a wish, or nothing after saying why there is none. */
async function wish(path, body) {
  trouble("");
  let response;
  try {
    response = await fetch(`api/${path}`, { method: "POST", body: JSON.stringify(body) });
  } catch {
    trouble(path === "write"
      ? "No answer came. The terminal, or the files themselves, say whether it was written."
      : "No answer came: the command has ended, and nothing was written. You can close this page.");
    return null;
  }
  if (response.status === 204) return {};
  const answer = await response.json();
  if (response.ok) return answer;
  trouble(answer.message);
  return null;
}

// ---- the places ----

/** @param {Place} place */
const fieldOf = (place) => document.getElementById(`place-${place.name}`);
/** @param {Place} place @param {number | null} number @returns {HTMLInputElement | null} */
const inputOf = (place, number) => /** @type {any} */ (document.getElementById(`pick-${place.name}-${number ?? 0}`));

/** @param {Place} place @param {number | null} number */
function pick(place, number) {
  const input = inputOf(place, number);
  if (!input) return;
  input.checked = true;
  input.focus();
  picked(place, number);
}

/** @param {Place} place @param {number | null} number */
function picked(place, number) {
  picks.set(place.name, number);
  fieldOf(place).querySelector(".lacks")?.remove();
  // What was shown is of other answers.
  at("change").hidden = true;
  turnTo(place);
  place.may_be.forEach((_, nth) => picture.mark(nth + 1, "picked", number === nth + 1));
  at("answered").textContent = `${picks.size} of ${told.question.places.length} answered`;
}

/** The place that is being answered is the one whose numbers the picture has. @param {Place} place */
function turnTo(place) {
  if (picture.place === place) return;
  for (const each of told.question.places) fieldOf(each).classList.toggle("current", each === place);
  picture.show(place);
}

/** @param {Place} place @param {number | null} number */
function row(place, number, ...children) {
  const input = /** @type {HTMLInputElement} */ (make("input"));
  input.type = "radio";
  input.name = place.name;
  input.id = `pick-${place.name}-${number ?? 0}`;
  input.addEventListener("change", () => picked(place, number));
  const label = /** @type {HTMLLabelElement} */ (make("label", number ? "one" : "one none", null, input, ...children));
  if (number) {
    const light = (on) => () => picture.place === place && picture.mark(number, "lit", on);
    label.addEventListener("pointerenter", light(true));
    label.addEventListener("pointerleave", light(false));
    input.addEventListener("focus", light(true));
    input.addEventListener("blur", light(false));
  }
  return label;
}

/** @param {Place} place */
function draw(place) {
  const { language } = told.question;
  const field = make("fieldset", "", null, make("legend", "", place.question));
  field.id = `place-${place.name}`;
  place.may_be.forEach((one, nth) => {
    const said = make("span", "said", null, one.text ? quoted(one.text, language) : "no words");
    if (one.label) said.append(", labelled ", quoted(one.label, language));
    const tells = [make("code", "", `<${one.what}>`), ` ${one.reasons.length > 0 ? one.reasons.join("; ") : "nothing speaks for it"}`];
    if (picture.size.width > 0 && !picture.holds(one.area)) tells.push("; not on the picture");
    field.append(row(place, nth + 1, make("span", "number", String(nth + 1)), said, make("span", "tells", null, ...tells)));
  });
  field.append(row(place, null, make("span", "said", "None of these")));
  field.addEventListener("focusin", () => turnTo(place));
  field.addEventListener("pointerdown", () => turnTo(place));
  field.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
    event.preventDefault();
    pick(place, Number(event.key) || null);
  });
  return field;
}

// ---- the change ----

async function show() {
  const open = told.question.places.filter(({ name }) => !picks.has(name));
  for (const place of open) {
    if (!fieldOf(place).querySelector(".lacks")) fieldOf(place).querySelector("legend").after(make("p", "lacks", "Not answered yet: pick one, or none of these."));
  }
  if (open.length > 0) {
    at("answered").textContent = `${picks.size} of ${told.question.places.length} answered`;
    inputOf(open[0], 1)?.focus();
    return;
  }
  at("change").hidden = true;
  const answer = /** @type {Shown | null} */ (await wish("show", { picks: Object.fromEntries(picks) }));
  if (!answer) return;
  shown = answer.number;
  at("files").replaceChildren(...answer.files.flatMap(([file, lines]) => [make("h3", "", file), difference(lines)]));
  at("write").textContent = `Write this into ${answer.folder}`;
  at("change").hidden = false;
  at("change-title").focus();
  at("change").scrollIntoView({ block: "nearest" });
}

/** The changed lines of a file; what they are is said by their first letter as well as by their colour. */
function difference(lines) {
  const kind = (line) => (/^(---|\+\+\+|@@)/.test(line) ? "" : line.startsWith("+") ? "new" : line.startsWith("-") ? "old" : "");
  return make("pre", "diff", null, ...lines.split("\n").map((line) => make("span", kind(line), line)));
}

async function write() {
  at("write").disabled = true;
  const answer = /** @type {Written | null} */ (await wish("write", { number: shown }));
  at("write").disabled = false;
  if (answer) end(`Written into ${answer.folder}`, answer.next);
}

/** @param {string} title @param {string[]} next */
function end(title, next) {
  at("ended-title").textContent = title;
  at("next").replaceChildren(...next.map((step) => make("li", "", step)));
  at("next").hidden = next.length === 0;
  at("ended").showModal();
}

async function start() {
  told = await (await fetch("api/question")).json();
  const { from, language, places } = told.question;
  at("from").replaceChildren("From ", make("bdi", "", from), ", in the language ", make("code", "", language));
  const light = (place, number, on) => {
    inputOf(place, number)?.closest(".one").classList.toggle("lit", on);
    picture.mark(number, "lit", on);
  };
  picture = new Picture(told, picks, pick, light);
  await picture.load(told);
  at("places").replaceChildren(...places.map(draw));
  turnTo(places[0]);
  at("answered").textContent = `0 of ${places.length} answered`;
  at("asking").addEventListener("submit", (event) => { event.preventDefault(); show(); });
  at("write").addEventListener("click", write);
  at("back").addEventListener("click", () => {
    at("change").hidden = true;
    inputOf(places[0], picks.get(places[0].name) ?? 1)?.focus();
  });
  at("leave").addEventListener("click", async () => { if (await wish("leave", {})) end("Nothing was written", []); });
  // An ended page stays as it ended.
  at("ended").addEventListener("cancel", (event) => event.preventDefault());
  addEventListener("resize", () => { if (picture.place) picture.resize(picture.large); });
  document.body.dataset.ready = "yes";
}

start();
