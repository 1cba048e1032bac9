// @ts-check
// ---------------------------------------------------------------- what a person sees

// Whether the element is cut away by one around it that has no extent: how some pages fold up what they do not show.
const isCutAway = (el) => {
  for (let at = el.parentElement; at && at !== document.body; at = at.parentElement) {
    const box = at.getBoundingClientRect();
    if (box.width >= 2 && box.height >= 2) continue;
    const style = getComputedStyle(at);
    if (style.display === "contents" || style.overflow === "visible") continue;
    // What is laid out from further out is not cut.
    let inside = true;
    for (let one = el; one !== at; one = one.parentElement) {
      const { position } = getComputedStyle(one);
      inside &&= position !== "fixed" && (position !== "absolute" || style.position !== "static");
    }
    if (inside) return true;
  }
  return false;
};
const isClipped = ({ clip, clipPath }) => /^inset\((50|100)%/.test(clipPath) || /^rect\((\S+), (\S+), \1, \2\)$/.test(clip);
const visible = (el) => once("visible", el, () => isVisible(el));
const isVisible = (el) => {
  if (!el.isConnected) return false;
  // Without a box of its own, it is seen by what is in it.
  if (getComputedStyle(el).display === "contents") return [...el.children].some(visible);
  if (el.checkVisibility && !el.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }))
    return false;
  const box = el.getBoundingClientRect();
  // Texts for screen readers only are boxes of one pixel.
  if (box.width < 3 || box.height < 3) return false;
  // What no scrolling brings into view.
  if (box.bottom + scrollY <= 0) return false;
  if (box.right + scrollX <= 0 && getComputedStyle(document.documentElement).direction === "ltr") return false;
  const style = getComputedStyle(el);
  return style.visibility === "visible" && !isClipped(style) && !isCutAway(el);
};
// What is only for screen readers, or stands where nobody sees it, is no part of it.
const isAside = (el) => {
  const box = el.getBoundingClientRect();
  const out = box.width <= 1 || box.height <= 1 || box.right + scrollX <= 0 || box.bottom + scrollY <= 0;
  return (out || isClipped(getComputedStyle(el))) && !!el.textContent.trim();
};
// As it is written, not as style sheets capitalise it.
const visibleText = (el) => once("text", el, () => readText(el));
const readText = (el) => {
  if (!el.firstElementChild) return squash(el.textContent);
  const isCapitalised = (one) => getComputedStyle(one).textTransform !== "none";
  const parted = [...el.querySelectorAll("*")].some((one) => !one.firstElementChild && (isAside(one) || isCapitalised(one)));
  if (parted || isCapitalised(el)) return squash(partedText(el).replaceAll("|", " "));
  return squash(el.innerText === undefined ? el.textContent : el.innerText);
};
// A text in which what stands apart on the page is told apart: the button next to a name is no part of the name.
const partedText = (root, without = []) => {
  const parts = [];
  const read = (node, parent) => {
    if (without.includes(node)) return;
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.trim() && (!parent || visible(parent))) parts.push(node.data);
      else if (node.data) parts.push(" ");
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const { display, visibility } = getComputedStyle(node);
    if (display === "none" || visibility === "collapse") return;
    const apart = display !== "inline" && display !== "contents";
    const children = node.shadowRoot ? node.shadowRoot.childNodes : node.tagName === "SLOT" ? node.assignedNodes() : node.childNodes;
    if (apart || node.tagName === "BR") parts.push(" | ");
    for (const child of children) read(child, display === "contents" ? parent : node);
    if (apart) parts.push(" | ");
  };
  read(root, null);
  return squash(parts.join("")).split("|").map(squash).filter(Boolean).join(" | ");
};
const parentOf = (node) => node.parentNode || (node instanceof ShadowRoot ? node.host : null);
const holds = (outer, node) => {
  for (let at = node; at; at = at instanceof ShadowRoot ? at.host : parentOf(at)) if (at === outer) return true;
  return false;
};
const deepElementFromPoint = (x, y) => {
  let hit = document.elementFromPoint(x, y);
  while (hit && hit.shadowRoot) {
    const inner = hit.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  return hit;
};
// What an element is told apart by. Of a link its path alone: queries are long, and say nothing of the place.
/** @param {string[]} names @returns {ElementTold} */
const elementTold = (el, names) => {
  const valueOf = (name) => (name === "href" ? (el.getAttribute(name) || "").split(/[?#]/)[0] : el.getAttribute(name));
  const attributes = names.map((name) => ({ name, value: short(valueOf(name), 60) })).filter(({ value }) => value);
  return { tag: String(el.tagName).toLowerCase(), id: short(el.getAttribute("id"), 60), attributes };
};
const TOLD = ["role", "aria-label", "data-test-icon", "data-testid", "componentkey"];
/** @returns {ElementTold | null} */
const describe = (el) => (el && el.tagName ? elementTold(el, TOLD) : null);
// What the first picture in an element says that it shows.
/** @returns {string | null} */
const iconOf = (el) => {
  const icon = el.querySelector("[data-test-icon], svg[id]");
  return icon && short(icon.getAttribute("data-test-icon") || icon.id, 60);
};
// What an element stands in, outwards, a few steps far.
/** @returns {ElementTold[]} */
const aroundOf = (el) => {
  const around = [];
  for (let outer = el.parentElement; outer && around.length < 5; outer = outer.parentElement)
    around.push({ ...elementTold(outer, ["role"]), id: "" });
  return around;
};
const boxOf = (el) => {
  const box = el.getBoundingClientRect();
  return { x: box.x, y: box.y, width: box.width, height: box.height };
};
const sameBox = (a, b) =>
  Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5 && Math.abs(a.width - b.width) < 0.5 && Math.abs(a.height - b.height) < 0.5;

const IMPLICIT_ROLES = {
  button: "button,summary,input[type=button],input[type=submit]",
  link: "a[href]",
  dialog: "dialog",
  searchbox: "input[type=search]",
  textbox: "input:not([type]),input[type=text],textarea",
  heading: "h1,h2,h3,h4,h5,h6",
  listitem: "li",
  checkbox: "input[type=checkbox]",
  radio: "input[type=radio]",
};
const roleCss = (role) => `[role~="${role}"]` + (IMPLICIT_ROLES[role] ? "," + IMPLICIT_ROLES[role] : "");
const hasRole = (el, role) => {
  const said = el.getAttribute("role");
  if (said) return said.split(/\s+/)[0] === role;
  return !!IMPLICIT_ROLES[role] && el.matches(IMPLICIT_ROLES[role]);
};

