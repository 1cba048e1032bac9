// @ts-check
// The older front end: drop-down menus that are in the page already, and its toasts.
'use strict';

practice.ember = (() => {
  const { config, el, fault, later, menuDelay, ignoresClick, menuOpened, cover, move, millis, page } = practice;
  const TRIGGER = '.artdeco-dropdown__trigger';

  practice.toaster.show = (text, kind) => {
    const list = document.querySelector('.artdeco-toasts_toasts');
    const item = el('div', { class: 'artdeco-toast-item', 'data-test-artdeco-toast-item-type': kind, role: 'alert' },
      el('p', { class: 'artdeco-toast-item__message' }, el('span', {}, text)));
    list.append(item);
    setTimeout(() => item.remove(), 8000);
  };

  const contentOf = (trigger) => trigger.parentElement.querySelector('.artdeco-dropdown__content');
  // Whose menu it is: a row of a list names its person, a menu elsewhere belongs to the page's person.
  function slugOf(element) {
    for (let at = element; at; at = at.parentElement) if (practice.persons.has(at)) return practice.persons.get(at).slug;
    return page.person && page.person.slug;
  }

  function close(trigger) {
    trigger.setAttribute('aria-expanded', 'false');
    const content = contentOf(trigger);
    content.setAttribute('aria-hidden', 'true');
    content.classList.remove('artdeco-dropdown__content--is-open');
  }

  function closeAll(except) {
    document.querySelectorAll(TRIGGER + '[aria-expanded=true]').forEach((trigger) => trigger !== except && close(trigger));
  }

  function open(trigger) {
    closeAll(trigger);
    trigger.setAttribute('aria-expanded', 'true');
    const content = contentOf(trigger);
    content.setAttribute('aria-hidden', 'false');
    content.classList.add('artdeco-dropdown__content--is-open');
    const slug = slugOf(trigger);
    content.querySelectorAll('.artdeco-dropdown__item').forEach((item) => move(item, millis('moving', slug)));
    const item = content.querySelector('[data-test-icon^=remove-connection]')?.closest('[role=button]') || content.querySelector('.mn-connection-card__dropdown-item button');
    if (item && fault('covered', slug) === 'item') {
      const layer = cover(item);
      const gone = setInterval(() => { if (trigger.getAttribute('aria-expanded') !== 'true') { layer.remove(); clearInterval(gone); } }, 50);
    }
    menuOpened(trigger, content);
  }

  const items = [];
  // `what` is called with the item and the click when an item of a menu is clicked; true means that it was its own.
  const onItem = (what) => items.push(what);

  function clicked(event) {
    const target = /** @type {Element} */ (event.target).closest ? event.target : event.target.parentElement;
    const trigger = target.closest(TRIGGER);
    if (trigger) {
      if (trigger.getAttribute('aria-expanded') === 'true') return close(trigger);
      if (ignoresClick(trigger, slugOf(trigger))) return undefined;
      return later(menuDelay(slugOf(trigger)), () => open(trigger));
    }
    const item = target.closest('.artdeco-dropdown__item, .mn-connection-card__dropdown-item button');
    if (item && item.closest('.artdeco-dropdown__content--is-open')) {
      for (const what of items) if (what(item, event)) break;
      return closeAll();
    }
    return target.closest('.artdeco-dropdown__content') ? undefined : closeAll();
  }

  function start() {
    practice.start();
    document.addEventListener('click', clicked);
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') closeAll();
      const item = (event.key === 'Enter' || event.key === ' ') && /** @type {Element} */ (event.target).closest?.('div.artdeco-dropdown__item');
      if (item) { event.preventDefault(); clicked(event); }
    });
    const slug = page.person && page.person.slug;
    if (config.page === 'profile' && fault('covered', slug) === 'more') {
      const trigger = document.querySelector('main [id$=-profile-overflow-action]');
      if (trigger) cover(trigger);
    }
    practice.dialogs.upsell();
  }

  return { start, onItem, closeAll, slugOf };
})();
