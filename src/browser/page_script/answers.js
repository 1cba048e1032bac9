// ---------------------------------------------------------------- after a click

// Answers of the site to the page's own requests since a moment (ui-evidence 13).
const answersSince = (since) =>
  performance
    .getEntriesByType("resource")
    .filter((e) => e.startTime >= since && (e.initiatorType === "fetch" || e.initiatorType === "xmlhttprequest"))
    .filter((e) => e.name.startsWith(location.origin))
    .map((e) => e.responseStatus);

const readToasts = (name) => locateAll(name).map(visibleText).filter(Boolean);

// A toast may be a stop sign of its own: "you are rate limited".
const readToastStop = (toasts) => {
  const text = fold(toasts.join(" "));
  for (const rule of request.stops) {
    const phrases = (rule.toast || []).flatMap((key) => Object.values(request.texts).flatMap((texts) => texts[key] || []));
    const phrase = phrases.find((entry) => text.includes(fold(entry.t)));
    if (phrase) return { sign: rule.sign, by: "toast", what: phrase.t };
  }
  return null;
};

