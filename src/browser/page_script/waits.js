// @ts-check
// ---------------------------------------------------------------- what is waited for

// Until its data has come, a page may show what holds for strangers, or that nobody is there. What would prove that counts only once
// the page is at rest and it has stood (`TIMES`), after a click as before one, and whatever the page before has shown: that is what is
// to be proved.
/** @param {ProfileTold} profile */
const negative = (profile) => profile.is === "shown" && (profile.degree === "other" || (!profile.degree && profile.connect));
// When the last answer came to a request to the site's own origin that had begun before the top card stood. Streams have no end.
const lastAnswer = () => {
  const begun = memory.card === undefined ? Infinity : memory.card;
  const ends = ownRequests().filter((entry) => entry.startTime <= begun && !/event-stream/.test(/** @type {any} */ (entry).contentType || "")).map((entry) => entry.responseEnd);
  return Math.max(navigation().responseEnd || 0, request.answered_ms - performance.timeOrigin, ...ends);
};
/** @param {AskFor<"identity">} asked */
const stood = (what, asked) => {
  const mark = JSON.stringify([location.pathname, what]);
  const now = performance.now();
  if (!memory.standing || memory.standing.mark !== mark) memory.standing = { mark, what, since: now };
  const stands = now - memory.standing.since;
  const tasks = longTasks();
  const answered = lastAnswer();
  const rest = Math.max(answered, tasks.ended + TIMES.quiet);
  const restless = !tasks.told || rest - answered > TIMES.quiet_within;
  const times = [TIMES.least];
  if (document.readyState !== "complete") times.push(TIMES.loading);
  if (asked.wavering) times.push(TIMES.wavering);
  if (restless) times.push(TIMES.unbroken);
  // What the person's page showed before it was first looked at nobody knows: a fresh one is not believed for as long.
  const unseen = Math.min(asked.unseen_ms, TIMES.wavering);
  const left = Math.max(Math.max(...times) - stands, restless ? 0 : rest + TIMES.after_quiet - now, unseen - sinceAnswer());
  // Whatever changes in the page is looked at; where nothing does, a few looks are enough.
  pause = Math.min(100, left);
  return left <= 0;
};

// For how long something has been seen as it is now, over all questions to this document; 0 where it is not (`mark` is null).
const heldFor = (what, mark) => {
  const held = (memory.held ||= {});
  if (mark === null) delete held[what];
  else if (!held[what] || held[what].mark !== mark) held[what] = { mark, since: performance.now() };
  return mark === null ? 0 : performance.now() - held[what].since;
};

// Who is signed in: a page that says that it is their own, at once; one that says nothing of it, once it has stood; or the feed's card.
// Whether that is enough; the card is noted.
/** @param {ToldFor<"identity">} seen */
const ownerTold = (seen) => {
  const { profile, stop, missing } = seen;
  seen.owner = profile.is === "not" ? readFeedOwner() : null;
  const ownPage = profile.is === "shown" && mayBeOwn(profile) ? profile.name + location.pathname : null;
  const may = seen.owner ? seen.owner.link : ownPage;
  const stands = heldFor("owner", may) >= TIMES.least;
  const told = may !== null && (stands || (profile.is === "shown" && profile.own === "yes"));
  return !!(stop || missing || told);
};

// Whom the page is about, once that is whole. With a locator the next click's element is found in the same breath.
/** @param {AskFor<"identity">} asked @returns {Promise<Glance>} */
const identity = async (asked) => {
  const profile = readProfile();
  const shown = profile.is === "shown";
  if (shown && memory.card === undefined) memory.card = performance.now();
  memory.firstLook ||= sinceAnswer();
  const stop = readStop();
  const missing = readMissing(shown);
  /** @type {ToldFor<"identity">} */
  const seen = { wait: "identity", profile, target: null, stop, missing, unchanged: false, unsettled: false, wavered: false, unseen_ms: memory.firstLook, stood: null, owner: null };
  /** @returns {Glance} */
  const told = (enough, more) => ({ enough, told: { ...seen, ...more } });
  const before = asked.unlike;
  if (before && profile.is === "shown" && before.name === profile.name && before.degree === profile.degree && before.path === location.pathname)
    return told(false, { unchanged: true });
  const said =
    profile.is === "shown" && negative(profile) ? [profile.name, profile.degree, profile.connect] : missing && missing.by === "text" ? missing.what : null;
  if (!said) {
    if (profile.is === "shown" && memory.standing && memory.standing.what[0] === profile.name) memory.wavered = true;
    seen.wavered = !!memory.wavered;
    memory.standing = null;
  } else if (asked.own_profile) {
    memory.standing = null;
  } else if (!stood(said, asked)) {
    const unproved = profile.is === "shown" ? { ...profile, degree: null, connect: false } : profile;
    return told(!!stop, { unsettled: true, missing: null, profile: unproved });
  } else {
    const since = memory.card === undefined ? memory.standing.since : memory.card;
    seen.stood = { since_ms: performance.timeOrigin + since, rested_since_ms: performance.timeOrigin + performance.now() - TIMES.after_quiet };
  }
  if (asked.own_profile) return told(ownerTold(seen), { owner: seen.owner });
  if (profile.is === "not") return told(!!(stop || missing));
  const whole = (profile.degree && profile.degree !== "unplaced") || (!profile.degree && (profile.connect || profile.pending));
  if (!whole || !asked.at || profile.degree !== "first") return told(!!(stop || missing || whole));
  // A click before the page's own scripts have run would be lost; a script that hangs is not waited for.
  if (document.readyState === "loading" && performance.now() < 3000) return told(false);
  // Held to the page as it was read just now.
  pin = { name: profile.name, links: profile.links, path: location.pathname, pending: false, unseen: false, row_link: null };
  seen.target = await target(asked.at, { token: asked.token });
  return told(!!stop || seen.target.is === "ready");
};

