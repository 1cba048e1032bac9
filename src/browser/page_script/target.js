// @ts-check
// ---------------------------------------------------------------- targets

const frame = () =>
  new Promise((resolve) => {
    let over = false;
    const once = () => {
      if (!over) {
        over = true;
        resolve();
      }
    };
    requestAnimationFrame(once);
    // Pages that are not painted get no animation frames; on a busy machine a painted one may wait for its next for long, and
    // without that frame a moving element would seem to stand still.
    setTimeout(once, document.hidden ? 60 : 400);
  });

// How long to wait for a change before the next look (ms), in place of the next frame.
let pause = 0;

// Until the next frame or the pause is over, or until something changes in the document or it has loaded.
const wake = () =>
  new Promise((resolve) => {
    const over = () => {
      observer.disconnect();
      document.removeEventListener("readystatechange", soon);
      resolve();
    };
    const soon = () => setTimeout(over);
    const observer = new MutationObserver(soon);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    document.addEventListener("readystatechange", soon);
    if (pause > 0) setTimeout(over, pause);
    else frame().then(over);
  });

// Whether an animation or a transition is under way on the element or around it.
const animated = (el) => {
  for (let at = el; at; at = parentOf(at)) if (at.getAnimations && at.nodeType === 1 && at.getAnimations().length) return true;
  return false;
};

const enabled = (el) => !el.closest(":disabled,[aria-disabled=true],[inert]");

// Whether a click at the middle of the element would land in it; scrolls it into view first.
/** @returns {Promise<{ point: Point, box: Area } | Objection>} */
const clickPoint = async (el) => {
  if (!enabled(el)) return { why: "not_enabled", note: { disabled: describe(el) } };
  let box = boxOf(el);
  const middleOf = (b) => ({ x: Math.round(b.x + b.width / 2), y: Math.round(b.y + b.height / 2) });
  const inView = (p) => p.x >= 0 && p.y >= 0 && p.x < innerWidth && p.y < innerHeight;
  const lands = (p) => {
    const hit = inView(p) && deepElementFromPoint(p.x, p.y);
    return hit && holds(el, hit);
  };
  if (!lands(middleOf(box))) {
    el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    box = boxOf(el);
  }
  // Where the page itself moves it in small steps, the guard sees where the click falls.
  // Frames of a busy machine may follow each other so closely that nothing seems to move between two of them.
  for (const since = performance.now(); animated(el) && performance.now() - since < 30; ) await frame();
  if (!el.isConnected) return { why: "not_stable", note: "replaced" };
  const again = boxOf(el);
  if (!sameBox(box, again)) return { why: "not_stable", note: "moves" };
  const point = middleOf(again);
  if (!inView(point)) return { why: "not_visible", note: "out_of_view" };
  const hit = deepElementFromPoint(point.x, point.y);
  if (!hit || !holds(el, hit)) return { why: "covered", note: { lands_on: describe(hit) } };
  const inner = innerControl(el, hit);
  if (inner) return { why: "covered", note: { lands_inside: describe(inner) } };
  return { point, box: again };
};

// The role by which an element was found, where its markup alone does not settle it: the driver then asks the browser.
const doubtfulRole = (el, role) => {
  if (!role || el.getAttribute("role") === role) return null;
  const native = !el.hasAttribute("role") && el.matches("button,a[href],dialog");
  return native ? null : role;
};

/** @param {{ token: string, dialog_text?: string, dismissing?: boolean }} options @returns {Promise<TargetTold>} */
const target = async (name, options) => {
  const found = locate(name);
  if (!found.el) return notSeen(name, found);
  const click = await clickPoint(found.el);
  if ("why" in click) return notSeen(name, { ...click, notes: found.notes });
  // The frame that passed may have changed the page: the element must still be the one, and the page about the person.
  const against = objection(name, found.el, options.dialog_text);
  if (against) return notSeen(name, { ...against, notes: found.notes });
  if (options.token && isSwapped(found.el, name))
    return notSeen(name, { why: "not_stable", note: "another_under_the_pointer", notes: found.notes });
  const unguarded = options.token && guardMissing();
  if (unguarded) return notSeen(name, { why: "not_stable", note: unguarded, notes: found.notes });
  if (options.token) arm(found.el, name, found.scope, options);
  else disarm();
  return {
    is: "ready",
    locator: name,
    element: found.el,
    candidate: found.candidate,
    guess: !!found.guess,
    role: doubtfulRole(found.el, request.locators[name].any[found.candidate].role),
    text: short(visibleText(found.el), 200),
    tag: describe(found.el),
    icon: iconOf(found.el),
    around: aroundOf(found.el),
    point: click.point,
    box: click.box,
    expanded: found.el.getAttribute("aria-expanded"),
    opened: !!memory.opener && memory.opener.el === found.el && !!inOneLook(openedMenu).root,
    notes: found.notes,
  };
};

