// @ts-check
// Connections by year and by company: bars that are buttons.

/** How many companies are shown at first, and how many more each time that more are asked for. */
const COMPANIES = 12;
const MORE = 50;
const SVG = "http://www.w3.org/2000/svg";

function bar(width, height, rects) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  for (const [kind, x, y, w, h] of rects) {
    const rect = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ class: kind, x, y, width: w, height: h })) rect.setAttribute(name, value);
    svg.append(rect);
  }
  return svg;
}

function button(label, pressed, parts, press, named = true) {
  const made = document.createElement("button");
  made.type = "button";
  // Where the parts say it all, they are the name; a name that differs from what is seen cannot be spoken to.
  if (named) made.setAttribute("aria-label", label);
  made.title = label;
  made.setAttribute("aria-pressed", String(pressed));
  made.append(...parts);
  made.addEventListener("click", press);
  return made;
}

function text(kind, content) {
  const span = document.createElement("span");
  span.className = kind;
  span.textContent = content;
  return span;
}

/** Puts buttons in a place, keeping the focus on the one that had it. One of them is in the tab order. */
function put(place, buttons) {
  const had = [...place.children].indexOf(document.activeElement);
  const stop = Math.max(0, had >= 0 ? had : buttons.findIndex((each) => each.getAttribute("aria-pressed") === "true"));
  buttons.forEach((each, at) => { each.tabIndex = at === stop ? 0 : -1; });
  place.replaceChildren(...buttons);
  if (had >= 0) buttons[Math.min(had, buttons.length - 1)]?.focus();
}

/** Arrow keys move between the bars of a chart. */
export function rove(place) {
  place.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const bars = [...place.children];
    const at = bars.indexOf(document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const next = bars[Math.max(0, Math.min(bars.length - 1, at + step))];
    bars[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

export function drawYears(place, counts, year, press) {
  const known = [...counts.years.keys()].filter((each) => each > 0);
  if (known.length === 0) {
    place.replaceChildren(text("none", "The export has no dates."));
    return;
  }
  const [first, last] = [Math.min(...known), Math.max(...known)];
  const most = Math.max(...known.map((each) => counts.years.get(each).all));
  // As many years are written out as there is room for.
  const step = Math.ceil((last - first + 1) / 8);
  const buttons = [];
  for (let each = first; each <= last; each += 1) {
    const { all, chosen } = counts.years.get(each) ?? { all: 0, chosen: 0 };
    const [high, low] = [(all / most) * 60, (chosen / most) * 60];
    const picture = bar(10, 60, [["bar-all", 1, 60 - high, 8, high], ["bar-chosen", 1, 60 - low, 8, low]]);
    const label = `${each}: ${all} connections, ${chosen} chosen`;
    const short = (last - each) % step ? "" : String(each);
    buttons.push(button(label, each === year, [picture, text("short", short)], () => press(each)));
  }
  put(place, buttons);
}

/** How many companies are shown now. */
let room = COMPANIES;

export function drawCompanies(place, data, counts, company, press) {
  const largest = data.companies.map((_, number) => number).sort((a, b) => data.companies[b].all - data.companies[a].all);
  const shown = largest.slice(0, room);
  if (company >= 0 && !shown.includes(company)) shown.push(company);
  const most = data.companies[largest[0]]?.all ?? 1;
  const bars = shown.map((number) => {
    const { name, all } = data.companies[number];
    const chosen = counts.companies[number];
    const picture = bar(100, 10, [["bar-all", 0, 1, (all / most) * 100, 8], ["bar-chosen", 0, 1, (chosen / most) * 100, 8]]);
    const label = `${name}: ${all} connections, ${chosen} chosen`;
    return button(label, number === company, [text("who", name), picture, text("count", String(all)), text("hidden", ` connections, ${chosen} chosen`)], () => press(number), false);
  });
  const left = largest.length - room;
  if (left > 0) {
    const more = button("", false, [text("more", `Show ${Math.min(left, MORE)} more of ${largest.length}`)], () => {
      room += MORE;
      drawCompanies(place, data, counts, company, press);
    }, false);
    more.removeAttribute("aria-pressed");
    more.removeAttribute("title");
    bars.push(more);
  }
  put(place, bars);
}
