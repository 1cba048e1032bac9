// @ts-check
// ---------------------------------------------------------------- the guard

const GUARDED = ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click", "auxclick", "dblclick"];
// What tells a page that the pointer comes, moves or goes.
const HOVER = ["over", "enter", "move", "out", "leave"].flatMap((what) => ["pointer" + what, "mouse" + what]).concat("pointerrawupdate");

// An event of ours, by which the guard is asked whether it still hears.
const CALL = "unlinked-guard";

// The guard's place in the page is taken once for each document, before its own scripts run, so that none of the page's handlers
// hears of a click first. A page that is made anew (`document.open`) loses all handlers, the guard's too; those that it has then
// stand first, and no click is made there. Nor is one made in a document that was given the script late, or in one that was left and
// came back (from the browser's memory of pages): what it shows is from before.
const takePlace = () => {
  if (memory.placed) return;
  memory.placed = true;
  // What the page asks the site for is counted; a full page asks for more than browsers note by themselves.
  performance.setResourceTimingBufferSize(4000);
  longTasks();
  const guard = (event) => {
    if (event.type === CALL) memory.heard = memory.calling;
    else if (memory.left) HOVER.includes(event.type) || swallowAll(event);
    else if (memory.guard && memory.guard.listener) memory.guard.listener(event);
  };
  for (const type of [...GUARDED, ...HOVER, CALL]) window.addEventListener(type, guard, { capture: true, passive: false });
  const leave = (event) => {
    if (event.isTrusted) memory.left = true;
  };
  window.addEventListener("pagehide", leave, { capture: true });
};
/** @type {Note} */
const LEFT = "left_and_back";
// Of a click in a document that was left nothing in the page hears.
const swallowAll = (event) => {
  if (!event.isTrusted) return;
  const state = memory.guard;
  if (state && state.verdict === "armed") Object.assign(state, { verdict: "swallowed", why: LEFT, at: performance.now() });
  event.preventDefault();
  event.stopImmediatePropagation();
};
// Why the guard would not hear of a click before the page does, or null.
/** @returns {Note | null} */
const guardMissing = () => {
  if (memory.left) return LEFT;
  if (memory.late) return "late";
  takePlace();
  memory.heard = false;
  memory.calling = true;
  window.dispatchEvent(new Event(CALL));
  memory.calling = false;
  return memory.heard ? null : "made_anew";
};
/** @returns {GuardState | undefined} */
const disarm = () => {
  const state = memory.guard;
  if (state) state.listener = null;
  return state;
};

// Why the page is no longer the one that was read, or null. Runs inside the click.
/** @param {Unchanging<Pin>} pin @returns {Note | null} */
const pageMoved = (pin, inDialog) => {
  // Pages write their address anew, from a member's id to their name: it must be one that the card itself leads to.
  const now = comparable(profilePath(location.pathname));
  if (pin.path && ![pin.path, ...(pin.links || [])].some((path) => comparable(profilePath(path)) === now)) return "address_changed";
  if (pin.row_link) {
    // Behind a dialog the list may be redrawn; what the dialog says is checked then.
    /** @type {Scope} */
    const row = inDialog ? {} : pickedRow();
    return row.why ? row.note : null;
  }
  if (!pin.name) return null;
  const profile = readProfile();
  if (profile.is === "not") return inDialog ? null : "card_unreadable";
  if (profile.name !== pin.name) return "about_another";
  if (pin.links && JSON.stringify(profile.links) !== JSON.stringify(pin.links)) return "card_leads_elsewhere";
  if (inDialog) return null;
  const maybe = pin.unseen && profile.degree === "other" && !profile.connect;
  if (pin.pending) return profile.pending || maybe ? null : "invitation_gone";
  if (["other", "both", "unplaced"].includes(profile.degree)) return "degree_gone";
  return null;
};

// A control inside of the element that would take the click in its place: one that is not all there is in the element.
const innerControl = (el, hit) => {
  for (let at = hit; at && at !== el; at = at instanceof ShadowRoot ? at.host : parentOf(at))
    if (at.matches && at.matches(CONTROL) && visibleText(at) !== visibleText(el)) return at;
  return null;
};