// What came of a click: the guard's word, a dialog, proof in the top card, a toast, or the site's refusal.
/** @param {AskFor<"race">} asked @returns {Promise<Glance>} */
const race = async (asked) => {
  const guard = guardReport(asked.token);
  const profile = readProfile();
  const stop = readStop();
  const dialog = asked.expect_dialog ? await readDialog(asked.dialog_token) : null;
  const withdrawn = profile.is === "shown" && profile.connect && !profile.pending;
  const proof = pin && pin.pending ? withdrawn : negative(profile);
  // An error toast may come a moment before the browser's own account of the answer behind it.
  const shown = readToasts("toast_error")[0] || null;
  const toast_error = heldFor("toast", shown && asked.token + shown) >= TIMES.toast ? shown : null;
  const answers = answersSince(guard.verdict === "gone" ? 0 : memory.guard.at);
  const bad_answers = answers.filter((status) => status >= 400);
  // A dialog may be filled after it has come up: one that is none that is known is given a while to become one.
  const strange = dialog && dialog.recognised === "no" ? asked.token + dialog.text : null;
  const strangeFor = heldFor("strange dialog", strange);
  const ready = dialog && dialog.confirm.is === "ready" && (strange === null || strangeFor >= TIMES.unknown_dialog);
  // Some pages show at once what they have only asked for, and leaving then would take the request back: whatever the page shows,
  // the site's first answer to a request that the click began is waited for.
  const answered = guard.verdict !== "armed" && answers.length > 0;
  const settled = proof && answered && answers.some((status) => status >= 200 && status < 400);
  // A row that is gone proves nothing, but nothing more is to come of the click.
  const gone = heldFor("row gone", rowGone() ? asked.token : null) >= TIMES.gone && answered;
  const refused = toast_error && answered;
  const enough = !!(guard.verdict === "swallowed" || stop || ready || settled || gone || refused || bad_answers.length);
  return { enough, told: { wait: "race", guard, stop, dialog, proof, settled, toast_error, bad_answers } };
};

// The rows of a list, once they have stayed the same for a while.
/** @param {AskFor<"rows">} asked @returns {Promise<Glance>} */
const settledRows = async (asked) => {
  /** @returns {Glance} */
  const told = (enough, list) => ({ enough, told: { wait: "rows", list } });
  const list = rowElements();
  const stop = readStop() || (list.rows ? readLimit(list.rows) : null);
  if (stop) return told(true, { is: "stop", ...stop });
  if (!list.rows) return told(false, notSeen("list", list));
  const rows = inOneLook(() => list.rows.map(readRow));
  const empty = locate("list_empty");
  const total = locateAll("list_total").map(visibleText)[0] || null;
  const mark = JSON.stringify([rows.map((r) => [r.links, r.name, r.degree]), empty.all.length > 0, total, location.href]);
  // Until the page's own scripts have run, its rows may lack what only these put there; a script that hangs is not waited for.
  const unfinished = !navigation().domContentLoadedEventStart && performance.now() < 3000;
  if (mark !== rowsMark || unfinished) {
    rowsMark = mark;
    rowsSince = performance.now();
  }
  // Rows that do not say yet whose they are may be on their way to do so.
  const bare = rows.some((row) => !row.links.length || !row.name);
  const settled = performance.now() - rowsSince >= (bare ? 5 : 1) * asked.settle_ms;
  const said = rows.length > 0 || empty.all.length > 0;
  const guess = rows.some((row) => row.guess) || (!rows.length && isGuess("list_empty", empty));
  const more = locateAll("list_more").some(enabled);
  return told(settled && said && mark !== asked.rows_before, { is: "rows", mark, rows, empty: empty.all.length > 0, guess, total, more });
};
/** @type {string | null} */
let rowsMark = null;
let rowsSince = 0;

