// @ts-check
// What the parts of the page share: what is shown at the moment, and small helpers. Knows none of the parts.

import { at } from "./elements.js";

const NUMBERS = new Intl.NumberFormat("en");
export const number = (n) => NUMBERS.format(n);
export const people = (n) => (n === 1 ? "1 person" : `${number(n)} people`);

/** What is searched, filtered and sorted by. */
export const view = { query: "", show: "all", consider: "", company: -1, year: -1, sort: "row", down: false };

/** What is at hand: the people, the table, where a range of ticks starts, and whose fields the side shows. */
export const page = {
  /** @type {any} */ data: null,
  /** @type {any} */ table: null,
  anchor: -1,
  /** @type {any} */ shown: null,
};

/** Whether a search or a filter has been chosen: whoever has chosen nothing means nobody in particular. */
export const isNarrowed = () => view.query.trim() !== "" || view.show !== "all" || view.consider !== "" || view.company >= 0 || view.year >= 0;

/** Says it to whoever cannot see what changed. */
export function say(text) {
  at("said").textContent = text;
}
