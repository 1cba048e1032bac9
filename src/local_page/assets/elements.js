// @ts-check
// The elements of a page of ours: finding one by its id, and making one. Each page says itself which ids it has.

/** @template {keyof Elements} Id @param {Id} id @returns {Elements[Id]} */
export const at = (id) => /** @type {any} */ (document.getElementById(String(id)));

/** An element with a class, a text and children. */
export function make(tag, kind, content, ...children) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  if (content !== undefined && content !== null) element.textContent = content;
  element.append(...children);
  return element;
}
