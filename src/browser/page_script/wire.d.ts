// The questions and answers of the page script. Made from the Rust types in src/browser/wire, and held to them by a test:
// UNLINKED_WRITE_SCHEMAS=1 cargo nextest run --lib browser::wire

/** The same for the page script, which asks it of the document it is in. */
type Allowed = {
  /** Of the real site, the domain all of whose hosts are its own. */
  domain: string | null;
  /** The domain to which the links of profiles lead, wherever a page of the site is served from. */
  links: string;
  /** The site's origin. */
  origin: string;
};

/** An answer of the page script. */
type Answered = "unknown" | {
  foreign: string;
} | {
  failed: string;
} | "here" | {
  looked: Look;
};

/** A rectangle in the viewport, in CSS px. */
type Area = {
  /** Height. */
  height: number;
  /** Width. */
  width: number;
  /** Left edge. */
  x: number;
  /** Top edge. */
  y: number;
};

/** What is asked, by what is waited for. */
type Ask = AskIdentity & {
  wait: "identity";
} | AskTarget & {
  wait: "target";
} | AskRace & {
  wait: "race";
} | AskDialog & {
  wait: "dialog";
} | AskRows & {
  wait: "rows";
} | AskWalk & {
  wait: "walk";
} | AskField & {
  wait: "field";
} | AskProbe & {
  wait: "probe";
} | AskOutline & {
  wait: "outline";
} | {
  wait: "nothing";
};

/** Asks for the dialog once more. */
type AskDialog = {
  /** What the guard for the dialog's button is armed by. */
  dialog_token: string;
};

/** Asks how a field stands. */
type AskField = {
  /** Its locator. */
  at: string;
  /** What it is to hold. */
  value: string | null;
};

/** Asks whom the page is about. */
type AskIdentity = {
  /** The locator to find in the same breath on the page of a 1st-degree connection. */
  at: string | null;
  /** Whether it is the owner's own page, which shows no degree. */
  own_profile: boolean;
  /** What the guard for a click on it is armed by. */
  token: string;
  /** What the page was about before, where another is waited for. */
  unlike: Unlike | null;
  /** For how long a fresh page is not believed, since the one before had been there so long before it was looked at (ms). */
  unseen_ms: number;
  /** Whether the page before showed, before it was whole, that they are no connection. */
  wavering: boolean;
};

/** Asks for an outline. */
type AskOutline = {
  /** The locator around which. */
  at: string;
};

/** Asks for every locator. */
type AskProbe = {};

/** Asks what came of a click. */
type AskRace = {
  /** What the guard for the dialog's button is armed by. */
  dialog_token: string;
  /** Whether a dialog may come. */
  expect_dialog: boolean;
  /** What the guard for the click was armed by. */
  token: string;
};

/** Asks for the rows of a list. */
type AskRows = {
  /** The mark of the state that is not to be told again. */
  rows_before: string | null;
  /** For how long they must stay the same. */
  settle_ms: number;
};

/** Asks for the one element of a locator. */
type AskTarget = {
  /** The locator. */
  at: string;
  /** Whether it is there to close something in the way. */
  dismissing: boolean;
  /** What the guard for a click on it is armed by; empty for none. */
  token: string;
};

/** Asks for a walk through a list. */
type AskWalk = {
  /** The path whose row ends it. */
  row_link: string | null;
  /** To its beginning, not to its end. */
  up: boolean;
};

/** An attribute. */
type AttributeTold = {
  /** Its name, one of those that the page script asks for. */
  name: string;
  /** Its value, cut short. */
  value: string;
};

/** What stays the same for every question to a document. */
type Base = {
  /** Which documents are the site's. */
  allowed: Allowed;
  /** The language of a page that names none. */
  default_language: string;
  /** Keys of the texts of a dialog that name nobody. */
  dialog_texts: string[];
  /** How each front end shows itself, in the order in which they are tried. */
  front_ends: FrontEndWords[];
  /** The named elements. */
  locators: Record<string, LocatorWords>;
  /** How the page of a person who is not there shows itself. */
  missing: SignWords;
  /** Locators of what closes things in the way, in the order in which they are tried. */
  obstacles: string[];
  /** The pages that end a run. */
  stops: StopWords[];
  /** The texts of each language, by their keys. */
  texts: Record<string, Record<string, TextWords[]>>;
};

/** Why one candidate of a locator did not do. */
type CandidateTold = {
  /** Its place in the locator's list, from 0. */
  candidate: number;
  /** What was there instead. */
  note: Note;
  /** Why. */
  why: Reason;
};

