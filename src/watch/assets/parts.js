// @ts-check
// The parts of the page that are only shown: how far it is, what was spent, what was done.

import { at, make } from "./elements.js";

/** Shows a list, and what stands there while it is empty. @param {HTMLElement} list @param {HTMLElement} none @param {HTMLElement[]} items */
export function fill(list, none, items) {
  list.replaceChildren(...items);
  list.hidden = items.length === 0;
  none.hidden = items.length > 0;
}

/** A text of the program's, whose commands stand between backticks. @param {string} text */
const worded = (text) => text.split("`").map((part, nth) => (nth % 2 === 1 ? make("code", "", part) : part));

/** @param {Board} board @param {boolean} needsYou */
export function showNow(board, needsYou) {
  at("owner").textContent = board.owner;
  at("state").textContent = board.state;
  at("state").classList.toggle("needs-you", needsYou);
  // Said anew only when it is something new: a screen reader speaks whatever is written here.
  if (at("headline").textContent !== board.headline.replaceAll("`", "")) at("headline").replaceChildren(...worded(board.headline));
  at("doing").textContent = board.doing.text;
  at("hindrances").replaceChildren(...board.hindrances.map((text) => make("p", "", null, ...worded(text))));
  at("progress").hidden = !board.progress;
  if (board.progress) {
    const { roster, people, done, end } = board.progress;
    at("roster").textContent = `${roster}: ${done} of ${people} done`;
    at("bar").max = Math.max(people, 1);
    at("bar").value = done;
    at("end").textContent = end;
  }
  at("outcomes").replaceChildren(...board.outcomes.map(({ outcome, people }) => make("li", "", `${people} ${outcome}`)));
}

/** @param {Budget} budget @param {number} nth */
function budgetLine({ what, window, used, most, again }, nth) {
  const label = make("span", "", `${what} in any ${window}`);
  label.id = `budget-${nth}`;
  const figures = most === null ? String(used) : `${used} of ${most}`;
  const item = make("li", again ? "full" : "", null, make("div", "line", null, label, make("span", "", again ? `${figures}, room again ${again}` : figures)));
  if (most !== null) {
    const bar = /** @type {HTMLProgressElement} */ (make("progress"));
    bar.max = Math.max(most, 1);
    bar.value = Math.min(used, most);
    bar.setAttribute("aria-labelledby", label.id);
    item.append(bar);
  }
  return item;
}

/** @param {Board} board */
export function showBudgets(board) {
  fill(at("budgets"), at("no-budgets"), board.budgets.map(budgetLine));
}

/** @param {DayCell} cell */
function dayCell({ day, told, done, looks, is_today, kind }) {
  const classes = [kind, is_today ? "today" : "", looks > 0 ? "look" : ""].filter(Boolean).join(" ");
  if (kind === "outside") return make("td", classes);
  const cell = make("td", classes, null, make("span", "day", day), make("span", "done", done > 0 ? String(done) : "–"));
  cell.title = told;
  if (looks > 0) cell.append(make("span", "hidden", `, ${looks} for you to look at`));
  if (is_today) cell.setAttribute("aria-current", "date");
  return cell;
}

/** @param {Board} board */
export function showDays(board) {
  const weeks = [];
  for (let nth = 0; nth < board.days.length; nth += 7) weeks.push(make("tr", "", null, ...board.days.slice(nth, nth + 7).map(dayCell)));
  at("weeks").replaceChildren(...weeks);
  const empty = weeks.length === 0;
  at("days").hidden = empty;
  at("days-told").hidden = empty;
  at("no-days").hidden = !empty;
}

/** @param {Board} board */
export function showRecent(board) {
  fill(at("recent"), at("no-recent"), board.recent.map(({ when, who, outcome, needs_a_look, detail }) => {
    const line = make("div", "", null, make("strong", "", who), " ", make("span", needs_a_look ? "look" : "", outcome), make("span", "soft", `, ${when}`));
    return make("li", "", null, line, ...(detail ? [make("div", "soft", detail)] : []));
  }));
}

/** @param {Board} board @param {number} account */
export function showPictures(board, account) {
  fill(at("pictures"), at("no-pictures"), board.pictures.map(({ run, file, told }) => {
    const image = /** @type {HTMLImageElement} */ (make("img"));
    image.src = `picture/${account}/${run}/${encodeURIComponent(file)}`;
    image.alt = "";
    const link = /** @type {HTMLAnchorElement} */ (make("a", "", null, image, make("span", "", told)));
    link.href = image.src;
    link.target = "_blank";
    return make("li", "", null, link);
  }));
}

/** @param {Account[]} accounts @param {number} current @param {(nth: number) => void} choose */
export function showAccounts(accounts, current, choose) {
  at("fleet").hidden = accounts.length < 2;
  at("accounts").replaceChildren(...accounts.map((account, nth) => {
    const name = /** @type {HTMLButtonElement} */ (make("button", "", account.name));
    name.id = `account-${nth}`;
    name.type = "button";
    if (nth === current) name.setAttribute("aria-current", "true");
    name.addEventListener("click", () => choose(nth));
    const figure = (value) => make("td", "figure", value === null ? "" : String(value));
    const state = make("td", "", null, make("span", account.needs_you ? "state needs-you" : "state", account.state));
    return make("tr", nth === current ? "current" : "", null, make("td", "", null, name), state, figure(account.left), figure(account.removed), figure(account.looks), make("td", "", account.end ?? ""));
  }));
}
