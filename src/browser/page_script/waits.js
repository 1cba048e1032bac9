// @ts-check
// ---------------------------------------------------------------- what is waited for

// Until its data has come, a page may show what holds for strangers, or that nobody is there. What would prove that counts only once
// the page is at rest and it has stood (`TIMES`), after a click as before one, and whatever the page before has shown: that is what is
// to be proved.
const negative = (profile) => !profile.why && (profile.degree === "other" || (!profile.degree && profile.connect));
// When the last answer came to a request to the site's own origin that had begun before the top card stood. Streams have no end.
const lastAnswer = () => {
  const begun = memory.card === undefined ? Infinity : memory.card;
  const ends = ownRequests().filter((entry) => entry.startTime <= begun && !/event-stream/.test(/** @type {any} */ (entry).contentType || "")).map((entry) => entry.responseEnd);
  return Math.max(navigation().responseEnd || 0, (request.answered_ms || 0) - performance.timeOrigin, ...ends);
};
const stood = (what) => {
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
  if (request.wavering) times.push(TIMES.wavering);
  if (restless) times.push(TIMES.unbroken);
  // What the person's page showed before it was first looked at nobody knows: a fresh one is not believed for as long.
  const unseen = Math.min(request.unseen_ms || 0, TIMES.wavering);
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

// Each way to wait looks once and says whether that is enough; the loop below looks again at the next frame.
const WAITS = {
  // The page is about a person, or is a stop sign, or nothing that can be read (until the time is over).
  async identity() {
    const profile = readProfile();
    const shown = !profile.why;
    if (shown && memory.card === undefined) memory.card = performance.now();
    memory.firstLook ||= sinceAnswer();
    const unseen_ms = memory.firstLook;
    const seen = { profile, unseen_ms, stop: readStop(), missing: readMissing(shown) };
    const before = request.unlike;
    if (before && shown && before.name === profile.name && before.degree === profile.degree && before.path === location.pathname)
      return { enough: false, unchanged: true, ...seen };
    const { stop, missing } = seen;
    const said = negative(profile) ? [profile.name, profile.degree, profile.connect] : missing && missing.by === "text" ? missing.what : null;
    if (!said) {
      if (shown && memory.standing && memory.standing.what[0] === profile.name) memory.wavered = true;
      seen.wavered = !!memory.wavered;
      memory.standing = null;
    } else if (!request.own_profile && !stood(said))
      return { ...seen, enough: !!stop, unsettled: true, missing: null, profile: shown ? { ...profile, degree: null, connect: false } : profile };
    else if (!request.own_profile) {
      const since = memory.card === undefined ? memory.standing.since : memory.card;
      Object.assign(seen, { stood_since_ms: performance.timeOrigin + since, rested_since_ms: performance.timeOrigin + performance.now() - TIMES.after_quiet });
    }
    const whole = shown && (profile.degree === "first" || profile.degree === "other" || profile.degree === "both" || (!profile.degree && (profile.connect || profile.pending)) || request.own_profile);
    // A click before the page's own scripts have run would be lost; a script that hangs is not waited for.
    const deaf = document.readyState === "loading" && performance.now() < 3000;
    if (whole && request.at && profile.degree === "first" && deaf) return { enough: false, ...seen };
    if (whole && request.at && profile.degree === "first") {
      // The next click's element is found in the same breath, held to the page as it was read just now.
      request.pin = { name: profile.name, links: profile.links, path: location.pathname };
      seen.target = await target(request.at, { token: request.token });
      return { enough: !!(seen.stop || seen.target.found), ...seen };
    }
    return { enough: !!(seen.stop || seen.missing || whole), ...seen };
  },
  // One element, ready to be clicked.
  async target() {
    const seen = await target(request.at, { token: request.token });
    return { enough: !!seen.found, target: seen, stop: readStop() };
  },
  // Nothing is visible any more at a locator (a menu that closes).
  async gone() {
    return { enough: locate(request.at).all.length === 0 };
  },
  // What came of a click: the guard's word, a dialog, proof in the top card, a toast, or the site's refusal.
  async race() {
    const guard = guardReport(request.token);
    const profile = readProfile();
    const stop = readStop();
    const dialog = request.expect_dialog ? await readDialog(request.dialog_token) : null;
    const apart = negative(profile);
    const proof = !profile.why && ((request.pin || {}).pending ? profile.connect && !profile.pending : apart);
    // An error toast may come a moment before the browser's own account of the answer behind it.
    const shown = readToasts("toast_error")[0] || null;
    const toast_error = heldFor("toast", shown && request.token + shown) >= TIMES.toast ? shown : null;
    const answers = answersSince(guard.at || 0);
    const seen = {
      guard,
      profile,
      stop,
      dialog,
      proof,
      toast_error,
      bad_answers: answers.filter((status) => status >= 400),
    };
    // A dialog may be filled after it has come up: one that is none that is known is given a while to become one.
    const strange = dialog && dialog.recognised === "no" ? request.token + dialog.text : null;
    const strangeFor = heldFor("strange dialog", strange);
    const ready = dialog && dialog.confirm.found && (strange === null || strangeFor >= TIMES.unknown_dialog);
    // Some pages show at once what they have only asked for, and leaving then would take the request back: whatever the page shows,
    // the site's first answer to a request that the click began is waited for.
    const answered = guard.verdict !== "armed" && answers.length > 0;
    seen.settled = proof && answered && answers.some((status) => status >= 200 && status < 400);
    // A row that is gone proves nothing, but nothing more is to come of the click.
    const gone = heldFor("row gone", rowGone() ? request.token : null) >= TIMES.gone && answered;
    const refused = seen.toast_error && answered;
    return { enough: !!(guard.verdict === "swallowed" || seen.stop || ready || seen.settled || gone || refused || seen.bad_answers.length), ...seen };
  },
  // The rows of a list, once they have stayed the same for a while.
  async rows() {
    const list = rowElements();
    const stop = readStop() || (list.rows && !list.rows.length ? readLimit() : null);
    if (stop) return { enough: true, stop };
    if (!list.rows) return { enough: false, why: list.why, note: list.note, notes: list.notes };
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
    const settled = performance.now() - rowsSince >= (bare ? 5 : 1) * request.settle_ms;
    const said = rows.length > 0 || empty.all.length > 0;
    return {
      enough: settled && said && mark !== request.rows_before,
      mark,
      rows,
      empty: empty.all.length > 0,
      guess: rows.some((row) => row.guess) || (!rows.length && isGuess("list_empty", empty)),
      total,
      more: locateAll("list_more").some(enabled),
    };
  },
  // Walks a list through to the end (or the beginning) of what it holds, so that one that loads as one scrolls goes on, and
  // reads every row on the way: some lists keep only the rows near the visible part. Stops where `row_link` leads.
  async walk() {
    const read = new Map();
    const until = request.row_link;
    const pane = scrollerOf();
    const end = pane.scrollHeight;
    const over = performance.now() + request.slice_ms;
    /** @type {Element | null} */
    let found = null;
    for (let stuck = 0; stuck < 3 && performance.now() < over; ) {
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
      if (!request.up && pane.scrollTop + pane.clientHeight >= end - 1) break;
      const edge = request.up ? rows[0] : rows[rows.length - 1];
      const before = edge.getBoundingClientRect().top;
      edge.scrollIntoView({ block: request.up ? "end" : "start", behavior: "instant" });
      await frame();
      await frame();
      stuck = edge.isConnected && Math.abs(edge.getBoundingClientRect().top - before) < 1 ? stuck + 1 : 0;
    }
    return { enough: true, rows: [...read.values()], found: !!found };
  },
  // Whether a field has the focus, and holds what was typed into it.
  async field() {
    const found = locate(request.at);
    if (!found.el) return { enough: false, why: found.why, note: found.note, notes: found.notes };
    const focused = focusedElement() === found.el;
    const value = found.el.value === undefined ? found.el.textContent : found.el.value;
    const held = request.value === undefined || squash(value) === squash(request.value);
    return { enough: focused && held, field: { focused, held, value: short(value, 100) } };
  },
  // Every locator as it stands, at once: which candidate matched, or why none did.
  async probe() {
    // What is searched in the row of one person is tried in each row.
    const all = rowElements().rows || [];
    const inRows = (name) => {
      const found = all.map((row) => locateIn(row, name));
      const fits = found.filter((one) => one.all.length);
      return { ...(fits.length === 1 && all.length === 1 ? fits[0] : {}), all: fits, notes: found.length ? found[0].notes : [], note: all.length ? null : "no row of a list is in this page" };
    };
    const rows = Object.keys(request.locators).map((name) => {
      const inside = request.locators[name].within === "row";
      const found = inside ? inRows(name) : locate(name);
      return {
        rows: inside ? all.length : null,
        locator: name,
        count: found.all.length,
        candidate: found.el ? found.candidate : null,
        guess: !!found.guess,
        tag: found.el ? describe(found.el) : "",
        why: found.why || null,
        note: found.note || null,
        notes: found.notes,
      };
    });
    return { enough: true, probe: rows };
  },
  // The outline, at once.
  async outline() {
    return { enough: true, outline: outline(request.at) };
  },
};
let rowsMark = null;
let rowsSince = 0;

