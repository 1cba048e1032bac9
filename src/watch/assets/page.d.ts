// What stands in watch.html, by its ids, and what the server tells (board.rs). Read by `tsc` alone.

interface Elements {
  owner: HTMLElement;
  pause: HTMLButtonElement;
  continue: HTMLButtonElement;
  stop: HTMLButtonElement;
  trouble: HTMLElement;
  "trouble-text": HTMLElement;
  fleet: HTMLElement;
  accounts: HTMLElement;
  state: HTMLElement;
  hindrances: HTMLElement;
  headline: HTMLElement;
  doing: HTMLElement;
  progress: HTMLElement;
  roster: HTMLElement;
  bar: HTMLProgressElement;
  end: HTMLElement;
  outcomes: HTMLElement;
  budgets: HTMLElement;
  "no-budgets": HTMLElement;
  looks: HTMLElement;
  "looks-count": HTMLElement;
  "no-looks": HTMLElement;
  "all-looks": HTMLButtonElement;
  "more-looks": HTMLElement;
  said: HTMLElement;
  days: HTMLElement;
  "days-told": HTMLElement;
  "no-days": HTMLElement;
  weeks: HTMLElement;
  recent: HTMLElement;
  "no-recent": HTMLElement;
  pictures: HTMLElement;
  "no-pictures": HTMLElement;
  read: HTMLElement;
  sure: HTMLDialogElement;
  "sure-stop": HTMLButtonElement;
  "sure-not": HTMLButtonElement;
}

type RunAsk = "pause" | "continue" | "stop";
type PersonWish = "retry" | "skip" | "keep" | "release";

interface Account {
  name: string;
  state: string;
  needs_you: boolean;
  left: number | null;
  removed: number;
  looks: number;
  end: string | null;
}

interface Budget {
  what: string;
  window: string;
  used: number;
  most: number | null;
  again: string;
}

interface Look {
  key: string;
  action: string;
  who: string;
  address: string | null;
  outcome: string;
  when: string;
  detail: string;
  can: PersonWish[];
}

interface DayCell {
  day: string;
  told: string;
  done: number;
  looks: number;
  is_today: boolean;
  kind: "outside" | "nothing" | "some" | "more" | "most";
}

interface Board {
  owner: string;
  state: string;
  headline: string;
  doing: { text: string; is_busy: boolean };
  run: number | null;
  can: RunAsk[];
  progress: { roster: string; people: number; done: number; end: string } | null;
  hindrances: string[];
  outcomes: { outcome: string; people: number }[];
  budgets: Budget[];
  looks: Look[];
  looks_in_all: number;
  days: DayCell[];
  pictures: { run: number; file: string; told: string }[];
  recent: { when: string; who: string; outcome: string; needs_a_look: boolean; detail: string }[];
  read: string;
}

interface Shown {
  accounts: Account[];
  board: Board | null;
}