// Why a click on the element would not be on the pinned person's, or null: everything that can be asked again in the moment of
// the click is asked again.
/** @returns {Objection | null} */
const objection = (name, el, said) => inOneLook(() => objectionNow(name, el, said));
/** @returns {Objection | null} */
const objectionNow = (name, el, said) => {
  const found = locate(name);
  if (found.el !== el) return { why: "not_stable", note: found.el ? "another_element" : found.note };
  if (said) {
    const dialog = newDialog();
    if (!dialog.root || dialogText(dialog.root) !== said) return { why: "wrong_person", note: "dialog_changed" };
  }
  const moved = pin ? pageMoved(pin, found.scope === "dialog") : null;
  if (moved) return { why: "wrong_person", note: moved };
  const opener = memory.opener;
  if (request.locators[name].within === "menu" && found.scope !== "menu" && opener && opener.items.includes(el))
    return { why: "not_found", note: "there_before" };
  // What a dialog and its button say is judged with the rest of the dialog.
  const named = pin && found.scope !== "dialog" && saidBy(el).some(othersIn);
  return named ? { why: "wrong_person", note: "label_names_another" } : null;
};

// An element that was gone from under the pointer after the pointer had come to it: what stands in its place may look the same and be
// anybody's. While the document stays, it gets no click of ours for this person; on a fresh load it is what it is. An element that was
// gone before the pointer came was drawn anew for a reason of the page's own: it is looked for again, as every other.
const placeOfClick = (name) => JSON.stringify([name, pin && pin.name, pin && pin.row_link]);
const noteSwap = (el, name) => {
  if (!el.isConnected || !isVisible(el)) (memory.swapped ||= {})[placeOfClick(name)] = el;
};
const isSwapped = (el, name) => {
  const was = memory.swapped && memory.swapped[placeOfClick(name)];
  return !!was && was !== el;
};

// The page's first handlers for a press, for its end, and for the click: some menus act at the end of the press.
const DECISIVE = ["pointerdown", "pointerup", "click"];

/** @type {(el: any, name: string, scope: string, options: { token: string, dialog_text?: string, dismissing?: boolean }) => void} */
const arm = (el, name, scope, { token, dialog_text: said, dismissing }) => {
  const before = disarm();
  const inDialog = scope === "dialog";
  const dialogs = inDialog ? (before && before.dialogs) || [] : everyVisible("dialog");
  /** @type {GuardState} */
  const state = { token, verdict: "armed", why: null, at: performance.now(), listener: null, dialogs };
  let cut = false;
  let came = el.matches(":hover");
  /** @returns {Note | null} */
  const objectionTo = (event) => {
    const path = event.composedPath();
    if (!path.includes(el)) {
      if (came) noteSwap(el, name);
      return { fell_on: describe(path[0]) };
    }
    const inner = innerControl(el, path[0]);
    if (inner) return { fell_on: describe(inner) };
    if (!DECISIVE.includes(event.type)) return null;
    const against = objection(name, el, said);
    return against ? against.note : null;
  };
  state.listener = (event) => {
    if (!event.isTrusted) return;
    // Until the press, the page does not hear that the pointer comes: what it would do then, it would do under the click.
    if (HOVER.includes(event.type)) {
      came ||= event.composedPath().includes(el);
      event.stopImmediatePropagation();
      return;
    }
    if (!cut) {
      const against = objectionTo(event);
      if (against) {
        // What was let through cannot be taken back: then the page may have acted, and only the rest is swallowed.
        cut = true;
        if (state.verdict === "armed") state.verdict = "swallowed";
        state.why = against;
        state.at = performance.now();
      } else if (state.verdict === "armed") {
        state.verdict = "passed";
        state.at = performance.now();
        if (!inDialog) state.dialogs = everyVisible("dialog");
        // What stands in a menu opens none: its own menu must still be the one that was opened when the click comes.
        const inMenu = request.locators[name].within === "menu" || scope === "menu";
        if (!inMenu && !inDialog && !dismissing) noteOpener(el, scope);
      }
    }
    if (cut) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (event.type === "click") disarm();
  };
  memory.guard = state;
};
/** @returns {GuardSeen} */
const guardReport = (token) => {
  const state = memory.guard;
  if (!state || state.token !== token) return { verdict: "gone", why: null, at_ms: 0 };
  return { verdict: state.verdict, why: state.why, at_ms: performance.timeOrigin + state.at };
};

