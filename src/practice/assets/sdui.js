// The newer front end: menus in a portal outside main, toasts, the inner scroll pane.
'use strict';

practice.sdui = (() => {
  const { el, fault, later, menuDelay, ignoresClick, menuOpened, cover, move, millis, page, config } = practice;
  const portal = document.querySelector('[data-portal]');
  const classes = config.classes;
  let open = null;

  practice.toaster.show = (text, kind) => {
    const list = document.querySelector('[data-testid=toasts-title]').parentElement.querySelector('[role=status]');
    const item = el('div', { class: classes.toast, 'data-testid': 'toast', ...(kind === 'error' ? { role: 'alert', 'data-kind': 'error' } : {}) }, el('p', {}, text));
    list.append(item);
    setTimeout(() => item.remove(), 8000);
  };

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
    const menu = el('div', { role: 'menu', class: classes.menu, tabindex: '-1' });
    for (const item of items) {
      const made = el(item.href ? 'a' : 'div', { role: 'menuitem', tabindex: '0', class: classes.menuitem, href: item.href }, el('div', {}, el('p', {}, item.text)));
      made.addEventListener('click', (event) => {
        if (item.href) event.preventDefault();
        closeMenu();
        item.run(event);
      });
      menu.append(made);
      if (item.remove) menu.removeItem = made;
    }
    portal.append(menu);
    const box = button.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8));
    const top = box.bottom + 4 + menu.offsetHeight > innerHeight ? Math.max(8, box.top - menu.offsetHeight - 4) : box.bottom + 4;
    menu.style.left = left + 'px';
    menu.style.top = top + 'px';
    button.setAttribute('aria-expanded', 'true');
    open = { button, menu };
    menu.querySelectorAll('[role=menuitem]').forEach((item) => move(item, millis('moving', slug)));
    if (menu.removeItem && fault('covered', slug) === 'item') open.layer = cover(menu.removeItem);
    menuOpened(button, menu);
  }

  const makers = {};
  // `make(button)` gives { slug, items } for a button whose data-menu has this name.
  const onMenu = (name, make) => { makers[name] = make; };

  function clicked(event) {
    const button = event.target.closest?.('[data-menu]');
    if (!button) return event.target.closest?.('[role=menu]') ? undefined : closeMenu();
    if (open && open.button === button) return closeMenu();
    const { slug, items } = makers[button.dataset.menu](button);
    if (ignoresClick(button, slug)) return undefined;
    return later(menuDelay(slug), () => openMenu(button, items, slug));
  }

  function start() {
    practice.start();
    const outlet = document.getElementById('interop-outlet');
    if (!outlet.shadowRoot) outlet.attachShadow({ mode: 'open' });
    document.addEventListener('click', clicked);
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') closeMenu();
      const item = (event.key === 'Enter' || event.key === ' ') && event.target.closest?.('[role=menuitem]');
      if (item) { event.preventDefault(); item.click(); }
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
