// @ts-check
// The people, who of them is chosen or kept, undo, and saving. Knows nothing of the page.

/** Letters that no decomposition makes plain. */
const STROKES = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ß: "ss", ı: "i", ħ: "h", ŧ: "t", ŋ: "n" };

/** A text in which case, accents and width make no difference. */
export function fold(text) {
  const lower = text.toLowerCase();
  if (!/[^\x00-\x7f]/.test(lower)) return lower;
  return lower.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[łøđðþæœßıħŧŋ]/g, (letter) => STROKES[letter]);
}

async function ask(path, body) {
  const answer = await fetch(path, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });
  if (answer.status === 204) return null;
  const told = await answer.json().catch(() => ({ error: "refused", message: `The program refused (${answer.status}).` }));
  if (!answer.ok) throw Object.assign(new Error(told.message), { kind: told.error });
  return told;
}

export class Data extends EventTarget {
  static async load() {
    const [people, state] = await Promise.all([ask("api/people"), ask("api/state")]);
    const data = new Data(people);
    data.take(state);
    return data;
  }

  constructor(told) {
    super();
    this.about = told;
    this.size = told.people.length;
    this.people = told.people.map(([name, company, position, day, address, bits, stuck], id) => ({
      id, name, company, position, day, address, bits, stuck, year: day ? Number(day.slice(0, 4)) : 0,
    }));
    this.folded = {
      name: this.people.map((who) => fold(who.name)),
      company: this.people.map((who) => fold(who.company)),
      position: this.people.map((who) => fold(who.position)),
      day: this.people.map((who) => who.day),
    };
    this.text = this.people.map((_, id) => `${this.folded.name[id]}\n${this.folded.company[id]}\n${this.folded.position[id]}`);
    this.orders = new Map();
    this.choice = new Array(this.size).fill(null);
    this.kept = new Array(this.size).fill(null);
    this.past = [];
    this.future = [];
    this.pending = [];
    this.sending = false;
    this.tries = 0;
    this.countCompanies();
  }

  /** Numbers the companies, with how many people each has. */
  countCompanies() {
    const numbers = new Map();
    this.companies = [];
    this.companyOf = new Int32Array(this.size).fill(-1);
    this.people.forEach((who, id) => {
      const key = this.folded.company[id];
      if (!key) return;
      let number = numbers.get(key);
      if (number === undefined) {
        number = this.companies.length;
        numbers.set(key, number);
        this.companies.push({ name: who.company, all: 0 });
      }
      this.companies[number].all += 1;
      this.companyOf[id] = number;
    });
  }

  /** Takes what the program says is chosen and kept. */
  take(state) {
    this.revision = state.revision;
    this.choice.fill(null);
    this.kept.fill(null);
    for (const [id, choice] of Object.entries(state.choices)) this.choice[id] = choice;
    for (const [id, kept] of Object.entries(state.kept)) this.kept[id] = kept;
  }

  // ---- looking ----

  /** All numbers in an order; made once for each. Empty fields come last. */
  order(key) {
    if (!this.orders.has(key)) {
      const ids = Uint32Array.from({ length: this.size }, (_, id) => id);
      const field = this.folded[key];
      if (field) ids.sort((a, b) => (field[a] === field[b] ? a - b : !field[a] ? 1 : !field[b] || field[a] < field[b] ? -1 : 1));
      this.orders.set(key, ids);
    }
    return this.orders.get(key);
  }

  /** The people who fit, in order. */
  find({ query, show, consider, company, year, sort, down }) {
    const words = fold(query).split(/\s+/).filter(Boolean);
    const wanted = {
      all: () => true,
      chosen: (id) => this.choice[id] !== null,
      open: (id) => this.choice[id] === null && this.kept[id] === null,
      kept: (id) => this.kept[id] !== null,
    }[show];
    const bit = consider === "" ? 0 : 1 << consider;
    const found = this.order(sort).filter((id) =>
      words.every((word) => this.text[id].includes(word)) &&
      (company < 0 || this.companyOf[id] === company) &&
      (year < 0 || this.people[id].year === year) &&
      (bit === 0 || (this.people[id].bits & bit) !== 0) &&
      wanted(id));
    return down ? found.reverse() : found;
  }

  /** What there is to count about those who are chosen. */
  count() {
    const considers = this.about.considers.map(() => ({ chosen: 0, all: 0 }));
    const years = new Map();
    const companies = new Uint32Array(this.companies.length);
    let [remove, other, kept, lost] = [0, 0, 0, 0];
    for (const who of this.people) {
      const choice = this.choice[who.id];
      const goes = choice !== null && choice.action === "remove";
      if (goes) remove += 1;
      else if (choice !== null) other += 1;
      if (this.kept[who.id] !== null) kept += 1;
      for (let bit = 0; bit < considers.length; bit += 1) {
        if ((who.bits >> bit) & 1) {
          considers[bit].all += 1;
          if (goes) considers[bit].chosen += 1;
        }
      }
      const year = years.get(who.year) ?? { all: 0, chosen: 0 };
      year.all += 1;
      if (choice !== null) year.chosen += 1;
      years.set(who.year, year);
      const company = this.companyOf[who.id];
      if (goes && company >= 0 && (companies[company] += 1) === this.companies[company].all) lost += 1;
    }
    return { remove, other, kept, lost, considers, years, companies };
  }

