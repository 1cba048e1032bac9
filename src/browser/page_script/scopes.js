// @ts-check
// ---------------------------------------------------------------- whose menu, whose dialog

const CONTROL =
  "a[href],button,input,select,textarea,label,summary,[role=button],[role=link],[role=menuitem],[role=checkbox],[role=switch],[role=tab],[role=option],[contenteditable=true]";
const related = (a, b) => holds(a, b) || holds(b, a);
const expandedControls = () => [...document.querySelectorAll("[aria-expanded=true]")].filter(visible);
const namedBy = (el, attribute) =>
  (el.getAttribute(attribute) || "")
    .split(/\s+/)
    .map((id) => id && el.getRootNode().getElementById(id))
    .filter(Boolean);

// Everything by which an element says what it is: its text, and the labels, titles and texts of all that is in it, seen or not.
const LABELS = ["aria-label", "title", "alt"];
const labelsOf = (el) => [
  ...LABELS.map((attribute) => el.getAttribute(attribute)),
  ...["aria-labelledby", "aria-describedby"].flatMap((by) => namedBy(el, by)).map((one) => one.textContent),
];
const saidBy = (el) => {
  const all = [el, ...el.querySelectorAll("*")];
  const texts = all.filter((one) => !one.firstElementChild).map((one) => one.textContent);
  return [...new Set([visibleText(el), ...all.flatMap(labelsOf), ...texts].map(squash).filter(Boolean))];
};
// Items that have no role and can be pressed all the same; what holds further controls is a part of the menu. One alone is no list of
// items: it may be a heading that takes the focus.
const PRESSED = "[tabindex='0']";
const bareItemsOf = (menu) => {
  const items = [...menu.querySelectorAll(PRESSED)].filter((one) => !one.matches(CONTROL) && !one.querySelector(`${CONTROL},${PRESSED}`));
  return items.length > 1 ? items : [];
};
// What a menu says besides its items: its labels and its heading.
const headingOf = (menu) => {
  const bare = bareItemsOf(menu);
  const apart = [...menu.querySelectorAll("*")].filter(
    (one) => !one.firstElementChild && visible(one) && !one.closest(CONTROL) && !bare.some((item) => item.contains(one)),
  );
  return [...labelsOf(menu), ...apart.map((one) => one.textContent)].map(squash).filter(Boolean);
};

// The menus that are open, with what the button itself says to be its own.
const menusOf = (el) => [...new Set([...everyVisible("menu"), ...namedBy(el, "aria-controls").filter(visible)])];
// Kept of our last click, at the moment of the click: what was open before it is not what it opened.
const noteOpener = (el, scope) => {
  const open = inOneLook(() => ({ menus: menusOf(el), expanded: expandedControls(), items: itemsOutsideMenus() }));
  memory.opener = { el, scope, ...open };
};
// What is visible of items that are searched elsewhere than in a menu: older pages hold their menus in the card, hidden until
// they are opened. What is seen before the click is nothing that the click has opened.
const itemsOutsideMenus = () => {
  const inMenus = Object.keys(request.locators).filter((name) => request.locators[name].within === "menu");
  return inMenus.flatMap(candidatesOf).flatMap((candidate) => {
    const place = candidate.within === "menu" ? {} : rootOf(candidate.within);
    return (place.root && searchIn(place.root, candidate).found) || [];
  });
};