/** One way to find an element; everything that is said must hold. */
type CandidateWords = {
  /** CSS of the ancestor that is meant. */
  closest?: string | null;
  /** CSS. */
  css?: string | null;
  /** Only on pages of this front end. */
  front_end?: FrontEnd | null;
  /** Whether it is only a guess. */
  guess: boolean;
  /** CSS of something in it. */
  has?: string | null;
  /** A locator that is found in it. */
  holds?: string | null;
  /** Key of its label. */
  label?: string | null;
  /** Key of its label or its visible text. */
  name?: string | null;
  /** Only on pages whose path begins so. */
  path?: string | null;
  /** Key of its placeholder. */
  placeholder?: string | null;
  /** ARIA role. */
  role?: string | null;
  /** CSS of the host in whose open shadow root it is searched. */
  shadow?: string | null;
  /** Key of its visible text. */
  text?: string | null;
  /** A scope of its own. */
  within?: string | null;
};

/** The degree of connection that is visible on the page. */
type Degree = "first" | "other" | "both" | "unplaced";

/** A dialog. */
type DialogTold = {
  /** Its confirm button. */
  confirm: TargetTold;
  /** The known texts of a dialog in the page's language, lower case. */
  known: string[];
  /** By what it asks about something else than the connection. */
  other: OtherMatter | null;
  /** Whether it is one that is known. */
  recognised: Recognised;
  /** What is left of its text without what is known to name nobody, or only the pinned person. */
  rest: string;
  /** Names in the page's own phrases that are not the pinned person's. */
  strangers: string[];
  /** Its visible text. */
  text: string;
};

/** An element. */
type ElementTold = {
  /** Those of the attributes asked for that it has. */
  attributes: AttributeTold[];
  /** Its id; empty for none. */
  id: string;
  /** Its tag's name, in lower case. */
  tag: string;
};

/** What served the page (ui-evidence 0.1 and 4). */
type FrontEnd = "ember" | "sdui" | "mwlite";

/** How a front end shows itself. */
type FrontEndWords = {
  /** CSS; one that matches anything is enough. */
  any: string[];
  /** The front end. */
  name: FrontEnd;
};

/** The guard's word. */
type GuardSeen = {
  /** When it was armed, or heard of the click (ms since 1970 UTC); 0 where it is gone. */
  at_ms: number;
  /** What became of the click. */
  verdict: Verdict;
  /** Why it was swallowed. */
  why: Note | null;
};

/** A list, what ends the run in its place, or why there is none. */
type ListSeen = {
  /** Whether the list says that it is empty. */
  empty: boolean;
  /** Whether the rows, or the empty state, were read by candidates that are only a guess. */
  guess: boolean;
  is: "rows";
  /** Stands for exactly this state of the list; another state has another mark. */
  mark: string;
  /** Whether the page offers more rows by a button; lists that load as one scrolls have none. */
  more: boolean;
  /** The visible rows. */
  rows: RowSeen[];
  /** The total that the page states, as shown. */
  total: string | null;
} | {
  /** By what it was known: `address`, `status`, `title`, `element`, `text`, `toast`. */
  by: string;
  is: "stop";
  /** What it means. */
  sign: StopSign;
  /** The address prefix, status, selector or phrase itself. */
  what: string;
} | {
  is: "not";
  /** The locator. */
  locator: string;
  /** What is remarked. */
  note: Note;
  /** Candidate by candidate. */
  notes: CandidateTold[];
  /** Why. */
  why: Reason;
};

/** How one locator stands on a page. */
type LocatorTold = {
  /** Which candidate matched, from 0, if exactly one element fits. */
  candidate: number | null;
  /** How many visible elements fit; of what is searched in a row, in how many rows any fits. */
  count: number;
  /** Whether the match rests on a guess. */
  guess: boolean;
  /** The locator. */
  locator: string;
  /** What is remarked. */
  note: Note | null;
  /** Candidate by candidate. */
  notes: CandidateTold[];
  /** How many rows a list on the page has, for what is searched in a row. */
  rows: number | null;
  /** The element that matched. */
  tag: ElementTold | null;
  /** Why nothing may be clicked. */
  why: Reason | null;
};

/** A named element. */
type LocatorWords = {
  /** Its candidates, best first. */
  any: CandidateWords[];
  /** Keys of texts that it must not have. */
  not_text: string[];
  /** The scope in which it is searched. */
  within: string | null;
};

