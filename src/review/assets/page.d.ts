// What stands in review.html, by its ids, and what review.js puts there. Read by `tsc` alone.

interface Elements {
  "one-reason"?: HTMLSelectElement;
  "one-keep"?: HTMLElement;
  counts: HTMLElement;
  saved: HTMLElement;
  undo: HTMLButtonElement;
  redo: HTMLButtonElement;
  help: HTMLButtonElement;
  done: HTMLButtonElement;
  trouble: HTMLElement;
  "trouble-text": HTMLElement;
  "trouble-reload": HTMLButtonElement;
  query: HTMLInputElement;
  show: HTMLSelectElement;
  consider: HTMLSelectElement;
  sort: HTMLSelectElement;
  chips: HTMLElement;
  "new-action": HTMLSelectElement;
  "new-reason": HTMLSelectElement;
  "new-note": HTMLInputElement;
  "tick-all": HTMLButtonElement;
  "untick-all": HTMLButtonElement;
  "set-all": HTMLButtonElement;
  grid: HTMLElement;
  rows: HTMLElement;
  empty: HTMLElement;
  clear: HTMLButtonElement;
  person: HTMLElement;
  summary: HTMLElement;
  "summary-title": HTMLElement;
  weighed: HTMLElement;
  "years-title": HTMLElement;
  years: HTMLElement;
  "companies-title": HTMLElement;
  companies: HTMLElement;
  said: HTMLElement;
  keys: HTMLDialogElement;
  "keys-title": HTMLElement;
  ended: HTMLDialogElement;
  "ended-title": HTMLElement;
  "ended-text": HTMLElement;
  "ended-next": HTMLElement;
  "ended-copy": HTMLButtonElement;
}
