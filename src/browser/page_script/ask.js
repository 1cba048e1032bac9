// @ts-check
// Nothing is clicked while a stop sign may be coming up.
/** @param {Glance} glance */
const waitForTheStop = (glance) => {
  glance.enough = false;
  pause = Math.min(pause || 100, 100);
  const not = (locator) => notSeen(locator, { why: "covered", note: "stop_coming", notes: [] });
  const { told } = glance;
  if ((told.wait === "identity" || told.wait === "target") && told.target) told.target = not(told.target.locator);
  if ((told.wait === "race" || told.wait === "dialog") && told.dialog) told.dialog.confirm = not(request.confirm || "confirm");
};
// Things in the way matter only when they are: over the target, or where no profile can be read.
/** @param {Told} told */
const isBlocked = (told) => {
  const isCovered = "target" in told && told.target && told.target.is === "not" && told.target.why === "covered";
  return isCovered || (told.wait === "identity" && told.profile.is === "not");
};
/** @param {Told} told */
const hasStop = (told) => ("stop" in told && !!told.stop) || (told.wait === "rows" && told.list.is === "stop");

/** @returns {Promise<Look>} */
const run = async (asked) => {
  const end = performance.now() + request.slice_ms;
  const early = performance.now() + 400;
  /** @type {Glance} */
  let glance;
  /** @type {Obstacle | null} */
  let obstacle = null;
  for (let looks = 1; ; looks += 1) {
    const begun = performance.now();
    pause = 0;
    stopPending = false;
    frontEnd = readFrontEnd();
    glance = await WAITS[asked.wait](asked);
    if (stopPending && !hasStop(glance.told)) waitForTheStop(glance);
    // Once the tries to close them are spent, they are waited for as anything else is.
    obstacle = !glance.enough && isBlocked(glance.told) && !request.obstacles_spent ? readObstacle() : null;
    if (glance.enough || obstacle || performance.now() >= end) break;
    // Looking takes at most a third of the page's own time, and less once it has been waited for long. The first look takes
    // longest, since the script is compiled then, and says nothing of the later ones.
    const ended = performance.now();
    noteLook(begun, ended);
    await wake();
    const took = looks === 1 ? 0 : ended - begun;
    const rest = ended > early && !pause ? 35 : Math.max(4, 2 * took) - (performance.now() - ended);
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  }
  return { ...glance, obstacle, page: await pageSeen() };
};

/** @returns {Promise<PageSeen>} */
const pageSeen = async () => ({
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
});

// A document of another origin is not answered from: nothing in it is read, and nothing armed. The browser's own pages are nobody's;
// what they stand for is read from their status.
/** @returns {string | null} */
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
else if (request.ask.wait === "nothing") {
  takePlace();
  answer("here");
} else
  run(request.ask).then(
    (looked) => answer({ looked }),
    (error) => answer({ failed: String((error && error.stack) || error) }),
  );