/** What was seen. */
type Look = {
  /** Whether that is enough: else the time was over, or something is in the way. */
  enough: boolean;
  /** What is in the way. */
  obstacle: Obstacle | null;
  /** The page. */
  page: PageSeen;
  /** What was asked for. */
  told: Told;
};

/** The sign by which nobody is there. */
type MissingSeen = {
  /** What kind of sign it is, such as `address`. */
  by: string;
  /** The sign. */
  what: string;
};

/** A remark. */
type Note = {
  no_text: {
    /** The key. */
    key: string;
    /** The language. */
    language: string;
  };
} | {
  no_shadow_root: string;
} | {
  none_fits: {
    /** And visible. */
    seen: number;
    /** In the page. */
    total: number;
  };
} | {
  in_scope: {
    /** What. */
    note: Note;
    /** The scope. */
    scope: string;
  };
} | {
  these: ElementTold[];
} | {
  several_fit: number;
} | {
  text_is_of: string;
} | {
  elements_text_is_of: string;
} | {
  each: Note[];
} | "name_empty" | {
  in_list: Note;
} | "no_row_sought" | {
  rows_lead: number;
} | "row_leads_elsewhere" | "row_about_another" | "no_row" | {
  menu_names: string;
} | {
  menu_leads: string;
} | "button_names_another_menu" | "menu_names_another_button" | {
  another_opened: ElementTold | null;
} | "menu_elsewhere" | {
  none_opened: number;
} | {
  where_the_button_was: Note;
} | "opener_gone" | "menus_open_before" | "no_menu" | {
  menus_opened: number;
} | {
  dialogs_opened: {
    /** Before it. */
    before: number;
    /** Since the commit. */
    opened: number;
  };
} | "no_dialog_holds_one" | "left_and_back" | "late" | "made_anew" | "address_changed" | "card_unreadable" | "about_another" | "card_leads_elsewhere" | "invitation_gone" | "degree_gone" | "another_element" | "dialog_changed" | "there_before" | "label_names_another" | {
  fell_on: ElementTold | null;
} | {
  disabled: ElementTold;
} | "replaced" | "moves" | "out_of_view" | {
  lands_on: ElementTold | null;
} | {
  lands_inside: ElementTold;
} | "another_under_the_pointer" | "stop_coming";

/** Something in the way. */
type Obstacle = {
  /** The locator of what closes it; none where only a key does. */
  locator: string | null;
};

/** What else than the connection a dialog asks about. */
type OtherMatter = {
  word: string;
} | {
  box: ElementTold;
};

/** A line of an outline. */
type OutlineLine = {
  /** Its box in the viewport, CSS px; `None` where it is not to be seen. It is no part of what is written of the line. */
  area: Area | null;
  /** How far in it stands. */
  depth: number;
  /** Whether it is not to be seen. */
  hidden: boolean;
  /** Whether it is a dialog that is open. */
  open: boolean;
  /** Its own text, cut short. */
  text: string;
  /** The element. */
  what: ElementTold;
};

/** What a profile says of whose it is, by what the site makes and people cannot write. */
type Own = "yes" | "no" | "both";

/** Whom a page about nobody, the feed, says to be signed in. */
type OwnerSeen = {
  /** Where the first card beside the posts leads, and to nobody else. */
  link: string;
  /** The name in it. */
  name: string;
};

/** What is told of every page. */
type PageSeen = {
  /** The full address. */
  address: string;
  /** When the document was made (ms since 1970 UTC). */
  born: number;
  /** Its front end. */
  front_end: FrontEnd | null;
  /** Its language, the first part. */
  language: string;
  /** Whether the selector files have texts in it. */
  language_known: boolean;
  /** Whether it is an answer of 400 and more without a body. */
  mute: boolean;
  /** The browser's code for why the page did not come; empty where it did. */
  net_error: string;
  /** The path of the address. */
  path: string;
  /** The HTTP status, 0 where it is not known. */
  status: number;
  /** The title. */
  title: string;
};

/** What the page was about when it was read; the guard in the page compares with exactly this at the moment of a click. */
type Pin = {
  /** The addresses to which the top card itself leads; `None` to leave them unchecked. */
  links: string[] | null;
  /** The name as the page shows it. */
  name: string;
  /** The path of the page's address, such as `/in/anna-nowak/`; empty to leave the address unchecked. */
  path: string;
  /** Whether the page showed an invitation of ours that is pending: then that must still be so, and not a 1st degree. */
  pending: boolean;
  /** On a list: the path to which the person's row leads. */
  row_link: string | null;
  /** Whether that invitation is only to be seen in the overflow menu, which is not open yet: then no 1st degree and no offer to connect. */
  unseen: boolean;
};

