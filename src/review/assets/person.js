// @ts-check
// The person at hand, in the side: what is known of them, and what is to be done.

import { keep, newChoice, toggle } from "./choose.js";
import { at, make } from "./elements.js";
import { page } from "./shared.js";

export function options(select, values, chosen) {
  const all = values.includes(chosen) ? values : [...values, chosen];
  select.replaceChildren(...all.map((value) => {
    const option = make("option", "", value || "(none)");
    option.value = value;
    return option;
  }));
  select.value = chosen;
}

export const reasons = () => page.data.about.reasons.map(([word]) => word);

export function drawPerson(id) {
  page.shown = id ?? null;
  const place = at("person");
  if (id === undefined) {
    place.replaceChildren(make("p", "none", "Nobody is shown."));
    return;
  }
  const who = page.data.people[id];
  const choice = page.data.choice[id];
  const kept = page.data.kept[id];
  const title = make("h2", "", who.name || "(no name)");
  const parts = [title, make("p", "at", [who.position, who.company].filter(Boolean).join(", ") || "no position")];
  const facts = make("p", "facts", who.day ? `Connected ${who.day}. ` : "");
  if (who.address) {
    const link = make("a", "", "Profile");
    Object.assign(link, { href: who.address, target: "_blank", rel: "noopener noreferrer" });
    facts.append(link);
  }
  parts.push(facts);
  page.data.about.considers.forEach(([, heading, meaning], bit) => {
    if ((who.bits >> bit) & 1) parts.push(make("p", "weigh", `${heading}: ${meaning}`));
  });
  if (who.stuck) parts.push(make("p", "weigh", `Cannot be chosen: ${who.stuck}`));
  if (kept) parts.push(make("p", "kept-by", kept.line ? `Kept by line ${kept.line} of ${kept.list || "the keep list"}: ${kept.text.trim()}` : "Kept"));
  parts.push(choiceForm(id, choice, kept));
  const had = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.replaceChildren(...parts);
  if (had) document.getElementById(had)?.focus();
}

function choiceForm(id, choice, kept) {
  const form = make("div", "form");
  const free = kept === null && !page.data.people[id].stuck;
  const tick = make("button", choice ? "" : "strong", choice ? "Untick" : "Tick");
  Object.assign(tick, { type: "button", id: "one-tick", disabled: !free });
  tick.addEventListener("click", () => toggle([id]));
  const hold = make("button", "", kept ? "Stop keeping" : "Keep");
  Object.assign(hold, { type: "button", id: "one-keep", disabled: Boolean(kept && !kept.own) || Boolean(page.data.people[id].stuck) });
  if (kept && !kept.own)
    hold.title = kept.list
      ? `This line is on ${kept.list}: unlinked keep remove takes it out`
      : "This line is a pattern or keeps several people: change the file by hand";
  hold.addEventListener("click", () => keep(id));
  form.append(make("div", "buttons", null, tick, hold));
  if (!free) return form;
  const now = choice ?? newChoice();
  const field = (label, control, key) => {
    control.id = `one-${key}`;
    control.addEventListener("change", () => {
      const changed = { ...(page.data.choice[id] ?? newChoice()), [key]: control.value };
      page.data.act(`${key} of ${page.data.people[id].name}`, [{ do: "choose", people: [id], choice: changed }]);
    });
    form.append(make("label", "", null, make("span", "", label), control));
  };
  const action = make("select");
  options(action, ["remove", "unfollow"], now.action);
  field("Action", action, "action");
  const reason = make("select");
  options(reason, reasons(), now.reason);
  field("Reason", reason, "reason");
  const note = make("textarea");
  Object.assign(note, { rows: 2, maxLength: 1000, value: now.note });
  field("Note", note, "note");
  const meaning = page.data.about.reasons.find(([word]) => word === now.reason)?.[1];
  if (meaning) form.append(make("p", "meaning", `${now.reason}: ${meaning}`));
  return form;
}
