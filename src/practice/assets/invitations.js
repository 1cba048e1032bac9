// @ts-check
// Sent invitations, in both front ends: withdraw, after a question.
'use strict';

(() => {
  const { config, texts, fill, later, act, toast, dialogs, persons } = practice;
  const sdui = config.front_end === 'sdui';
  let total = config.total;

  [...document.querySelector('[data-rows]').children].forEach((row, at) => persons.set(row, config.rows[at]));

  async function withdraw(row, person, event) {
    const answer = await act('withdraw', person.slug, event);
    if (answer.result === 'error') { toast(answer.text, 'error'); return; }
    if (answer.result === 'silent') return;
    toast(texts.withdrawn_toast);
    row.remove();
    total -= 1;
    document.querySelector('[data-total]').textContent = texts.sent_people.replace('{n}', String(total));
  }

  document.addEventListener('click', (event) => {
    const control = /** @type {Element} */ (event.target).closest?.('[data-withdraw]');
    if (!control) return;
    event.preventDefault();
    let row = control;
    while (!persons.has(row)) row = row.parentElement;
    const person = persons.get(row);
    const kind = dialogs.kindFor(person.slug, sdui ? 'native' : 'aria');
    if (kind === 'never') return;
    if (kind === 'none') { withdraw(row, person, event); return; }
    later(dialogs.delayFor(person.slug), () => dialogs.open({
      kind, slug: person.slug, title: texts.withdraw_title, body: texts.withdraw_body, cancel: texts.cancel, confirm: texts.withdraw,
      confirmAttributes: sdui ? { 'aria-label': fill(texts.withdraw_of, dialogs.nameIn(person)) } : {},
    }, (click) => withdraw(row, person, click)));
  });

  if (sdui) practice.sdui.start(); else practice.ember.start();
})();