/** A point in the viewport, in CSS px. */
type Point = {
  /** From the left. */
  x: number;
  /** From the top. */
  y: number;
};

/** The top card, or why there is none. */
type ProfileTold = {
  /** Whether Connect is offered. */
  connect: boolean;
  /** The visible degree. */
  degree: Degree | null;
  /** The current employers that it names. */
  employers: string[];
  /** Whether these were read by candidates that are only a guess. */
  employers_guessed: boolean;
  /** Whether Follow is offered. */
  follow: boolean;
  /** Whether this was read by candidates that are only a guess. */
  guess: boolean;
  is: "shown";
  /** The addresses (paths) to which the top card itself leads. */
  links: string[];
  /** The name as shown. */
  name: string;
  /** Whose page it says that it is. */
  own: Own | null;
  /** Whether an invitation is pending. */
  pending: boolean;
  /** Every line that it shows, whatever it is about. */
  says: string[];
} | {
  is: "not";
  /** The locator. */
  locator: string;
  /** What is remarked. */
  note: Note;
  /** Candidate by candidate. */
  notes: CandidateTold[];
  /** Why. */
  why: Reason;
};

/** One question, with what is said along with each. */
type Question = {
  /** When, by the browser's account, the last answer came to what the page had asked for (ms since 1970 UTC), 0 where nothing is known. */
  answered_ms: number;
  /** What is asked. */
  ask: Ask;
  /** The locator of the button that confirms on the click path at hand; none for the one of removals. */
  confirm: string | null;
  /** Whether what is in the way was closed as often as it may be. */
  obstacles_spent: boolean;
  /** Whom the page is to be about, where somebody is sought. */
  pin: Pin | null;
  /** For how long it may be looked. */
  slice_ms: number;
  /** The HTTP status of the document as the browser tells it, 0 where it is not known. */
  status: number;
};

/** Why a step did not do what it should. */
type Reason = "not_found" | "not_unique" | "not_visible" | "not_enabled" | "not_stable" | "covered" | "out_of_scope" | "wrong_person" | "swallowed" | "unreadable" | "timeout" | "driver_lost" | "network" | "site_error" | "guessed" | "no_proof" | "kept" | "cannot_tell";

/** Whether a dialog's title or body is one of those that the click path's dialog is known by, in the page's language. */
type Recognised = "yes" | "guessed" | "no";

/** A row of a list of people. */
type RowSeen = {
  /** The visible degree. */
  degree: Degree | null;
  /** Headline, location and what else the row says. */
  details: string[];
  /** Whether its name or address was read by candidates that are only a guess. */
  guess: boolean;
  /** The paths to which the row leads. */
  links: string[];
  /** The name as shown. */
  name: string;
};

/** The signs by which a page is known. */
type SignWords = {
  /** CSS of visible elements. */
  css: string[];
  /** Page keys. */
  page_key: string[];
  /** Whole paths. */
  path: string[];
  /** Names of query parameters. */
  query: string[];
  /** Keys of texts that count only on a page with hardly anything on it. */
  small_page_text: string[];
  /** HTTP statuses. */
  status: number[];
  /** Keys of texts. */
  text: string[];
  /** Whole titles. */
  title: string[];
  /** Keys of texts of toasts. */
  toast: string[];
  /** Path prefixes. */
  url: string[];
};

/** For how long what would prove that there is no connection, or nobody, has stood. */
type Stood = {
  /** Whatever was answered until then has been waited out for long enough (ms since 1970 UTC). */
  rested_since_ms: number;
  /** Since when the top card has stood, or what says that nobody is there (ms since 1970 UTC). */
  since_ms: number;
};

/** A page that ends the run. */
type StopSeen = {
  /** By what it was known: `address`, `status`, `title`, `element`, `text`, `toast`. */
  by: string;
  /** What it means. */
  sign: StopSign;
  /** The address prefix, status, selector or phrase itself. */
  what: string;
};

/** A page that ends the run (ui-evidence 5). */
type StopSign = "signed_out" | "challenge" | "restriction" | "throttled" | "limit_notice" | "no_effect";

