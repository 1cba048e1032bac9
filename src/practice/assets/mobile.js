// @ts-check
// The profile on mobile web. The sheet, its items and the confirmation are a guess: nothing public shows them.
'use strict';

(() => {
  const { texts, page, el, button, redesign, madeAs, wrapped, redesigned, has, fault, later, menuDelay, ignoresClick, menuOpened, cover, move, millis, noteOther } = practice;
  const host = document.getElementById('li-modal-container');
  let sheet = null;

  practice.toaster.show = (text, kind) => {
    const item = el('div', { class: 'toast', 'data-kind': kind, role: kind === 'error' ? 'alert' : 'status' }, el('p', {}, text));
    document.getElementById('toast-container').append(item);
    setTimeout(() => item.remove(), 8000);
  };

  function closeSheet() {
    if (!sheet) return;
    sheet.box.remove();
    if (sheet.layer) sheet.layer.remove();
    if (sheet.opener) sheet.opener.setAttribute('aria-expanded', 'false');
    sheet = null;
  }

  function openSheet(role, label, content, opener) {
    closeSheet();
    const panel = el('div', { class: 'bottom-sheet', role, 'aria-modal': 'true', 'aria-label': label }, ...content);
    const box = el('div', { class: 'bottom-sheet-overlay' }, panel);
    box.addEventListener('click', (event) => { if (event.target === box) closeSheet(); });
    host.append(box);
    sheet = { box, opener };
    return panel;
  }

  function made({ text, run }) {
    const [tag, role] = madeAs('button', null);
    const item = el(tag, { class: 'bottom-sheet__item', role, type: tag === 'button' ? 'button' : null, tabindex: tag === 'button' ? null : '0' }, ...wrapped(text));
    item.addEventListener('click', (event) => { closeSheet(); run(event); });
    return item;
  }

  function openMenu(opener) {
    const { slug, connected, following } = page.person;
    const note = (what) => () => noteOther(what, slug);
    const asked = [{ text: texts.send_profile, run: note('send_profile') }];
    if (following) asked.push({ text: texts.unfollow, run: (event) => practice.profile.askToUnfollow(event) });
    const removal = { text: texts.remove_list_item, run: (event) => practice.profile.askToRemove(event) };
    if (connected && !has('menu_missing_item', slug)) {
      asked.push(removal);
      if (has('menu_two_items', slug)) asked.push({ ...removal });
    }
    asked.push({ text: texts.report, run: note('report') });
    const all = redesigned(asked);
    if (has('shuffled', slug)) all.reverse();
    const items = all.map(made);
    const remove = items[all.indexOf(removal)];
    const panel = openSheet(redesign.sheet ? redesign.sheet.role : 'dialog', texts.more_actions, items, opener);
    opener.setAttribute('aria-expanded', 'true');
    items.forEach((one) => move(one, millis('moving', slug)));
    if (remove && fault('covered', slug) === 'item') sheet.layer = cover(remove);
    menuOpened(opener, panel);
  }

  function confirmSheet(ask, then) {
    const confirm = button(ask.confirm, { class: 'button primary' }, (event) => { closeSheet(); then(event); });
    openSheet('alertdialog', ask.title, [
      el('h2', {}, ask.title), el('p', {}, ask.body),
      el('div', { class: 'bottom-sheet__actions' }, button(ask.cancel, { class: 'button' }, closeSheet), confirm),
    ]);
    move(confirm, millis('moving', ask.slug));
    if (fault('covered', ask.slug) === 'confirm') sheet.layer = cover(confirm);
  }

  async function fetchCard(slug, removed) {
    const response = await fetch(`/practice-api/topcard?front_end=mwlite&slug=${encodeURIComponent(slug)}&removed=${removed ? 1 : 0}`);
    const parts = await response.json();
    return { card: new DOMParser().parseFromString(parts.card, 'text/html').body.firstElementChild, connected: parts.connected, following: parts.following };
  }

  function putCard(parts) {
    document.querySelector('.profile-top-card').replaceWith(parts.card);
    page.person.connected = parts.connected;
    page.person.following = parts.following;
  }

  function appPrompt() {
    if (!has('app_prompt', page.person && page.person.slug)) return;
    const box = el('div', { class: 'appwall practice-banner', style: 'left:0;right:0;bottom:0;top:35%' },
      el('h2', {}, texts.app_title),
      button(texts.app_open, { 'data-control-name': 'open_xpromo_mwappwall_flagship' }, () => noteOther('app', '')),
      button(texts.app_stay, { 'data-control-name': 'dismiss_xpromo_mwappwall_flagship' }, () => box.remove()));
    document.getElementById('appwall-wormhole').append(box);
  }

  document.addEventListener('click', (event) => {
    if (/** @type {Element} */ (event.target).closest?.('[data-withdraw]')) practice.profile.askToWithdraw(event);
    const opener = /** @type {Element} */ (event.target).closest?.('.overflow-button');
    if (!opener || ignoresClick(opener, page.person.slug)) return;
    later(menuDelay(page.person.slug), () => openMenu(opener));
  });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') closeSheet(); });

  practice.start();
  practice.profile.start({ usual: 'sheet', title: texts.remove_list_title, confirm: texts.remove_confirm, fetchCard, putCard, openDialog: confirmSheet });
  appPrompt();
  practice.dialogs.upsell();
  const opener = document.querySelector('.overflow-button');
  if (opener && page.person && fault('covered', page.person.slug) === 'more') cover(opener);
})();
