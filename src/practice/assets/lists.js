// @ts-check
// My Network, Connections, in both front ends: batches, the name filter, the menu of a row, removal of a row.
'use strict';

(() => {
  const { config, texts, el, has, fault, later, fill, act, toast, dialogs, persons } = practice;
  const sdui = config.front_end === 'sdui';
  /** @type {HTMLElement} */
  const list = document.querySelector('[data-rows]');
  /** @type {HTMLInputElement} */
  const input = document.querySelector(sdui ? '[componentkey^=connectionsListTypeahead] [data-testid=typeahead-input]' : '#mn-connections-search-input');
  /** @type {HTMLElement | null} */
  const loadButton = document.querySelector(sdui ? '[data-load-more]' : '.scaffold-finite-scroll__load-button');
  const header = document.querySelector(sdui ? '[data-total]' : '.mn-connections__header h1');
  const pane = sdui ? document.getElementById('workspace') : null;

  let rows = [];
  let total = config.total;
  let more = config.rows.length < config.total;
  let typed = '';
  let asked = 0;
  let loading = false;

  function adopt(elements, people) {
    elements.forEach((element, at) => persons.set(element, people[at]));
    return elements;
  }

  function showTotal() {
    const number = String(total).replace(/\B(?=(\d{3})+$)/g, texts.thousands);
    header.textContent = texts.list_total.replace('{n}', number);
  }

  // The newer front end keeps only the rows near the visible part in the page.
  const ROW = 89;
  const AROUND = 1400;
  function draw() {
    if (!sdui) { list.replaceChildren(...rows); return; }
    const top = Math.max(0, pane.scrollTop - list.offsetTop);
    const from = Math.max(0, Math.floor((top - AROUND) / ROW));
    const to = Math.min(rows.length, Math.ceil((top + pane.clientHeight + AROUND) / ROW));
    const wanted = new Set(rows.slice(from, to));
    for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
    let before = null;
    for (let at = to - 1; at >= from; at -= 1) {
      if (rows[at].parentElement !== list || rows[at].nextSibling !== before) list.insertBefore(rows[at], before);
      before = rows[at];
    }
    list.style.paddingTop = from * ROW + 'px';
    list.style.paddingBottom = (rows.length - to) * ROW + 'px';
  }

  function showEmpty() {
    document.querySelector('[data-empty]')?.remove();
    if (rows.length > 0) return;
    const empty = el('section', { 'data-empty': '', class: sdui ? config.empty_class : 'artdeco-empty-state mn-connections__empty-search' }, el(sdui ? 'p' : 'h2', {}, texts.no_results));
    list.after(empty);
  }

  async function fetchRows(fresh) {
    if (loading && !fresh) return;
    loading = true;
    const mine = ++asked;
    const start = fresh ? 0 : rows.length;
    const query = new URLSearchParams({ front_end: config.front_end, load: config.load, start: String(start), count: config.batch, q: typed });
    try {
      const response = await fetch('/practice-api/connections?' + query);
      if (!response.ok || mine !== asked) return;
      const batch = await response.json();
      const made = adopt([...new DOMParser().parseFromString(batch.html, 'text/html').body.children], batch.rows);
      rows = fresh ? made : rows.concat(made);
      more = batch.more;
      if (fresh && pane) pane.scrollTop = 0;
      draw();
      showEmpty();
      if (loadButton) loadButton.hidden = !more;
    } finally {
      if (mine === asked) loading = false;
    }
  }

  function nearEnd() {
    const box = sdui ? pane : document.scrollingElement;
    return box.scrollTop + box.clientHeight > box.scrollHeight - 500;
  }

  function scrolled() {
    if (sdui) draw();
    if (!has('load_by_wheel')) loadAtEnd();
  }

  function loadAtEnd() {
    if (more && !loading && !has('load_more') && nearEnd()) fetchRows(false);
  }

  let waiting;
  function filter() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (input.value.trim() === typed) return;
      typed = input.value.trim();
      fetchRows(true);
    }, 300);
  }

  function takeOut(row) {
    rows = rows.filter((one) => one !== row);
    row.remove();
    total -= 1;
    showTotal();
    draw();
    showEmpty();
  }

  async function remove(row, person, event) {
    // The newer front end takes the row out and counts it off before it asks the server (ui-evidence-2 2).
    if (sdui) takeOut(row);
    const answer = await act('remove', person.slug, event);
    if (answer.result === 'error') { toast(answer.text, 'error'); return; }
    if (answer.result === 'silent') return;
    toast(fill(texts.removed_toast, person.name));
    if (!sdui) takeOut(row);
  }

  function askToRemove(row, event) {
    const person = persons.get(row);
    const kind = dialogs.kindFor(person.slug, sdui ? 'native' : 'aria');
    if (kind === 'never') return;
    if (kind === 'none') { remove(row, person, event); return; }
    // The dialog of the newer list often says the first name only.
    const short = sdui && person.slug.length % 2 === 1 && !has('dialog_names', person.slug);
    const name = short ? person.first : dialogs.nameIn(person);
    later(dialogs.delayFor(person.slug), () => dialogs.open({
      kind, slug: person.slug, title: texts.remove_list_title, body: fill(texts.remove_body, name), cancel: texts.cancel,
      confirm: sdui ? texts.remove_list_confirm : texts.remove_confirm,
      confirmAttributes: {},
      role: sdui ? 'dialog' : 'alertdialog', layer: sdui ? undefined : 'confirmation',
    }, (click) => remove(row, person, click)));
  }

  const rowOf = (element) => { let at = element; while (at && !persons.has(at)) at = at.parentElement; return at; };

  if (sdui) {
    practice.sdui.onMenu('row', (button) => {
      const row = rowOf(button);
      const { slug } = persons.get(row);
      const item = { text: texts.remove_list_item, label: texts.remove_list_item, remove: true, run: (event) => askToRemove(row, event) };
      /** @type {any[]} */
      const items = has('menu_missing_item', slug) ? [{ text: texts.report, run: () => practice.noteOther('report', slug) }] : [item];
      if (has('menu_two_items', slug)) items.push({ ...item, remove: false });
      return { slug, items };
    });
    pane.addEventListener('scroll', scrolled, { passive: true });
    if (has('load_by_wheel')) pane.addEventListener('wheel', (event) => event.isTrusted && loadAtEnd(), { passive: true });
  } else {
    practice.ember.onItem((item, event) => { askToRemove(rowOf(item), event); return true; });
    addEventListener('scroll', scrolled, { passive: true });
  }
  if (loadButton) loadButton.addEventListener('click', () => fetchRows(false));
  input.addEventListener('input', filter);

  rows = adopt([...list.children], config.rows);
  showEmpty();
  if (sdui) { practice.sdui.start(); draw(); } else practice.ember.start();

  // The fault that lies over one person's button lies over it as soon as it is in sight.
  const covered = rows.find((row) => fault('covered', persons.get(row).slug) === 'more');
  if (covered) practice.cover(covered.querySelector('button[aria-expanded]'));
})();
