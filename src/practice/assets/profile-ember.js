// @ts-check
// The profile of the older front end.
'use strict';

(() => {
  const { config, texts, page, act, noteOther } = practice;
  const KNOWN = { 'remove-connection-medium': 'remove', 'clear-medium': 'unfollow' };

  async function fetchCard(slug, removed) {
    const response = await fetch(`/practice-api/topcard?front_end=ember&slug=${encodeURIComponent(slug)}&removed=${removed ? 1 : 0}`);
    const parts = await response.json();
    const parse = (text) => new DOMParser().parseFromString(text, 'text/html').body.firstElementChild;
    return { card: parse(parts.card), sticky: parse(parts.sticky) };
  }

  // Puts another top card and sticky header into the page. With `keepMenu` the menus that are there, open or not, stay.
  function putCard(parts, keepMenu) {
    const places = [[document.querySelector('main section[data-member-id]'), parts.card], [document.querySelector('.scaffold-layout-toolbar'), parts.sticky]];
    for (const [old, made] of places) {
      if (!old) continue;
      const oldMenu = old.querySelector('.artdeco-dropdown');
      const newMenu = made.querySelector('.artdeco-dropdown');
      if (keepMenu && oldMenu && newMenu) {
        // What is there stays there: the new content is put around the menu that is open.
        const keep = document.createComment('');
        newMenu.replaceWith(keep);
        swapAround(old, made, oldMenu, keep);
      } else {
        old.replaceWith(made);
      }
    }
  }

  // Replaces texts and attributes of `old` by those of `made`, and leaves `menu` untouched.
  function swapAround(old, made, menu, keep) {
    if (made.hasAttribute('data-member-id')) old.setAttribute('data-member-id', made.getAttribute('data-member-id'));
    for (const selector of ['h1', '.text-body-medium', '.text-body-small', '.distance-badge', '.artdeco-entity-lockup__title', '.artdeco-entity-lockup__subtitle']) {
      const [was, is] = [old.querySelectorAll(selector), made.querySelectorAll(selector)];
      was.forEach((element, at) => { if (is[at]) element.innerHTML = is[at].innerHTML; });
    }
    const [wasLink, isLink] = [old.querySelector('.name-link'), made.querySelector('.name-link')];
    if (wasLink && isLink) for (const name of ['href', 'aria-label']) wasLink.setAttribute(name, isLink.getAttribute(name));
    keep.remove();
  }

  practice.ember.onItem((item, event) => {
    if (item.dataset.remove) {
      // Somebody else's menu beside the profile works as well: this is how the wrong person is removed.
      act('remove', item.dataset.remove, event);
      return true;
    }
    if (item.dataset.other) return true;
    const icon = item.querySelector('[data-test-icon]')?.getAttribute('data-test-icon');
    if (KNOWN[icon] === 'remove') practice.profile.askToRemove(event);
    else if (KNOWN[icon] === 'unfollow') practice.profile.askToUnfollow(event);
    else noteOther(icon || 'item', page.person && page.person.slug);
    return true;
  });

  document.addEventListener('click', (event) => {
    if (/** @type {Element} */ (event.target).closest?.('[data-withdraw]')) practice.profile.askToWithdraw(event);
  });

  // The sticky header comes into sight when the top card has gone out of it.
  const toggle = document.getElementById('profile-sticky-header-toggle');
  addEventListener('scroll', () => {
    const bar = document.querySelector('.scaffold-layout-toolbar');
    if (bar && toggle) bar.classList.toggle('scaffold-layout-toolbar--is-fixed-visible', toggle.getBoundingClientRect().top < 0);
  }, { passive: true });

  practice.ember.start();
  practice.profile.start({ usual: 'aria', title: texts.remove_title, confirm: texts.remove_confirm, fetchCard, putCard, config });
})();
