// @ts-check
// Small helpers that the parts of the page share. What the site's page says becomes text, and never anything else.

import { at, make } from "./elements.js";

/** What a page says, in its own language and direction, apart from what stands around it. */
export function quoted(text, language) {
  const bdi = make("bdi", "", text);
  bdi.lang = language;
  return make("span", "", null, "“", bdi, "”");
}

/** Says what went wrong; nothing takes it back. */
export function trouble(text) {
  at("trouble").hidden = !text;
  at("trouble-text").textContent = text;
  if (text) at("trouble").scrollIntoView({ block: "nearest" });
}
