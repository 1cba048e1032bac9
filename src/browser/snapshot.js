// @ts-check
// The page as it stands, element by element, with its open shadow roots, and of each element whether anybody sees it. What runs or is
// only for machines is left out. What of it may be said is not decided here. Of what is seen its box is told, in CSS px of the viewport.
const snapshot = () => {
  const LEFT_OUT = ["SCRIPT", "STYLE", "NOSCRIPT", "OBJECT", "EMBED", "TEMPLATE"];
  const MOST = 60000;
  const tokens = [];
  const isSeen = (el) => {
    if (el.localName === "head" || el.closest("head")) return true;
    if (el.checkVisibility && !el.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    if (getComputedStyle(el).display === "contents") return true;
    const box = el.getBoundingClientRect();
    return box.width > 1 && box.height > 1;
  };
  const walk = (el) => {
    if (LEFT_OUT.includes(el.tagName.toUpperCase()) || tokens.length > MOST) return;
    const attributes = {};
    for (const { name, value } of el.attributes) attributes[name] = value;
    const seen = isSeen(el);
    const { x, y, width, height } = el.getBoundingClientRect();
    tokens.push([el.localName, attributes, !seen, seen ? [x, y, width, height].map((px) => Math.round(px)) : null]);
    if (el.shadowRoot) {
      tokens.push(["template", { shadowrootmode: "open" }, false, null]);
      walkAll(el.shadowRoot);
      tokens.push(0);
    }
    walkAll(el);
    tokens.push(0);
  };
  const walkAll = (parent) => {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.ELEMENT_NODE) walk(node);
      else if (node.nodeType === Node.TEXT_NODE && node.data.trim()) tokens.push(node.data.slice(0, 400));
    }
  };
  walk(document.documentElement);
  return tokens;
};
