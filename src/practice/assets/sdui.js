// @ts-check
// The newer front end: menus in a portal outside main, toasts, the inner scroll pane.
'use strict';

practice.sdui = (() => {
  const { el, texts, button, redesign, madeAs, wrapped, fault, later, menuDelay, ignoresClick, menuOpened, cover, move, millis, page, config } = practice;
  const portal = document.querySelector('[data-portal]');
  const classes = config.classes;
  /** @type {{ button: any, menu: any, items: Element[], layer?: Element } | null} */
  let open = null;

  practice.toaster.show = (text, kind) => {
    const list = region().lastElementChild;
    const item = el('div', { class: classes.toast, tabindex: '0', 'data-kind': kind },
      el('div', { role: 'alert' }, el('p', {}, text)),
      button('×', { 'aria-label': texts.dismiss, class: classes.toast_close }, () => item.remove()));
    list.append(item);
    setTimeout(() => item.remove(), 8000);
  };

  // The toasts' region, with its heading, is inside of a native dialog while one is open (ui-evidence-2 C7).
  const region = () => document.querySelector('[data-testid=toasts-title]').parentElement;
  const home = region().parentElement;
  practice.toaster.into = (dialog) => (dialog || home).prepend(region());

  function closeMenu() {
    if (!open) return;
    open.button.setAttribute('aria-expanded', 'false');
    open.menu.remove();
    if (open.layer) open.layer.remove();
    open = null;
  }

  // Puts a menu beside a button. `items`: { text, href, remove, run(event) }.
  function openMenu(button, items, slug) {
    closeMenu();
    const sheet = redesign.sheet;
    const menu = el('div', { role: sheet ? sheet.role : 'menu', class: classes.menu, tabindex: '-1' });
    const list = sheet ? el('ul', {}) : menu;
    const all = [];
    if (sheet) menu.append(...wrapped(list));
    for (const item of items) {
      const [tag, role] = madeAs('div', 'menuitem');
      // The label stands on an inner child, not on the item (ui-evidence-2 1).
      const made = el(item.href ? 'a' : tag, { role, tabindex: '0', class: classes.menuitem, href: item.href },
        ...wrapped(el('div', { 'aria-label': item.label }, el('p', {}, item.text))));
      made.addEventListener('click', (event) => {
        if (item.href) event.preventDefault();
        closeMenu();
        item.run(event);
      });
      all.push(made);
      list.append(sheet ? el('li', {}, made) : made);
      if (item.remove) menu.removeItem = made;
    }
    portal.append(menu);
    const box = button.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8));
    const top = box.bottom + 4 + menu.offsetHeight > innerHeight ? Math.max(8, box.top - menu.offsetHeight - 4) : box.bottom + 4;
    menu.style.left = left + 'px';
    menu.style.top = top + 'px';
    button.setAttribute('aria-expanded', 'true');
    open = { button, menu, items: all };
    all.forEach((item) => move(item, millis('moving', slug)));
    if (menu.removeItem && fault('covered', slug) === 'item') open.layer = cover(menu.removeItem);
    menuOpened(button, menu);
  }

  const makers = {};
  // `make(button)` gives { slug, items } for a button whose data-menu has this name.
  const onMenu = (name, make) => { makers[name] = make; };

  function toggle(button) {
    if (open && open.button === button) return closeMenu();
    const { slug, items } = makers[button.dataset.menu](button);
    if (ignoresClick(button, slug)) return undefined;
    return later(menuDelay(slug), () => openMenu(button, items, slug));
  }

  // A menu opens when the button is pressed, before it is let go, and a second press closes it (ui-evidence-2 1).
  let pressed = null;
  function down(event) {
    pressed = /** @type {Element} */ (event.target).closest?.('[data-menu]') || null;
    if (pressed) toggle(pressed);
  }

  function clicked(event) {
    const button = /** @type {Element} */ (event.target).closest?.('[data-menu]');
    if (!button) return open && open.menu.contains(event.target) ? undefined : closeMenu();
    // What no pointer pressed, a key did.
    const again = pressed !== button;
    pressed = null;
    return again ? toggle(button) : undefined;
  }

  function start() {
    practice.start();
    const outlet = document.getElementById('interop-outlet');
    if (!outlet.shadowRoot) outlet.attachShadow({ mode: 'open' });
    document.addEventListener('pointerdown', down);
    document.addEventListener('click', clicked);
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') closeMenu();
      const item = (event.key === 'Enter' || event.key === ' ') && open && open.items.find((one) => one.contains(/** @type {Node} */ (event.target)));
      if (item) { event.preventDefault(); /** @type {HTMLElement} */ (item).click(); }
    });
    document.querySelector('#workspace').addEventListener('scroll', closeMenu, { passive: true });
    const slug = page.person && page.person.slug;
    if (config.page === 'profile' && fault('covered', slug) === 'more') {
      const button = [...document.querySelectorAll('main [componentkey$=Topcard] [data-menu=profile]')].find((one) => one.checkVisibility({ visibilityProperty: true }));
      if (button) cover(button);
    }
    practice.dialogs.upsell();
  }

  return { start, onMenu, openMenu, closeMenu };
})();
