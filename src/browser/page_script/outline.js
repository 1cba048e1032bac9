// @ts-check
// A trimmed outline of the page around a locator's scope, for mending a selector from the report alone: what a candidate could
// go by, one element a line. Where the scope itself is missing, the scope that it is looked for in is shown.
const OUTLINED = [
  "role", "aria-label", "aria-expanded", "aria-haspopup", "data-test-icon", "data-testid", "data-view-name", "data-control-name",
  "componentkey", "placeholder", "type", "href", "class",
];
const TELLING = ["id", "role", "aria-label", "componentkey", "data-test-icon", "data-testid", "data-view-name", "data-control-name"];
const outlineRoot = (name) => {
  const scopes = candidatesOf(name).map((candidate) => candidate.within).filter(Boolean);
  for (const scope of scopes) {
    const el = scope === "row" ? (rowElements().rows || [])[0] : locate(scope).el;
    if (el) return el;
  }
  if (scopes.length && scopes[0] !== name) return outlineRoot(scopes[0]);
  // A dialog that is not known is what is to be looked at, whatever it is about.
  const unknown = name === "dialog" && openDialogs()[0];
  if (unknown) return unknown;
  // What was looked for is there, and no scope narrows it: its own surroundings.
  const own = locate(name).all[0];
  return (own && own.parentElement) || document.querySelector("main,[role=main]") || document.body;
};
/** @returns {OutlineLine[]} */
const outline = (name) => {
  /** @type {OutlineLine[]} */
  const lines = [];
  const walk = (el, depth) => {
    if (lines.length >= 160 || depth > 16) return;
    if (["SCRIPT", "STYLE", "CODE", "PATH", "NOSCRIPT"].includes(el.tagName.toUpperCase())) return;
    const own = squash([...el.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join(" "));
    const keep = own || TELLING.some((attribute) => el.getAttribute(attribute)) || ["BUTTON", "A", "INPUT", "DIALOG", "SVG"].includes(el.tagName.toUpperCase());
    if (keep) {
      const hidden = !visible(el);
      const text = short(own, name === "dialog" ? 400 : 60);
      lines.push({ depth, what: elementTold(el, OUTLINED), open: el.tagName === "DIALOG" && el.open, hidden, text, area: hidden ? null : boxOf(el) });
    }
    for (const child of [...(el.shadowRoot ? el.shadowRoot.children : []), ...el.children]) walk(child, depth + (keep ? 1 : 0));
  };
  const root = outlineRoot(name);
  if (root) walk(root, 0);
  return lines;
};

