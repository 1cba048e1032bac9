// @ts-check
// What all pages share: their configuration, the faults, requests to the site, and things that get in the way.
'use strict';

const practice = (() => {
  const config = JSON.parse(document.getElementById('practice-config').textContent);
  const texts = config.texts;

  // The value of a fault for a person, their own before the one for all; undefined where it is not in force.
  function fault(name, slug) {
    const own = slug && config.faults.by_slug[slug];
    if (own && name in own) return own[name];
    return config.faults.all[name];
  }

  const has = (name, slug) => fault(name, slug) !== undefined;
  const millis = (name, slug) => Number(fault(name, slug) || 0);
  const later = (ms, what) => (ms > 0 ? setTimeout(what, ms) : what());
  const fill = (text, name) => text.replaceAll('{name}', name);

  // The person whom the page is about at this moment: what a click acts on.
  const page = { person: config.person || null };

  async function post(path, body) {
    return fetch('/practice-api/' + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  // Does something to a person. Answers 'done', 'silent' or 'error', with a text for the error.
  async function act(deed, slug, event, from) {
    try {
      const response = await post(deed, { slug, from: from || config.page, trusted: Boolean(event && event.isTrusted) });
      if (!response.ok) return { result: 'error', text: texts.error_toast };
      return await response.json();
    } catch {
      return { result: 'error', text: texts.error_toast };
    }
  }

  const noteOther = (what, slug) => post('other', { what, slug: slug || '' });

  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== undefined && child !== null));
    return element;
  }

  // The people of the rows of a list.
  const persons = new WeakMap();

  // Text to show for a moment; front ends bring their own place for it.
  /** @type {{ show: (text: string, kind?: string) => void, into?: (dialog: Element | null) => void }} */
  const toaster = { show: () => {} };
  const toast = (text, kind) => toaster.show(text, kind || 'success');

  // Menus.
  const menuDelay = (slug) => config.delay + millis('menu_late', slug);
  const ignored = new WeakSet();
  function ignoresClick(button, slug) {
    if (!has('menu_first_click_ignored', slug) || ignored.has(button)) return false;
    ignored.add(button);
    return true;
  }

  // How the menus are made, which a redesign changes: the tag and the role of an item that usually has these,
  const redesign = config.redesign;
  const madeAs = (tag, role) => {
    if (redesign.dropped) return ['div', redesign.dropped.role];
    return redesign.sheet ? ['button', null] : [tag, role];
  };
  // what stands in an item, and the items of the page's person: with decoys, and in another order.
  const wrapped = (...parts) => (redesign.wraps ? [el('div', {}, ...parts)] : parts);
  function redesigned(items) {
    const decoy = ({ text, what }) => ({ text: fill(text, page.person.name), run: () => noteOther(what, page.person.slug) });
    items.splice(2, 0, ...redesign.decoys.map(decoy));
    if (!redesign.order) return items;
    const place = (at) => ((at + 1) * redesign.order) % redesign.places;
    return items.map((item, at) => [place(at), item]).sort(([a], [b]) => a - b).map(([, item]) => item);
  }

  // Runs when the overflow menu of the page's person has opened.
  const opened = [];
  const menuOpened = (button, content) => opened.forEach((what) => what(button, content));

  // An invisible layer over an element, which takes the clicks meant for it.
  function cover(element) {
    const layer = el('div', { style: 'position:fixed;z-index:2147483000;background:rgba(0,0,0,0.01)' });
    const follow = () => {
      const box = element.getBoundingClientRect();
      Object.assign(layer.style, { left: `${box.left - 2}px`, top: `${box.top - 2}px`, width: `${box.width + 4}px`, height: `${box.height + 4}px` });
      if (layer.isConnected) requestAnimationFrame(follow);
    };
    layer.addEventListener('click', () => noteOther('cover', ''));
    const host = element.closest('dialog') || document.body;
    host.append(layer);
    follow();
    return layer;
  }

  // Lets an element move for a while.
  function move(element, ms) {
    if (ms > 0) element.animate([{ transform: 'translate(-60px, 40px)' }, { transform: 'none' }], { duration: ms, easing: 'linear' });
  }

  function banner(id, place, ...children) {
    const box = el('div', { id, class: 'practice-banner', style: place }, ...children);
    document.body.append(box);
    return box;
  }

  function button(text, attributes, onClick) {
    const made = el('button', { type: 'button', ...attributes }, text);
    made.addEventListener('click', onClick);
    return made;
  }

  // Cookies know no ports: the answer is kept for this site alone.
  const answered = 'practice_cookies_' + location.port + '=';

  function thingsInTheWay() {
    if (has('cookie_banner') && !document.cookie.includes(answered)) {
      const answer = (word) => () => {
        document.cookie = answered + word + '; path=/';
        box.remove();
      };
      const box = banner('artdeco-global-alert-container', 'left:0;right:0;bottom:0;height:55vh',
        el('div', { class: 'artdeco-global-alert', 'data-test-global-alert': '', type: 'COOKIE_CONSENT' },
          el('p', {}, texts.cookies_text),
          button(texts.cookies_accept, { class: 'artdeco-global-alert-action', 'action-type': 'ACCEPT' }, answer('accept')),
          button(texts.cookies_reject, { class: 'artdeco-global-alert-action', 'action-type': 'DENY' }, answer('deny'))));
    }
    if (has('messaging_overlay')) {
      const list = el('div', { class: 'msg-overlay-list-bubble__content' }, el('p', {}, 'No messages'));
      const box = el('aside', { id: 'msg-overlay', class: 'msg-overlay-container practice-banner', style: 'right:12px;bottom:0;width:290px;height:min(420px,60vh)' },
        el('header', { class: 'msg-overlay-bubble-header' }, el('strong', {}, texts.messaging),
          button('×', { class: 'msg-overlay-bubble-header__control', 'aria-label': texts.dismiss }, () => box.remove())), list);
      document.body.append(box);
    }
    if (has('extra_hash')) {
      const noise = () => '_' + Math.random().toString(16).slice(2, 10);
      document.querySelectorAll('body *').forEach((element) => element.classList && element.classList.add(noise(), noise()));
    }
  }

  function start() {
    thingsInTheWay();
    document.addEventListener('click', (event) => {
      /** @type {HTMLElement | null} */
      const other = /** @type {Element} */ (event.target).closest?.('[data-other]');
      if (other) noteOther(other.dataset.other, other.dataset.about);
    });
  }

  return { config, texts, page, persons, fault, has, millis, later, fill, post, act, noteOther, el, button, redesign, madeAs, wrapped, redesigned, toaster, toast, menuDelay, ignoresClick, opened, menuOpened, cover, move, start };
})();