// A menu stands right at its button, or is a sheet at the bottom of the screen.
const isAt = (button, menu) => {
  const [b, m] = [boxOf(button), boxOf(menu)];
  const beside = m.x <= b.x + b.width + 48 && m.x + m.width >= b.x - 48;
  const close = m.y <= b.y + b.height + 48 && m.y + m.height >= b.y - 48;
  const sheet = m.y + m.height >= innerHeight - 2 && m.width >= innerWidth * 0.9;
  return (beside && close) || sheet;
};
// Why a menu that came up after our click is not our button's, or null. Whom it names and leads to must be the person. Then what the
// page says of it by ids decides; else no other control may have opened since, and our button must say that it is open, or have
// the menu right at it.
/** @returns {Note | null} */
const notItsMenu = (opener, menu) => {
  const named = headingOf(menu).find(othersIn);
  if (named) return { menu_names: short(named, 60) };
  if (leadsAway(menu)) return { menu_leads: short(leadsTo(menu)[0], 60) };
  const controlled = [...namedBy(opener.el, "aria-controls"), ...namedBy(opener.el, "aria-owns")];
  if (controlled.length) return controlled.some((one) => related(one, menu)) ? null : "button_names_another_menu";
  const labels = namedBy(menu, "aria-labelledby").map((one) => one.closest(CONTROL)).filter(Boolean);
  if (labels.length) return labels.some((one) => related(one, opener.el)) ? null : "menu_names_another_button";
  const other = expandedControls().find((one) => !related(one, opener.el) && !opener.expanded.includes(one) && !holds(menu, one));
  if (other) return { another_opened: describe(other) };
  const open = opener.el.getAttribute("aria-expanded") === "true";
  return open || isAt(opener.el, menu) ? null : "menu_elsewhere";
};
/** @returns {Scope} */
const openedMenu = () => {
  const opener = memory.opener;
  if (!opener) return { why: "not_found", note: { none_opened: everyVisible("menu").length } };
  const menus = menusOf(opener.el);
  const home = rootOf(opener.scope);
  if (!home.root) return { why: home.why, note: { where_the_button_was: home.note } };
  if (!visible(opener.el) || !holds(home.root, opener.el))
    return { why: "not_found", note: "opener_gone" };
  /** @type {Note} */
  let note = menus.length ? "menus_open_before" : "no_menu";
  const ours = menus.filter((menu) => {
    if (opener.menus.includes(menu)) return false;
    const not = notItsMenu(opener, menu);
    if (not) note = not;
    return !not;
  });
  // A menu may be matched along with a part of it.
  const outer = ours.filter((menu) => !ours.some((other) => other !== menu && holds(other, menu)));
  if (outer.length === 1) return { root: outer[0] };
  return outer.length ? { why: "not_unique", note: { menus_opened: outer.length } } : { why: "not_found", note };
};

// Where toasts stand, visible or not: inside of an open dialog while there is one, whose words they are none of.
const toastRegions = () => candidatesOf("toast_region").flatMap(({ css }) => [...document.querySelectorAll(css)]);

const DIALOG = "dialog,[role=dialog],[role=alertdialog]";
// What a dialog says, with the labels of itself and of what is in it where they may hold a name.
const dialogText = (dialog) => {
  const confirm = locate(request.confirm || "confirm").el;
  const labels = [dialog, confirm].filter(Boolean).map((el) => {
    // Closed dialogs repeat the ids of their headers (ui-evidence 1b): what stands in another dialog is not this one's name.
    const outside = ["aria-labelledby", "aria-describedby"].flatMap((by) => namedBy(el, by)).filter((one) => !holds(dialog, one) && !one.closest(DIALOG));
    return [el.getAttribute("aria-label"), ...outside.map((one) => one.textContent)].map(squash).join(" ");
  });
  const toasts = toastRegions();
  const said = partedText(dialog, toasts);
  const inToasts = (one) => toasts.some((toast) => holds(toast, one));
  for (const one of dialog.querySelectorAll("[aria-label],[title],[alt]"))
    if (!inToasts(one) && (visible(one) || (confirm && holds(confirm, one)))) labels.push(...LABELS.map((attribute) => squash(one.getAttribute(attribute))));
  const telling = labels.filter((label) => /\S\s.*\p{Lu}|\p{Lo}/u.test(label) && !fold(said).includes(fold(label)));
  return [said, ...telling].join(" | ");
};

// The dialog that the commit brought up: one that was open before is about something else.
/** @returns {Scope} */
const newDialog = () => {
  const before = (memory.guard && memory.guard.dialogs) || [];
  const all = everyVisible("dialog");
  const fresh = all.filter((el) => !before.includes(el));
  const inner = fresh.filter((el) => !fresh.some((other) => other !== el && holds(el, other)));
  if (inner.length === 1) return { root: inner[0] };
  return { why: inner.length ? "not_unique" : "not_found", note: { dialogs_opened: { opened: inner.length, before: all.length - fresh.length } } };
};

