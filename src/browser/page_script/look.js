// @ts-check
// Runs beside the page, in a world of its own (a sandbox of WebDriver BiDi): the document is the page's, and what the language and the
// browser give is not, so that nothing that the page's scripts put in its place is used here. One call a wait, as the body of a
// function of `request` and `answer`, beside `memory`, which is kept from one call to the next, as long as the document stays, and no
// script of the page can reach it. It is given everything that the
// step needs to know (locators with their ordered candidates, the texts of each UI language, the stop signs) and what to wait
// for; it looks again whenever the page changes, and at every frame, until that is there or the slice is over, and answers with
// what it saw, or for each candidate why not.
//
// It never clicks. A click is made by the driver, as a trusted event at the point answered here. What this file adds to that
// click is a guard: armed here for one click, it checks inside the event, before the page's own handlers, that the event falls
// into the chosen element, that the locator still finds that element and no other, and that the page is still about the pinned
// person, and swallows the event if not. Events that the page's own scripts make are no click of ours: they neither use up the
// guard nor count.
//
// The life of a target: candidates in order -> scope -> visible -> exactly one -> enabled -> in view -> not animated, or the same box
// in two frames -> hit by a click at its middle -> names nobody else -> guard armed -> answered.
//
// Three scopes are not searched like locators: `row` is the row of the pinned person in a list; `menu` is the menu that our own
// last click opened, whoever else has one open; `dialog` is a dialog that was not there before the commit.

// Whom the page is about: as the question says, or as it was read just now where the next click is found in the same breath.
/** @type {Unchanging<Pin> | null} */
let pin = request.pin;

// ---------------------------------------------------------------- one look

// The same things are asked many times in one look: where the card is, what is visible in it. What was found out holds as long as
// nothing else can run in the page, which is to the end of the look, and is forgotten then. Nothing in a look changes the page.
let known = null;
const inOneLook = (look) => {
  if (known) return look();
  known = new Map();
  try {
    return look();
  } finally {
    known = null;
  }
};
const once = (what, of, find) => {
  if (!known) return find();
  if (!known.has(what)) known.set(what, new Map());
  const found = known.get(what);
  if (!found.has(of)) found.set(of, find());
  return found.get(of);
};

