// @ts-check
// What the parts of the page share: its elements, and small helpers. What the site's page says becomes text, and never anything else.

/** @template {keyof Elements} Id @param {Id} id @returns {Elements[Id]} */
export const at = (id) => /** @type {any} */ (document.getElementById(id));

/** An element with a class, a text and children. */
export function make(tag, kind, content, ...children) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  if (content !== undefined && content !== null) element.textContent = content;
  element.append(...children);
  return element;
}

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
