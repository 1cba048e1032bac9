// @ts-check
// The page: it asks how things stand, shows what has changed, and says what the user wants of the run.

import { at } from "./elements.js";
import { showAccounts, showBudgets, showDays, showNow, showPictures, showRecent } from "./parts.js";
import { showLooks } from "./people.js";

/** How often it asks, in ms. */
const EVERY = 1000;

let account = 0;
/** The run that the buttons mean. @type {number | null} */ let run = null;
/** What is drawn already, by part. @type {Map<string, string>} */
const drawn = new Map();

/** @param {string} text */
function trouble(text) {
  if (at("trouble-text").textContent !== text) at("trouble-text").textContent = text;
  at("trouble").hidden = text === "";
}

/** Draws a part if what it shows has changed. @param {string} part @param {unknown} shows @param {() => void} draw */
function part(part, shows, draw) {
  const now = JSON.stringify(shows);
  if (drawn.get(part) === now) return;
  drawn.set(part, now);
  draw();
}

/** @param {Shown} shown */
function show({ accounts, board }) {
  if (!board) return;
  run = board.run;
  part("accounts", [accounts, account], () => showAccounts(accounts, account, choose));
  const { owner, state, headline, doing, hindrances, progress, outcomes, budgets, looks, looks_in_all, days, recent, pictures } = board;
  const needsYou = accounts[account]?.needs_you ?? false;
  part("now", [owner, state, headline, doing, hindrances, progress, outcomes, needsYou], () => showNow(board, needsYou));
  part("budgets", budgets, () => showBudgets(board));
  part("looks", [looks, looks_in_all], () => showLooks(board, say));
  part("days", days, () => showDays(board));
  part("recent", recent, () => showRecent(board));
  part("pictures", [account, pictures], () => showPictures(board, account));
  const focused = document.activeElement;
  for (const what of /** @type {const} */ (["pause", "continue", "stop"])) at(what).disabled = !board.can.includes(what);
  // A button that cannot be used any more has no focus to keep: its counterpart takes it.
  if (focused === at("pause") && at("pause").disabled) at("continue").focus();
  if (focused === at("continue") && at("continue").disabled) at("pause").focus();
  at("read").textContent = board.read;
  document.title = `${state} - unlinked`;
  document.body.dataset.state = state;
  document.body.dataset.ready = "yes";
}

let asking = false;

async function look() {
  if (asking) return;
  asking = true;
  try {
    const response = await fetch(`api/state?account=${account}`);
    if (!response.ok) throw new Error();
    show(await response.json());
    trouble("");
  } catch {
    trouble("This page gets no answer: `unlinked watch` has ended. A run goes on without it; start the command again for a new page.");
  }
  asking = false;
}

/** @param {number} nth */
function choose(nth) {
  account = nth;
  at("said").textContent = "";
  look().then(() => document.getElementById(`account-${nth}`)?.focus());
}

/** @param {string} path @param {object} wish */
async function wish(path, wish) {
  let said;
  try {
    const response = await fetch(`api/${path}`, { method: "POST", body: JSON.stringify({ account, ...wish }) });
    said = (await response.json()).message;
  } catch {
    said = "No answer came, and it is not known whether that was heard.";
  }
  at("said").textContent = said;
  await look();
}

/** @param {RunAsk} what */
const ask = (what) => wish("ask", { run, what });

/** @param {Look} look @param {PersonWish} what */
function say(look, what) {
  return wish("say", { key: look.key, action: look.action, what });
}

at("pause").addEventListener("click", () => ask("pause"));
at("continue").addEventListener("click", () => ask("continue"));
at("stop").addEventListener("click", () => at("sure").showModal());
at("sure-not").addEventListener("click", () => at("sure").close());
at("sure-stop").addEventListener("click", () => { at("sure").close(); ask("stop"); });

look();
setInterval(look, EVERY);