  // ---- changing ----

  /** Those of some people who can be chosen. */
  free(ids) {
    return Array.from(ids).filter((id) => this.kept[id] === null && !this.people[id].stuck);
  }

  /** Makes changes, remembers how to undo them, and saves them. */
  act(label, changes) {
    changes = changes.filter((change) => change.people.length > 0);
    if (changes.length === 0) return;
    const undo = this.inverse(changes);
    this.past.push({ label, undo, redo: changes });
    this.future = [];
    this.apply(changes);
  }

  undo() {
    const step = this.past.pop();
    if (!step) return null;
    this.future.push(step);
    this.apply(step.undo);
    return step.label;
  }

  redo() {
    const step = this.future.pop();
    if (!step) return null;
    this.past.push(step);
    this.apply(step.redo);
    return step.label;
  }

  /** What brings everything back to how it is now. */
  inverse(changes) {
    const touched = new Set(changes.flatMap((change) => change.people));
    const choose = new Map();
    const [drop, keep, release] = [[], [], []];
    for (const id of touched) {
      if (this.kept[id] !== null) keep.push(id);
      else release.push(id);
      const choice = this.choice[id];
      if (choice === null) {
        drop.push(id);
        continue;
      }
      const key = JSON.stringify(choice);
      if (!choose.has(key)) choose.set(key, { do: "choose", people: [], choice });
      choose.get(key).people.push(id);
    }
    const keeps = changes.some((change) => change.do === "keep" || change.do === "release");
    const places = keeps ? [{ do: "release", people: release }, { do: "keep", people: keep }] : [];
    return [...places, { do: "drop", people: drop }, ...choose.values()].filter((change) => change.people.length > 0);
  }

  apply(changes) {
    for (const change of changes) {
      for (const id of change.people) {
        if (change.do === "choose") this.choice[id] = change.choice;
        else if (change.do === "drop") this.choice[id] = null;
        else if (change.do === "keep") {
          this.choice[id] = null;
          this.kept[id] ??= { line: 0, text: "", own: true };
        } else if (this.kept[id]?.own) this.kept[id] = null;
      }
    }
    this.pending.push(...changes);
    this.say("change");
    this.save();
  }

  say(what) {
    this.dispatchEvent(new Event(what));
  }

  // ---- saving ----

  /** `saved`, `saving` or `unsaved`. */
  get state() {
    if (this.trouble) return "unsaved";
    return this.sending || this.pending.length > 0 ? "saving" : "saved";
  }

  async save() {
    if (this.sending || this.pending.length === 0) return;
    this.sending = true;
    this.say("state");
    const batch = this.pending;
    this.pending = [];
    try {
      const saved = await ask("api/change", batch);
      this.trouble = null;
      this.tries = 0;
      this.taken(saved);
    } catch (error) {
      if (error.kind === "senseless") {
        // The page is out of step with the program: what the program has is right.
        this.take(await ask("api/state"));
        this.say("change");
      } else {
        this.pending = [...batch, ...this.pending];
      }
      this.trouble = { kind: error.kind ?? "lost", message: error.message };
      this.tries += 1;
    }
    this.sending = false;
    this.say("state");
    if (!this.trouble) this.save();
    else if (this.trouble.kind !== "changed" && this.pending.length > 0 && this.tries < 100) {
      setTimeout(() => this.save(), Math.min(500 * this.tries, 5000));
    }
  }

  taken(saved) {
    const missed = saved.revision !== this.revision + 1;
    this.revision = saved.revision;
    for (const [id, kept] of saved.kept) this.kept[id] = kept;
    for (const id of saved.refused) this.choice[id] = null;
    if (missed) {
      // Another window has made changes meanwhile.
      ask("api/state").then((state) => {
        if (this.pending.length === 0 && !this.sending) this.take(state);
        this.say("change");
      });
    } else if (saved.kept.length > 0 || saved.refused.length > 0) this.say("change");
  }

  /** Reads the files again, after another program has changed them, and makes the changes again that were not saved. */
  async reload() {
    await ask("api/reload", null);
    this.take(await ask("api/state"));
    this.trouble = null;
    this.past = [];
    this.future = [];
    const again = this.pending;
    this.pending = [];
    this.apply(again);
    this.say("state");
  }

  async end() {
    await ask("api/done", null);
  }
}
