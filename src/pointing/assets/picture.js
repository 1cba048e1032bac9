// @ts-check
// The picture of the page, with the numbers of one place on it: of the place that is being answered.

import { at, make } from "./elements.js";

/** A number needs so much room beside its box (px of the screen). */
const ROOM = 24;

/** On a narrow screen the whole page would be too small to be read. */
const NARROW = 600;

export class Picture {
  /** @param {Told} told @param {Map<string, number | null>} picks @param {(place: Place, number: number) => void} pick @param {(place: Place, number: number, lit: boolean) => void} light */
  constructor(told, picks, pick, light) {
    this.picks = picks;
    this.pick = pick;
    this.light = light;
    this.scale = told.scale;
    this.large = false;
    /** @type {Place | null} */ this.place = null;
    /** @type {Map<number, HTMLElement>} */ this.marks = new Map();
    // Of the page, in CSS px; nothing until the picture is there.
    this.size = { width: 0, height: 0 };
  }

  /** Waits for the picture. Without one the list stands alone. @param {Told} told */
  async load(told) {
    const shot = at("shot");
    let why = told.question.no_picture;
    if (told.pictured) {
      shot.src = "picture.png";
      await shot.decode().catch(() => { why = "The picture cannot be shown."; });
    }
    if (!told.pictured || why) {
      at("no-picture").textContent = `${why} The list stands alone.`;
      at("no-picture").hidden = false;
      at("picture").classList.add("none");
      return;
    }
    at("window").hidden = false;
    if (!this.scale) {
      at("picture-of").textContent = "It is not known how large the page was, so there are no numbers on it.";
      return;
    }
    this.size = { width: shot.naturalWidth / this.scale, height: shot.naturalHeight / this.scale };
    at("size").hidden = false;
    at("size").addEventListener("click", () => this.resize(!this.large));
    this.resize(at("window").clientWidth < NARROW && this.size.width > at("window").clientWidth);
  }

  resize(large) {
    this.large = large;
    at("size").setAttribute("aria-pressed", String(large));
    const { width } = this.size;
    at("stage").style.width = large ? `${width}px` : "100%";
    at("stage").style.maxWidth = large ? "none" : `${width}px`;
    this.draw();
  }

  /** Whether a box stands on the picture. @param {Area | null} area */
  holds(area) {
    const { width, height } = this.size;
    return area !== null && width > 0 && area.width > 0 && area.height > 0
      && area.x < width && area.y < height && area.x + area.width > 0 && area.y + area.height > 0;
  }

  /** Shows the numbers of a place. @param {Place} place */
  show(place) {
    this.place = place;
    if (this.size.width > 0) at("picture-of").textContent = place.question;
    this.draw();
  }

  draw() {
    const { place, size } = this;
    this.marks.clear();
    if (!place || size.width === 0) return;
    const shown = at("stage").clientWidth / size.width;
    const percent = (part, whole) => `${(part / whole) * 100}%`;
    place.may_be.forEach(({ area }, nth) => {
      if (!area || !this.holds(area)) return;
      const number = nth + 1;
      const mark = make("div", area.x * shown < ROOM ? "mark at-edge" : "mark", null, make("span", "", String(number)));
      mark.dataset.number = String(number);
      mark.classList.toggle("picked", this.picks.get(place.name) === number);
      mark.style.left = percent(area.x, size.width);
      mark.style.top = percent(area.y, size.height);
      mark.style.width = percent(area.width, size.width);
      mark.style.height = percent(area.height, size.height);
      mark.addEventListener("click", () => this.pick(place, number));
      mark.addEventListener("pointerenter", () => this.light(place, number, true));
      mark.addEventListener("pointerleave", () => this.light(place, number, false));
      this.marks.set(number, mark);
    });
    at("marks").replaceChildren(...this.marks.values());
    this.bring();
  }

  /** Brings the marks into view. */
  bring() {
    const areas = (this.place?.may_be ?? []).map(({ area }) => area).filter((area) => this.holds(area));
    if (areas.length === 0) return;
    const shown = at("stage").clientWidth / this.size.width;
    const left = Math.min(...areas.map((area) => area.x)) * shown - 2 * ROOM;
    const top = Math.min(...areas.map((area) => area.y)) * shown - ROOM;
    const bottom = Math.max(...areas.map((area) => area.y + area.height)) * shown + ROOM;
    const view = at("window");
    // In the middle, if all of them fit.
    const spare = Math.max(0, view.clientHeight - (bottom - top)) / 2;
    view.scrollTo({ left, top: top - spare });
  }

  /** @param {number} number @param {"lit" | "picked"} kind @param {boolean} on */
  mark(number, kind, on) {
    this.marks.get(number)?.classList.toggle(kind, on);
  }
}
