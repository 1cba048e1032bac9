// Which elements a page has, by their ids, is said by its own file of types; here it may be any.

interface Elements {
  [id: string]: HTMLElement;
}
