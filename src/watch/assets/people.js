// @ts-check
// Who needs a look, and what can be said of them.

import { at, make } from "./elements.js";
import { fill } from "./parts.js";

/** What a button says, and what it does. @type {Record<PersonWish, [string, string]>} */
const WISHES = {
  retry: ["Retry", "Allow another try"],
  skip: ["Skip", "Leave them alone until a retry"],
  keep: ["Keep", "Put them on the account's own keep list"],
  release: ["Release", "A keep line that cannot be told keeps them no more"],
};

/** How many are shown until all are asked for. */
const FIRST = 5;
let all = false;

/** @param {Look} look @param {(look: Look, wish: PersonWish) => void} say */
function item(look, say) {
  const who = look.address ? make("a", "", look.who) : make("span", "", look.who);
  if (look.address) {
    const link = /** @type {HTMLAnchorElement} */ (who);
    link.href = look.address;
    link.target = "_blank";
    link.rel = "noreferrer";
  }
  const buttons = look.can.map((wish) => {
    const [name, meaning] = WISHES[wish];
    const button = /** @type {HTMLButtonElement} */ (make("button", "", name));
    button.type = "button";
    button.title = meaning;
    button.dataset.for = `${look.action} ${look.key} ${wish}`;
    button.setAttribute("aria-label", `${name}: ${look.who}`);
    button.addEventListener("click", () => say(look, wish));
    return button;
  });
  const asks = make("div", "asks", null, ...buttons);
  asks.setAttribute("role", "group");
  asks.setAttribute("aria-label", `What to do with ${look.who}`);
  const doing = look.action === "remove" ? "" : ` (to ${look.action})`;
  return make("li", "", null,
    make("div", "who", null, who, make("span", "badge", look.outcome), make("span", "soft", ` ${look.when}${doing}`)),
    make("div", "tells", look.detail),
    asks);
}

/** @param {Board} board @param {(look: Look, wish: PersonWish) => void} say */
export function showLooks(board, say) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.for;
  const shown = all ? board.looks : board.looks.slice(0, FIRST);
  fill(at("looks"), at("no-looks"), shown.map((look) => item(look, say)));
  const button = at("all-looks");
  button.hidden = board.looks.length <= FIRST;
  button.textContent = all ? `Show the first ${FIRST}` : `Show all ${board.looks.length}`;
  button.setAttribute("aria-expanded", String(all));
  button.onclick = () => { all = !all; showLooks(board, say); };
  at("looks-count").textContent = board.looks_in_all > 0 ? String(board.looks_in_all) : "";
  const hidden = board.looks_in_all - board.looks.length;
  at("more-looks").hidden = hidden <= 0 || !all;
  at("more-looks").textContent = `${hidden} more: unlinked status --needs-a-look lists everybody.`;
  // The list was drawn anew; whoever uses the keyboard stays where they were, or comes to the list's title.
  if (!focused) return;
  const again = [...document.querySelectorAll(".looks button")].find((button) => /** @type {HTMLElement} */ (button).dataset.for === focused);
  /** @type {HTMLElement} */ (again ?? at("said")).focus();
}
