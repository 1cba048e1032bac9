// @ts-check
// Puts a saved page together in the empty page at hand, element by element as it was written: no parser moves anything. Nothing is
// loaded and nothing runs: the empty page forbids both. Answers how many of the classes that are used the styles know.
/** @typedef {string | 0 | [string, Record<string, string>]} PageToken */
/** @param {PageToken[]} tokens @param {string[]} sheets */
const rebuild = (tokens, sheets) => {
  const SVG = "http://www.w3.org/2000/svg", MATH = "http://www.w3.org/1998/Math/MathML";
  const SKIPPED = ["base", "link"];
  const setAll = (el, attributes) => {
    for (const [name, value] of Object.entries(attributes)) {
      try {
        el.setAttribute(name === "viewbox" ? "viewBox" : name, value);
      } catch {
        // A name that no script may give.
      }
    }
  };
  const root = document.documentElement;
  const top = { html: root, head: document.head, body: document.body };
  document.head.replaceChildren();
  document.body.replaceChildren();
  const stack = [document.body];
  const elementFor = (name, attributes, parent) => {
    if (top[name]) return top[name];
    if (name === "template" && parent instanceof Element && (attributes.shadowrootmode || attributes.shadowmode)) {
      try {
        return parent.attachShadow({ mode: "open" });
      } catch {
        // An element that has none.
      }
    }
    const inside = parent instanceof Element && parent.localName !== "foreignobject" ? parent.namespaceURI : null;
    const space = name === "svg" || inside === SVG ? SVG : name === "math" || inside === MATH ? MATH : null;
    try {
      return space ? document.createElementNS(space, name) : document.createElement(name);
    } catch {
      return document.createElement("div");
    }
  };
  for (const token of tokens) {
    const parent = stack[stack.length - 1];
    const place = parent === root ? document.body : parent;
    if (token === 0) {
      if (stack.length > 1) stack.pop();
    } else if (typeof token === "string") {
      if (parent !== root || token.trim()) place.append(token);
    } else {
      const [name, attributes] = token;
      const el = elementFor(name, attributes, place);
      if (el instanceof Element) setAll(el, attributes);
      const refreshes = name === "meta" && "http-equiv" in attributes;
      if (!Object.values(top).includes(el) && !(el instanceof ShadowRoot) && !SKIPPED.includes(name) && !refreshes) place.append(el);
      stack.push(el);
    }
  }
  const ruled = new Set();
  const read = (rules) => {
    for (const rule of rules) {
      for (const [, name] of (rule.selectorText || "").matchAll(/\.((?:[\w-]|\\.|[^\x00-\x7f])+)/g)) ruled.add(name.replace(/\\/g, ""));
      if (rule.cssRules) read(rule.cssRules);
    }
  };
  for (const text of sheets) {
    const style = document.createElement("style");
    style.textContent = text;
    document.head.append(style);
    if (style.sheet) read(style.sheet.cssRules);
  }
  const used = new Set();
  for (const el of document.querySelectorAll("body [class]")) for (const name of el.classList) used.add(name);
  return [used.size, [...used].filter((name) => ruled.has(name)).length];
};
