// @ts-check
// A table of any length: only the rows that can be seen are there. Knows nothing of people.

/** Rows beyond the edges that are there as well, so that quick scrolling shows no gaps. */
const MARGIN = 8;

export class Table {
  /** `draw(row, id)` fills a row; `moved(id)` is told of the row at hand. */
  /** @param {HTMLElement} grid @param {HTMLElement} rows @param {() => any} make @param {(row: any, id: any) => void} draw @param {(id: any) => void} moved */
  constructor(grid, rows, make, draw, moved) {
    this.grid = grid;
    this.rows = rows;
    this.make = make;
    this.draw = draw;
    this.moved = moved;
    this.ids = [];
    this.active = 0;
    this.pool = new Map();
    this.spare = [];
    this.stamp = 0;
    grid.addEventListener("scroll", () => this.soon(), { passive: true });
    new ResizeObserver(() => this.resize()).observe(grid);
  }

  resize() {
    this.height = parseFloat(getComputedStyle(this.grid).getPropertyValue("--row"));
    this.rows.style.height = `${this.ids.length * this.height}px`;
    this.redraw();
  }

  /** Shows other people. The one at hand stays so, if they are still there. */
  show(ids) {
    const before = this.ids[this.active];
    this.ids = ids;
    const at = before === undefined ? -1 : ids.indexOf(before);
    this.active = at < 0 ? 0 : at;
    this.rows.style.height = `${ids.length * this.height}px`;
    this.grid.setAttribute("aria-rowcount", String(ids.length + 1));
    if (at < 0) this.grid.scrollTop = 0;
    else this.reveal();
    this.redraw();
    this.tell();
  }

  get id() {
    return this.ids[this.active];
  }

  go(to, focus = false) {
    if (this.ids.length === 0) return;
    this.active = Math.max(0, Math.min(this.ids.length - 1, to));
    this.reveal();
    this.redraw();
    this.tell();
    if (focus) this.grid.focus({ preventScroll: true });
  }

  tell() {
    this.moved(this.id);
  }

  /** How many rows fit on a page. */
  get page() {
    return Math.max(1, Math.floor((this.grid.clientHeight - this.top) / this.height) - 1);
  }

  /** The height of the header, which covers the first rows. */
  get top() {
    return this.rows.offsetTop;
  }

  reveal() {
    const from = this.active * this.height;
    const room = this.grid.clientHeight - this.top;
    if (from < this.grid.scrollTop) this.grid.scrollTop = from;
    else if (from + this.height > this.grid.scrollTop + room) this.grid.scrollTop = from + this.height - room;
  }

  soon() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.render();
    });
  }

  /** Draws every row that can be seen again. */
  redraw() {
    this.stamp += 1;
    this.render();
  }

  render() {
    if (!this.height) return;
    const first = Math.max(0, Math.floor(this.grid.scrollTop / this.height) - MARGIN);
    const last = Math.min(this.ids.length, Math.ceil((this.grid.scrollTop + this.grid.clientHeight) / this.height) + MARGIN);
    for (const [at, row] of this.pool) {
      if (at < first || at >= last) {
        this.pool.delete(at);
        row.element.hidden = true;
        this.spare.push(row);
      }
    }
    for (let at = first; at < last; at += 1) {
      let row = this.pool.get(at);
      if (!row) {
        row = this.spare.pop() ?? this.add();
        row.element.hidden = false;
        row.element.style.transform = `translateY(${at * this.height}px)`;
        row.stamp = -1;
        row.at = at;
        this.pool.set(at, row);
      } else if (row.element.dataset.height !== String(this.height)) {
        row.element.style.transform = `translateY(${at * this.height}px)`;
      }
      row.element.dataset.height = String(this.height);
      if (row.stamp !== this.stamp) {
        row.stamp = this.stamp;
        row.element.id = `row-${at}`;
        row.element.setAttribute("aria-rowindex", String(at + 2));
        row.element.classList.toggle("active", at === this.active);
        this.draw(row, this.ids[at]);
      }
    }
    if (this.ids.length > 0) this.grid.setAttribute("aria-activedescendant", `row-${this.active}`);
    else this.grid.removeAttribute("aria-activedescendant");
  }

  add() {
    const row = this.make();
    this.rows.append(row.element);
    return row;
  }

  /** Which row an element is in. */
  at(element) {
    const row = element.closest?.("[role=row]");
    return row && this.rows.contains(row) ? Number(row.id.slice(4)) : -1;
  }
}
