// @ts-check
// The profile of the newer front end.
'use strict';

(() => {
  const { config, texts, page, act, fault, fill, noteOther, has, redesigned, sdui } = practice;

  async function fetchCard(slug, removed) {
    const response = await fetch(`/practice-api/topcard?front_end=sdui&load=${config.load}&slug=${encodeURIComponent(slug)}&removed=${removed ? 1 : 0}`);
    const parts = await response.json();
    const parse = (text) => new DOMParser().parseFromString(text, 'text/html').body.firstElementChild;
    return { card: parse(parts.card), sticky: parse(parts.sticky), connected: parts.connected, following: parts.following, pending: parts.pending };
  }

  // The menu is in the portal and stays where it is; the card around its button is another one.
  function putCard(parts) {
    document.querySelector('main [componentkey$=Topcard]').replaceWith(parts.card);
    /** @type {HTMLElement | null} */
    const bar = document.querySelector('[role=toolbar]');
    if (bar) bar.replaceWith(parts.sticky);
    page.person.connected = parts.connected;
    page.person.following = parts.following;
    page.person.pending = parts.pending;
  }

  sdui.onMenu('profile', () => {
    const { slug, name, connected, following, pending } = page.person;
    const note = (what) => () => noteOther(what, slug);
    const items = [
      { text: texts.send_profile, run: note('send_profile') },
      { text: texts.save_pdf, run: note('save_pdf') },
    ];
    const missing = has('menu_missing_item', slug);
    if (has('sales_navigator', slug) && !connected && !missing) {
      const inMenu = pending
        ? { text: texts.pending, label: fill(texts.pending_withdraw, name), run: (event) => practice.profile.askToWithdraw(event) }
        : { text: texts.connect, label: fill(texts.invite_to_connect, name), run: note('connect') };
      items.push(inMenu, { text: 'Save in Sales Navigator', run: note('sales_navigator') });
      if (has('menu_two_items', slug)) items.push({ ...inMenu });
    }
    if (following && !missing) {
      const unfollow = { text: texts.following, label: fill(texts.following_of, page.person.name), run: (event) => practice.profile.askToUnfollow(event) };
      items.push(unfollow);
      if (has('menu_two_items', slug)) items.push({ ...unfollow });
    } else if (connected && !missing) items.push({ text: texts.follow, run: note('follow') });
    if (connected && !missing) {
      const remove = { text: texts.remove_item, label: texts.remove_item, remove: true, run: (event) => practice.profile.askToRemove(event) };
      items.push(remove);
      if (has('menu_two_items', slug)) items.push({ ...remove, remove: false });
    }
    items.push({ text: texts.report, run: note('report') }, { text: texts.about, href: '#about', run: note('about') });
    const all = redesigned(items);
    if (has('shuffled', slug)) all.reverse();
    return { slug, items: all };
  });

  // Somebody else's menu beside the profile works as well: this is how the wrong person is removed.
  sdui.onMenu('other', (button) => {
    const card = button.closest('[data-person]');
    const slug = card.dataset.person;
    const items = [{ text: texts.report, run: () => noteOther('report', slug) }];
    if ('connected' in card.dataset) items.unshift({ text: texts.remove_item, run: (event) => act('remove', slug, event) });
    return { slug, items };
  });

  document.addEventListener('click', (event) => {
    if (/** @type {Element} */ (event.target).closest?.('[data-withdraw]')) practice.profile.askToWithdraw(event);
  });

  // The window turns from wide to narrow, or back: the one action row goes, the other comes.
  function turnLayout() {
    document.querySelectorAll('[data-layout]').forEach((row) => row.classList.toggle(config.classes.gone));
  }
  const layout = fault('layout', page.person && page.person.slug);
  if (layout === 'turns') {
    setTimeout(turnLayout, 300);
    // By the style: whoever clicks may keep the events from the page until the press.
    const look = () => {
      if (document.querySelector('[data-layout] [data-menu]:hover')) turnLayout();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }
  if (layout === 'turns_at_menu') {
    // With the end of the click that opens it, so that a busy machine cannot bring another between the two.
    let turned = false;
    practice.opened.push(() => { if (!turned) document.addEventListener('click', turnLayout, { once: true }); turned = true; });
  }

  const pane = document.getElementById('workspace');
  pane.addEventListener('scroll', () => {
    /** @type {HTMLElement | null} */
    const bar = document.querySelector('[role=toolbar]');
    const shown = pane.scrollTop > 360;
    if (bar) { bar.toggleAttribute('data-shown', shown); bar.inert = !shown; bar.setAttribute('aria-hidden', String(!shown)); }
  }, { passive: true });

  sdui.start();
  practice.profile.start({ usual: 'native', title: texts.remove_list_title, confirm: texts.remove_list_confirm, fetchCard, putCard });
})();