// Each way to wait looks once and says whether that is enough; the loop in `ask.js` looks again at the next frame.
/** @type {{ [Wait in Exclude<Ask["wait"], "nothing">]: (asked: AskFor<Wait>) => Promise<Glance> }} */
const WAITS = {
  identity,
  race,
  rows: settledRows,
  async target(asked) {
    const found = await target(asked.at, asked);
    return { enough: found.is === "ready", told: { wait: "target", target: found, stop: readStop() } };
  },
  async dialog({ dialog_token }) {
    const dialog = await readDialog(dialog_token);
    return { enough: !!dialog && dialog.confirm.is === "ready", told: { wait: "dialog", dialog } };
  },
  // Walks a list through to the end (or the beginning) of what it holds, so that one that loads as one scrolls goes on, and
  // reads every row on the way: some lists keep only the rows near the visible part. Stops where `row_link` leads.
  async walk({ row_link: until, up }) {
    /** @type {Map<string, RowSeen>} */
    const read = new Map();
    const pane = scrollerOf();
    const end = pane.scrollHeight;
    const late = performance.now() + request.slice_ms;
    /** @type {Element | null} */
    let found = null;
    for (let stuck = 0; stuck < 3 && performance.now() < late; ) {
      const { rows } = rowElements();
      if (!rows || !rows.length) break;
      for (const el of rows) {
        const row = readRow(el);
        read.set(JSON.stringify([row.links, row.name]), row);
        if (until && row.links.includes(until)) found = el;
      }
      if (found) {
        found.scrollIntoView({ block: "center", behavior: "instant" });
        break;
      }
      if (!up && pane.scrollTop + pane.clientHeight >= end - 1) break;
      const edge = up ? rows[0] : rows[rows.length - 1];
      const before = edge.getBoundingClientRect().top;
      edge.scrollIntoView({ block: up ? "end" : "start", behavior: "instant" });
      await frame();
      await frame();
      stuck = edge.isConnected && Math.abs(edge.getBoundingClientRect().top - before) < 1 ? stuck + 1 : 0;
    }
    const box = boxOf(pane === document.scrollingElement ? document.documentElement : pane);
    const middle = (from, length, whole) => Math.round((Math.max(from, 0) + Math.min(from + length, whole)) / 2);
    const over = { x: middle(box.x, box.width, innerWidth), y: middle(box.y, box.height, innerHeight) };
    return { enough: true, told: { wait: "walk", rows: [...read.values()], found: !!found, over } };
  },
  // Of a field that is not there nothing is true.
  async field({ at, value: wanted }) {
    const { el } = locate(at);
    if (!el) return { enough: false, told: { wait: "field", focused: false, held: false, value: "" } };
    const focused = focusedElement() === el;
    const value = el.value === undefined ? el.textContent : el.value;
    const held = wanted === null || squash(value) === squash(wanted);
    return { enough: focused && held, told: { wait: "field", focused, held, value: short(value, 100) } };
  },
  async probe() {
    // What is searched in the row of one person is tried in each row.
    const all = rowElements().rows || [];
    /** @returns {Located} */
    const inRows = (name) => {
      const found = all.map((row) => locateIn(row, name));
      const fits = found.filter((one) => one.all.length);
      return { ...(fits.length === 1 && all.length === 1 ? fits[0] : {}), all: fits, notes: found.length ? found[0].notes : [], note: all.length ? null : "no_row" };
    };
    // What only tells a dialog is searched in dialogs: a menu may have the same words.
    const isOfDialogs = (name) => Object.values(request.locators).some(({ any }) => any.some((candidate) => candidate.holds === name));
    /** @returns {Located} */
    const inDialogs = (name) => {
      const dialogs = [...document.querySelectorAll(DIALOG)].filter(visible);
      const found = dialogs.map((dialog) => locateIn(dialog, name)).find((one) => one.all.length);
      return found || { all: [], notes: [], why: "not_found", note: "no_dialog_holds_one" };
    };
    const probe = Object.keys(request.locators).map((name) => {
      const inside = request.locators[name].within === "row";
      const found = inside ? inRows(name) : isOfDialogs(name) ? inDialogs(name) : locate(name);
      return {
        rows: inside ? all.length : null,
        locator: name,
        count: found.all.length,
        candidate: found.el ? found.candidate : null,
        guess: !!found.guess,
        tag: found.el ? describe(found.el) : null,
        why: found.why || null,
        note: found.note || null,
        notes: found.notes,
      };
    });
    return { enough: true, told: { wait: "probe", probe } };
  },
  async outline({ at }) {
    return { enough: true, told: { wait: "outline", outline: outline(at) } };
  },
};

