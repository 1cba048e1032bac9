// What stands around the parts of the page script where they are joined (`ask.rs`), and what they give each other. Read by `tsc` alone.
// What is asked and told stands in `wire.d.ts`.

/** A value that nothing may change. */
type Unchanging<T> = T extends (infer One)[] ? readonly Unchanging<One>[] : T extends object ? { readonly [K in keyof T]: Unchanging<T[K]> } : T;

/** What stays the same for every question to this document. */
declare const base: Unchanging<Base>;
/** The question at hand, with `base`: frozen, so that nothing changes it while it is answered. */
declare const request: Unchanging<Base & Question>;
/** Gives the answer. */
declare const answer: (answered: Answered) => void;
/** All parts, joined. */
declare const look: (asked: Unchanging<Base & Question>, answer: (answered: Answered) => void) => void;
/** What is kept as long as the document stays. */
declare const memory: Memory;
/** The one object of the sandbox by which later questions find the page script. */
declare var unlinked: { readonly ask: (question: string) => Promise<unknown[]> };

/** What is asked when this is waited for. */
type AskFor<Wait extends Ask["wait"]> = Unchanging<Extract<Ask, { wait: Wait }>>;
/** What is told when this was waited for. */
type ToldFor<Wait extends Told["wait"]> = Extract<Told, { wait: Wait }>;
/** Why a locator gave nothing, as it is told. */
type NotSeen = Extract<TargetTold, { is: "not" }>;
/** One look: whether it is enough, and what it gave. */
type Glance = { enough: boolean; told: Told };

/** Where something is searched, or why there is no such place. */
type Scope = { root?: any; why?: Reason; note?: Note };
/** What a locator gave: exactly one element, or why not. */
type Located = { el?: any; candidate?: number; scope?: string; guess?: boolean; why?: Reason; note?: Note; notes: CandidateTold[]; all: any[] };
/** What a candidate gave. */
type Searched = { found?: any[]; guessed?: Set<Element>; why?: Reason; note?: Note };
/** Why a click would not be the one that is meant. */
type Objection = { why: Reason; note: Note };
/** A text of the page's language: folded, whether it is a guess, and its parts around a name. */
type Entry = { t: string; g: boolean; around?: string[] | false };

interface GuardState {
  token: string;
  verdict: Verdict;
  why: Note | null;
  /** When it was armed, or heard of the click. */
  at: number;
  listener: ((event: Event) => void) | null;
  /** The dialogs that were open before. */
  dialogs: Element[];
}

interface Memory {
  /** The script came later than the page's own. */
  late?: boolean;
  /** The guard has its place. */
  placed?: boolean;
  /** The document was left. */
  left?: boolean;
  heard?: boolean;
  calling?: boolean;
  guard?: GuardState;
  /** Our last click that may have opened a menu, and what was open before it. */
  opener?: { el: any; scope: string; menus: Element[]; expanded: Element[]; items: Element[] };
  tasks?: { told: boolean; ended: number; looks: [number, number][] };
  standing?: { mark: string; what: any; since: number } | null;
  /** When the top card was first seen. */
  card?: number;
  firstLook?: number;
  wavered?: boolean;
  /** What was gone from under the pointer, by what it was to be. */
  swapped?: Record<string, Element>;
  held?: Record<string, { mark: string; since: number }>;
}