/** A page that ends a run. */
type StopWords = {
  /** CSS of visible elements. */
  css: string[];
  /** Page keys. */
  page_key: string[];
  /** Whole paths. */
  path: string[];
  /** Names of query parameters. */
  query: string[];
  /** What it means. */
  sign: StopSign;
  /** Keys of texts that count only on a page with hardly anything on it. */
  small_page_text: string[];
  /** HTTP statuses. */
  status: number[];
  /** Keys of texts. */
  text: string[];
  /** Whole titles. */
  title: string[];
  /** Keys of texts of toasts. */
  toast: string[];
  /** Path prefixes. */
  url: string[];
};

/** The one element of a locator, or why there is none that may be clicked. */
type TargetTold = {
  /** What it stands in, outwards: tags with their roles, at most five. */
  around: ElementTold[];
  /** Its box. */
  box: Area;
  /** Which candidate matched, from 0. */
  candidate: number;
  /** The element. */
  element: Element;
  /** What `aria-expanded` says. */
  expanded: string | null;
  /** Whether the candidate or its text is only a guess. */
  guess: boolean;
  /** What the first icon in it says that it shows. */
  icon: string | null;
  is: "ready";
  /** The locator. */
  locator: string;
  /** The candidates before it, and why they did not do. */
  notes: CandidateTold[];
  /** Whether the menu that our click on it has opened is open. */
  opened: boolean;
  /** Where a click would land. */
  point: Point;
  /** The role by which it was found, where its markup alone does not settle that. */
  role: string | null;
  /** Its tag with the attributes that tell it apart. */
  tag: ElementTold;
  /** Its visible text. */
  text: string;
} | {
  is: "not";
  /** The locator. */
  locator: string;
  /** What is remarked. */
  note: Note;
  /** Candidate by candidate. */
  notes: CandidateTold[];
  /** Why. */
  why: Reason;
};

/** A text. */
type TextWords = {
  /** Whether it is only a guess. */
  g: boolean;
  /** The text; `{name}` stands for a person's name. */
  t: string;
};

/** What was seen, by what was waited for. */
type Told = {
  /** The sign by which nobody is there. */
  missing: MissingSeen | null;
  /** Who is signed in, where the page is the feed and that was asked for. */
  owner: OwnerSeen | null;
  /** The top card. */
  profile: ProfileTold;
  /** For how long the negative has stood, where one has stood for long enough. */
  stood: Stood | null;
  /** A page that ends the run. */
  stop: StopSeen | null;
  /** What was to be found in the same breath, once the page was whole. */
  target: TargetTold | null;
  /** Whether it is about whom it was about before. */
  unchanged: boolean;
  /** For how long the page had been there before it was looked at first (ms). */
  unseen_ms: number;
  /** Whether a negative is there that has not stood for long enough. */
  unsettled: boolean;
  wait: "identity";
  /** Whether the page has shown a negative before what it shows now. */
  wavered: boolean;
} | {
  /** A page that ends the run. */
  stop: StopSeen | null;
  /** The element. */
  target: TargetTold;
  wait: "target";
} | {
  /** Statuses of 400 and more, by the page's own account. */
  bad_answers: number[];
  /** A dialog that came. */
  dialog: DialogTold | null;
  /** The guard's word. */
  guard: GuardSeen;
  /** Whether the top card shows that it has taken effect. */
  proof: boolean;
  /** And the site has answered a request that the page made since the click. */
  settled: boolean;
  /** A page that ends the run. */
  stop: StopSeen | null;
  /** The text of an error toast. */
  toast_error: string | null;
  wait: "race";
} | {
  /** The dialog. */
  dialog: DialogTold | null;
  wait: "dialog";
} | {
  /** The list. */
  list: ListSeen;
  wait: "rows";
} | {
  /** Whether the row that was looked for is in view. */
  found: boolean;
  /** The middle of what can be seen of what scrolls. */
  over: Point;
  /** The rows on the way. */
  rows: RowSeen[];
  wait: "walk";
} | {
  /** Whether it has the focus. */
  focused: boolean;
  /** Whether it holds what it is to hold. */
  held: boolean;
  /** What it holds, cut short. */
  value: string;
  wait: "field";
} | {
  /** How each stands. */
  probe: LocatorTold[];
  wait: "probe";
} | {
  /** An element a line. */
  outline: OutlineLine[];
  wait: "outline";
};

/** What a page was about. */
type Unlike = {
  /** The degree. */
  degree: Degree | null;
  /** The name. */
  name: string;
  /** The path of its address. */
  path: string;
};

/** What the guard in the page says of a click. */
type Verdict = "armed" | "passed" | "swallowed" | "gone";
