// What stands in pointing.html, by its ids, and what the program tells. Read by `tsc` alone.

interface Elements {
  from: HTMLElement;
  leave: HTMLButtonElement;
  trouble: HTMLElement;
  "trouble-text": HTMLElement;
  picture: HTMLElement;
  "picture-of": HTMLElement;
  "no-picture": HTMLElement;
  size: HTMLButtonElement;
  window: HTMLElement;
  stage: HTMLElement;
  shot: HTMLImageElement;
  marks: HTMLElement;
  asking: HTMLFormElement;
  places: HTMLElement;
  answered: HTMLElement;
  change: HTMLElement;
  "change-title": HTMLElement;
  files: HTMLElement;
  write: HTMLButtonElement;
  back: HTMLButtonElement;
  ended: HTMLDialogElement;
  "ended-title": HTMLElement;
  next: HTMLElement;
}

interface Area { x: number; y: number; width: number; height: number }
interface MayBe { what: string; text: string; label: string | null; reasons: string[]; area: Area | null }
interface Place { name: string; question: string; may_be: MayBe[] }
interface Question { from: string; language: string; places: Place[]; no_picture: string }
interface Told { question: Question; pictured: boolean; scale: number | null }
interface Shown { number: number; folder: string; files: [string, string][] }
interface Written { folder: string; next: string[] }
