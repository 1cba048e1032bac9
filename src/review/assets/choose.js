// @ts-check
// Ticking, keeping, undoing: what is done with people.

import { at } from "./elements.js";
import { isNarrowed, page, people, say } from "./shared.js";

export const newChoice = () => ({ action: at("new-action").value, reason: at("new-reason").value, note: at("new-note").value.trim() });

/** Ticks those who are not, or unticks if all are. */
export function toggle(ids, choice = newChoice()) {
  const free = page.data.free(ids);
  if (free.length === 0) return say("Kept, or cannot be found: not ticked");
  const open = free.filter((id) => page.data.choice[id] === null);
  if (open.length > 0) tick(open, choice);
  else {
    page.data.act(`untick ${people(free.length)}`, [{ do: "drop", people: free }]);
    say(`Unticked ${people(free.length)}`);
  }
}

export function tick(ids, choice = newChoice()) {
  page.data.act(`tick ${people(ids.length)}`, [{ do: "choose", people: ids, choice }]);
  say(`Ticked ${people(ids.length)}: ${choice.action}, ${choice.reason}`);
}

export function tickRange(to) {
  const from = page.anchor < 0 ? to : page.anchor;
  const ids = page.table.ids.slice(Math.min(from, to), Math.max(from, to) + 1);
  tick(page.data.free(ids).filter((id) => page.data.choice[id] === null));
}

export function tickAll() {
  if (!isNarrowed()) return say("Search or filter first: this would tick everybody");
  const open = page.data.free(page.table.ids).filter((id) => page.data.choice[id] === null);
  if (open.length > 0) tick(open);
  return undefined;
}

export function untickAll() {
  const ticked = Array.from(page.table.ids).filter((id) => page.data.choice[id] !== null);
  page.data.act(`untick ${people(ticked.length)}`, [{ do: "drop", people: ticked }]);
  say(`Unticked ${people(ticked.length)}`);
}

export function setAll() {
  const ticked = Array.from(page.table.ids).filter((id) => page.data.choice[id] !== null);
  page.data.act(`set for ${people(ticked.length)}`, [{ do: "choose", people: ticked, choice: newChoice() }]);
}

export function keep(id) {
  const { name, stuck } = page.data.people[id];
  const kept = page.data.kept[id];
  if (stuck) return;
  if (kept && !kept.own) return say(kept.list
      ? `${name} is kept by line ${kept.line} of ${kept.list}, which this page does not change`
      : `${name} is kept by line ${kept.line}, which keeps others too: change the file by hand`);
  page.data.act(`${kept ? "stop keeping" : "keep"} ${name}`, [{ do: kept ? "release" : "keep", people: [id] }]);
  say(kept ? `${name} is no longer kept` : `${name} is kept`);
}

export function undo(again) {
  const label = again ? page.data.redo() : page.data.undo();
  say(label ? `${again ? "Redone" : "Undone"}: ${label}` : `Nothing to ${again ? "redo" : "undo"}`);
}
