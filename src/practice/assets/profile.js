// @ts-check
// What both front ends do on a profile: remove, unfollow, withdraw, and the faults that move the page under the click.
'use strict';

practice.profile = (() => {
  const { config, texts, page, fault, has, millis, later, fill, act, toast, dialogs } = practice;

  // The front end brings: usual (its kind of dialog), fetchCard(slug, removed) and putCard(card, keepMenu).
  let front;

  async function remove(person, event) {
    const answer = await act('remove', person.slug, event);
    if (answer.result === 'error') return toast(answer.text, 'error');
    if (answer.result === 'silent') return undefined;
    toast(fill(texts.removed_toast, person.name));
    if (page.person.slug === person.slug) {
      front.putCard(await front.fetchCard(person.slug, true), false);
      page.person.connected = false;
    }
    return undefined;
  }

  // The remove item was clicked: ask, or remove at once.
  function askToRemove(event) {
    const person = { ...page.person };
    const kind = dialogs.kindFor(person.slug, front.usual);
    if (kind === 'never') return;
    if (kind === 'none') { remove(person, event); return; }
    const name = dialogs.nameIn(person);
    const open = front.openDialog && kind === front.usual ? front.openDialog : dialogs.open;
    later(dialogs.delayFor(person.slug), () => open({
      kind, slug: person.slug, title: front.title, body: fill(texts.remove_body, name), cancel: texts.cancel, confirm: front.confirm, confirmAttributes: front.confirmAttributes,
    }, (click) => remove(person, click)));
  }

  // The item to unfollow was clicked: at once, or after a question where a fault asks for one.
  function askToUnfollow(event) {
    const person = { ...page.person };
    const kind = dialogs.kindFor(person.slug, 'none');
    if (kind === 'never') return;
    if (kind === 'none') { unfollow(person, event); return; }
    const name = dialogs.nameIn(person);
    later(dialogs.delayFor(person.slug), () => dialogs.open({
      kind, slug: person.slug, title: fill(texts.unfollow_title, name), body: fill(texts.unfollow_body, name), cancel: texts.cancel, confirm: texts.unfollow,
    }, (click) => unfollow(person, click)));
  }

  async function unfollow(person, event) {
    const answer = await act('unfollow', person.slug, event);
    if (answer.result === 'error') return toast(answer.text, 'error');
    if (answer.result === 'done') {
      toast(fill(texts.unfollowed_toast, person.name));
      front.putCard(await front.fetchCard(person.slug, false), false);
    }
    return undefined;
  }

  function askToWithdraw(event) {
    const person = { ...page.person };
    const kind = dialogs.kindFor(person.slug, front.usual);
    event.preventDefault();
    if (kind === 'never') return;
    const withdraw = async (click) => {
      const answer = await act('withdraw', person.slug, click);
      if (answer.result === 'error') return toast(answer.text, 'error');
      if (answer.result === 'done') {
        toast(texts.withdrawn_toast);
        front.putCard(await front.fetchCard(person.slug, false), false);
      }
      return undefined;
    };
    if (kind === 'none') { withdraw(event); return; }
    later(dialogs.delayFor(person.slug), () => dialogs.open({
      kind, slug: person.slug, title: texts.withdraw_title, body: texts.withdraw_body, cancel: texts.cancel, confirm: texts.withdraw,
      confirmAttributes: front.usual === 'native' ? { 'aria-label': fill(texts.withdraw_of, dialogs.nameIn(person)) } : {},
    }, withdraw));
  }

  // Shows another person in the page, as an in-app navigation does: content and address come apart.
  function showPerson(person, card) {
    page.person = person;
    front.putCard(card, true);
  }

  function setAddress(person) {
    history.pushState({}, '', person.path);
    const title = document.createElement('title');
    title.textContent = `(2) ${person.name} | LinkedIn`;
    document.head.prepend(title);
  }

  async function prepareSwap() {
    const how = fault('swap_person', page.person.slug);
    if (how === undefined || !config.swap) return;
    const card = await front.fetchCard(config.swap.slug, false);
    let done = false;
    practice.opened.push((button, content) => {
      if (done) return;
      if (how === 'hover') {
        // By the style: whoever clicks may keep the events from the page until the press.
        const look = () => {
          if (done || !content.isConnected) return;
          if (!content.matches(':hover')) { requestAnimationFrame(look); return; }
          done = true;
          showPerson(config.swap, card);
          setTimeout(() => setAddress(config.swap), 400);
        };
        requestAnimationFrame(look);
        return;
      }
      done = true;
      const [first, second] = how === 'url'
        ? [() => setAddress(config.swap), () => showPerson(config.swap, card)]
        : [() => showPerson(config.swap, card), () => setAddress(config.swap)];
      setTimeout(first, 20);
      setTimeout(second, 420);
    });
  }

  async function settleStaleContent() {
    if (!config.then) return;
    const ms = millis('stale_content', config.then.slug);
    if (ms === 0) return;
    const card = await front.fetchCard(config.then.slug, false);
    setTimeout(() => { page.person = config.then; front.putCard(card, false); }, ms);
  }

  function reloadMid() {
    const slug = page.person.slug;
    const how = fault('reload_mid', slug);
    if (how === undefined) return;
    practice.opened.push(() => {
      const key = 'practice-reloaded-' + slug;
      if (how === 'once' && sessionStorage.getItem(key)) return;
      sessionStorage.setItem(key, '1');
      setTimeout(() => location.reload(), 30);
    });
  }

  function start(with_) {
    front = with_;
    if (!page.person) return;
    prepareSwap();
    settleStaleContent();
    reloadMid();
  }

  return { start, askToRemove, askToUnfollow, askToWithdraw, remove };
})();
