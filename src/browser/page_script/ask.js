// @ts-check
// Nothing is clicked while a stop sign may be coming up.
const waitForTheStop = (seen) => {
  seen.enough = false;
  pause = Math.min(pause || 100, 100);
  const not = { why: "covered", note: "a sign has come up that would end the run" };
  if (seen.target) seen.target = { locator: seen.target.locator, notes: [], ...not };
  if (seen.dialog) seen.dialog.confirm = { locator: request.confirm || "confirm", notes: [], ...not };
};

const run = async () => {
  const end = performance.now() + request.slice_ms;
  const early = performance.now() + 400;
  let seen = {};
  for (let looks = 1; ; looks += 1) {
    const begun = performance.now();
    pause = 0;
    stopPending = false;
    frontEnd = readFrontEnd();
    seen = await WAITS[request.wait]();
    if (stopPending && !seen.stop) waitForTheStop(seen);
    // Things in the way matter only when they are: over the target, or where no profile can be read.
    const blocked = (seen.target && seen.target.why === "covered") || (request.wait === "identity" && seen.profile.why);
    // Once the tries to close them are spent, they are waited for as anything else is.
    seen.obstacle = !seen.enough && blocked && !request.obstacles_spent ? readObstacle() : null;
    if (seen.enough || seen.obstacle || performance.now() >= end) break;
    // Looking takes at most a third of the page's own time, and less once it has been waited for long. The first look takes
    // longest, since the script is compiled then, and says nothing of the later ones.
    const ended = performance.now();
    noteLook(begun, ended);
    await wake();
    const took = looks === 1 ? 0 : ended - begun;
    const rest = ended > early && !pause ? 35 : Math.max(4, 2 * took) - (performance.now() - ended);
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  }
  return {
    ...seen,
    front_end: frontEnd,
    language: pageLanguage(),
    language_known: !!request.texts[pageLanguage()],
    // Firefox's own error page keeps the address that could not be loaded; only the document's says what it is.
    address: document.documentURI.startsWith("about:") ? document.documentURI : location.href,
    path: location.pathname,
    title: document.title,
    status: loadStatus(),
    mute: isMute(),
    net_error: isErrorPage() ? await netError() : "",
    born: performance.timeOrigin,
  };
};

// A document of another origin is not answered from: nothing in it is read, and nothing armed. The browser's own pages are nobody's;
// what they stand for is read from their status.
const foreignHost = () => {
  const { protocol, host, hostname } = location;
  if (protocol === "about:" || protocol === "chrome-error:") return null;
  const { origin, domain } = request.allowed;
  if (protocol + "//" + host === origin) return null;
  const kin = domain && protocol === "https:" && host === hostname && (host === domain || host.endsWith("." + domain));
  return kin ? null : host || protocol;
};

const foreign = foreignHost();
if (foreign) answer({ foreign });
else if (request.wait === "nothing") {
  takePlace();
  answer({ enough: true });
} else run().then(answer, (error) => answer({ failed: String((error && error.stack) || error) }));
