// @ts-check
// People search, in both front ends: filters and pages are addresses.
'use strict';

(() => {
  // Rows of the newer front end are links with further links inside, which no parser makes.
  for (const text of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-inner-link]'))) {
    const link = practice.el('a', { href: text.dataset.innerLink, class: text.className, 'aria-label': text.dataset.innerLabel });
    link.append(...text.childNodes);
    link.addEventListener('click', (event) => { event.preventDefault(); event.stopPropagation(); location.href = link.href; });
    text.replaceWith(link);
  }

  function clicked(event) {
    const target = event.target;
    const go = target.closest?.('[data-go]');
    if (go && !go.disabled) { location.href = go.dataset.go; return; }
    const opener = target.closest?.('[data-facet-open]');
    if (opener) {
      const box = opener.parentElement.querySelector('[data-facet-box]');
      box.hidden = !box.hidden;
      opener.setAttribute('aria-expanded', String(!box.hidden));
      return;
    }
    const apply = target.closest?.('[data-facet-apply]');
    if (apply) {
      const facet = apply.closest('[data-facet]');
      const chosen = [...facet.querySelectorAll('input:checked')].map((box) => box.value);
      const address = new URL(location.href);
      address.pathname = '/search/results/people/';
      address.searchParams.delete('page');
      if (chosen.length) address.searchParams.set(facet.dataset.facet, JSON.stringify(chosen));
      else address.searchParams.delete(facet.dataset.facet);
      location.href = address.href;
    }
  }

  document.addEventListener('click', clicked);
  document.addEventListener('keydown', (event) => {
    if ((event.key === 'Enter' || event.key === ' ') && /** @type {Element} */ (event.target).matches?.('div[data-go], div[data-facet-open]')) { event.preventDefault(); clicked(event); }
  });
  if (practice.config.front_end === 'sdui') practice.sdui.start(); else practice.ember.start();
})();
